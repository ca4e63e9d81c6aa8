"""Many articles: readers, worker processes, checkpoints, writers, tables, queries; the same batch on a Ray cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.archive.frames import SPARK_SCHEMA, Frames, extract_batches, extract_frame, extract_many
from extractor.archive.run import BatchOptions, Outcome, Status, run_batch

if TYPE_CHECKING:
    from extractor.archive.sql import query

__all__ = [
    "SPARK_SCHEMA",
    "BatchOptions",
    "Frames",
    "Outcome",
    "Status",
    "extract_batches",
    "extract_frame",
    "extract_many",
    "query",
    "run_batch",
]


def __getattr__(name: str) -> Any:
    """``query`` needs pyarrow and DuckDB, which a run to JSON Lines does not: imported when first asked for."""
    if name == "query":
        from extractor.archive.sql import query

        return query
    raise AttributeError(f"module 'extractor.archive' has no attribute {name!r}")
