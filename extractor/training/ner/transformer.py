"""A compact transformer encoder on the same data and tags, for the model card's table of architectures.

It answers what the shipped convolutions are compared with: the same characters, the same tags, the same decoding. Needs
the ``train`` extra (torch); nothing of it is shipped.
"""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from spacy.attrs import ENT_IOB, ENT_TYPE, NORM, SHAPE
from spacy.tokens import Doc
from torch import nn

from extractor.entities.ner.pipe import log_softmax, names_of
from extractor.entities.ner.tags import GROUPS, KINDS, N_OUTPUTS, N_TAGS, meaning, targets
from extractor.entities.ner.tokens import places_of
from extractor.training.ner.evaluate import Tally
from extractor.training.ner.prepare import records
from extractor.training.ner.train import Recipe, annotated, blank_pipeline

_VOCABULARY = 8192
_LONGEST = 256


@dataclass(slots=True)
class Shape:
    """Size of the encoder and length of the run."""

    width: int = 192
    depth: int = 4
    heads: int = 4
    seconds: int = 600
    batch_tokens: int = 4000
    learning_rate: float = 0.0008
    seed: int = 7


class Encoder(nn.Module):
    """Characters and their shapes, learned positions, pre-norm self-attention, one linear layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.characters = nn.Embedding(_VOCABULARY, shape.width, padding_idx=0)
        self.shapes = nn.Embedding(512, shape.width)
        self.places = nn.Embedding(_LONGEST, shape.width)
        layer = nn.TransformerEncoderLayer(
            shape.width, shape.heads, 4 * shape.width, dropout=0.1, activation="gelu", batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, shape.depth, enable_nested_tensor=False)
        self.out = nn.Sequential(nn.LayerNorm(shape.width), nn.Linear(shape.width, N_OUTPUTS))

    def forward(self, characters: torch.Tensor, shapes: torch.Tensor) -> torch.Tensor:
        """(batch, length) ids to (batch, length, outputs) scores."""
        x = self.characters(characters) + self.shapes(shapes) + self.places.weight[: characters.shape[1]]
        return self.out(self.layers(x, src_key_padding_mask=characters == 0))


class Texts:
    """Sentences as ids: characters in order of first sight, rare ones folded together by their hash."""

    def __init__(self) -> None:
        self.nlp = blank_pipeline(Recipe())
        self.known = {self.nlp.vocab.strings.add(label): meaning(label) for label in (*GROUPS, *KINDS)}

    def ids(self, doc: Doc) -> tuple[np.ndarray, np.ndarray]:
        """Character and shape ids of the first ``_LONGEST`` tokens."""
        keys = doc.to_array([NORM, SHAPE]).reshape(-1, 2)[:_LONGEST]
        return (
            (keys[:, 0] % np.uint64(_VOCABULARY - 1) + np.uint64(1)).astype("int64"),
            (keys[:, 1] % np.uint64(512)).astype("int64"),
        )

    def example(self, stored: dict) -> tuple[np.ndarray, ...]:
        """Ids and targets of a stored sentence."""
        doc = annotated(self.nlp, stored)
        columns = doc.to_array([ENT_IOB, ENT_TYPE]).reshape(-1, 2)[:_LONGEST]
        return (*self.ids(doc), *targets(columns[:, 0], columns[:, 1], self.known))


def _padded(arrays: list[np.ndarray], fill: int) -> torch.Tensor:
    out = np.full((len(arrays), max(map(len, arrays))), fill)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out)


def run(
    prepared: list[Path], shape: Shape, weights: dict[str, float], sources: set[str] | None = None
) -> dict[str, int | dict]:
    """Train for ``shape.seconds`` of processor time; F1 on the first file's test sets, and characters a second."""
    torch.manual_seed(shape.seed)
    rng = random.Random(shape.seed)
    texts = Texts()
    pool = []
    for path in prepared:
        for stored in records(path, "train"):
            weight = weights.get(stored["source"], 1.0) if sources is None or stored["source"] in sources else 0
            pool += [texts.example(stored)] * (int(weight) + (rng.random() < weight % 1))
    model = Encoder(shape)
    optimizer = torch.optim.AdamW(model.parameters(), shape.learning_rate, weight_decay=0.01)
    began, seen, losses = time.process_time(), 0, []
    while (spent := (time.process_time() - began) / shape.seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = shape.learning_rate * min(1.0, 20 * spent + 0.01) * (1 - spent)
        some = sorted(rng.sample(pool, min(800, len(pool))), key=lambda e: len(e[0]))
        start = rng.randrange(len(some) * 7 // 8)
        batch, size = [], 0
        for example in some[start:]:
            batch.append(example)
            size += len(example[0])
            if size > shape.batch_tokens:
                break
        losses.append(_step(model, optimizer, batch))
        seen += size
        if len(losses) % 100 == 0:
            print(json.dumps({"steps": len(losses), "characters": seen, "loss": round(sum(losses[-100:]) / 100, 4)}))
    model.eval()
    return {"characters seen": seen, **_scores(model, texts, prepared[0])}


def _step(model: Encoder, optimizer: torch.optim.Optimizer, batch: list[tuple[np.ndarray, ...]]) -> float:
    characters, shapes, tags, kinds = (_padded([e[i] for e in batch], fill) for i, fill in enumerate((0, 0, -1, -1)))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model(characters, shapes).float()
    loss = nn.functional.cross_entropy(scores[..., :N_TAGS].flatten(0, 1), tags.flatten(), ignore_index=-1)
    if (kinds >= 0).any():
        share = (kinds >= 0).sum() / (tags >= 0).sum()
        of_kinds = nn.functional.cross_entropy(scores[..., N_TAGS:].flatten(0, 1), kinds.flatten(), ignore_index=-1)
        loss = loss + share * of_kinds
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def _scores(model: Encoder, texts: Texts, prepared: Path) -> dict[str, dict]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    characters, began = 0, time.process_time()
    stored = list(records(prepared, "test"))
    with torch.inference_mode():
        for at in range(0, len(stored), 16):
            batch = stored[at : at + 16]
            docs = [texts.nlp.make_doc(s["text"]) for s in batch]
            ids = [texts.ids(doc) for doc in docs]
            scores = model(_padded([c for c, _ in ids], 0), _padded([s for _, s in ids], 0)).numpy()
            for record, row, (c, _) in zip(batch, scores, ids, strict=True):
                places = places_of(texts.nlp, record["text"])
                [names] = names_of([len(c)], row[: len(c)], log_softmax(row[: len(c), :N_TAGS])) if len(c) else [[]]
                found = [(places[n.start][0], places[n.end - 1][1], n.label) for n in names]
                tallies[record["source"]].add(record["spans"], found)
                characters += len(record["text"])
    speed = {"characters a second": round(characters / (time.process_time() - began))}
    return {"speed": speed, **{name: tally.report() for name, tally in tallies.items()}}
