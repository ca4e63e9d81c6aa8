"""The steps in their order, one command each, from ``vocabulary`` to ``evaluate``.

``--work`` keeps what the steps hand on: ``tokenizer/``, ``rows.npy``, ``encoder/``, ``drafts.jsonl``, ``broad/``,
``model/``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from tokenizers import Tokenizer
from transformers import BertForSequenceClassification

from extractor.pipeline import Extractor
from extractor.resources import models
from extractor.training.annotations import annotated_articles
from extractor.training.stance import drafts, examples, finetune, measure, pretrain, sources, vocabulary, weak
from extractor.training.stance.export import export as write_model
from extractor.views.stance import LABELS, NO_VIEW, STANCES, StanceInput, StanceModel

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Train the stance model.")

Data = Annotated[Path, typer.Option(help="The folder with news/, finance/ and knowledge/.")]
Gold = Annotated[Path, typer.Option(help="The folder with train_sentences.jsonl and dev.jsonl.")]
Work = Annotated[Path, typer.Option(help="Where the steps keep what they make.")]
VOCABULARY = 16384
# How much an example of each set counts in the first stage: the farther from an analyst's view, the less.
TRUST = {
    "weak": 0.8, "cfsc": 1.0, "titles": 0.7, "finfe": 0.3, "template": 1.0, "written": 1.5,
    "views": 1.5, "sentences": 1.5, "articles": 1.5,
}  # fmt: skip


@app.callback()
def threads(count: Annotated[int, typer.Option("--threads", help="Threads of torch.")] = 1) -> None:
    """Every step is seeded; on one thread a run repeats exactly."""
    torch.set_num_threads(count)


@app.command("vocabulary")
def vocabulary_(data: Data, work: Work) -> None:
    """Read the unlabelled text, make the tokenizer, pack the text into rows."""
    texts = [*sources.news_texts(data), *sources.finance_texts(data)]
    tokenizer = vocabulary.build(texts, VOCABULARY)
    vocabulary.save(tokenizer, work / "tokenizer", pretrain.LENGTH)
    rows = pretrain.pack(texts, tokenizer)
    np.save(work / "rows.npy", rows)
    typer.echo(f"{len(texts)} texts, {rows.size} pieces in {len(rows)} rows")


@app.command("pretrain")
def pretrain_(work: Work, steps: int = 2400, cooldown: int = 200, start: Path | None = None, seed: int = 0) -> None:
    """Masked-language pretraining; ``--start`` takes up an earlier encoder."""
    rows = np.load(work / "rows.npy")
    size = _tokenizer(work).get_vocab_size()
    pretrain.pretrain(rows, size, work / "encoder", steps, start=start, cooldown=cooldown, seed=seed)


@app.command("drafts")
def drafts_(data: Data, gold: Gold, work: Work) -> None:
    """Read the annotated sentences and articles with the product; keep every draft with its label."""
    extractor = Extractor()
    lines = (gold / "train_sentences.jsonl").read_text(encoding="utf-8").splitlines()
    sets = {"sentences": [json.loads(line) for line in lines], "articles": annotated_articles(data)}
    found = [d for source, texts in sets.items() for d in drafts.draft_examples(extractor, texts, source)]
    typer.echo(f"{drafts.save(found, work / 'drafts.jsonl')} drafts")


@app.command()
def broad(
    data: Data, gold: Gold, work: Work, most: int = 60000, rate: float = 5e-4, start: Path | None = None, seed: int = 0
) -> None:
    """First stage: weakly labelled news, the polarity sets, the written examples and the labelled drafts together.

    ``--start`` takes up an earlier ``broad/``: another pass with another seed samples and masks anew.
    """
    train, held = _labelled(gold, work)
    texts = [*sources.news_texts(data), *sources.finance_texts(data)]
    labeller = weak.Labeller(weak.company_names(data))
    found = weak.weak_examples(texts, labeller, most, without={e.evidence for e in held}, seed=seed)
    chosen = [*found, *examples.polarity_examples(data, seed), *examples.written_examples(seed), *train, *train]
    model = finetune.classifier(start or work / "encoder")
    finetune.fit(
        model, _encoder(work), chosen, [TRUST[e.source] for e in chosen], epochs=1, rate=rate, batch=64, seed=seed,
        curve=work / "broad.jsonl",
    )  # fmt: skip
    model.save_pretrained(work / "broad")
    _report("broad", model, work, held)


@app.command()
def views(gold: Gold, work: Work, seeds: int = 2, epochs: int = 4, rate: float = 1.5e-4) -> None:
    """Second stage: the labelled drafts and the written examples; the mean of the weights of several seeds."""
    train, held = _labelled(gold, work)
    stages = []
    for seed in range(seeds):
        model = finetune.classifier(work / "broad", finetune.DROPOUT)
        finetune.fit_views(model, _encoder(work), train, epochs=epochs, rate=rate, seed=seed)
        _report(f"seed {seed}", model, work, held)
        stages.append(model)
    model = finetune.mean_of(stages)
    _report("mean", model, work, held)
    model.save_pretrained(work / "model")


@app.command()
def export(gold: Gold, work: Work, out: Annotated[Path | None, typer.Option()] = None) -> None:
    """Fit the temperature on the held-back drafts, write the shipped files."""
    out = out or models("stance")
    model = finetune.classifier(work / "model")
    _, held = _labelled(gold, work)
    logits = finetune.scores(model, _encoder(work), held)
    temperature = measure.fitted_temperature(logits, _labels(held))
    write_model(model, work / "tokenizer", out, temperature)
    typer.echo(f"temperature {temperature:.3f}; {sum(f.stat().st_size for f in out.iterdir()) / 1e6:.1f} MB in {out}")


@app.command()
def evaluate(gold: Gold, work: Work, model: Annotated[Path | None, typer.Option()] = None) -> None:
    """What a shipped model knows of held-back drafts and of the articles' views, beside the lexicon rule."""
    stance_model = StanceModel.load(model)
    lexicon = measure.Lexicon()
    articles = examples.views_of_articles(gold / "dev.jsonl")
    sets = {
        "drafts held back": drafts.load(work / "drafts.jsonl")[1],
        "views of dev, even": [e for article in articles[0::2] for e in article],
        "views of dev, odd": [e for article in articles[1::2] for e in article],
    }
    for name, chosen in sets.items():
        answers = stance_model.predict([StanceInput(*e[:3]) for e in chosen])
        views = [(e, answer) for e, answer in zip(chosen, answers, strict=True) if e.stance != NO_VIEW]
        gold_labels = [e for e, _ in views]
        shares = np.array([[answer.stances[s] for s in STANCES] for _, answer in views])
        said = [STANCES[i] for i in shares.argmax(axis=1)]
        gap = measure.calibration_error(shares, _labels(gold_labels))
        typer.echo(f"{name} ({len(views)} views): {_measured(said, gold_labels)}, calibration error {gap:.3f}")
        typer.echo(f"{name}, lexicon rule: {_measured([lexicon.stance(e) for e in gold_labels], gold_labels)}")
        if len(views) < len(chosen):
            area = measure.area([a.view or 0.0 for a in answers], [e.stance != NO_VIEW for e in chosen])
            typer.echo(f"{name} ({len(chosen)} drafts): a view or none, area under the curve {area:.3f}")


