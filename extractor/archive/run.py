"""A run over an archive: read, decode, look for duplicates, extract, write, in archive order throughout.

Units travel in chunks. Workers decode and extract chunks in any order; the parent looks duplicates up and writes
strictly in archive order, so the output does not depend on how many workers there are or how fast. What is on disk
beyond the last checkpoint is cut off on resume and done again.
"""

from __future__ import annotations

import errno
import shlex
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from extractor.archive.checkpoint import STATE, Checkpoint, Counts, locked
from extractor.archive.duplicates import DuplicateIndex
from extractor.archive.outputs import DUPLICATES, ERRORS
from extractor.archive.pool import Done, Job, Lost, Pool
from extractor.archive.reader import Reader, skip
from extractor.archive.steps import Extracted, Setup
from extractor.archive.units import Failure, Item, Prepared, Unit
from extractor.archive.worker import peak_memory
from extractor.archive.writers import RecordFile, open_writer, refuse_occupied
from extractor.article.records import Fields
from extractor.errors import ExtractorError

# A chunk is what a worker gets at once: under half a second of work, over a hundred times what handing it out costs.
CHUNK_BYTES = 24 * 1024
CHUNK_UNITS = 32
TIMEOUT = 120.0  # seconds an article: a megabyte of text takes about one minute
# Bytes of units in flight, over all chunks: bounds memory while one slow article holds back the writing.
IN_FLIGHT = 32 * 1024 * 1024
_FULL = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk quota is used up",
         errno.EFBIG: "a file has reached the size limit", errno.EIO: "the disk has failed"}  # fmt: skip


@dataclass(frozen=True)
class BatchOptions:
    """What a run reads and writes. Two runs with the same options and inputs write the same bytes."""

    inputs: tuple[str, ...]
    format: Literal["jsonl", "parquet"] = "jsonl"
    duplicates: Literal["keep", "skip"] = "keep"
    fields: Fields = field(default_factory=Fields)
    encoding: str | None = None
    knowledge: tuple[str, ...] = ()
    stance_model: str | None = None
    pipeline: str = "extractor.pipeline:load"

    def setup(self) -> Setup:
        """What a worker needs of it."""
        return Setup(self.knowledge, self.stance_model, self.fields, self.encoding, self.format, self.pipeline)

    def plain(self) -> dict[str, Any]:
        """As plain JSON types."""
        return asdict(self) | {"inputs": list(self.inputs), "knowledge": list(self.knowledge)}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> BatchOptions:
        """From ``plain``."""
        return cls(**plain | {"inputs": tuple(plain["inputs"]), "knowledge": tuple(plain["knowledge"]),
                              "fields": Fields(**plain["fields"])})  # fmt: skip


@dataclass(frozen=True)
class Status:
    """How a run stands. ``share`` is the part of the input read, null where it is unknown; memory is in bytes."""

    counts: Counts
    share: float | None
    rate: float
    worker_memory: tuple[int, ...]
    parent_memory: int
    parent_seconds: float
    worker_deaths: int


@dataclass(frozen=True)
class Outcome:
    """How a run ended; ``stopped`` says why it did not reach the end, null where it did."""

    status: Status
    stopped: str | None = None


