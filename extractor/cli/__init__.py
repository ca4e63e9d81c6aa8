"""The command line: one thin module a command, each importing what it needs only when it runs."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from extractor._version import __version__
from extractor.cli import (
    batch,
    evaluate,
    extract,
    figures,
    inspect,
    lookup,
    profile,
    query,
    report,
    sample,
    show,
    views,
)
from extractor.errors import ExtractorError

app = typer.Typer(name="extractor", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
app.command("extract", epilog=extract.EPILOG)(extract.command)
app.command("show")(show.command)
app.command("report", epilog=report.EPILOG)(report.command)
app.command("batch", epilog=batch.EPILOG)(batch.command)
app.command("query", epilog=query.EPILOG)(query.command)
app.command("figures", epilog=figures.EPILOG)(figures.command)
app.command("views", epilog=views.EPILOG)(views.command)
app.command("lookup", epilog=lookup.EPILOG)(lookup.command)
app.command("evaluate")(evaluate.command)
app.command("convert")(inspect.convert)
app.command("segment")(inspect.segment)
app.command("profile")(profile.command)
app.command("schema")(inspect.schema)
app.command("sample")(sample.command)


def main() -> None:
    """Run the command line. Failed work is one line on standard error and exit 1; wrong use exits 2."""
    try:
        app()
    except ExtractorError as error:
        print(f"extractor: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing more to say, and nothing to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _version(asked: bool) -> None:
    if asked:
        print(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def _about(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Chinese financial news to structured JSON: who is named, every figure, what each analyst thinks of what."""
