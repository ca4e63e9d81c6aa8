"""What travels between the steps of a run: a unit as cut from the archive, a failure, an article on its way."""

from __future__ import annotations

import traceback
from typing import Any, Literal, NamedTuple

from extractor.article import Article

# An article is at most this long as it is read; a longer line, cell or file becomes an error record. The longest
# annual report in plain text is under 2 MiB.
LARGEST = 8 * 1024 * 1024


Stage = Literal["read", "decode", "extract"]


class Unit(NamedTuple):
    """One article as cut from the archive, still undecoded.

    ``source`` says where it stood: ``news/2019.jsonl.gz:17``, ``wires.zip!a/b.html``, ``table.parquet[4]``.
    ``data`` is bytes for ``json`` and ``file``, a mapping for ``row``, the reason for ``unreadable``.
    ``detail`` is the encoding of ``json`` (empty where the bytes must tell) and the suffix of a ``file``.
    """

    source: str
    form: Literal["json", "row", "file", "unreadable"]
    data: Any
    detail: str = ""

    @property
    def size(self) -> int:
        """About how many bytes it holds."""
        if isinstance(self.data, bytes | str):
            return len(self.data)
        return sum(len(cell) for cell in self.data.values() if isinstance(cell, str)) + 200


class Failure(NamedTuple):
    """Why one article has no document: one line of ``errors.jsonl``."""

    source: str
    stage: Stage
    reason: str
    error: str
    doc_id: str | None = None
    traceback: str | None = None

    @classmethod
    def of(cls, error: Exception, source: str, stage: Stage, doc_id: str | None = None) -> Failure:
        """The failure that an exception stands for, with its traceback."""
        reason = str(error) or type(error).__name__
        # A deep recursion's traceback is as long as it is deep: both ends say enough.
        lines = traceback.format_exception(error)
        if len(lines) > 40:
            lines = [*lines[:20], f"... {len(lines) - 40} more ...\n", *lines[-20:]]
        return cls(source, stage, reason, type(error).__name__, doc_id, "".join(lines))


class Duplicate(NamedTuple):
    """An earlier article that says the same. ``similarity``: estimated Jaccard of their shingles, 1 when exact."""

    of: str
    kind: Literal["exact", "near"]
    similarity: float


class Prepared(NamedTuple):
    """A unit decoded: an article with its sketch, or a failure."""

    source: str
    article: Article | None
    sketch: bytes
    failure: Failure | None = None


class Item(NamedTuple):
    """An article to extract; ``number`` is its place in the archive, from 0."""

    number: int
    source: str
    article: Article
    duplicate: Duplicate | None