@dataclass(slots=True)
class _Chunk:
    """Units on their way through the steps; the fields after ``left`` are filled as they go."""

    key: int
    units: list[Unit]
    size: int
    position: int
    digest: int
    read: int
    left: int
    prepared: list[Prepared | None]
    failures: list[tuple[int, Failure]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    pieces: dict[int, Extracted] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0


def run_batch(
    options: BatchOptions,
    out: Path,
    workers: int,
    timeout: float = TIMEOUT,
    resume: bool = False,
    watch: Callable[[Status], None] = lambda status: None,
) -> Outcome:
    """Extract an archive into the folder ``out`` and say how it ended.

    A bad article is a line of ``errors.jsonl`` and never an exception. Ctrl-C, SIGTERM and a full disk end the run
    early with ``Outcome.stopped``; ``resume=True`` goes on from the last checkpoint, also after a kill. ``timeout`` is
    in seconds an article. ``watch`` is called about four times a second. Raises ``ExtractorError`` where a run cannot
    begin: ``out`` holds another run, the inputs have changed, the pipeline cannot be loaded.
    """
    try:
        (out / STATE).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExtractorError(f"{out}: cannot be written: {error.strerror}") from error
    with locked(out):
        checkpoint = Checkpoint.load(out)
        if checkpoint is not None and not resume:
            raise ExtractorError(f"{out}: holds a run already: go on with --resume, or name another folder")
        if checkpoint is not None and checkpoint.options != options.plain():
            raise ExtractorError(
                f"{out}: the run here was begun with other inputs or options; resume it with --out alone"
            )
        if checkpoint is None:
            refuse_occupied(out)
        run = _Run(options, out, checkpoint or Checkpoint(options.plain()), watch)
        try:
            return run.execute(workers, timeout)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            return run.outcome(f"{_FULL[error.errno]} ({error.filename or out})")


def options_in(out: Path) -> BatchOptions | None:
    """The options with which the run in ``out`` was begun, null where there is none."""
    checkpoint = Checkpoint.load(out)
    return BatchOptions.of(checkpoint.options) if checkpoint else None


class _Run:
    """One run from start, or from a checkpoint, to its end."""

    def __init__(
        self, options: BatchOptions, out: Path, checkpoint: Checkpoint, watch: Callable[[Status], None]
    ) -> None:
        self.options, self.out, self.checkpoint, self.watch = options, out, checkpoint, watch
        self.counts = Counts(**asdict(checkpoint.counts))
        self.share: float | None = None
        self.began, self.began_cpu = time.monotonic(), time.process_time()
        self.seconds_before, self.characters_before = self.counts.seconds, self.counts.characters
        self.chunks: deque[_Chunk] = deque()
        self.by_key: dict[int, _Chunk] = {}
        self.to_extract: deque[Job] = deque()
        self.decided = 0  # chunks whose duplicates have been looked up, by key
        self.in_flight = 0
        self.next_key = 0
        self.stop: str | None = None
        self.pool: Pool | None = None
        self.written: _Chunk | None = None

    def execute(self, workers: int, timeout: float) -> Outcome:
        """Run to the end, or until something stops it."""
        if self.checkpoint.finished:
            return self.outcome(None)
        options, sizes = self.options, self.checkpoint.sizes
        self.reader = Reader(options.inputs, options.fields, options.encoding, self.out)
        # Before any file of output: what lies in the folder without a checkpoint is not ours.
        self.checkpoint.save(self.out)
        with ExitStack() as stack:
            self.writer = open_writer(self.out, options.format, sizes)
            stack.callback(self.writer.close)
            self.errors = RecordFile(self.out / ERRORS, sizes.get(ERRORS, 0))
            self.skipped = RecordFile(self.out / DUPLICATES, sizes.get(DUPLICATES, 0))
            self.index = DuplicateIndex(self.out / STATE, sizes)
            for file in (self.errors, self.skipped, *self.index.files):
                stack.callback(file.close)
            units = iter(self.reader)
            skip(units, self.reader, self.checkpoint.position, self.checkpoint.digest)
            stack.enter_context(self._signals())
            self.pool = stack.enter_context(Pool(workers, options.setup(), timeout))
            self._loop(units)
            self._commit(finished=self.stop is None)
            return self.outcome(self.stop)

    def outcome(self, stopped: str | None) -> Outcome:
        """How it ended. What was written after the last checkpoint does not count."""
        self.counts = self.checkpoint.counts
        return Outcome(self.status(), stopped)

    def status(self) -> Status:
        """How it stands now."""
        elapsed = time.monotonic() - self.began
        rate = (self.counts.characters - self.characters_before) / elapsed if elapsed else 0.0
        memory = tuple(self.pool.memory) if self.pool else ()
        cpu = time.process_time() - self.began_cpu
        return Status(self.counts, self.share, rate, memory, peak_memory(), cpu, self.pool.deaths if self.pool else 0)

    def _loop(self, units: Iterator[Unit]) -> None:
        assert self.pool is not None
        exhausted = False
        committed = watched = time.monotonic()
        while not self.stop and not (exhausted and not self.chunks):
            while self.pool.free:
                if self.to_extract:
                    self.pool.send(self.to_extract.popleft())
                elif not exhausted and self.in_flight < IN_FLIGHT:
                    chunk = self._cut(units)
                    if chunk is None:
                        exhausted = True
                    else:
                        self.pool.send(Job("prepare", chunk.key, 0, chunk.units))
                else:
                    break
            for done in self.pool.receive():
                self._take(done)
            self._decide()
            self._write()
            now = time.monotonic()
            if self.writer.wants_commit(now - committed):
                self._commit()
                committed = now
            if now - watched > 0.25:
                self.watch(self.status())
                watched = now

    def _cut(self, units: Iterator[Unit]) -> _Chunk | None:
        """The next chunk of the archive."""
        cut: list[Unit] = []
        size = 0
        for unit in units:
            cut.append(unit)
            size += unit.size
            if size >= CHUNK_BYTES or len(cut) == CHUNK_UNITS:
                break
        if not cut:
            return None
        reader = self.reader
        chunk = _Chunk(
            self.next_key, cut, size, reader.position, reader.digest, reader.done, len(cut), [None] * len(cut)
        )
        self.next_key += 1
        self.in_flight += size
        self.chunks.append(chunk)
        self.by_key[chunk.key] = chunk
        return chunk

    def _take(self, done: Done) -> None:
        """Put a job's result where it belongs."""
        job, result = done
        chunk = self.by_key[job.key]
        chunk.left -= len(job.items)
        if job.kind == "prepare":
            if isinstance(result, Lost):
                source = job.items[0].source
                result = [Prepared(source, None, b"", result.failure(source, "decode", None))]
            chunk.prepared[job.start : job.start + len(job.items)] = result
        elif isinstance(result, Lost):
            item = job.items[0]
            chunk.failures.append((item.number, result.failure(item.source, "extract", item.article.doc_id)))
        else:
            chunk.pieces[job.start] = result
            chunk.failures += result.failures

    def _decide(self) -> None:
        """Look duplicates up, chunk by chunk in archive order, and pass on what is to be extracted."""
        while (chunk := self.by_key.get(self.decided)) is not None and not chunk.left:
            number = chunk.position - len(chunk.units)
            for prepared in chunk.prepared:
                assert prepared is not None
                if prepared.article is None:
                    assert prepared.failure is not None
                    chunk.failures.append((number, prepared.failure))
                else:
                    found = self.index.look_up(prepared.sketch, prepared.article.doc_id)
                    chunk.duplicates += found is not None
                    if found is not None and self.options.duplicates == "skip":
                        where = {"article": number, "source": prepared.source, "doc_id": prepared.article.doc_id}
                        chunk.skipped.append(where | found._asdict())
                    else:
                        chunk.items.append(Item(number, prepared.source, prepared.article, found))
                number += 1
            chunk.sizes = {file.path.name: file.size for file in self.index.files}
            chunk.units, chunk.prepared = [], []
            chunk.left = len(chunk.items)
            if chunk.items:
                self.to_extract.append(Job("extract", chunk.key, 0, chunk.items))
            self.decided += 1

    def _write(self) -> None:
        """Write the chunks that are done, in archive order."""
        while self.chunks and self.chunks[0].key < self.decided and not self.chunks[0].left:
            chunk = self.chunks.popleft()
            del self.by_key[chunk.key]
            self.in_flight -= chunk.size
            for start in sorted(chunk.pieces):
                piece = chunk.pieces[start]
                self.writer.write(piece.payload, piece.documents)
                self.counts.documents += piece.documents
                self.counts.characters += piece.characters
            for number, failure in sorted(chunk.failures):
                self.errors.add({"article": number} | failure._asdict())
            for record in chunk.skipped:
                self.skipped.add(record)
            self.counts.articles = chunk.position
            self.counts.errors += len(chunk.failures)
            self.counts.duplicates += chunk.duplicates
            self.share = chunk.read / self.reader.total if self.reader.total else None
            self.written = chunk

    def _commit(self, finished: bool = False) -> None:
        """Make what has been written durable, then say so."""
        chunk = self.written
        if chunk is None and not finished:
            return
        sizes = self.writer.commit()
        for file in (self.errors, self.skipped, *self.index.files):
            file.sync()
        sizes |= {ERRORS: self.errors.size, DUPLICATES: self.skipped.size}
        sizes |= chunk.sizes if chunk else {file.path.name: file.size for file in self.index.files}
        self.counts.seconds = self.seconds_before + time.monotonic() - self.began
        position = (chunk.position, chunk.digest) if chunk else (self.checkpoint.position, self.checkpoint.digest)
        counts = Counts(**asdict(self.counts))
        saved = Checkpoint(self.checkpoint.options, *position, sizes, counts, finished)
        saved.save(self.out)
        self.checkpoint = saved

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM ask the loop to stop; a second Ctrl-C stops it at once."""

        def ask(number: int, _: Any) -> None:
            if self.stop:
                raise KeyboardInterrupt
            self.stop = "interrupted" if number == signal.SIGINT else "told to end"

        try:
            before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
        except ValueError:  # not in the main thread: signals are somebody else's
            before = {}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def resume_command(out: Path) -> str:
    """The command that goes on with a stopped run."""
    return f"extractor batch --resume --out {shlex.quote(str(out))}"
