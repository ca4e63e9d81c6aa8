"""A run with the small pipeline in a process of its own, to be killed: ``drive.py OUT FORMAT WORKERS INPUT``."""

from __future__ import annotations

import sys
from pathlib import Path

# Behind the installed package, as for the tests themselves.
sys.path.append(str(Path(__file__).parents[2]))

from extractor.archive import BatchOptions, run_batch, writers


def main() -> None:
    out, form, workers, source = sys.argv[1:5]
    writers.COMMIT_SECONDS = 0.05
    writers.PART_ARTICLES = 100
    options = BatchOptions((source,), format=form, pipeline="tests.archive.tiny:load")
    outcome = run_batch(options, Path(out), int(workers), resume=True)
    print(outcome.stopped or "done", outcome.status.counts.articles, outcome.status.parent_memory)


if __name__ == "__main__":
    main()
