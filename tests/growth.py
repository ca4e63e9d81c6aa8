"""Time bounds that a busy machine cannot break: each is measured anew a few times, and the best run counts."""

from __future__ import annotations

import time
from collections.abc import Callable

_TRIES = 4


def seconds(job: Callable[[], object]) -> float:
    """The processor time that ``job`` takes."""
    began = time.process_time()
    job()
    return time.process_time() - began


def takes_less_than(limit: float, job: Callable[[], object]) -> bool:
    """Whether one of a few runs of ``job`` takes less than ``limit`` seconds of processor time."""
    return any(seconds(job) < limit for _ in range(_TRIES))


def grows_linearly(read: Callable[[str], object], unit: str, length: int) -> bool:
    """Whether ``read`` takes less than twelve times as long for five times the text, ``length`` characters of ``unit``.

    A square would cost twenty-five times as long.
    """
    long = unit * (length // len(unit))
    short = long[: length // 5]
    read(short[:1000])
    return any(seconds(lambda: read(long)) < 12 * max(seconds(lambda: read(short)), 0.005) for _ in range(_TRIES))
