"""The training loop: weighted passes over the prepared sets, a checkpoint after each."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import Adam

from extractor._version import __version__
from extractor.entities.ner import NameTaggerPipe
from extractor.entities.ner.tokens import places_of
from extractor.training.ner.prepare import records


@dataclass(slots=True)
class Recipe:
    """What a run is: the network, how long, and how often a pass shows the sentences of each source."""

    width: int = 96
    depth: int = 3
    pieces: int = 2
    pair_width: int = 48
    pair_rows: int = 30000
    passes: int = 8
    batch_tokens: int = 3000
    learning_rate: float = 0.002
    dropout: float = 0.1
    seed: int = 7
    weights: dict[str, float] = field(default_factory=dict)  # source to passes per pass; 1 where not named


def blank_pipeline(recipe: Recipe) -> spacy.Language:
    """A spaCy pipeline of the character tokenizer and an empty name tagger."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "extractor.CharacterTokenizer.v1"}}})
    encoder = {
        "width": recipe.width,
        "depth": recipe.depth,
        "pieces": recipe.pieces,
        "pair_width": recipe.pair_width,
        "pair_rows": recipe.pair_rows,
    }
    nlp.meta.update(
        name="finance_names",
        version=__version__,
        description="Names of people, organisations and indices in Chinese financial news",
    )
    nlp.add_pipe("name_tagger", config={"model": {"encoder": encoder}})
    return nlp


def annotated(nlp: spacy.Language, stored: dict) -> Doc:
    """A stored sentence as a ``Doc`` with its names; a name that ends inside a token is left open."""
    doc = nlp.make_doc(stored["text"])
    places = places_of(nlp, stored["text"])
    starts = {start: at for at, (start, _) in enumerate(places)}
    ends = {end: at + 1 for at, (_, end) in enumerate(places)}
    names, missing = [], []
    taken = -1
    for start, end, label in sorted(stored["spans"]):
        if start in starts and end in ends and starts[start] >= taken:
            names.append(Span(doc, starts[start], ends[end], label=label))
            taken = ends[end]
        else:
            missing.append((start, end))
    covered = {i for name in names for i in range(name.start, name.end)}
    open_tokens = [
        Span(doc, at, at + 1)
        for at, (a, b) in enumerate(places)
        if at not in covered and any(a < end and start < b for start, end in [*missing, *stored["missing"]])
    ]
    doc.set_ents(names, missing=open_tokens, default="outside")
    return doc


def train(
    prepared: list[Path], out: Path, recipe: Recipe, sources: set[str] | None = None, start: Path | None = None
) -> None:
    """Train on the ``train`` split of the prepared files and write a spaCy model folder after every pass.

    ``sources``: use only these; ``start``: a model folder whose weights to go on from (the recipe's sizes must be its).
    """
    rng = random.Random(recipe.seed)
    spacy.util.fix_random_seed(recipe.seed)
    nlp = blank_pipeline(recipe)
    out.parent.mkdir(parents=True, exist_ok=True)
    pool: dict[str, list[Example]] = {}
    for path in prepared:
        for stored in records(path, "train"):
            if (sources is None or stored["source"] in sources) and stored["text"].strip():
                doc = annotated(nlp, stored)
                pool.setdefault(stored["source"], []).append(Example(doc, doc))
    nlp.initialize(lambda: next(iter(pool.values()))[:20])
    pipe = cast(NameTaggerPipe, nlp.get_pipe("name_tagger"))
    if start:
        pipe.from_disk(start / "name_tagger")
    sizes = {source: len(examples) for source, examples in pool.items()}
    print(json.dumps({"sentences": sizes}), flush=True)
    optimizer = Adam(recipe.learning_rate, L2=0.01, grad_clip=1.0, use_averages=False)
    began = time.monotonic()
    for number in range(recipe.passes):
        shown = _one_pass(pool, recipe.weights, rng)
        batches = list(_batches(shown, recipe.batch_tokens))
        losses: dict[str, float] = {}
        for step, batch in enumerate(batches):
            done = (number + step / len(batches)) / recipe.passes
            optimizer.learn_rate = recipe.learning_rate * min(1.0, 20 * done + 0.02) * (1.0 - done) + 1e-6
            pipe.update(batch, drop=recipe.dropout, sgd=optimizer, losses=losses)
        tokens = sum(len(e.reference) for e in shown)
        nlp.to_disk(out, exclude=["vocab"])
        progress = {
            "pass": number + 1,
            "loss": round(losses["name_tagger"] / tokens, 4),
            "seconds": round(time.monotonic() - began),
        }
        print(json.dumps(progress), flush=True)


def _one_pass(pool: dict[str, list[Example]], weights: dict[str, float], rng: random.Random) -> list[Example]:
    shown = []
    for source, examples in pool.items():
        weight = weights.get(source, 1.0)
        shown += examples * int(weight)
        shown += rng.sample(examples, int(len(examples) * (weight % 1)))
    rng.shuffle(shown)
    return shown


def _batches(examples: list[Example], tokens: int) -> Iterator[list[Example]]:
    batch, size = [], 0
    for example in examples:
        batch.append(example)
        size += len(example.reference)
        if size >= tokens:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
