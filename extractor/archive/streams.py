"""Bytes of files, compressed or packed, as bounded streams."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any, NamedTuple

from extractor.errors import InputError

# Text packs three to ten times smaller, repetitive records up to a hundred. A stream that unfolds further than this,
# once it is large, is a bomb (gzip's own limit is 1,032 times).
BOMB_RATIO = 300
BOMB_AFTER = 64 * 1024 * 1024
_XZ_MEMORY = 256 * 1024 * 1024
_BUFFER = 256 * 1024
# Whatever a damaged or hostile file makes the decoders raise.
DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, NotImplementedError,
          RuntimeError, ValueError)  # fmt: skip

_MAGIC = [(b"\x1f\x8b", "gzip"), (b"(\xb5/\xfd", "zstd"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"),
          (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"PAR1", "parquet")]  # fmt: skip
_PACKED_SUFFIXES = {".gz", ".zst", ".bz2", ".xz", ".tgz", ".txz", ".tbz2"}


class Member(NamedTuple):
    """A readable stream with the name that says what it is; ``problem`` where it must not or cannot be read."""

    source: str
    suffix: str
    stream: io.BufferedReader | None
    problem: str | None = None


class Meter(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.count = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """As ``io.RawIOBase``."""
        data = self.stream.read(len(buffer))
        self.count += len(data)
        buffer[: len(data)] = data
        return len(data)


class _Unfolded(Meter):
    """A decompressed stream that stops at a bomb; ``packed`` says how many compressed bytes went in."""

    def __init__(self, stream: IO[bytes], packed: Callable[[], int]) -> None:
        super().__init__(stream)
        self.packed = packed

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        n = super().readinto(buffer)
        if self.count > BOMB_AFTER and self.count > BOMB_RATIO * max(1, self.packed()):
            raise InputError(f"unfolds to more than {BOMB_RATIO} times its size: not read further")
        return n


class _Xz(io.RawIOBase):
    """xz with a limit on the decoder's memory, which ``lzma.LZMAFile`` lacks."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.decoder = self._new()
        self.fed = False

    @staticmethod
    def _new() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while True:
            data = b""
            if self.decoder.eof:
                rest = self.decoder.unused_data or self.stream.read(_BUFFER)
                if not rest.strip(b"\x00"):
                    return 0
                self.decoder = self._new()
                data = rest
            elif self.decoder.needs_input:
                data = self.stream.read(_BUFFER)
                if not data:
                    raise EOFError("the compressed data ends too early")
            out = self.decoder.decompress(data, max_length=len(buffer))
            if out:
                buffer[: len(out)] = out
                return len(out)


def open_regular(path: str) -> io.FileIO:
    """A regular file opened for reading; never waits for a pipe. Raises ``OSError`` or ``InputError``."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InputError("is not a regular file")
    return io.FileIO(handle, "rb", closefd=True)


def members(raw: IO[bytes], source: str) -> Iterator[Member]:
    """The streams in a file: itself, what it decompresses to, or the files that it packs.

    The bytes decide, not the name. An archive inside an archive is named as a problem; ``seekable`` ZIPs only.
    """
    yield from _members(io.BufferedReader(raw, _BUFFER), source, suffix_of(source), packed=False)  # type: ignore[arg-type]


def suffix_of(name: str) -> str:
    """The suffix that says what a file holds: ``.jsonl`` of ``news/a.jsonl.gz``; lower case, empty where none."""
    stem, suffix = os.path.splitext(os.path.basename(name))
    if suffix.lower() in _PACKED_SUFFIXES:
        suffix = os.path.splitext(stem)[1]
    return suffix.lower()


def _members(stream: io.BufferedReader, source: str, suffix: str, packed: bool) -> Iterator[Member]:
    head = stream.peek(512)[:512]
    kind = next((name for magic, name in _MAGIC if head.startswith(magic)), None)
    if kind is None and head[257:262] == b"ustar":
        kind = "tar"
    if kind in ("gzip", "zstd", "bzip2", "xz"):
        meter = Meter(stream)
        unfolded = _Unfolded(_decompressor(kind, io.BufferedReader(meter)), lambda: meter.count)
        yield from _members(io.BufferedReader(unfolded, _BUFFER), source, suffix, packed)
    elif kind in ("zip", "tar") and packed:
        yield Member(source, suffix, None, "an archive inside an archive: unpack it first")
    elif kind == "zip":
        yield from _zip(stream, source)
    elif kind == "tar":
        yield from _tar(stream, source)
    else:
        yield Member(source, ".parquet" if kind == "parquet" else suffix, stream)


def _decompressor(kind: str, stream: io.BufferedReader) -> Any:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=stream)
    if kind == "bzip2":
        return bz2.BZ2File(stream)
    if kind == "xz":
        return _Xz(stream)
    import pyarrow

    return pyarrow.CompressedInputStream(pyarrow.PythonFile(stream, mode="r"), "zstd")


def _zip(stream: io.BufferedReader, source: str) -> Iterator[Member]:
    if not stream.seekable():
        yield Member(source, "", None, "a ZIP can only be read from a file of its own: unpack it first")
        return
    with zipfile.ZipFile(stream) as packed:
        for info in packed.infolist():
            if info.is_dir():
                continue
            name = f"{source}!{info.filename}"
            problem = _unsafe(info.filename)
            if info.flag_bits & 1:
                problem = "is encrypted"
            if problem:
                yield Member(name, "", None, problem)
                continue
            try:
                with packed.open(info) as inner:
                    unfolded = _Unfolded(inner, partial(int, info.compress_size))
                    yield from _members(io.BufferedReader(unfolded, _BUFFER), name, suffix_of(name), packed=True)
            except DAMAGE as error:
                yield Member(name, "", None, f"damaged: {error}")


def _tar(stream: io.BufferedReader, source: str) -> Iterator[Member]:
    with tarfile.open(fileobj=stream, mode="r|") as packed:
        for info in packed:
            packed.members = []  # type: ignore[attr-defined]  # the list of members would grow with the archive
            if info.isdir():
                continue
            name = f"{source}!{info.name}"
            problem = _unsafe(info.name) if info.isreg() else "is not a regular file"
            inner = None if problem else packed.extractfile(info)
            if inner is None:
                yield Member(name, "", None, problem)
            else:
                yield from _members(io.BufferedReader(Meter(inner), _BUFFER), name, suffix_of(name), packed=True)


def _unsafe(name: str) -> str | None:
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return "names a place outside the archive: not read"
    return None


class Utf8(io.RawIOBase):
    """A stream of another encoding as UTF-8; bytes that are no text become surrogates, which no later decoder takes."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        self.left = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """As ``io.RawIOBase``."""
        while not self.left:
            data = self.stream.read1(_BUFFER)
            self.left = self.decoder.decode(data, final=not data).encode("utf-8", "surrogatepass")
            if not data and not self.left:
                return 0
        n = min(len(buffer), len(self.left))
        buffer[:n], self.left = self.left[:n], self.left[n:]
        return n
