"""Streams to units: lines, elements of a JSON array, rows of CSV and Parquet, whole files.

Nothing is parsed further than needed to find where one article ends and the next begins; that, and all that can go
wrong inside an article, is left to the workers. Memory: one unit (``LARGEST``) and a buffer, however large the stream.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from extractor.archive.streams import Member, Utf8
from extractor.archive.units import LARGEST, Unit
from extractor.article.decode import legacy_encoding
from extractor.article.records import DATE_NAMES, Fields
from extractor.errors import InputError

_HEAD = 64 * 1024
_TOO_LONG = f"longer than {LARGEST // 1024**2} MiB: no article"
_LINES = {".jsonl", ".ndjson"}
_TABLES = {".csv", ".tsv"}
_ARTICLES = {"", ".txt", ".text", ".md", ".html", ".htm", ".xhtml"}
_STRUCTURE = re.compile(rb'["\\{}\[\],]')


def cut(member: Member, fields: Fields, encoding: str | None) -> Iterator[Unit]:
    """The units of a stream. Raises what its decoder raises; ``InputError`` for a stream of no known kind."""
    stream = member.stream
    assert stream is not None
    if member.suffix == ".parquet":
        yield from parquet_rows(stream, member.source, fields)
        return
    head = stream.peek(_HEAD)[:_HEAD]
    if not head:
        raise InputError("the file is empty")
    start = head.lstrip(codecs.BOM_UTF8 + b" \t\r\n\x00\xff\xfe")[:1]
    if member.suffix in _TABLES:
        yield from _rows(_as_utf8(stream, head, member.source, encoding), member)
    elif member.suffix in _LINES or (member.suffix in {"", ".json"} and _one_a_line(head)):
        yield from _lines(stream, head, member.source, encoding)
    elif start == b"[" and member.suffix in {"", ".json"}:
        yield from _elements(_as_utf8(stream, head, member.source, encoding), member.source)
    elif member.suffix == ".json":
        yield _whole(stream, member.source, "json", encoding or "")
    elif member.suffix in _ARTICLES:
        yield _whole(stream, member.source, "file", member.suffix)
    else:
        raise InputError(f"a {member.suffix} file is nothing that is read here")


def _whole(stream: io.BufferedReader, source: str, form: Any, detail: str) -> Unit:
    data = stream.read(LARGEST + 1)
    return Unit(source, "unreadable", _TOO_LONG) if len(data) > LARGEST else Unit(source, form, data, detail)


def _one_a_line(head: bytes) -> bool:
    """True where the first line is a whole JSON object."""
    line = head.lstrip(codecs.BOM_UTF8 + b" \t\r\n").partition(b"\n")[0].rstrip()
    return line.startswith(b"{") and line.endswith(b"}")


def encoding_of(head: bytes, source: str) -> str:
    """The codec of a stream from its first bytes, which may end inside a character."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head[:2].count(0) == 1:
        return "utf-16-le" if head[1] == 0 else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        whole_lines = head[: head.rfind(b"\n") + 1] or head
        try:
            return legacy_encoding(whole_lines, source)
        except InputError:
            # One bad byte far into clean UTF-8 is a bad record, not another encoding.
            if error.start > len(head) // 2 or b"\n" in head[: error.start]:
                return "utf-8"
            raise
    return "utf-8"


def _as_utf8(stream: io.BufferedReader, head: bytes, source: str, encoding: str | None) -> io.BufferedReader:
    codec = encoding or encoding_of(head, source)
    if codecs.lookup(codec).name == "utf-8":
        return stream
    return io.BufferedReader(Utf8(stream, codec), _HEAD)  # type: ignore[arg-type]


def _bounded_lines(stream: io.BufferedReader) -> Iterator[bytes | None]:
    """The lines of a stream with their ends; null for one that is too long, which is passed over unread."""
    while line := stream.readline(LARGEST + 1):
        if len(line) <= LARGEST:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LARGEST)
        yield None


def _lines(stream: io.BufferedReader, head: bytes, source: str, encoding: str | None) -> Iterator[Unit]:
    codec = encoding or encoding_of(head, source)
    if codecs.lookup(codec).name.startswith("utf-16"):
        stream, codec = io.BufferedReader(Utf8(stream, codec), _HEAD), "utf-8"  # type: ignore[arg-type]
    for number, line in enumerate(_bounded_lines(stream), 1):
        place = f"{source}:{number}"
        if line is None:
            yield Unit(place, "unreadable", _TOO_LONG)
        elif line.strip(codecs.BOM_UTF8 + b" \t\r\n"):
            yield Unit(place, "json", line, codec)


