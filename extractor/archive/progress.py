"""How a run shows itself: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from extractor.archive.run import Status

_LINE_EVERY = 15.0  # seconds between plain lines


@contextmanager
def progress(stream: TextIO | None = None) -> Iterator[Callable[[Status], None]]:
    """What to call with each status, for as long as the run lasts."""
    stream = stream or sys.stderr
    if stream.isatty():
        with _bar(stream) as show:
            yield show
    else:
        yield _Lines(stream)


@contextmanager
def _bar(stream: TextIO) -> Iterator[Callable[[Status], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    with Progress(
        BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"), TimeElapsedColumn(),
        console=Console(file=stream), transient=True,
    ) as bar:  # fmt: skip
        task = bar.add_task("loading", total=None)
        clock = _Clock()

        def show(status: Status) -> None:
            bar.update(task, description=describe(status, clock.left(status)), completed=status.share or 0,
                       total=1 if status.share is not None else None)  # fmt: skip

        yield show


class _Lines:
    """A line every ``_LINE_EVERY`` seconds."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.clock = _Clock()
        self.last = time.monotonic()

    def __call__(self, status: Status) -> None:
        now = time.monotonic()
        if now - self.last >= _LINE_EVERY:
            self.last = now
            share = "" if status.share is None else f"{status.share:.1%} · "
            print(f"{share}{describe(status, self.clock.left(status))}", file=self.stream, flush=True)


class _Clock:
    """Time left, from the share of the input done since the first look (a resumed run begins in the middle)."""

    def __init__(self) -> None:
        self.first: tuple[float, float] | None = None

    def left(self, status: Status) -> float | None:
        """Seconds left, null while nothing can be said."""
        if status.share is None:
            return None
        now = time.monotonic()
        if self.first is None:
            self.first = now, status.share
        since, share = self.first
        done = status.share - share
        return (1 - status.share) * (now - since) / done if done > 0.002 else None


def describe(status: Status, left: float | None) -> str:
    """One line: articles, rate, errors, memory, time left."""
    counts = status.counts
    parts = [
        f"{counts.articles:,} articles",
        f"{status.rate:,.0f} characters/s",
        f"{counts.errors:,} errors",
        f"{counts.duplicates:,} duplicates",
    ]
    if any(status.worker_memory):
        parts.append(f"{max(status.worker_memory) / 1e6:,.0f} MB a worker")
    if left is not None:
        parts.append(f"{duration(left)} left")
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """``1:02:03`` or ``2:03``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
