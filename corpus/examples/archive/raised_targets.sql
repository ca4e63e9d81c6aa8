-- Every price target that was raised by more than 20 %, the largest rise first.
-- extractor query OUT - --format csv < raised_targets.sql
SELECT
    d.published_at,
    coalesce(house.name, v.holder_text) AS house,
    coalesce(share.name, v.target_text) AS share,
    v.price_target_previous AS old_target,
    v.price_target_value AS new_target,
    v.price_target_currency AS currency,
    round(100 * (v.price_target_value / v.price_target_previous - 1), 1) AS raised_percent,
    v.evidence[1].text AS evidence
FROM views v
JOIN documents d USING (article)
LEFT JOIN entities house ON house.article = v.article AND house.id = v.holder_org
LEFT JOIN entities share ON share.article = v.article AND share.id = v.target_entity
WHERE v.price_target_previous > 0
  AND v.price_target_value > 1.2 * v.price_target_previous
  AND d.duplicate_of IS NULL
ORDER BY raised_percent DESC, v.article, v.view
