"""Worker processes of our own: one job each, watched for death and for articles that never end.

An article during which a worker dies is tried once more alone, for the death may have come from outside; if it kills
again, or outlasts the time limit, it is given up as ``Lost`` and the rest of its job goes on.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Literal, NamedTuple

from extractor.archive.steps import Setup
from extractor.archive.units import Failure, Stage
from extractor.archive.worker import main
from extractor.errors import ExtractorError

_LOOK = 0.25  # seconds between looks at the clock
_DUMP = 0.2  # seconds that a hung worker gets to write down where it stands
_STARTS = 3  # deaths before the first answer after which the run gives up


@dataclass(slots=True)
class Job:
    """Items of one kind to work on; ``key`` and ``start`` say whose they are and at which place they begin."""

    kind: Literal["prepare", "extract"]
    key: int
    start: int
    items: Sequence[Any]
    deaths: int = 0


class Lost(NamedTuple):
    """The result of an item that hung or killed its worker twice."""

    reason: str
    error: Literal["Timeout", "WorkerDied"]
    traceback: str | None

    def failure(self, source: str, stage: Stage, doc_id: str | None) -> Failure:
        """The error record of the item."""
        return Failure(source, stage, self.reason, self.error, doc_id, self.traceback)


class Done(NamedTuple):
    """A job, or a piece of one that was taken apart, with its result."""

    job: Job
    result: Any


@dataclass(slots=True, eq=False)
class _Worker:
    process: Any
    connection: Connection
    progress: Any
    crash_file: Path
    job: Job | None = None
    ready: bool = False
    peak: int = 0


@dataclass(slots=True)
class Pool:
    """``size`` workers. Use as a context manager; leaving it ends them at once."""

    size: int
    setup: Setup
    timeout: float
    deaths: int = 0
    _workers: list[_Worker] = field(default_factory=list)
    _again: deque[Job] = field(default_factory=deque)
    _folder: Any = None
    _context: Any = None
    _failed_starts: int = 0

    def __enter__(self) -> Pool:
        self._context = multiprocessing.get_context("spawn")
        self._folder = tempfile.TemporaryDirectory(prefix="extractor-")
        for _ in range(self.size):
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()
        self._folder.cleanup()

    @property
    def free(self) -> int:
        """How many jobs can be sent now."""
        return max(0, sum(map(_idle, self._workers)) - len(self._again))

    @property
    def memory(self) -> list[int]:
        """Peak memory of each living worker, in bytes."""
        return [worker.peak for worker in self._workers]

    def send(self, job: Job) -> None:
        """Give a job to a free worker."""
        worker = next(filter(_idle, self._workers))
        worker.progress[0] = -1
        worker.job = job
        with contextlib.suppress(OSError):  # a dead worker is found by ``receive``
            worker.connection.send_bytes(pickle.dumps((job.kind, job.items), pickle.HIGHEST_PROTOCOL))

    def work(self, kind: Literal["prepare", "extract"], items: Sequence[Any]) -> list[Done]:
        """Do some items while waiting for them; the pieces in the order of the items."""
        while not self.free:
            self.receive()
        self.send(Job(kind, 0, 0, items))
        done: list[Done] = []
        while sum(len(piece.job.items) for piece in done) < len(items):
            done += self.receive()
        return sorted(done, key=lambda piece: piece.job.start)

    def receive(self) -> list[Done]:
        """What has been done, after waiting a moment for it. Raises ``ExtractorError`` where no worker can start."""
        while self._again and any(map(_idle, self._workers)):
            self.send(self._again.popleft())
        ready = wait([w.connection for w in self._workers] + [w.process.sentinel for w in self._workers], _LOOK)
        done: list[Done] = []
        for worker in list(self._workers):
            if worker.connection in ready:
                self._answer(worker, done)
            elif worker.process.sentinel in ready:
                self._died(worker, done)
            elif worker.job is not None and self._hangs(worker):
                self._give_up(worker, done)
        return done

    def _start(self) -> None:
        here, there = self._context.Pipe()
        progress = self._context.RawArray("d", [-1.0, 0.0])
        handle, crash_file = tempfile.mkstemp(dir=self._folder.name)
        os.close(handle)
        process = self._context.Process(target=main, args=(there, progress, self.setup, crash_file), daemon=True)
        process.start()
        there.close()
        self._workers.append(_Worker(process, here, progress, Path(crash_file)))

    def _answer(self, worker: _Worker, done: list[Done]) -> None:
        try:
            result, worker.peak = pickle.loads(worker.connection.recv_bytes())
        except (EOFError, OSError):
            self._died(worker, done)
            return
        if not worker.ready:
            if result is not None:
                raise ExtractorError(f"the pipeline cannot be loaded: {result}")
            worker.ready, self._failed_starts = True, 0
            return
        job, worker.job = worker.job, None
        assert job is not None
        done.append(Done(job, result))

    def _died(self, worker: _Worker, done: list[Done]) -> None:
        worker.process.join()
        code = worker.process.exitcode
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
        dump = self._replace(worker)
        self.deaths += 1
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise ExtractorError(f"workers die while they load the pipeline ({how}); is there memory enough?")
        job, place = worker.job, int(worker.progress[0])
        if job is None:
            return
        if place < 0:  # between articles: the job as a whole is tried again, then each article alone
            place = 0
            if job.deaths == 0:
                job.deaths = 1
                self._again.append(job)
                return
        self._split(job, place, Lost(f"the worker died ({how})", "WorkerDied", dump), done, retry=True)

    def _hangs(self, worker: _Worker) -> bool:
        return worker.progress[0] >= 0 and time.monotonic() - worker.progress[1] > self.timeout

    def _give_up(self, worker: _Worker, done: list[Done]) -> None:
        place, since = worker.progress[0], worker.progress[1]
        os.kill(worker.process.pid, signal.SIGUSR1)
        time.sleep(_DUMP)
        os.kill(worker.process.pid, signal.SIGSTOP)
        if (worker.progress[0], worker.progress[1]) != (place, since):
            os.kill(worker.process.pid, signal.SIGCONT)  # it got there after all
            return
        worker.process.kill()
        worker.process.join()
        dump = self._replace(worker)
        assert worker.job is not None
        lost = Lost(f"took longer than {self.timeout:g} s", "Timeout", dump)
        self._split(worker.job, int(place), lost, done, retry=False)

    def _split(self, job: Job, place: int, lost: Lost, done: list[Done], retry: bool) -> None:
        """Take a job apart around the article at ``place``: it alone is retried or lost, the others go on."""
        alone = Job(job.kind, job.key, job.start + place, job.items[place : place + 1], 1)
        if retry and (len(job.items) > 1 or job.deaths == 0):
            self._again.append(alone)
        else:
            done.append(Done(alone, lost))
        for start, items in ((0, job.items[:place]), (place + 1, job.items[place + 1 :])):
            if items:
                self._again.append(Job(job.kind, job.key, job.start + start, items))

    def _replace(self, worker: _Worker) -> str | None:
        """Start another worker in its place; give what it wrote down before it ended."""
        self._workers.remove(worker)
        worker.connection.close()
        dump = worker.crash_file.read_text("utf-8", "replace").strip() or None
        worker.crash_file.unlink()
        self._start()
        return dump


def _idle(worker: _Worker) -> bool:
    return worker.ready and worker.job is None
