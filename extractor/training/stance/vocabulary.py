"""The tokenizer: a unigram model over words and characters, small enough to ship and quick enough to run.

The pieces are the most frequent words that jieba cuts in the pretraining text, and every character seen often; their
weights are their log frequencies, so that the Viterbi path is jieba's own way of cutting, without jieba at run time.
Numbers become one piece: which way a figure moved is said by the words around it.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import jieba
from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from extractor.views.stance import HOLDER, TARGET

PAD, UNKNOWN, START, END, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
SPECIAL = [PAD, UNKNOWN, START, END, MASK, *HOLDER, *TARGET]
_NUMBER = r"[0-9]+(?:[.,:][0-9]+)*"
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]+")


def build(texts: Iterable[str], size: int, least: int = 5) -> Tokenizer:
    """A tokenizer of ``size`` pieces: every character seen ``least`` times, then words by frequency."""
    cutter = jieba.Tokenizer()
    cutter.initialize()
    jieba.setLogLevel(logging.WARNING)
    characters: Counter[str] = Counter()
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    normal = _normalizer()
    for text in texts:
        text = normal.normalize_str(text)
        characters.update(text)
        cut = cutter.lcut(text)
        words.update(w for w in cut if _HAN.fullmatch(w) or _LATIN.fullmatch(w))
        pairs.update(pair for pair in pairwise(cut) if _HAN.fullmatch(pair[0]) and _HAN.fullmatch(pair[1]))
    words.update(_compounds(words, pairs))
    singles = [c for c, n in characters.most_common() if n >= least and not c.isspace()]
    latin = [c for c in "abcdefghijklmnopqrstuvwxyz" if c not in singles]
    room = size - len(SPECIAL) - len(singles) - len(latin)
    longer = [w for w, _ in words.most_common() if 2 <= len(w) <= 8][:room]
    total = math.log(sum(characters.values()))
    # A character's weight counts it where no word takes it, hence the discount.
    weights = {c: math.log(max(characters[c], 1) / 4) - total for c in [*singles, *latin]}
    weights |= {w: math.log(words[w]) - total for w in longer}
    pieces = [(token, 0.0) for token in SPECIAL] + sorted(weights.items(), key=lambda item: -item[1])
    return _assemble(pieces)


def _compounds(words: Counter[str], pairs: Counter[tuple[str, str]]) -> dict[str, int]:
    """Word pairs that stand together far more often than chance has it (跑赢 + 大市), with their counts."""
    total = math.log(words.total())
    return {
        left + right: count
        for (left, right), count in pairs.items()
        if count >= 60
        and len(left + right) <= 6
        and math.log(count) + total - math.log(words[left]) - math.log(words[right]) > 0.5 * (total - math.log(count))
    }


def _normalizer() -> normalizers.Normalizer:
    return normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(_NUMBER), "0")])


def _assemble(pieces: list[tuple[str, float]]) -> Tokenizer:
    tokenizer = Tokenizer(Unigram(pieces, unk_id=SPECIAL.index(UNKNOWN), byte_fallback=False))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation(behavior="isolated")]
    )
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL])
    start, end = SPECIAL.index(START), SPECIAL.index(END)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}", special_tokens=[(START, start), (END, end)]
    )
    return tokenizer


def save(tokenizer: Tokenizer, folder: Path, max_length: int) -> None:
    """``tokenizer.json`` and the configuration by which ``transformers`` finds it."""
    import json

    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": max_length, "pad_token": PAD,
        "unk_token": UNKNOWN, "cls_token": START, "sep_token": END, "mask_token": MASK,
        "additional_special_tokens": [*HOLDER, *TARGET],
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
