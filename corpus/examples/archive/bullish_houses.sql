-- For each month, the ten houses with the most bullish views on one index (here the Hang Seng Index).
-- extractor query OUT - < bullish_houses.sql
WITH counted AS (
    SELECT
        strftime(d.published_at, '%Y-%m') AS month,
        house.name AS house,
        count(*) AS bullish_views
    FROM views v
    JOIN documents d USING (article)
    JOIN entities target ON target.article = v.article AND target.id = v.target_entity
    JOIN entities house ON house.article = v.article AND house.id = v.holder_org
    WHERE v.stance = 'bullish'
      AND target.ticker = 'HSI'
      AND d.published_at IS NOT NULL
      AND d.duplicate_of IS NULL
    GROUP BY 1, 2
)
SELECT month, house, bullish_views
FROM counted
QUALIFY row_number() OVER (PARTITION BY month ORDER BY bullish_views DESC, house) <= 10
ORDER BY month, bullish_views DESC, house
