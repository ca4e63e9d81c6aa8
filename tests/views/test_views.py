from __future__ import annotations

from extractor import load
from extractor.document.models import Entity, Mention
from extractor.segment.reading import Reading, Sentence, Speaker, Statement
from extractor.views.pipe import read_views


def reading_of(text: str, names: dict[str, str]) -> Reading:
    """A reading with the named entities, each sentence stated by the first of them."""
    reading = Reading(text, text, "hans", "CN")
    reading.sentences = [Sentence(0, len(text))]
    for i, (name, kind) in enumerate(names.items(), 1):
        at = text.index(name)
        reading.entities.append(Entity(f"E{i}", kind, name, [Mention(at, at + len(name), name)]))
    speaker = Speaker(None, "E1", None, 0, len(next(iter(names))))
    reading.statements = [Statement(0, len(text), (speaker,), False, "认为")]
    return reading


def test_a_negated_cue_points_the_other_way() -> None:
    reading = reading_of("高盛认为，黄金未必会继续上涨。", {"高盛": "bank"})
    read_views(reading)
    assert [(v.target.text, v.stance) for v in reading.views] == [("黄金", "bearish")]
    assert reading.views[0].evidence[0].text == "高盛认为，黄金未必会继续上涨。"


def test_a_rating_decides_the_stance_and_keeps_what_it_was() -> None:
    reading = reading_of("高盛将宁德时代评级由买入下调至中性。", {"高盛": "bank", "宁德时代": "company"})
    read_views(reading)
    (view,) = reading.views
    assert (view.stance, view.rating.value, view.rating.previous, view.rating.action) == (
        "neutral", "中性", "买入", "downgrade",
    )  # fmt: skip
    assert view.target.entity == "E2"


def test_points_on_a_market_are_those_of_the_index_that_they_count() -> None:
    text = "標普500指數今年屢創新高，高盛策略師李明認為，美國股市年底將升至7,000點。"
    document = load().extract(text)
    index = next(entity.id for entity in document.entities if entity.type == "index")
    (view,) = document.views
    assert (view.target.text, view.target.entity, view.price_target.value) == ("美國股市", index, 7000)
