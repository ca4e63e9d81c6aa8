"""The marked-up sentences under corpus/examples/views: what is judged, how the holders stand, and what is no view."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from extractor.document.models import Entity, Mention, View
from extractor.figures import read_figures, scan
from extractor.resources import corpus
from extractor.script import detect
from extractor.segment import Reading
from extractor.segment.sentences import split
from extractor.speech import read_speech
from extractor.tables import Row, read_table
from extractor.views import read_views

FILES = sorted(path for part in ("what", "how") for path in corpus("examples", "views", part).glob("*.csv"))
ROWS = [row for path in FILES for row in read_table(path, ["text", "views"])]
_MARKED = re.compile(r"\[([^\[\]]+) ([a-z_]+)(?:=([^\[\]]+))?\]")


def read_marked(marked: str) -> Reading:
    """The reading, with its views, of a text whose entities stand in square brackets."""
    text, at, entities = "", 0, {}
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        name, kind, known_as = match.groups()
        entity = entities.setdefault(known_as or name, Entity(known_as or name, kind, known_as or name, []))  # type: ignore[arg-type]
        entity.mentions.append(Mention(len(text), len(text) + len(name), name))
        text += name
        at = match.end()
    text += marked[at:]
    found = detect(text)
    reading = Reading(text, found.plain, found.script, found.region, entities=list(entities.values()))
    reading.sentences = split(found.plain)
    reading.amounts = scan(found.plain)
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
    reading = read_marked(row["text"])
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
