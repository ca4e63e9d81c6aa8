"""The same batch on a Ray cluster: files are read, decoded and extracted by the steps that a local worker runs.

Every node must see the inputs and the output folder under the same paths and have this package installed. Duplicates
are decided on the driver, in archive order, from the sketches alone (136 bytes an article), so the records are those of
a local run. Each actor keeps its pipeline in a process of its own, so that an article that hangs or kills it is one
error record here too. Each batch writes its own parts, whole or not at all; repeated by Ray, it writes the same parts.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.archive.checkpoint import Counts
from extractor.archive.duplicates import DuplicateIndex
from extractor.archive.files import write_atomically
from extractor.archive.outputs import DUPLICATES, ERRORS
from extractor.archive.pool import Lost, Pool
from extractor.archive.reader import Reader
from extractor.archive.run import TIMEOUT, BatchOptions
from extractor.archive.steps import Extracted, Setup, prepare
from extractor.archive.units import Duplicate, Failure, Item, Prepared
from extractor.archive.walk import STDIN, expand, walk
from extractor.archive.writers import RecordFile, refuse_occupied, write_part
from extractor.errors import ExtractorError, InputError

# Units that one task decodes, and articles in one part of the output.
_DECODE_ROWS = 256
_PART_ROWS = 1024


def run_on_ray(options: BatchOptions, out: Path, address: str | None = None, timeout: float = TIMEOUT) -> Counts:
    """Extract an archive with Ray Data into ``out/documents/part-*.jsonl`` or four folders of Parquet parts.

    ``address`` is a running cluster's; without it the cluster of ``RAY_ADDRESS``, or one started on this machine.
    Raises ``ExtractorError`` where Ray is not installed or ``out`` holds output already.
    """
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ExtractorError("--engine ray needs Ray: pip install 'chinese-finance-extractor[ray]'") from error
    if STDIN in options.inputs:
        raise InputError("standard input cannot be read by a cluster: name files that every node sees")
    refuse_occupied(out)
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    if not ray.is_initialized():
        ray.init(address=address, log_to_driver=False)
    ray.data.DataContext.get_current().execution_options.preserve_order = True
    setup = options.setup()
    files = [{"file": i, "path": found.path} for i, found in enumerate(walk(expand(options.inputs), out))]
    prepared = (
        ray.data.from_items(files, override_num_blocks=max(1, len(files)))
        .flat_map(_units_of, fn_kwargs={"setup": setup, "out": out})
        .repartition(target_num_rows_per_block=_DECODE_ROWS)
        .map_batches(_decode, batch_size=_DECODE_ROWS, batch_format="pyarrow", fn_kwargs={"setup": setup})
        .materialize()
    )
    counts = Counts()
    first, repeats, failures = _decide(prepared, len(files), options, out, counts)
    extracted = prepared.map_batches(
        _Extracting,
        fn_constructor_kwargs={"setup": setup, "out": out, "first": ray.put(first), "repeats": ray.put(repeats),
                               "skip": options.duplicates == "skip", "timeout": timeout},
        batch_size=_PART_ROWS,
        batch_format="pyarrow",
        concurrency=(1, max(1, int(ray.cluster_resources().get("CPU", 1)))),
    )  # fmt: skip
    for row in extracted.iter_rows():
        counts.documents += row["documents"]
        counts.characters += row["characters"]
        failures += pickle.loads(row["failures"])
    counts.errors = len(failures)
    _records(out / ERRORS, ({"article": number} | failure._asdict() for number, failure in sorted(failures)))
    return counts


def _units_of(row: dict[str, Any], setup: Setup, out: Path) -> Iterator[dict[str, Any]]:
    """The units of one file, each with its place."""
    reader = Reader([row["path"]], setup.fields, setup.encoding, out)
    for place, unit in enumerate(reader):
        yield {"file": row["file"], "place": place, "unit": pickle.dumps(unit)}


def _decode(batch: Any, setup: Setup) -> Any:
    """Units to articles with their sketches."""
    import pyarrow as pa

    prepared = prepare([pickle.loads(unit) for unit in batch["unit"].to_pylist()], setup, lambda place: None)
    return pa.table(
        {
            "file": batch["file"],
            "place": batch["place"],
            "sketch": pa.array([p.sketch for p in prepared], pa.binary()),
            "doc_id": pa.array([p.article.doc_id if p.article else None for p in prepared], pa.string()),
            "prepared": pa.array([pickle.dumps(p) for p in prepared], pa.binary()),
        }
    )


def _decide(
    prepared: Any, files: int, options: BatchOptions, out: Path, counts: Counts
) -> tuple[list[int], dict[int, Duplicate], list[tuple[int, Failure]]]:
    """The number of each file's first article, the duplicates by number, and what could not be decoded."""
    rows: list[tuple[int, int, str | None, bytes]] = []
    for batch in prepared.select_columns(["file", "place", "doc_id", "sketch"]).iter_batches(batch_format="pyarrow"):
        rows += zip(*(batch[name].to_pylist() for name in ("file", "place", "doc_id", "sketch")), strict=True)
    rows.sort(key=lambda row: row[:2])
    first = [0] * files
    for number, (file, place, _, _) in enumerate(rows):
        if place == 0:
            first[file] = number
    repeats: dict[int, Duplicate] = {}
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        index = DuplicateIndex(Path(folder), {})
        for number, (_, _, doc_id, sketched) in enumerate(rows):
            found = index.look_up(sketched, doc_id) if doc_id is not None else None
            if found is not None:
                repeats[number] = found
    counts.articles, counts.duplicates = len(rows), len(repeats)
    failures: list[tuple[int, Failure]] = []
    skip = options.duplicates == "skip"
    left_out = []
    if skip or any(doc_id is None for _, _, doc_id, _ in rows):
        for row in prepared.iter_rows():
            number = first[row["file"]] + row["place"]
            if row["doc_id"] is None:
                failures.append((number, pickle.loads(row["prepared"]).failure))
            elif skip and number in repeats:
                source = pickle.loads(row["prepared"]).source
                where = {"article": number, "source": source, "doc_id": row["doc_id"]}
                left_out.append(where | repeats[number]._asdict())
    _records(out / DUPLICATES, sorted(left_out, key=lambda record: record["article"]))
    return first, repeats, failures


