"""Exact and near duplicates: MinHash sketches, made by the workers, looked up by the parent in archive order.

A sketch is 128 minimum hashes of the text's 4-character shingles, kept to one byte each (b-bit MinHash, Li and König
2010), so 16 bands of 8 rows are 16 keys of 8 bytes. Two texts whose shingles overlap to 85 % share a band with
probability 1 - (1 - 0.85^8)^16 = 0.99. What an article says first is the original; a duplicate is never one itself.
"""

from __future__ import annotations

import hashlib
import re
import struct
from array import array
from collections.abc import Mapping
from operator import eq
from pathlib import Path

from extractor.archive.files import AppendFile
from extractor.archive.units import Duplicate

ROWS = 128
_BANDS = 16
_WIDTH = ROWS // _BANDS
_SHINGLE = 4
# Reworded or differently headed copies of one wire lie above this; daily reports cut from one template, whose figures
# differ, below.
NEAR = 0.85
_CHAIN = 8  # candidates looked at for one key: boilerplate must not make lookups long
_FULL = 0.6
_EMPTY = 0xFFFFFFFF
_MIX = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: spreads keys over the table
_EXACT = 8
_SIZE = _EXACT + ROWS
_RECORD = struct.Struct(f"<8s{ROWS}sI")
_NOISE = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def sketch(text: str) -> bytes:
    """136 bytes: a hash of the exact text, then the sketch of what it says, blind to white space and punctuation."""
    from rensa import RMinHash

    plain = _NOISE.sub("", text)
    shingles = [plain[i : i + _SHINGLE] for i in range(max(1, len(plain) - _SHINGLE + 1))]
    # Each number weighs like the words around it, so that reports cut from one template stay apart.
    for number in _NUMBER.findall(text):
        shingles += [f"{number}/{copy}" for copy in range(_SHINGLE)]
    hashes = RMinHash(num_perm=ROWS, seed=1)
    hashes.update(shingles)
    exact = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return exact + bytes(value & 0xFF for value in hashes.digest())


class DuplicateIndex:
    """Every original article so far, in memory 260 to 420 bytes each: its sketch, its id's place, 16 hash table slots.

    State lives in two append-only files, ``sketches.bin`` and ``ids.txt``, cut back to a checkpoint on resume.
    """

    def __init__(self, folder: Path, sizes: Mapping[str, int]) -> None:
        self._records = AppendFile(folder / "sketches.bin", sizes.get("sketches.bin", 0))
        self._ids = AppendFile(folder / "ids.txt", sizes.get("ids.txt", 0))
        self._sketches = bytearray()
        self._id_ends = array("Q", [0])
        self._slots = array("I")
        self._used = 0
        self._resize(16)
        for exact, rows, id_size in _RECORD.iter_unpack(self._records.read(0, self._records.size)):
            self._add(exact + rows, id_size)

    def __len__(self) -> int:
        return len(self._id_ends) - 1

    @property
    def files(self) -> tuple[AppendFile, AppendFile]:
        """The state files."""
        return self._records, self._ids

    def look_up(self, sketched: bytes, doc_id: str) -> Duplicate | None:
        """The earlier article that this one repeats; where there is none it becomes an original itself."""
        best, shared = self._nearest(sketched)
        if best >= 0:
            exact = self._sketches[best * _SIZE : best * _SIZE + _EXACT] == sketched[:_EXACT]
            return Duplicate(self._id(best), "exact" if exact else "near", 1.0 if exact else shared)
        name = doc_id.encode("utf-8", "replace")
        self._records.write(_RECORD.pack(sketched[:_EXACT], sketched[_EXACT:], len(name)))
        self._ids.write(name)
        self._add(sketched, len(name))
        return None

    def _id(self, number: int) -> str:
        start, end = self._id_ends[number], self._id_ends[number + 1]
        return self._ids.read(start, end - start).decode("utf-8")

    def _nearest(self, sketched: bytes) -> tuple[int, float]:
        candidates = {number for band in range(_BANDS) for number in self._find(band, sketched)[0]}
        rows = sketched[_EXACT:]
        best, most = -1, -1
        for number in sorted(candidates):
            other = self._sketches[number * _SIZE + _EXACT : (number + 1) * _SIZE]
            same = sum(map(eq, rows, other))
            if same > most:
                best, most = number, same
        # One row in 256 agrees by chance.
        shared = round((most / ROWS - 1 / 256) / (1 - 1 / 256), 3)
        return (best, shared) if shared >= NEAR else (-1, 0.0)

    def _find(self, band: int, sketched: bytes) -> tuple[list[int], int]:
        """Originals with the same key in this band, and the free slot after them (-1 where the chain is full)."""
        start = _EXACT + band * _WIDTH
        key = sketched[start : start + _WIDTH]
        slots, sketches, mask = self._slots, self._sketches, len(self._slots) - 1
        at = ((int.from_bytes(key, "little") ^ band * _MIX) * _MIX >> 24) & mask
        found: list[int] = []
        while (slot := slots[at]) != _EMPTY:
            number, other = divmod(slot, _BANDS)
            place = number * _SIZE + start
            if other == band and sketches[place : place + _WIDTH] == key:
                found.append(number)
                if len(found) == _CHAIN:
                    return found, -1
            at = (at + 1) & mask
        return found, at

    def _add(self, sketched: bytes, id_size: int) -> None:
        number = len(self)
        self._sketches += sketched
        self._id_ends.append(self._id_ends[-1] + id_size)
        if self._used + _BANDS > _FULL * len(self._slots):
            self._resize(len(self._slots).bit_length())
            for earlier in range(number):
                self._fill(earlier)
        self._fill(number)

    def _fill(self, number: int) -> None:
        sketched = bytes(self._sketches[number * _SIZE : (number + 1) * _SIZE])
        for band in range(_BANDS):
            _, free = self._find(band, sketched)
            if free >= 0:
                self._slots[free] = number * _BANDS + band
                self._used += 1

    def _resize(self, bits: int) -> None:
        self._slots = array("I", [_EMPTY]) * (1 << bits)
        self._used = 0
