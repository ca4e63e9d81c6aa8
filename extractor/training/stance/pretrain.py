"""Masked-language pretraining of the encoder on unlabelled text."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForMaskedLM

from extractor.training.stance.vocabulary import END, MASK, PAD, SPECIAL, START

LENGTH = 128
MASKED = 0.18
NEGATIVES = 3000
BATCH = 64
RATE = 1.2e-3


def config(vocabulary: int) -> BertConfig:
    """The encoder's shape: 4 layers of 256, 4 heads."""
    return BertConfig(
        vocab_size=vocabulary, hidden_size=256, num_hidden_layers=4, num_attention_heads=4, intermediate_size=1024,
        max_position_embeddings=LENGTH, type_vocab_size=1, pad_token_id=SPECIAL.index(PAD),
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager",
    )  # fmt: skip


def pack(texts: Iterable[str], tokenizer: Tokenizer) -> np.ndarray:
    """Texts one after another, cut into rows of ``LENGTH`` pieces, each starting with the start token."""
    start, end = SPECIAL.index(START), SPECIAL.index(END)
    stream: list[int] = []
    batch = [text[:2000] for text in texts]
    for at in range(0, len(batch), 5000):
        for encoding in tokenizer.encode_batch(batch[at : at + 5000], add_special_tokens=False):
            stream.extend(encoding.ids)
            stream.append(end)
    rows = len(stream) // (LENGTH - 1)
    packed = np.full((rows, LENGTH), start, dtype=np.int32)
    packed[:, 1:] = np.array(stream[: rows * (LENGTH - 1)], dtype=np.int32).reshape(rows, LENGTH - 1)
    return packed


def pretrain(
    rows: np.ndarray, size: int, out: Path, steps: int, *, start: Path | None = None, cooldown: int = 0, seed: int = 0
) -> None:
    """Train for ``steps`` steps from ``start`` or from nothing, the last ``cooldown`` of them with a falling rate.

    The rate is constant in between, so that a run can be taken up again and cooled down whenever time is short. The
    encoder is saved to ``out`` every 100 steps, with the curve in ``pretrain.jsonl``.
    """
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    model = (
        BertForMaskedLM.from_pretrained(start, attn_implementation="eager") if start else BertForMaskedLM(config(size))
    )
    model.train()
    decay = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": decay, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), fused=True)
    warmup = 20 if start else 200
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warmup, 1.0, (steps - step) / cooldown if cooldown else 1.0)
    )
    frequency = np.bincount(rows.ravel(), minlength=size).astype(np.float64) ** 0.75
    frequency /= frequency.sum()
    out.mkdir(parents=True, exist_ok=True)
    began, running = time.time(), []
    with (out / "pretrain.jsonl").open("w", encoding="utf-8") as curve:
        for step in range(1, steps + 1):
            running.append(_step(model, rows[generator.integers(0, len(rows), BATCH)], frequency, generator))
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            if step % 50 == 0:
                record = {"step": step, "loss": round(sum(running) / len(running), 4), "s": int(time.time() - began)}
                curve.write(json.dumps(record) + "\n")
                curve.flush()
                running = []
            if step % 100 == 0 or step == steps:
                model.save_pretrained(out)


def _step(model: BertForMaskedLM, chosen: np.ndarray, frequency: np.ndarray, generator: np.random.Generator) -> float:
    """One backward pass; the softmax runs over the batch's own pieces and a sample of the others."""
    size = len(frequency)
    hidden_at = (generator.random(chosen.shape) < MASKED) & (chosen >= len(SPECIAL))
    fate = generator.random(chosen.shape)
    seen = np.where(hidden_at & (fate < 0.8), SPECIAL.index(MASK), chosen)
    seen = np.where(hidden_at & (fate > 0.9), generator.integers(len(SPECIAL), size, chosen.shape), seen)
    answers = chosen[hidden_at]
    sample = np.unique(np.concatenate([answers, generator.choice(size, NEGATIVES, p=frequency)]))
    where = torch.from_numpy(np.searchsorted(sample, answers))
    rows = torch.from_numpy(sample)
    with torch.autocast("cpu", torch.bfloat16):
        states = model.bert(input_ids=torch.from_numpy(seen).long()).last_hidden_state[torch.from_numpy(hidden_at)]
        states = model.cls.predictions.transform(states)
        table = model.bert.embeddings.word_embeddings.weight[rows]
        logits = states @ table.T + model.cls.predictions.bias[rows]
    loss = cross_entropy(logits.float(), where)
    loss.backward()
    return loss.item()