def _labelled(gold: Path, work: Path) -> tuple[list[examples.Example], list[examples.Example]]:
    """The labelled drafts, for training with the sentences' views beside them, and those held back."""
    train, held = drafts.load(work / "drafts.jsonl")
    return train + examples.views_of_sentences(gold)[0], held


def _tokenizer(work: Path) -> Tokenizer:
    return Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json"))


def _encoder(work: Path) -> finetune.Encoder:
    return finetune.Encoder(_tokenizer(work))


def _labels(chosen: list[examples.Example]) -> np.ndarray:
    return np.array([LABELS.index(e.stance) for e in chosen])


def _measured(said: list[str], chosen: list[examples.Example]) -> str:
    gold = [e.stance for e in chosen]
    return f"accuracy {measure.accuracy(said, gold):.3f}, macro-F1 {measure.macro_f1(said, gold):.3f}"


def _report(name: str, model: BertForSequenceClassification, work: Path, held: list[examples.Example]) -> None:
    """What a stage knows of the held-back drafts: a line on the screen and in ``curve.jsonl``."""
    logits = finetune.scores(model, _encoder(work), held)
    is_view = np.array([e.stance != NO_VIEW for e in held])
    views = [e for e in held if e.stance != NO_VIEW]
    said = [STANCES[i] for i in logits[is_view][:, : len(STANCES)].argmax(axis=1)]
    area = measure.area((-measure.softmax(logits)[:, LABELS.index(NO_VIEW)]).tolist(), is_view.tolist())
    line = f"{name}: {_measured(said, views)}; a view or none, area under the curve {area:.3f}"
    typer.echo(line)
    with (work / "curve.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps({"stage": line}) + "\n")


if __name__ == "__main__":
    app()
