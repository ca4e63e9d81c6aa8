"""Inputs to regular files, in an order that depends on names alone."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.errors import InputError

STDIN = "-"


class Found(NamedTuple):
    """A regular file, or a path that cannot be read and why."""

    path: str
    size: int
    problem: str | None = None


def expand(inputs: Sequence[str]) -> list[str]:
    """Inputs with globs expanded. Raises ``InputError`` for an input that is nothing and matches nothing."""
    paths = []
    for given in inputs:
        if given == STDIN or os.path.lexists(given):
            paths.append(given)
            continue
        matches = sorted(glob.glob(given, recursive=True))
        if not matches:
            raise InputError(f"{given}: no such file, folder or match")
        paths += matches
    return paths


def walk(paths: Sequence[str], leave_out: Path | None = None) -> Iterator[Found]:
    """Every file below ``paths``, each folder's entries by name; ``leave_out`` is a folder that is never entered.

    Nothing is opened but folders: a FIFO, a socket or a device is named as a problem and left alone. Symlinks are
    followed, each folder is entered once however many lead to it. Memory: the names of one folder a level.
    """
    own = _identity(os.stat(leave_out)) if leave_out is not None and leave_out.is_dir() else None
    seen: set[tuple[int, int]] = set()
    levels = [iter(paths)]
    while levels:
        path = next(levels[-1], None)
        if path is None:
            levels.pop()
            continue
        try:
            entry = _entry(path, own, seen)
        except OSError as error:
            entry = Found(path, 0, f"cannot be read: {error.strerror}")
        if isinstance(entry, Found):
            yield entry
        elif entry:
            levels.append(iter(entry))


def _entry(path: str, own: tuple[int, int] | None, seen: set[tuple[int, int]]) -> Found | list[str]:
    """A file, or the paths in a folder, which is entered once. Raises ``OSError``."""
    if path == STDIN:
        return Found(path, 0)
    status = os.stat(path)
    if stat.S_ISREG(status.st_mode):
        return Found(path, status.st_size)
    if not stat.S_ISDIR(status.st_mode):
        return Found(path, 0, f"is {_kind(status.st_mode)}, not a file")
    identity = _identity(status)
    if identity == own:
        return []
    if identity in seen:
        return Found(path, 0, "a symlink to a folder that is read elsewhere: not read again")
    seen.add(identity)
    return [os.path.join(path, name) for name in sorted(os.listdir(path))]


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _kind(mode: int) -> str:
    kinds = {stat.S_ISFIFO: "a pipe", stat.S_ISSOCK: "a socket", stat.S_ISCHR: "a device", stat.S_ISBLK: "a device"}
    return next((what for test, what in kinds.items() if test(mode)), "no regular file")
