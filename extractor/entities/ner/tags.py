"""The tag scheme: where a name begins, goes on and ends, for each of three groups; an organisation's kind stands apart.

Position and group are tagged per token (BILUO); the kind of an organisation is a second answer on the same tokens,
so a data set that marks organisations without saying of which kind still teaches where they stand.
"""

from __future__ import annotations

import numpy as np

GROUPS = ("person", "organisation", "index")
KINDS = (
    "bank", "broker", "asset_manager", "company", "central_bank", "government", "exchange", "rating_agency",
    "data_provider", "media",
)  # fmt: skip
OUT = 0
TAGS = ("O", *(f"{place}-{group}" for group in GROUPS for place in "BILU"))
N_TAGS = len(TAGS)
N_OUTPUTS = N_TAGS + len(KINDS)
UNKNOWN = -1
_BEGIN, _IN, _LAST, _UNIT = range(4)


def _place(tag: int) -> int | None:
    return None if tag == OUT else (tag - 1) % 4


def _follows(before: int, after: int) -> bool:
    if _place(before) in (_BEGIN, _IN):
        return _place(after) in (_IN, _LAST) and (before - 1) // 4 == (after - 1) // 4
    return _place(after) in (None, _BEGIN, _UNIT)


FOLLOWS = np.array([[_follows(a, b) for b in range(N_TAGS)] for a in range(N_TAGS)])
STARTS = np.array([_place(t) in (None, _BEGIN, _UNIT) for t in range(N_TAGS)])
ENDS = np.array([_place(t) in (None, _LAST, _UNIT) for t in range(N_TAGS)])
_BARRED = np.where(FOLLOWS, 0.0, -1e9).astype("float32")
_BARRED_START = np.where(STARTS, 0.0, -1e9).astype("float32")
_BARRED_END = np.where(ENDS, 0.0, -1e9).astype("float32")


def decode(scores: np.ndarray, lengths: list[int]) -> np.ndarray:
    """The best lawful tag of every token; ``scores`` is (tokens, tags), the sequences one after another.

    Where the best tag of each token taken alone makes a lawful sequence, that is the answer; the rest, a few in a
    hundred, go through Viterbi.
    """
    best = scores.argmax(axis=1)
    ends = np.cumsum(lengths)
    starts = ends - np.asarray(lengths)
    lawful = np.ones(len(best), dtype=bool)
    lawful[1:] = FOLLOWS[best[:-1], best[1:]]
    lawful[starts] = STARTS[best[starts]]
    lawful[ends - 1] &= ENDS[best[ends - 1]]
    faults = np.flatnonzero(~lawful)
    for sequence in np.unique(np.searchsorted(ends, faults, side="right")):
        a, b = starts[sequence], ends[sequence]
        best[a:b] = _viterbi(scores[a:b])
    return best


def _viterbi(scores: np.ndarray) -> np.ndarray:
    best = scores[0] + _BARRED_START
    back = np.zeros(scores.shape, dtype="int64")
    for t in range(1, len(scores)):
        paths = best[:, None] + _BARRED
        back[t] = paths.argmax(axis=0)
        best = paths.max(axis=0) + scores[t]
    tag = int((best + _BARRED_END).argmax())
    tags = [tag]
    for t in range(len(scores) - 1, 0, -1):
        tag = int(back[t, tag])
        tags.append(tag)
    return np.array(tags[::-1])


def spans(tags: np.ndarray) -> list[tuple[int, int, int]]:
    """``(first token, token after the last, group)`` of every name in a lawful tag sequence."""
    found, start = [], 0
    for at in np.flatnonzero(tags).tolist():
        group, place = divmod(int(tags[at]) - 1, 4)
        if place in (_BEGIN, _UNIT):
            start = at
        if place in (_LAST, _UNIT):
            found.append((start, at + 1, group))
    return found


def targets(iob: np.ndarray, labels: np.ndarray, known: dict[int, tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Gold tag and kind of every token from spaCy's ENT_IOB codes and labels; ``UNKNOWN`` where nothing is stated.

    ``known``: label key to its group and kind.
    """
    tags = np.full(len(iob), UNKNOWN)
    kinds = np.full(len(iob), UNKNOWN)
    tags[iob == 2] = OUT
    inside = np.flatnonzero(np.isin(iob, (1, 3)))
    goes_on = np.append(iob[1:] == 1, False)[inside]
    begins = iob[inside] == 3
    place = np.where(begins, np.where(goes_on, _BEGIN, _UNIT), np.where(goes_on, _IN, _LAST))
    meaning = np.array([known[label] for label in labels[inside].tolist()], dtype="int64").reshape(-1, 2)
    tags[inside] = 1 + 4 * meaning[:, 0] + place
    kinds[inside] = meaning[:, 1]
    return tags, kinds


def meaning(label: str) -> tuple[int, int]:
    """Group and kind of a label; a kind is ``UNKNOWN`` for a person, an index or a bare ``organisation``."""
    if label in GROUPS:
        return GROUPS.index(label), UNKNOWN
    return GROUPS.index("organisation"), KINDS.index(label)
