"""The example files of the room: marked texts, the marks taken out before the room reads them."""

from __future__ import annotations

import re

import pytest

from extractor.document.models import ORGANISATIONS
from extractor.entities import read_entities
from extractor.pipeline import Extractor
from extractor.resources import corpus
from extractor.segment import Reading
from extractor.tables import read_table

_MARK = re.compile(r"【(.+?)】")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def rows(name: str, *columns: str) -> list[tuple[str, ...]]:
    table = read_table(corpus("examples", "entities", f"{name}.csv"), columns)
    return [tuple(row[column] for column in columns) for row in table]


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and where they were."""
    spans, plain, at = [], "", 0
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        at = match.end()
    return plain + text[at:], spans


def read(extractor: Extractor, text: str) -> Reading:
    reading = extractor.nlp.make_doc(text)._.reading
    read_entities(reading)
    return reading


def mentions(reading: Reading, kinds: frozenset[str]) -> list[tuple[int, int]]:
    return sorted((m.start, m.end) for e in reading.entities if e.type in kinds for m in e.mentions)


@pytest.mark.parametrize("text", [text for (text,) in rows("people", "text")])
def test_people(extractor: Extractor, text: str) -> None:
    plain, spans = unmarked(text)
    assert mentions(read(extractor, plain), frozenset({"person"})) == spans


@pytest.mark.parametrize(("kind", "text"), rows("organisations", "type", "text"))
def test_organisations(extractor: Extractor, kind: str, text: str) -> None:
    plain, spans = unmarked(text)
    reading = read(extractor, plain)
    assert mentions(reading, ORGANISATIONS) == spans
    assert [e.type for e in reading.entities if e.mentions[0].start == spans[0][0]] == [kind]


@pytest.mark.parametrize("text", [text for (text,) in rows("doubtful", "text")])
def test_doubtful_names(extractor: Extractor, text: str) -> None:
    plain, spans = unmarked(text)
    assert mentions(read(extractor, plain), ORGANISATIONS) == spans


@pytest.mark.parametrize("text", [text for (text,) in rows("links", "text")])
def test_forms_of_one_entity(extractor: Extractor, text: str) -> None:
    plain, spans = unmarked(text)
    entities = read(extractor, plain).entities
    assert spans in [[(m.start, m.end) for m in e.mentions] for e in entities]


@pytest.mark.parametrize(("firm", "title", "text"), rows("roles", "firm", "title", "text"))
def test_roles(extractor: Extractor, firm: str, title: str, text: str) -> None:
    plain, [span] = unmarked(text)
    reading = read(extractor, plain)
    forms = {e.id: [m.text for m in e.mentions] for e in reading.entities}
    person = next(e.id for e in reading.entities if (e.mentions[0].start, e.mentions[0].end) == span)
    [role] = [r for r in reading.roles if r.person == person]
    assert (firm == "-" and role.firm is None) or firm in forms[role.firm or ""]
    assert role.title == (None if title == "-" else title)


@pytest.mark.parametrize(("entity", "text"), rows("references", "entity", "text"))
def test_references(extractor: Extractor, entity: str, text: str) -> None:
    plain, [span] = unmarked(text)
    reading = read(extractor, plain)
    forms = {e.id: [m.text for m in e.mentions] for e in reading.entities}
    assert [entity in forms[r.entity] for r in reading.references if (r.start, r.end) == span] == [True]
