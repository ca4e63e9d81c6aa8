"""What an archive costs: time, rate and memory over 100,000 articles, and what a second worker brings.

    python tests/benchmarks/archive_throughput.py --news ../shared/data/news --out /tmp/bench

builds an archive of articles from the news files (mixed by a fixed seed, repeated under new ids where there are too
few), runs it through ``run_batch`` with the real pipeline, and prints the tables as Markdown: one row for each tenth;
one and two workers over the same sample; the example queries with their times. ``--resume`` goes on with a run that
was stopped. The figures are also left in ``OUT/benchmark.json``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from extractor.archive import BatchOptions, Status, query, run_batch
from extractor.archive.progress import describe
from extractor.resources import corpus

SETS = ("wdpm", "rthk_finance", "tw_stock", "reuters_zh")


@dataclass
class Watch:
    """Notes how the run stands at each tenth of the articles, and when the first article was done."""

    articles: int
    began: float = field(default_factory=time.monotonic)
    first: tuple[float, int] | None = None
    last: tuple[float, int] = (0.0, 0)
    tenths: list[dict[str, float]] = field(default_factory=list)
    said: float = 0.0

    def __call__(self, status: Status) -> None:
        """As ``run_batch`` wants it."""
        elapsed = time.monotonic() - self.began
        counts = status.counts
        if counts.documents and self.first is None:
            self.first = elapsed, counts.characters
        self.last = elapsed, counts.characters
        if elapsed - self.said > 30:
            self.said = elapsed
            print(describe(status, None), file=sys.stderr, flush=True)
        while self.articles and counts.articles >= (len(self.tenths) + 1) * self.articles / 10:
            self.tenths.append(_row(status, elapsed))

    @property
    def rate(self) -> float:
        """Characters a second from the first article on, without the time that loading took."""
        assert self.first is not None
        return (self.last[1] - self.first[1]) / (self.last[0] - self.first[0])


def _row(status: Status, elapsed: float) -> dict[str, float]:
    memory = [n / 1e6 for n in status.worker_memory]
    return {
        "articles": status.counts.articles,
        "seconds": elapsed,
        "characters": status.counts.characters,
        "parent_mb": status.parent_memory / 1e6,
        "worker_mb": max(memory, default=0),
        "parent_cpu_seconds": status.parent_seconds,
    }


def build(news: Path, path: Path, articles: int) -> None:
    """An archive of so many articles as gzipped JSON Lines."""
    records = []
    for name in SETS:
        with gzip.open(news / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            records += [r for r in map(json.loads, lines) if (r.get("text") or "").strip()]
    random.Random(1).shuffle(records)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as out:
        for number in range(articles):
            record = records[number % len(records)] | {"doc_id": f"a{number:07}"}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def measure(
    source: Path, out: Path, workers: int, articles: int, resume: bool, form: str = "jsonl"
) -> tuple[Watch, dict]:
    """Run an archive; what the watch saw and how it ended."""
    if not resume:
        shutil.rmtree(out, ignore_errors=True)
    watch = Watch(articles)
    outcome = run_batch(BatchOptions((str(source),), format=form), out, workers, resume=resume, watch=watch)
    if outcome.stopped:
        sys.exit(f"stopped: {outcome.stopped}")
    watch(outcome.status)
    return watch, _row(outcome.status, time.monotonic() - watch.began) | {
        "documents": outcome.status.counts.documents,
        "errors": outcome.status.counts.errors,
        "duplicates": outcome.status.counts.duplicates,
        "output_mb": sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True, help="folder of *.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="folder for the archive and what is extracted")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=2_500, help="articles for one against two workers; 0 for none")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--format", choices=["jsonl", "parquet"], default="jsonl")
    parser.add_argument("--resume", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    found: dict[str, object] = {}
    if given.sample:
        found["sample"] = compare_workers(given)
    source = given.out / "archive.jsonl.gz"
    if not (given.resume and source.exists()):
        build(given.news, source, given.articles)
    watch, end = measure(source, given.out / "full", given.workers, given.articles, given.resume, given.format)
    found |= {"tenths": watch.tenths, "end": end}
    print_run(watch, end, given.workers)
    found["queries"] = ask(given.out / "full")
    (given.out / "benchmark.json").write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")


def compare_workers(given: argparse.Namespace) -> dict[str, float]:
    """Rates of one and two workers over the same articles."""
    source = given.out / "sample.jsonl.gz"
    build(given.news, source, given.sample)
    rates = {}
    print("| workers | characters a second |\n| --- | --- |")
    for workers in (1, 2):
        watch, _ = measure(source, given.out / f"sample{workers}", workers, 0, False)
        rates[str(workers)] = watch.rate
        print(f"| {workers} | {watch.rate:,.0f} |", flush=True)
    print(f"\nTwo workers run at {rates['2'] / rates['1']:.2f} times the rate of one.\n", flush=True)
    return rates


def print_run(watch: Watch, end: dict[str, float], workers: int) -> None:
    """The table of the long run."""
    print("| articles | seconds | characters a second | peak MB parent | peak MB worker | parent's share |")
    print("| --- | --- | --- | --- | --- | --- |")
    before = {"seconds": 0.0, "characters": 0.0, "parent_cpu_seconds": 0.0}
    for row in watch.tenths:
        seconds = max(1e-9, row["seconds"] - before["seconds"])
        rate = (row["characters"] - before["characters"]) / seconds
        share = (row["parent_cpu_seconds"] - before["parent_cpu_seconds"]) / seconds
        print(
            f"| {row['articles']:,} | {row['seconds']:,.0f} | {rate:,.0f} | {row['parent_mb']:,.0f} "
            f"| {row['worker_mb']:,.0f} | {share:.1%} |"
        )
        before = row
    print(
        f"\n{end['documents']:,} documents, {end['errors']:,} errors, {end['duplicates']:,} duplicates, "
        f"{end['characters']:,} characters with {workers} workers in {end['seconds']:,.0f} s "
        f"({end['characters'] / end['seconds']:,.0f} a second), {end['output_mb']:,.0f} MB written; "
        f"the parent took {end['parent_cpu_seconds'] / end['seconds']:.1%} of the time.\n"
    )


def ask(out: Path) -> dict[str, float]:
    """The example queries, their first rows and their times."""
    seconds = {}
    for path in sorted(corpus("examples", "archive").glob("*.sql")):
        began = time.monotonic()
        columns, rows = query(out, path.read_text(encoding="utf-8"))
        answer = list(rows)
        seconds[path.name] = time.monotonic() - began
        print(f"{path.name}: {len(answer):,} rows in {seconds[path.name]:.1f} s\n")
        print("| " + " | ".join(columns) + " |\n|" + " --- |" * len(columns))
        for row in answer[:12]:
            print("| " + " | ".join(str(cell)[:60].replace("|", "/").replace("\n", " ") for cell in row) + " |")
        print()
    return seconds


if __name__ == "__main__":
    main()
