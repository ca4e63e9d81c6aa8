"""The stance model at run time: evidence, holder and target to a probability for each stance, and for a view at all.

The shipped model runs in ONNX Runtime on one thread and reads its tokens through ``tokenizers``. Any Hugging Face
sequence-classification checkpoint can stand in its place: a folder with an ONNX file runs the same way, one with torch
weights needs the ``train`` extra. A checkpoint whose vocabulary has the four marker tokens sees where holder and target
stand; any other reads the evidence as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from extractor.document.models import Stance
from extractor.errors import ModelError
from extractor.resources import corpus, models
from extractor.tables import read_table

HOLDER = ("[H]", "[/H]")
TARGET = ("[T]", "[/T]")
CLAUSE_ENDS = ",;:。!?"  # as the tokenizer's normalizer leaves them
STANCES: tuple[Stance, ...] = ("bullish", "bearish", "neutral", "mixed")
NO_VIEW = "none"  # the label of a holder's words that take no stand on the target
LABELS = (*STANCES, NO_VIEW)

_LONGEST_TEXT = 1200  # characters that are tokenised at all: more never fits the encoder
_LONGEST_NAME = 60
_BEFORE_TARGET = 0.55  # of a window that is cut from long evidence, the share before the target
_BATCH_TOKENS = 2048
_ONNX_FILES = ("model_int8.onnx", "model_quantized.onnx", "model.onnx")

Logits = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]  # ids, mask, types, each (rows, tokens)


class StanceInput(NamedTuple):
    """What the model judges: evidence in simplified characters, and the words of holder and target, simplified too.

    Holder and target are marked where they stand in the evidence; a target that does not is put before it, and an empty
    or absent holder is left out.
    """

    evidence: str
    holder: str
    target: str


class Judgement(NamedTuple):
    """What the model says: the stances' probabilities, which sum to one, and how likely it is a view at all.

    ``view`` is null where the checkpoint has no label for no view.
    """

    stances: dict[Stance, float]
    view: float | None


def mark(item: StanceInput) -> str:
    """The evidence with every mention of the target and the first of the holder between their markers.

    >>> mark(StanceInput("高盛看好黄金", "高盛", "黄金"))
    '[H]高盛[/H]看好[T]黄金[/T]'
    """
    target, holder = item.target.strip()[:_LONGEST_NAME], item.holder.strip()[:_LONGEST_NAME]
    evidence = _around(item.evidence, target)
    if target and target in evidence:
        marked = evidence.replace(target, f"{TARGET[0]}{target}{TARGET[1]}")
    else:
        marked = f"{TARGET[0]}{target}{TARGET[1]}{evidence}" if target else evidence
    # A holder that stands inside the target's words (or the other way round) cannot be marked on its own.
    if holder and holder not in target and target not in holder:
        marked = marked.replace(holder, f"{HOLDER[0]}{holder}{HOLDER[1]}", 1)
    return marked


def _around(evidence: str, target: str) -> str:
    """At most ``_LONGEST_TEXT`` characters of the evidence, around the target where it is mentioned."""
    if len(evidence) <= _LONGEST_TEXT:
        return evidence
    at = max(evidence.find(target) - _LONGEST_TEXT // 2, 0) if target else 0
    return evidence[at : at + _LONGEST_TEXT]


def window(ids: Sequence[int], length: int, target: int | None) -> list[int]:
    """The tokens that fit ``length``: the first and last token stay, the rest is cut around the token ``target``."""
    if len(ids) <= length:
        return list(ids)
    room = length - 2
    at = ids.index(target) if target in ids else 0
    begin = min(max(at - int(room * _BEFORE_TARGET), 1), len(ids) - 1 - room)
    return [ids[0], *ids[begin : begin + room], ids[-1]]


class Places:
    """Tells tokens apart by where they stand: 1 in the target's clause before it, 2 from it to the clause's end.

    These are the encoder's token types. Told apart so, the words next to the target need not be found by position.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._open, self._close = (tokenizer.token_to_id(mark) for mark in TARGET)
        self._breaks = {tokenizer.token_to_id(sign) for sign in CLAUSE_ENDS}

    def types(self, row: Sequence[int]) -> list[int]:
        """A type for each token; all 0 where no target is marked."""
        types = [0] * len(row)
        at = -1
        while self._open in row[at + 1 :]:
            at = row.index(self._open, at + 1)
            before = at
            while before and row[before - 1] not in self._breaks:
                before -= 1
                types[before] = max(types[before], 1)
            after = at
            while after < len(row) and row[after] not in self._breaks:
                types[after] = 2
                after += 1
        return types


