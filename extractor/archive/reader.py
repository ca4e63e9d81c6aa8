"""An archive as one ordered stream of units, with how far it has been read."""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extractor.archive.cut import cut, parquet_rows
from extractor.archive.streams import DAMAGE, Meter, members, open_regular
from extractor.archive.units import Unit
from extractor.archive.walk import STDIN, Found, expand, walk
from extractor.article.records import Fields
from extractor.errors import ExtractorError, InputError


class Reader:
    """Iterates over the units of an archive, always in the same order; what cannot be read is a unit that says so.

    ``total`` and ``done`` are bytes on disk (``total`` is 0 where standard input is read). ``digest`` is a checksum
    of every unit so far, by which a resumed run knows that it reads the same archive.
    """

    def __init__(self, inputs: Sequence[str], fields: Fields, encoding: str | None, leave_out: Path | None) -> None:
        self.paths = expand(inputs)
        if leave_out is not None and leave_out.exists():
            for path in filter(os.path.exists, self.paths):
                if os.path.samefile(path, leave_out):
                    raise InputError(f"{path}: is the output folder: its own output is no input")
        self.fields = fields
        self.encoding = encoding
        self.leave_out = leave_out
        self.total = 0 if STDIN in self.paths else sum(found.size for found in walk(self.paths, leave_out))
        self.position = 0
        self.digest = 0
        self._finished_bytes = 0
        self._meter: Meter | None = None

    @property
    def done(self) -> int:
        """Bytes read so far."""
        return self._finished_bytes + (self._meter.count if self._meter else 0)

    def __iter__(self) -> Iterator[Unit]:
        for found in walk(self.paths, self.leave_out):
            for unit in self._file(found):
                # A file's name may hold bytes that are no text.
                name = unit.source.encode("utf-8", "surrogateescape")
                unit = unit._replace(source=name.decode("utf-8", "replace"))
                self.position += 1
                self.digest = zlib.crc32(name, self.digest)
                if isinstance(unit.data, bytes):
                    self.digest = zlib.crc32(unit.data, self.digest)
                yield unit
            self._meter = None
            self._finished_bytes += found.size

    def _file(self, found: Found) -> Iterator[Unit]:
        source = "standard input" if found.path == STDIN else found.path
        if found.problem:
            yield Unit(source, "unreadable", found.problem)
            return
        try:
            opened: Any = sys.stdin.buffer if found.path == STDIN else open_regular(found.path)
            with opened as raw:
                if found.path != STDIN and _is_parquet(raw):
                    yield from parquet_rows(raw, source, self.fields)
                    return
                self._meter = Meter(raw)
                stream = raw if found.path != STDIN and _is_zip(raw) else self._meter
                yield from self._members(stream, source)
        except DAMAGE as error:
            yield Unit(source, "unreadable", _reason(error))
        except InputError as error:
            yield Unit(source, "unreadable", str(error))

    def _members(self, stream, source: str) -> Iterator[Unit]:
        for member in members(stream, source):
            if member.stream is None:
                yield Unit(member.source, "unreadable", member.problem)
                continue
            try:
                yield from cut(member, self.fields, self.encoding)
            except DAMAGE as error:
                yield Unit(member.source, "unreadable", _reason(error))
            except InputError as error:
                yield Unit(member.source, "unreadable", str(error).removeprefix(f"{member.source}: "))


def skip(units: Iterator[Unit], reader: Reader, position: int, digest: int) -> None:
    """Read on to where an earlier run stopped. Raises where the archive is no longer the one that it read."""
    while reader.position < position:
        if next(units, None) is None:
            break
    if (reader.position, reader.digest) != (position, digest):
        raise ExtractorError(
            "the inputs are not those of the interrupted run (files were added, removed, renamed or changed): "
            "start anew in another folder"
        )


def _is_parquet(raw) -> bool:
    head = raw.read(4)
    raw.seek(0)
    return head == b"PAR1"


def _is_zip(raw) -> bool:
    head = raw.read(4)
    raw.seek(0)
    return head in (b"PK\x03\x04", b"PK\x05\x06")


def _reason(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"damaged or unreadable: {text}"