def _elements(stream: io.BufferedReader, source: str) -> Iterator[Unit]:
    """The elements of the array that a UTF-8 stream holds, cut where brackets and quotes balance."""
    scan = _ArrayScan()
    number = 0
    while data := stream.read1(_HEAD):
        for element in scan.feed(data):
            place = f"{source}[{number}]"
            number += 1
            if element is None:
                yield Unit(place, "unreadable", _TOO_LONG)
            else:
                yield Unit(place, "json", element, "utf-8")
        if scan.closed:
            break
    if not scan.closed:
        raise InputError("ends inside its JSON array")


class _ArrayScan:
    """Finds where the elements of a JSON array end, in one pass over structural characters."""

    def __init__(self) -> None:
        self.depth = 0
        self.quoted = False
        self.parts: list[bytes] = []
        self.held = 0
        self.closed = False
        self.skip = -1  # a position whose character is escaped

    def feed(self, data: bytes) -> Iterator[bytes | None]:
        """The elements that end in this piece; null for one that is too long."""
        start = 0
        self.skip = 0 if self.skip == -2 else -1
        for match in _STRUCTURE.finditer(data):
            at, sign = match.start(), match.group()
            if self.quoted:
                if at == self.skip:
                    continue
                if sign == b"\\":
                    self.skip = at + 1
                elif sign == b'"':
                    self.quoted = False
            elif sign == b'"':
                self.quoted = True
            elif sign in b"[{":
                self.depth += 1
                if self.depth == 1:
                    start = at + 1
            elif sign == b"," and self.depth == 1:
                yield from self._end(data[start:at])
                start = at + 1
            elif sign in b"]}":
                self.depth -= 1
                if self.depth == 0:
                    yield from self._end(data[start:at])
                    self.closed = True
                    return
        self._hold(data[start:])
        self.skip = -2 if self.skip == len(data) else -1

    def _hold(self, data: bytes) -> None:
        self.held += len(data)
        if self.held <= LARGEST:
            self.parts.append(data)
        else:
            self.parts.clear()

    def _end(self, data: bytes) -> Iterator[bytes | None]:
        self._hold(data)
        element = b"".join(self.parts).strip() if self.held <= LARGEST else None
        self.parts, self.held = [], 0
        if element is None or element:
            yield element


def _rows(stream: io.BufferedReader, member: Member) -> Iterator[Unit]:
    """The rows of a CSV whose first line names the columns; its delimiter is the commonest there of ``, ; tab |``."""
    csv.field_size_limit(LARGEST)
    at = 0
    overlong: list[int] = []

    def texts() -> Iterator[str]:
        nonlocal at
        for line in _bounded_lines(stream):
            at += 1
            if line is None:
                overlong.append(at)
            else:
                yield line.decode("utf-8", "surrogateescape")

    lines = texts()
    first = next(lines, "").removeprefix("\ufeff")
    delimiter = "\t" if member.suffix == ".tsv" else max(",;\t|", key=first.count)
    columns = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
    if not any(columns):
        raise InputError("no header line that names the columns")
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        begin = at + 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            # The reader is lost inside the field: a new one takes up at the next line.
            yield Unit(f"{member.source}:{begin}", "unreadable", f"broken CSV: {error}")
            rows = csv.reader(lines, delimiter=delimiter)
            continue
        for number in overlong:
            yield Unit(f"{member.source}:{number}", "unreadable", _TOO_LONG)
        overlong.clear()
        if cells is None:
            return
        if not cells:
            continue
        place = f"{member.source}:{begin}"
        if any(map(_undecodable, cells)):
            yield Unit(place, "unreadable", "holds bytes that are no text in this file's encoding")
        else:
            yield Unit(place, "row", dict(zip(columns, cells, strict=False)))


def _undecodable(cell: str) -> bool:
    if cell.isascii():
        return False
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def parquet_rows(stream: io.BufferedReader, source: str, fields: Fields) -> Iterator[Unit]:
    """The rows of a Parquet file, a few at a time and no column but those that are asked for."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not stream.seekable():
        raise InputError("a Parquet file can only be read as a file of its own: unpack it first")
    try:
        table = pq.ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20)
        wanted = {fields.text, fields.id, fields.title, fields.date, *DATE_NAMES}
        columns = [name for name in table.schema_arrow.names if name in wanted]
        number = 0
        for batch in table.iter_batches(batch_size=64, columns=columns):
            for row in batch.to_pylist():
                text = row.get(fields.text)
                too_long = isinstance(text, str) and len(text) > LARGEST
                yield Unit(f"{source}[{number}]", *(("unreadable", _TOO_LONG) if too_long else ("row", row)))
                number += 1
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"damaged Parquet: {error}") from error