class StanceModel:
    """A classifier of stances; ``load`` makes one from a folder."""

    def __init__(
        self, tokenizer: Any, logits: Logits, labels: list[str], *,
        length: int, pad: int, places: bool = False, temperature: float = 1.0,
    ) -> None:  # fmt: skip
        self._tokenizer = tokenizer
        self._logits = logits
        self._columns = [LABELS.index(label) for label in labels]
        self._tells_views = NO_VIEW in labels
        self._length = length
        self._pad = pad
        self._temperature = temperature
        self._target = tokenizer.token_to_id(TARGET[0])
        self._marks = self._target is not None
        self._places = Places(tokenizer) if places else None

    @classmethod
    def load(cls, path: Path | None = None) -> StanceModel:
        """The model in the folder ``path``, by default the shipped one.

        Raises ``ModelError`` where a file is missing or damaged, where a label is no known stance, and where a torch
        checkpoint meets an installation without torch.
        """
        path = path or models("stance")
        config = _config(path)
        labels = _labels(config, path)
        tokenizer = _tokenizer(path)
        places = [folder / name for name in _ONNX_FILES for folder in (path, path / "onnx")]
        onnx = next((file for file in places if file.is_file()), None)
        logits = _onnx_logits(onnx) if onnx else _torch_logits(path)
        return cls(
            tokenizer, logits, labels, length=min(int(config.get("max_position_embeddings", 512)), 512),
            pad=int(config.get("pad_token_id") or 0), places=bool(config.get("clause_token_types")),
            temperature=float(config.get("temperature", 1.0)),
        )  # fmt: skip

    def predict(self, batch: Sequence[StanceInput]) -> list[Judgement]:
        """One judgement for each input, in the order of the inputs.

        The probabilities are softmax values under the temperature that minimised the log loss on held-out views. A
        stance that the checkpoint has no label for has probability 0.
        """
        texts = [mark(item) if self._marks else _around(item.evidence, item.target) for item in batch]
        # A lone surrogate is no text to the tokenizer. One by one: encode_batch starts threads, which no fork survives.
        encodings = [self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8")) for text in texts]
        rows = [window(encoding.ids, self._length, self._target) for encoding in encodings]
        answers: dict[int, Judgement] = {}
        for members in _buckets(rows):
            for index, shares in zip(members, self._probabilities([rows[i] for i in members]), strict=True):
                answers[index] = self._judgement(shares)
        return [answers[index] for index in range(len(rows))]

    def _judgement(self, shares: np.ndarray) -> Judgement:
        """From the shares of the four stances and of no view."""
        view = float(shares[:-1].sum())
        stances = shares[:-1] / max(view, 1e-9)
        named = {stance: float(share) for stance, share in zip(STANCES, stances, strict=True)}
        return Judgement(named, view if self._tells_views else None)

    def _probabilities(self, rows: list[list[int]]) -> np.ndarray:
        """``(rows, 5)``: the probabilities of the stances in the order of ``STANCES``, then of no view."""
        width = max(map(len, rows))
        ids = np.full((len(rows), width), self._pad, dtype=np.int64)
        seen = np.zeros_like(ids)
        types = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            seen[i, : len(row)] = 1
            if self._places:
                types[i, : len(row)] = self._places.types(row)
        scores = self._logits(ids, seen, types).astype(np.float64) / self._temperature
        if scores.shape != (len(rows), len(self._columns)):
            raise ModelError(f"the stance model gives {scores.shape[-1]} scores for {len(self._columns)} labels")
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        out = np.zeros((len(rows), len(LABELS)))
        for column, place in enumerate(self._columns):
            out[:, place] += shares[:, column]  # two labels may stand for one stance
        return out


def _buckets(rows: list[list[int]]) -> Iterator[list[int]]:
    """Indices of rows of like length, each batch of at most ``_BATCH_TOKENS`` tokens with its padding."""
    members: list[int] = []
    for index in sorted(range(len(rows)), key=lambda i: len(rows[i])):
        if members and (len(members) + 1) * len(rows[index]) > _BATCH_TOKENS:
            yield members
            members = []
        members.append(index)
    if members:
        yield members


def _config(path: Path) -> dict[str, Any]:
    file = path / "config.json"
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{file}: not a Hugging Face checkpoint's configuration: {error}") from error
    if not isinstance(config, dict):
        raise ModelError(f"{file}: not a Hugging Face checkpoint's configuration")
    return config


def _labels(config: dict[str, Any], path: Path) -> list[str]:
    known = {row["label"].casefold(): row for row in read_table(_label_file(), ["label", "stance"])}
    named = config.get("id2label") or {}
    labels = []
    for index in sorted(named, key=int):
        row = known.get(str(named[index]).casefold())
        if row is None:
            raise ModelError(
                f"{path / 'config.json'}: label {named[index]!r} stands for no known stance; name it in id2label "
                f"bullish, bearish, neutral, mixed or none (or positive, negative), or add a row to {_label_file()}"
            )
        labels.append(row.choice("stance", LABELS))
    if not labels:
        raise ModelError(f"{path / 'config.json'}: no id2label, so the classes have no names")
    return labels


def _label_file() -> Path:
    return corpus("knowledge", "views", "stance_labels.csv")


def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    file = path / "tokenizer.json"
    if not file.is_file():
        return _SlowTokenizer(path)
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises a bare Exception
        raise ModelError(f"{file}: cannot be read as a tokenizer: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class _SlowTokenizer:
    """The checkpoint's own tokenizer through ``transformers``, for folders without ``tokenizer.json``."""

    def __init__(self, path: Path) -> None:
        transformers = _import_transformers(path)
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(str(path))
        except (OSError, ValueError, ImportError, KeyError) as error:
            raise ModelError(f"{path}: no tokenizer: {error}") from error

    class _Encoding(NamedTuple):
        ids: list[int]

    def token_to_id(self, token: str) -> int | None:
        return self._tokenizer.get_vocab().get(token)

    def encode(self, text: str) -> _Encoding:
        return self._Encoding(self._tokenizer(text)["input_ids"])


def _onnx_logits(file: Path) -> Logits:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no common public base class of its errors
        raise ModelError(f"{file}: cannot be run: {error}") from error
    names = {entry.name for entry in session.get_inputs()}

    def logits(ids: np.ndarray, seen: np.ndarray, types: np.ndarray) -> np.ndarray:
        feed = {"input_ids": ids, "attention_mask": seen, "token_type_ids": types}
        return session.run(None, {name: value for name, value in feed.items() if name in names})[0]

    return logits


def _import_transformers(path: Path) -> Any:
    try:
        import torch  # noqa: F401
        import transformers
    except ImportError as error:
        raise ModelError(
            f"{path}: a checkpoint without an ONNX file and tokenizer.json needs torch and transformers: "
            "pip install 'chinese-finance-extractor[train]', or export the checkpoint to ONNX"
        ) from error
    return transformers


def _torch_logits(path: Path) -> Logits:
    if not any(path.glob("*.safetensors")) and not any(path.glob("*.bin")):
        raise ModelError(f"{path}: neither an ONNX file ({', '.join(_ONNX_FILES)}) nor torch weights")
    transformers = _import_transformers(path)
    import torch

    try:
        network = transformers.AutoModelForSequenceClassification.from_pretrained(str(path), dtype=torch.float32).eval()
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(f"{path}: cannot be loaded: {error}") from error

    typed = getattr(network.config, "type_vocab_size", 0) > 1

    def logits(ids: np.ndarray, seen: np.ndarray, types: np.ndarray) -> np.ndarray:
        feed = {"input_ids": ids, "attention_mask": seen} | ({"token_type_ids": types} if typed else {})
        with torch.inference_mode():
            return network(**{name: torch.from_numpy(value) for name, value in feed.items()}).logits.numpy()

    return logits
