"""Where a run stands, as one small file that is replaced whole: what a resumed run starts from."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from extractor._version import __version__
from extractor.archive.files import write_atomically
from extractor.errors import ExtractorError

STATE = "state"
_FILE = "checkpoint.json"
_VERSION = 1


@dataclass(slots=True)
class Counts:
    """How far a run has come: articles read, documents written, error records, duplicates, characters, seconds."""

    articles: int = 0
    documents: int = 0
    errors: int = 0
    duplicates: int = 0
    characters: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Checkpoint:
    """A run's options, its place in the archive, and the size of every file at that place."""

    options: dict[str, Any]
    position: int = 0
    digest: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    finished: bool = False
    package: str = __version__
    version: int = _VERSION

    def save(self, out: Path) -> None:
        """Put it on disk, whole."""
        write_atomically(out / STATE / _FILE, json.dumps(asdict(self), ensure_ascii=False, indent=1).encode())

    @classmethod
    def load(cls, out: Path) -> Checkpoint | None:
        """The checkpoint of a run in ``out``; null where none was begun. Raises where another version wrote it."""
        path = out / STATE / _FILE
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise ExtractorError(f"{path}: cannot be read: {error}") from error
        if (found["version"], found["package"]) != (_VERSION, __version__):
            raise ExtractorError(
                f"{out}: was begun by version {found['package']}, this is {__version__}: "
                "the rest would not match; start anew in another folder"
            )
        return cls(**found | {"counts": Counts(**found["counts"])})


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Keep a second run out of the folder for as long as this one lives."""
    handle = os.open(out / STATE / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ExtractorError(f"{out}: another run is writing here") from error
        yield
    finally:
        os.close(handle)
