"""``extractor evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli import options
from extractor.errors import InputError


def command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated articles, one document a line.")],
    predicted: Annotated[
        Path | None, typer.Option(metavar="JSONL", help="Score these documents instead of extracting now.")
    ] = None,
    errors: Annotated[int, typer.Option(metavar="N", help="Print up to N errors of each class.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print the measures as JSON.")] = False,
    knowledge: options.Knowledge = None,
    stance_model: options.StanceModel = None,
) -> None:
    """Score the product on your own annotated articles, in the form that `extractor schema` describes.

    Each line needs text, doc_id, entities, figures and views; spans under "ignore" and views marked "optional" are
    neither demanded nor forbidden.
    """
    from extractor.evaluate import score

    documents = _load(gold, ("text", "entities", "figures", "views"))
    found = _load(predicted, ()) if predicted else _extract(documents, knowledge or [], stance_model)
    scores = score((document, found.get(key, {})) for key, document in documents.items())
    if as_json:
        print(json.dumps(scores.to_dict(), ensure_ascii=False, indent=2))
        return
    for name, tally in sorted(scores.tallies.items()):
        counts = f"(gold {tally.gold}, predicted {tally.predicted})"
        print(f"{name:24} P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}  {counts}")
    for name, share in sorted(scores.shares.items()):
        print(f"{name:24} {share.share:.3f}  of {share.asked}" if share.asked else f"{name:24} nothing asked")
    print(f"documents {scores.documents}; overall {scores.overall:.3f}")
    for kind, rows in sorted(scores.errors.items()) if errors else ():
        print(f"\n{kind} ({len(rows)}):")
        print("\n".join(f"  {row}" for row in rows[:errors]))


def _load(path: Path, needed: tuple[str, ...]) -> dict[str, dict]:
    """Documents by id. Raises ``InputError`` with the line where one is broken or lacks a field."""
    from extractor.article.read import read_bytes
    from extractor.article.records import parse_json

    documents = {}
    for number, line in enumerate(read_bytes(path).decode("utf-8-sig", "replace").split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        document = parse_json(line, place)
        missing = [name for name in ("doc_id", *needed) if not isinstance(document, dict) or name not in document]
        if missing:
            raise InputError(f"{place}: an annotated document needs {', '.join(missing)}")
        documents[document["doc_id"]] = document
    if not documents:
        raise InputError(f"{path}: holds no document")
    return documents


def _extract(documents: dict[str, dict], knowledge: list[Path], stance_model: Path | None) -> dict[str, dict]:
    from extractor.article.dates import parse_date
    from extractor.pipeline import load

    nlp = load(knowledge, stance_model)
    return {
        key: nlp.extract(d["text"], key, d.get("title"), parse_date(d.get("published_at"))).to_dict()
        for key, d in documents.items()
    }
