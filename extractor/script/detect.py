"""Which script and region a text is in, from its characters and its wording."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.document.models import Region, Script
from extractor.resources import corpus
from extractor.script.convert import to_simplified
from extractor.tables import read_table

# Below this share of one script's own characters among those of both, a text is in the other script alone.
_STRAY = 0.1
# Another region must outweigh the script's own by this much: one strong wording, or three hints.
_LEAD = 3


@dataclass(slots=True, frozen=True)
class Detected:
    """The script and region of a text, and the text in simplified characters at the same offsets."""

    plain: str
    script: Script
    region: Region


def detect(text: str) -> Detected:
    """Convert and classify ``text``. Text without Chinese counts as ``hans`` and ``CN``."""
    script = script_of(text)
    plain = text if script == "hans" and not _traditional().search(text) else to_simplified(text)
    return Detected(plain, script, region_of(text, script))


def script_of(text: str) -> Script:
    """``hant``, ``hans``, or ``mixed`` where both scripts' own characters are more than strays."""
    traditional = len(_traditional().findall(text))
    simplified = len(_simplified().findall(text)) if traditional else 1
    if traditional <= _STRAY * (traditional + simplified):
        return "hans"
    return "hant" if simplified <= _STRAY * (traditional + simplified) else "mixed"


def region_of(text: str, script: Script) -> Region:
    """The region whose wordings weigh most; without any, CN for simplified and HK for traditional text."""
    pattern, votes = _wordings()
    tally: Counter[Region] = Counter()
    for word, times in Counter(pattern.findall(text)).items():
        region, weight = votes[word]
        tally[region] += weight * min(times, 3)
    default: Region = "CN" if script == "hans" else "HK"
    best = max(tally, key=lambda region: (tally[region], region), default=default)
    return best if tally[best] >= tally[default] + _LEAD else default


@cache
def _wordings() -> tuple[re.Pattern[str], dict[str, tuple[Region, int]]]:
    votes: dict[str, tuple[Region, int]] = {}
    for row in read_table(corpus("knowledge", "script", "regions.csv"), ["word", "region", "weight"]):
        region: Any = row.choice("region", ("CN", "HK", "TW"))
        votes[row["word"]] = (region, int(row.choice("weight", ("1", "2", "3"))))
    return re.compile("|".join(map(re.escape, sorted(votes, key=len, reverse=True)))), votes


@cache
def _traditional() -> re.Pattern[str]:
    """Characters of traditional text alone: in Big5's frequent plane and not in GB 2312."""
    return re.compile(f"[{''.join(sorted(_big5() - _gb2312()))}]")


@cache
def _simplified() -> re.Pattern[str]:
    """Characters of simplified text alone: in GB 2312 and not in Big5."""
    return re.compile(f"[{''.join(sorted(_gb2312() - _big5()))}]")


@cache
def _big5() -> frozenset[str]:
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    return _ideographs("big5", range(0xA4, 0xFA), trails)


@cache
def _gb2312() -> frozenset[str]:
    return _ideographs("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))


def _ideographs(codec: str, leads: Any, trails: Any) -> frozenset[str]:
    # A line break after each code keeps an invalid one from spoiling the next.
    codes = b"\n".join(bytes((lead, trail)) for lead in leads for trail in trails)
    return frozenset(c for c in codes.decode(codec, "ignore") if "\u4e00" <= c <= "\u9fff")
