"""Traditional to simplified, character offsets unchanged."""

from __future__ import annotations

from functools import cache

from extractor.errors import ExtractorError
from extractor.resources import corpus
from extractor.tables import read_table


@cache
def _converter():
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _fixes() -> dict[int, str]:
    rows = read_table(corpus("knowledge", "script", "fixes.csv"), ["traditional", "simplified"])
    return {ord(row["traditional"]): row["simplified"] for row in rows}


def to_simplified(text: str) -> str:
    """The text in simplified characters, of the same length, so that every offset stays true."""
    plain = _converter().convert(text).translate(_fixes())
    if len(plain) != len(text):
        raise ExtractorError("conversion changed the text's length: reinstall opencc-python-reimplemented==0.1.7")
    return plain
