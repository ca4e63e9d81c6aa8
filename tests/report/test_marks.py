"""The text cut into pieces: nothing lost, every mark where its offsets say."""

from __future__ import annotations

from extractor.report.marks import pieces
from extractor.report.rows import compact, number, place


def test_pieces_are_the_text(document, sample) -> None:
    for each in (document, sample):
        found = pieces(each)
        assert "".join(each["text"][p.start : p.end] for p in found) == each["text"]
        assert [p.start for p in found[1:]] == [p.end for p in found[:-1]]


def test_every_mark_is_where_its_offsets_say(document) -> None:
    found, text = pieces(document), document["text"]
    marked = {(p.entity, text[p.start : p.end]) for p in found if p.entity}
    assert {("E1", "野村"), ("E2", "陳大文"), ("E3", "台積電")} <= marked
    assert [text[p.start : p.end] for p in found if p.figure is not None] == ["900元", "1,200元"]
    lined = "".join(text[p.start : p.end] for p in found if p.views == (0,))
    assert lined == document["views"][0]["evidence"][0]["text"]


def test_numbers_for_a_person() -> None:
    assert [number(v) for v in (1200, 0.075, -3.5, 48_000_000_000, 1e18)] == [
        "1,200", "0.075", "-3.5", "48,000,000,000", "1e+18",
    ]  # fmt: skip
    assert [compact(v) for v in (999, 1_500_000, 48e9, 4e12)] == ["999", "1.5m", "48bn", "4tn"]


def test_places_count_lines_and_columns_from_one() -> None:
    assert [place("甲乙\n丙丁", i) for i in (0, 1, 3, 4)] == ["1:1", "1:2", "2:1", "2:2"]
