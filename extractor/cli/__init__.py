"""The command line: one thin module a command, each importing what it needs only when it runs."""

from __future__ import annotations

import sys

import typer

from extractor.cli import extract
from extractor.errors import ExtractorError

app = typer.Typer(name="extractor", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
app.command("extract")(extract.command)


def main() -> None:
    """Run the command line. Failed work is one line on standard error and exit 1; wrong use exits 2."""
    try:
        app()
    except ExtractorError as error:
        print(f"extractor: {error}", file=sys.stderr)
        sys.exit(1)


@app.callback()
def _about() -> None:
    """Chinese financial news to structured JSON: who is named, every figure, what each analyst thinks of what."""
