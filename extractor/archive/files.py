"""Files that survive a crash: append-only files cut back to a checkpoint, and files that appear whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


class AppendFile:
    """A file that only grows; opening it cuts it back to ``size``, what a checkpoint vouches for."""

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self._file = open(path, "r+b" if path.exists() else "w+b", buffering=1 << 18)  # noqa: SIM115
        if os.fstat(self._file.fileno()).st_size < size:
            raise OSError(f"{path} is shorter than its checkpoint says")
        self._file.truncate(size)
        self._file.seek(size)
        self.size = size
        self._unwritten = 0
        self._unsynced = True

    def write(self, data: bytes) -> None:
        """Append."""
        self._file.write(data)
        self.size += len(data)
        self._unwritten += len(data)
        self._unsynced = True

    def read(self, start: int, size: int) -> bytes:
        """What stands at ``start``, whether or not it has reached the disk."""
        if self._unwritten:
            self._file.flush()
            self._unwritten = 0
        return os.pread(self._file.fileno(), size, start)

    def sync(self) -> None:
        """Force everything to disk."""
        if self._unsynced:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._unwritten, self._unsynced = 0, False

    def close(self) -> None:
        """Close; what a full disk would not take is dropped, the checkpoint does not count on it."""
        with suppress(OSError):
            self._file.close()


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file by a whole new one, on disk before it takes the name."""
    temporary = path.with_name(path.name + ".tmp")
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries (new names, renames) to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
