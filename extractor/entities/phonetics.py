"""Does a Chinese transliteration sound like a Latin name (哈伯科恩 and Haberkorn)?

Both are reduced to consonant classes; vowels carry little, for translators choose characters by the consonants. Classes
that one sound may stand for follow the transliteration tables of Xinhua (西 is si, xi or ci; 基 is ki or gi).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from extractor.entities.lexicon import lexicon

CLOSE = 0.3  # most cost per consonant of two names that still sound alike; from pairs in the development articles
_RULES = [
    (r"sch|tch|sh|ch|zh|cz|sz", "J"), (r"ph", "F"), (r"gh(?=[aeiour])", "G"), (r"gh", ""), (r"th", "D"),
    (r"ck|qu|q", "G"), (r"x", "GS"), (r"c(?=[eiy])|ts|tz", "S"), (r"mc", "MG"), (r"kn|gn(?=[aeiou])", "N"),
    (r"wr", "L"), (r"ng", "N"),
    (r"[pb]+", "B"), (r"[fv]+|w", "F"), (r"[td]+", "D"), (r"[sz]+", "S"), (r"[kgc]+", "G"), (r"j", "J"), (r"h", "H"),
    (r"m+", "M"), (r"n+", "N"), (r"[lr]+", "L"),
]  # fmt: skip
_LATIN = re.compile("|".join(f"({pattern})" for pattern, _ in _RULES))
_INITIAL = {
    "b": "B", "p": "B", "m": "M", "f": "F", "w": "F", "d": "D", "t": "D", "n": "N", "l": "L", "g": "G", "k": "G",
    "h": "HG", "zh": "JS", "ch": "JS", "sh": "JS", "r": "L", "z": "SD", "c": "SG", "s": "S", "j": "JG", "q": "JG",
    "x": "SJH", "y": "",
}  # fmt: skip
_SOUND = re.compile(r"(zh|ch|sh|[bpmfwdtnlgkhrzcsjqxy])?([a-z]+?)(ng?|r)?$")


def alike(chinese: str, latin: str) -> bool:
    """Does the transliteration ``chinese`` (simplified) sound like the Latin name ``latin``?"""
    heard, written = _heard(chinese), _written(latin)
    if not heard or not written:
        return False
    cost = _distance(heard, written) / max(len(heard), len(written))
    return cost <= CLOSE and (set(heard[0]) & set(written[0]) != set() or len(written) > 2)


def may_start_alike(one: str, other: str) -> bool:
    """May two transliterations be of one given name? They share a character or begin with the same sound."""
    a, b = _heard(one), _heard(other)
    return bool(set(one) & set(other)) or not a or not b or bool(set(a[0]) & set(b[0]))


@cache
def _written(latin: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFD", latin.lower()).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z]", "", plain)
    return tuple(c for match in _LATIN.finditer(plain) for c in _RULES[match.lastindex - 1][1])  # type: ignore[operator]


@cache
def _heard(chinese: str) -> tuple[str, ...]:
    sounds, heard = lexicon().sounds, []
    for character in chinese:
        match = _SOUND.match(sounds.get(character, ""))
        if not match:
            return ()
        if sounds[character] == "er":
            heard.append("L")
            continue
        if initial := _INITIAL.get(match[1] or ""):
            heard.append(initial)
        if match[3] in ("n", "ng"):
            heard.append("N")
    return tuple(heard)


def _distance(heard: tuple[str, ...], written: tuple[str, ...]) -> float:
    """Least cost of an alignment; r and l at the end of a syllable are often not written, nor is a weak n."""

    def skip(classes: str) -> float:
        return 0.3 if classes == "L" else 0.6 if classes in ("N", "H", "HG") else 1.0

    row = [0.0]
    for classes in written:
        row.append(row[-1] + skip(classes))
    for sound in heard:
        last, row = row, [row[0] + skip(sound)]
        for i, classes in enumerate(written):
            same = last[i] + (0.0 if classes in sound else 1.0)
            row.append(min(same, last[i + 1] + skip(sound), row[i] + skip(classes)))
    return row[-1]
