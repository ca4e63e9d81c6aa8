"""``extractor extract``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def command(
    articles: Annotated[list[Path], typer.Argument(help="Article files, or - for standard input.")],
    text_field: Annotated[str, typer.Option(help="JSON Lines: the field that holds the text.")] = "text",
    id_field: Annotated[str, typer.Option(help="JSON Lines: the field that holds the id.")] = "doc_id",
) -> None:
    """Extract each article and print its document as JSON."""
    from extractor.pipeline import load

    nlp = load()
    for path in articles:
        if path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                print(json.dumps(nlp.extract(record[text_field], record.get(id_field)).to_dict(), ensure_ascii=False))
        else:
            print(json.dumps(nlp.extract(path.read_text(encoding="utf-8")).to_dict(), ensure_ascii=False))
