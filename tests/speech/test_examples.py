"""The marked-up sentences under corpus/examples/views/who: who states what, and who does not."""

from __future__ import annotations

from collections import Counter

import pytest

from extractor.resources import corpus
from extractor.segment import Reading, Speaker, Statement
from extractor.speech import read_speech
from extractor.tables import Row, read_table
from tests.marked import read_marked

FOLDER = corpus("examples", "views", "who")
FILES = sorted(FOLDER.glob("*.csv"))
ROWS = [row for path in FILES for row in read_table(path, ["text", "states"])]


def covering(reading: Reading, words: str) -> list[Statement]:
    start = reading.text.index(words)
    return [s for s in reading.statements if s.start <= start and start + len(words) <= s.end]


def holds(speaker: Speaker, who: str, firm: str) -> bool:
    if who == "unnamed":
        return speaker.person is None and speaker.org is None
    if firm:
        return speaker.person == who and speaker.org == firm
    return who == (speaker.person or speaker.org)


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.path.stem}:{r.line}")
def test_example(row: Row) -> None:
    reading = read_marked(row["text"])
    read_speech(reading)
    for state in row.list("states"):
        name, _, words = state.partition(": ")
        who, _, firm = name.removeprefix("not ").partition("/")
        speakers = [speaker for s in covering(reading, words.strip()) for speaker in s.speakers]
        if name.startswith("not "):
            assert not [s for s in speakers if who == "anybody" or holds(s, who, firm)], state
        else:
            assert all(any(holds(s, one, firm) for s in speakers) for one in who.split("+")), (state, speakers)


def test_each_phenomenon_has_examples_and_negatives() -> None:
    assert FILES
    for path in FILES:
        counts = Counter(row["states"].startswith("not ") for row in ROWS if row.path == path)
        assert counts[False] >= 5 and counts[True] >= 2, path


def test_statements_lie_in_the_text_and_name_known_entities() -> None:
    for row in ROWS:
        reading = read_marked(row["text"])
        read_speech(reading)
        ids = {entity.id for entity in reading.entities}
        for statement in reading.statements:
            assert 0 <= statement.start < statement.end <= len(reading.text)
            assert statement.speakers
            for speaker in statement.speakers:
                assert {speaker.person, speaker.org} - {None} <= ids
                assert reading.text[speaker.start : speaker.end]
