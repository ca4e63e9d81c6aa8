"""The steps in their order, one command each, from ``vocabulary`` to ``export``.

``--work`` keeps what the steps hand on: ``tokenizer/``, ``rows.npy``, ``encoder/``, ``broad/``, ``drafts.jsonl``,
``folds/``, ``model/``.
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
from extractor.training.stance import drafts, examples, finetune, measure, pretrain, sources, vocabulary, weak
from extractor.training.stance.export import export as write_model
from extractor.training.texts import ARTICLES, FOLDS, IN_PLACE, SENTENCES, annotated_sets
from extractor.views.stance import LABELS, NO_VIEW, STANCES

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Train the stance model.")

Data = Annotated[Path, typer.Option(help="The folder with news/, finance/ and knowledge/.")]
Gold = Annotated[Path, typer.Option(help="The folder with train_sentences.jsonl and dev.jsonl.")]
Work = Annotated[Path, typer.Option(help="Where the steps keep what they make.")]
VOCABULARY = 16384
EPOCHS, RATE = 5, 1.5e-4  # of the second stage
# How much an example of each set counts in the first stage: the farther from an analyst's view, the less.
TRUST = {
    "weak": 0.8, "cfsc": 1.0, "titles": 0.7, "finfe": 0.3, "template": 1.0, "written": 1.5,
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


@app.command()
def broad(data: Data, work: Work, most: int = 40000, rate: float = 5e-4, seed: int = 0) -> None:
    """First stage: weakly labelled news, the polarity sets and the written examples together."""
    texts = [*sources.news_texts(data), *sources.finance_texts(data)]
    found = weak.weak_examples(texts, weak.Labeller(weak.company_names(data)), most, seed=seed)
    chosen = [*found, *examples.polarity_examples(data, seed), *examples.written_examples(seed)]
    model = finetune.classifier(work / "encoder")
    finetune.fit(
        model, _encoder(work), chosen, [TRUST[e.source] for e in chosen], epochs=1, rate=rate, batch=64, seed=seed,
        curve=work / "broad.jsonl",
    )  # fmt: skip
    model.save_pretrained(work / "broad")


@app.command("drafts")
def drafts_(data: Data, gold: Gold, work: Work) -> None:
    """Read the annotated articles and sentences with the product; keep every draft with its label and its fold."""
    extractor = Extractor()
    sets = annotated_sets(gold / "dev.jsonl", gold / "train_sentences.jsonl", data)
    found = [d for source, texts in sets.items() for d in drafts.draft_examples(extractor, texts, source)]
    found += drafts.sentence_views(sets[SENTENCES])
    typer.echo(f"{drafts.save(found, work / 'drafts.jsonl')} examples")


@app.command()
def folds(work: Work, epochs: int = EPOCHS, rate: float = RATE) -> None:
    """Second stage on two thirds of the texts, three times: a model for each third that has not seen it.

    Prints what they know of the drafts unseen, and keeps the temperature that suits these best.
    """
    found = drafts.load(work / "drafts.jsonl")
    unseen: list[examples.Example] = []
    logits = []
    for fold in range(FOLDS):
        model = _trained([e for e, k in found if k != fold], work, epochs, rate, seed=0)
        asked = [e for e, k in found if k == fold and e.source != drafts.AS_ANNOTATED]
        logits.append(finetune.scores(model, _encoder(work), asked))
        unseen += asked
        write_model(model, work / "tokenizer", work / "folds" / str(fold), 1.0)
    together = np.concatenate(logits)
    temperature = measure.fitted_temperature(together, _labels(unseen))
    (work / "folds" / "temperature.json").write_text(f"{temperature:.3f}\n", encoding="utf-8")
    for source in (ARTICLES, SENTENCES, IN_PLACE):
        _report(source, unseen, measure.softmax(together, temperature))


@app.command()
def views(work: Work, seeds: int = 2, epochs: int = EPOCHS, rate: float = RATE) -> None:
    """Second stage on every text: the labelled drafts and the written examples; the mean of several seeds' weights."""
    found = [e for e, _ in drafts.load(work / "drafts.jsonl")]
    finetune.mean_of([_trained(found, work, epochs, rate, seed) for seed in range(seeds)]).save_pretrained(
        work / "model"
    )


@app.command()
def export(work: Work, out: Annotated[Path | None, typer.Option()] = None) -> None:
    """Write the shipped files, with the temperature that ``folds`` found."""
    out = out or models("stance")
    temperature = json.loads((work / "folds" / "temperature.json").read_text(encoding="utf-8"))
    write_model(finetune.classifier(work / "model"), work / "tokenizer", out, temperature)
    typer.echo(f"temperature {temperature:.3f}; {sum(f.stat().st_size for f in out.iterdir()) / 1e6:.1f} MB in {out}")


def _trained(
    chosen: list[examples.Example], work: Path, epochs: int, rate: float, seed: int
) -> BertForSequenceClassification:
    model = finetune.classifier(work / "broad", finetune.DROPOUT)
    finetune.fit_views(model, _encoder(work), chosen, epochs=epochs, rate=rate, seed=seed)
    return model


def _tokenizer(work: Path) -> Tokenizer:
    return Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json"))


def _encoder(work: Path) -> finetune.Encoder:
    return finetune.Encoder(_tokenizer(work))


def _labels(chosen: list[examples.Example]) -> np.ndarray:
    return np.array([LABELS.index(e.stance) for e in chosen])


def _report(source: str, unseen: list[examples.Example], shares: np.ndarray) -> None:
    """What the models know of one set's drafts: where a view stands, beside the lexicon rule, and what is a view."""
    lexicon = measure.Lexicon()
    rows = [i for i, e in enumerate(unseen) if e.source == source]
    is_view = [unseen[i].stance != NO_VIEW for i in rows]
    views = [i for i in rows if unseen[i].stance != NO_VIEW]
    gold = [unseen[i].stance for i in views]
    stances = shares[views, : len(STANCES)]
    stances /= stances.sum(axis=1, keepdims=True)
    said = {
        "model": [STANCES[i] for i in stances.argmax(axis=1)],
        "lexicon rule": [lexicon.stance(unseen[i]) for i in views],
    }
    for who, answers in said.items():
        right, macro = measure.accuracy(answers, gold), measure.macro_f1(answers, gold)
        typer.echo(f"{source}, {len(views)} views, {who}: accuracy {right:.3f}, macro-F1 {macro:.3f}")
    gap = measure.calibration_error(stances, _labels([unseen[i] for i in views]))
    area = measure.area((-shares[rows, LABELS.index(NO_VIEW)]).tolist(), is_view)
    typer.echo(f"{source}, {len(rows)} drafts: a view or none, area {area:.3f}; calibration error of stances {gap:.3f}")


if __name__ == "__main__":
    app()