class _Extracting:
    """One actor: a loaded pipeline that extracts batches and writes their parts."""

    def __init__(self, setup: Setup, out: Path, first: Any, repeats: Any, skip: bool, timeout: float) -> None:
        import ray

        self.setup, self.out, self.skip = setup, out, skip
        self.first: list[int] = ray.get(first)
        self.repeats: dict[int, Duplicate] = ray.get(repeats)
        self.pool = Pool(1, setup, timeout).__enter__()  # ends with this actor's process

    def __call__(self, batch: Any) -> dict[str, list[Any]]:
        """Extract and write one batch; a row that says how much it was and what failed."""
        documents = characters = 0
        failures: list[tuple[int, Failure]] = []
        pieces: list[Extracted] = []
        items = list(self._items(batch))
        for job, result in self.pool.work("extract", items):
            if isinstance(result, Lost):
                lost: Item = job.items[0]
                failures.append((lost.number, result.failure(lost.source, "extract", lost.article.doc_id)))
                continue
            documents += result.documents
            characters += result.characters
            failures += result.failures
            pieces.append(result)
        if documents:
            self._write(f"part-{items[0].number:012d}", pieces)
        return {"documents": [documents], "characters": [characters], "failures": [pickle.dumps(failures)]}

    def _items(self, batch: Any) -> Iterator[Item]:
        for file, place, packed in zip(*(batch[n].to_pylist() for n in ("file", "place", "prepared")), strict=True):
            prepared: Prepared = pickle.loads(packed)
            number = self.first[file] + place
            repeated = self.repeats.get(number)
            if prepared.article is not None and not (self.skip and repeated):
                yield Item(number, prepared.source, prepared.article, repeated)

    def _write(self, name: str, pieces: list[Extracted]) -> None:
        for table in pieces[0].payload:
            (self.out / table).mkdir(exist_ok=True)
        if self.setup.format == "jsonl":
            lines = b"".join(piece.payload["documents"] for piece in pieces)
            write_atomically(self.out / "documents" / f"{name}.jsonl", lines)
            return
        import pyarrow as pa

        for table in pieces[0].payload:
            rows = pa.concat_tables(pa.ipc.open_stream(piece.payload[table]).read_all() for piece in pieces)
            write_part(self.out / table / f"{name}.parquet", rows.to_batches(), rows.schema)


def _records(path: Path, records: Any) -> None:
    file = RecordFile(path, 0)
    for record in records:
        file.add(record)
    file.sync()
    file.close()
