"""``extractor batch``."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor.article.records import DEFAULT_FIELDS, Fields
from extractor.cli import options

EPILOG = """Examples:

extractor batch news/ --out extracted

extractor batch 'news/**/*.jsonl.zst' wires.zip --out extracted --format parquet --text-field content

extractor batch --resume --out extracted

The exit status is 0 when every article was extracted, 3 when some are in errors.jsonl, 1 when the run could not go on
(a full disk), 130 after Ctrl-C.
"""
_SOME_FAILED = 3
_INTERRUPTED = 130


class Format(StrEnum):
    """The output's form."""

    jsonl = "jsonl"
    parquet = "parquet"


class Duplicates(StrEnum):
    """What becomes of an article that an earlier one repeats."""

    keep = "keep"
    skip = "skip"


class Engine(StrEnum):
    """Where the work is done."""

    local = "local"
    ray = "ray"


def command(
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="The folder to write to.")],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT...",
            help="Files, folders and globs: text, HTML, JSON Lines, JSON arrays, CSV, Parquet; gzip, zstd, bzip2, xz, "
            "ZIP, TAR; - reads standard input. With --resume they may be left out.",
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="JSON Lines, or four linked Parquet tables.")] = Format.jsonl,
    duplicates: Annotated[
        Duplicates, typer.Option(help="Exact and near repetitions of an earlier article: mark them, or leave them out.")
    ] = Duplicates.keep,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Worker processes.", show_default="one a processor")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds after which an article is given up.")] = 120.0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in the folder.")] = False,
    engine: Annotated[Engine, typer.Option(help="Processes of our own, or a Ray cluster.")] = Engine.local,
    address: Annotated[
        str | None, typer.Option(help="Ray: the cluster; without it one is started on this machine.")
    ] = None,
    encoding: options.Encoding = None,
    knowledge: options.Knowledge = None,
    stance_model: options.StanceModel = None,
    text_field: options.TextField = DEFAULT_FIELDS.text,
    id_field: options.IdField = DEFAULT_FIELDS.id,
    title_field: options.TitleField = DEFAULT_FIELDS.title,
    date_field: options.DateField = DEFAULT_FIELDS.date,
) -> None:
    """Extract an archive of any size; nothing is lost, whatever happens on the way.

    An article that fails is a line of errors.jsonl and never stops the run. A run that was interrupted, killed or ran
    out of disk goes on with --resume.
    """
    from extractor.archive.run import BatchOptions, options_in

    if inputs:
        chosen = BatchOptions(
            inputs=tuple(inputs),
            format=form.value,
            duplicates=duplicates.value,
            fields=Fields(text_field, id_field, title_field, date_field),
            encoding=encoding,
            knowledge=tuple(map(str, knowledge or ())),
            stance_model=str(stance_model) if stance_model else None,
        )
    else:
        found = options_in(out) if resume else None
        if found is None:
            what = f"{out} holds no run to go on with" if resume else "name at least one input"
            raise typer.BadParameter(what, param_hint="INPUT")
        chosen = found
    if engine is Engine.ray:
        from extractor.archive.cluster import run_on_ray

        if resume:
            raise typer.BadParameter(
                "a run on Ray starts anew: Ray itself repeats what a lost node did", param_hint="--resume"
            )
        counts = run_on_ray(chosen, out, address, timeout)
        print(f"done: {counts.documents:,} documents, {counts.duplicates:,} duplicates, {_failed(counts.errors, out)}")
        raise typer.Exit(_SOME_FAILED if counts.errors else 0)
    raise typer.Exit(_run(chosen, out, workers or _processors(), timeout, resume))


def _run(chosen, out: Path, workers: int, timeout: float, resume: bool) -> int:
    from extractor.archive.progress import duration, progress
    from extractor.archive.run import resume_command, run_batch

    try:
        with progress() as watch:
            outcome = run_batch(chosen, out, workers, timeout, resume, watch)
    except KeyboardInterrupt:
        print(f"stopped at once; go on with: {resume_command(out)}")
        return _INTERRUPTED
    status, counts = outcome.status, outcome.status.counts
    memory = f", workers up to {max(status.worker_memory) / 1e6:,.0f} MB each" if any(status.worker_memory) else ""
    print(
        f"{counts.characters:,} characters in {duration(counts.seconds)}, {counts.duplicates:,} duplicates; "
        f"memory: this process {status.parent_memory / 1e6:,.0f} MB{memory}"
    )
    if outcome.stopped:
        print(
            f"{outcome.stopped}: {counts.articles:,} articles are done, {_failed(counts.errors, out)}; "
            f"go on with: {resume_command(out)}"
        )
        return _INTERRUPTED if outcome.stopped == "interrupted" else 1
    print(f"done: {counts.documents:,} documents of {counts.articles:,} articles, {_failed(counts.errors, out)}")
    return _SOME_FAILED if counts.errors else 0


def _failed(errors: int, out: Path) -> str:
    from extractor.archive.outputs import ERRORS

    return f"{errors:,} errors in {out / ERRORS}" if errors else "no errors"


def _processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
