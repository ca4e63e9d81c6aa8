"""The marked-up sentences under corpus/examples/views: what is judged, how, whose views count, and what is no view."""

from __future__ import annotations

from collections import Counter

import pytest

from extractor.document.models import View
from extractor.figures import read_figures, scan
from extractor.resources import corpus
from extractor.segment import Reading
from extractor.speech import read_speech
from extractor.tables import Row, read_table
from extractor.views import read_views
from tests.marked import read_marked

FILES = sorted(path for part in ("what", "how", "whose") for path in corpus("examples", "views", part).glob("*.csv"))
ROWS = [row for path in FILES for row in read_table(path, ["text", "views"])]


def read_views_of(marked: str) -> Reading:
    """The reading of a marked-up text, with its views."""
    reading = read_marked(marked)
    reading.amounts = scan(reading.plain)
    read_speech(reading)
    read_figures(reading)
    read_views(reading)
    return reading


def told(view: View) -> dict[str, str]:
    """A view as the examples write it."""
    out = {"stance": view.stance, "horizon": view.horizon or ""}
    if view.rating:
        out |= {"rating": view.rating.value, "previous": view.rating.previous or "", "action": view.rating.action or ""}
    if view.price_target:
        out["price"] = f"{view.price_target.value:g} {view.price_target.currency}"
        out["previous_price"] = f"{view.price_target.previous:g}" if view.price_target.previous is not None else ""
    return out


def fitting(reading: Reading, wanted: str) -> list[View]:
    """The views that have the holder, the target and the attributes wanted: holder > target: stance; rating=..."""
    head, *attributes = (part.strip() for part in wanted.split(";"))
    names, _, stance = head.partition(": ")
    holder, _, target = names.partition(" > ")
    asked = dict(a.split("=") for a in attributes) | ({"stance": stance} if stance else {})
    return [
        view
        for view in reading.views
        if holder in (view.holder.person, view.holder.org, view.holder.text)
        and (target == view.target.entity or view.target.text.startswith(target))
        and asked.items() <= told(view).items()
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.path.stem}:{r.line}")
def test_example(row: Row) -> None:
    reading = read_views_of(row["text"])
    found = [(v.holder.text, v.target.text, told(v)) for v in reading.views]
    if row["views"] == "none":
        assert not found
        return
    for wanted in row.list("views"):
        if wanted.startswith("not "):
            assert not fitting(reading, wanted.removeprefix("not ")), found
        else:
            assert len(fitting(reading, wanted)) == 1, (wanted, found)


def test_each_phenomenon_has_examples_and_negatives() -> None:
    for path in FILES:
        counts = Counter(row["views"].startswith(("none", "not ")) for row in ROWS if row.path == path)
        assert counts[False] >= 5 and counts[True] >= 2, path
    assert len(FILES) >= 25
