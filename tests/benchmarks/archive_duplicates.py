"""What the duplicate index costs: memory and time for a million different articles.

    python tests/benchmarks/archive_duplicates.py --articles 1000000

fills an index with sketches of random text (no two alike, the worst case) and prints what each tenth took.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from extractor.archive.duplicates import ROWS, DuplicateIndex
from extractor.archive.worker import peak_memory


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    articles = parser.parse_args().articles
    before = peak_memory()
    print("| articles | MB | bytes an article | µs a look-up |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        index = DuplicateIndex(Path(folder), {})
        began = time.process_time()
        for number in range(1, articles + 1):
            index.look_up(os.urandom(8 + ROWS), f"{number:016}")
            if number % (articles // 10) == 0:
                used = peak_memory() - before
                spent = (time.process_time() - began) / number
                print(f"| {number:,} | {used / 1e6:,.0f} | {used / number:,.0f} | {spent * 1e6:.0f} |", flush=True)


if __name__ == "__main__":
    main()
