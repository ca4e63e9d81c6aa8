"""Fine-tuning in two stages: broad polarity first, then the labelled views."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import BertForSequenceClassification

from extractor.training.stance.examples import Example, written_examples
from extractor.training.stance.pretrain import LENGTH
from extractor.training.stance.vocabulary import MASK, PAD, SPECIAL
from extractor.views.stance import LABELS, TARGET, Places, StanceInput, mark, window

SPLIT = 0.08  # share of words that training shows as single characters
HIDDEN = 0.05  # share of pieces that training masks
DROPOUT = 0.1
RARITY = 0.25
TYPES = 3  # of tokens, see ``Places``
WRITTEN = {"template": 0.4, "written": 1.0}  # weight of written examples beside real views


class Encoder:
    """Turns examples into rows of token ids, as the run time does, and varies them for training."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._target = tokenizer.token_to_id(TARGET[0])
        self._parts = self._split_words()
        self.places = Places(tokenizer)

    def _split_words(self) -> dict[int, list[int]]:
        """For each word its characters' ids, where all of them are in the vocabulary."""
        vocabulary = self._tokenizer.get_vocab()
        parts = {}
        for piece, index in vocabulary.items():
            if index >= len(SPECIAL) and len(piece) > 1 and all(c in vocabulary for c in piece):
                parts[index] = [vocabulary[c] for c in piece]
        return parts

    def rows(self, examples: Sequence[Example]) -> list[list[int]]:
        """The examples' token ids, cut to the encoder's length."""
        texts = [mark(StanceInput(e.evidence, e.holder, e.target)) for e in examples]
        return [window(encoding.ids, LENGTH, self._target) for encoding in self._tokenizer.encode_batch(texts)]

    def varied(self, row: list[int], generator: random.Random) -> list[int]:
        """The row with some words split into characters and some pieces masked."""
        out: list[int] = []
        for index in row:
            draw = generator.random()
            if index >= len(SPECIAL) and draw < HIDDEN:
                out.append(SPECIAL.index(MASK))
            elif draw > 1 - SPLIT and index in self._parts:
                out.extend(self._parts[index])
            else:
                out.append(index)
        return window(out, LENGTH, self._target)


def classifier(folder: Path, dropout: float = 0.0) -> BertForSequenceClassification:
    """The encoder or classifier in ``folder``; one that was only pretrained gets a fresh head."""
    names = dict(enumerate(LABELS))
    model = BertForSequenceClassification.from_pretrained(
        folder, id2label=names, label2id={v: k for k, v in names.items()}, hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout, attn_implementation="eager",
    )  # fmt: skip
    known = model.bert.embeddings.token_type_embeddings.weight.data
    if len(known) < TYPES:  # pretraining had one type: the others start where it stands
        model.bert.embeddings.token_type_embeddings = torch.nn.Embedding.from_pretrained(
            known[:1].repeat(TYPES, 1), freeze=False
        )
        model.config.type_vocab_size = TYPES
    return model


def batches(rows: Sequence[list[int]], size: int, generator: random.Random) -> Iterator[list[int]]:
    """Shuffled batches of rows of like length."""
    order = list(range(len(rows)))
    generator.shuffle(order)
    pools = [sorted(order[i : i + size * 16], key=lambda k: len(rows[k])) for i in range(0, len(order), size * 16)]
    cut = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
    generator.shuffle(cut)
    yield from cut


def tensors(rows: Sequence[list[int]], places: Places) -> dict[str, torch.Tensor]:
    """Padded ids, the mask of what is no padding, and the token types."""
    width = max(map(len, rows))
    ids = np.full((len(rows), width), SPECIAL.index(PAD), dtype=np.int64)
    types = np.zeros_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
        types[i, : len(row)] = places.types(row)
    padded = torch.from_numpy(ids)
    seen = (padded != SPECIAL.index(PAD)).long()
    return {"input_ids": padded, "attention_mask": seen, "token_type_ids": torch.from_numpy(types)}


def fit(
    model: BertForSequenceClassification, encoder: Encoder, examples: Sequence[Example], weights: Sequence[float], *,
    epochs: int, rate: float, batch: int = 32, smoothing: float = 0.05, seed: int = 0, curve: Path | None = None,
) -> None:  # fmt: skip
    """Train on the examples; an example's weight multiplies its loss. The rate rises, then falls to nothing."""
    torch.manual_seed(seed)
    generator = random.Random(seed)
    rows = encoder.rows(examples)
    labels = torch.tensor([LABELS.index(e.stance) for e in examples])
    weight = torch.tensor(weights, dtype=torch.float32)
    steps = epochs * (len(rows) // batch + 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps + 20, pct_start=0.1, anneal_strategy="linear")
    model.train()
    losses: list[float] = []
    for _ in range(epochs):
        for members in batches(rows, batch, generator):
            feed = tensors([encoder.varied(rows[i], generator) for i in members], encoder.places)
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(**feed).logits
            loss = cross_entropy(logits.float(), labels[members], reduction="none", label_smoothing=smoothing)
            loss = (loss * weight[members]).sum() / weight[members].sum()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            if curve and len(losses) % 100 == 0:
                with curve.open("a", encoding="utf-8") as out:
                    out.write(json.dumps({"step": len(losses), "loss": round(sum(losses[-100:]) / 100, 4)}) + "\n")


def fit_views(
    model: BertForSequenceClassification, encoder: Encoder, views: Sequence[Example], *,
    epochs: int, rate: float, seed: int,
) -> None:  # fmt: skip
    """The second stage: labelled drafts at full weight, the written examples beside them, rare labels raised."""
    chosen = [*views, *written_examples(seed)]
    rarity = class_weights(views)
    weights = [rarity[e.stance] * WRITTEN.get(e.source, 1.0) for e in chosen]
    fit(model, encoder, chosen, weights, epochs=epochs, rate=rate, batch=32, seed=seed)


def scores(model: BertForSequenceClassification, encoder: Encoder, examples: Sequence[Example]) -> np.ndarray:
    """``(examples, 5)`` logits, in the order of ``LABELS``."""
    rows = encoder.rows(examples)
    out = np.zeros((len(rows), len(LABELS)))
    model.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            members = order[start : start + 64]
            out[members] = model(**tensors([rows[i] for i in members], encoder.places)).logits.numpy()
    return out


def mean_of(models: Sequence[BertForSequenceClassification]) -> BertForSequenceClassification:
    """The first model with the mean of all models' weights: one model as steady as several."""
    states = [dict(model.named_parameters()) for model in models]
    mean = {name: torch.stack([state[name].data for state in states]).mean(dim=0) for name in states[0]}
    models[0].load_state_dict(mean, strict=False)
    return models[0]


def class_weights(examples: Sequence[Example]) -> dict[str, float]:
    """Rare stances count more, by a power of how much rarer than the most common they are."""
    counts = {stance: sum(e.stance == stance for e in examples) or 1 for stance in LABELS}
    most = max(counts.values())
    return {stance: (most / count) ** RARITY for stance, count in counts.items()}
