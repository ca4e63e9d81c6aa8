"""``python -m extractor.training.ner``: prepare, label, train, evaluate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extractor.training.ner.prepare import evaluation_texts
from extractor.training.ner.prepare import prepare as prepare_sets
from extractor.training.ner.train import Recipe
from extractor.training.ner.train import train as train_model

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Train and measure the name tagger.")


@app.command()
def prepare(data: Path, out: Path) -> None:
    """Read the annotated sets under DATA and write them, mapped and deduplicated, to OUT (.jsonl.gz)."""
    for name, count in sorted(prepare_sets(data, out).items()):
        print(f"{name}\t{count}")


@app.command()
def label(
    data: Path,
    prepared: Path,
    teacher: Path,
    out: Annotated[Path, typer.Option(help="where to write (.jsonl.gz)")],
) -> None:
    """Label raw news and partly marked sets under DATA by the entities room and TEACHER; PREPARED holds the tests."""
    from extractor.training.ner.label import label as label_news

    for name, count in sorted(label_news(data, prepared, teacher, out).items()):
        print(f"{name}\t{count}")


@app.command()
def train(
    prepared: list[Path],
    out: Annotated[Path, typer.Option(help="the spaCy model folder to write")],
    recipe: Annotated[Path | None, typer.Option(help="JSON file with the fields of Recipe")] = None,
    only: Annotated[str, typer.Option(help="sources to use, separated by commas; all where empty")] = "",
    start: Annotated[Path | None, typer.Option(help="a model folder whose weights to go on from")] = None,
) -> None:
    """Train on PREPARED files and write a spaCy model folder after every pass."""
    fields = json.loads(recipe.read_text(encoding="utf-8")) if recipe else {}
    train_model(prepared, out, Recipe(**fields), set(only.split(",")) if only else None, start)


@app.command()
def evaluate(
    prepared: Path,
    models: list[Path],
    data: Annotated[Path, typer.Option(help="the data directory; its neighbour gold/dev.jsonl holds the articles")],
) -> None:
    """Scores by set and type, and speed, of each model folder, as JSON."""
    from extractor.entities.ner import NameModel
    from extractor.training.ner.evaluate import evaluate as measure
    from extractor.training.ner.evaluate import speed

    for folder in models:
        model = NameModel.load(folder)
        scores = measure(model, prepared, data.parent / "gold" / "dev.jsonl")
        print(f"{folder}: {speed(model, evaluation_texts(data))} characters a second")
        for name, rows in scores.items():
            print(f"  {name:16}" + "  ".join(f"{k} {_cell(row)}" for k, row in rows.items()))


@app.command()
def transformer(
    prepared: list[Path],
    seconds: Annotated[int, typer.Option(help="processor time of the run")] = 600,
    recipe: Annotated[Path | None, typer.Option(help="JSON file; its weights are used")] = None,
    only: Annotated[str, typer.Option(help="sources to use, separated by commas; all where empty")] = "",
) -> None:
    """Train and score a compact transformer encoder on the same data, for comparison."""
    from extractor.training.ner.transformer import Shape, run

    fields = json.loads(recipe.read_text(encoding="utf-8")) if recipe else {}
    sources = set(only.split(",")) if only else None
    print(json.dumps(run(prepared, Shape(seconds=seconds), fields.get("weights", {}), sources), indent=1))


def _cell(row: dict) -> str:
    if "share" in row:
        return f"{row['share']} of {row['n']}"
    return f"{row['f1']} (P {row['p']} R {row['r']} n {row['n']})"


app()
