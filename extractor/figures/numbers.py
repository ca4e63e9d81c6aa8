"""Bare numbers in any text, whatever they count: the numerals of the room by themselves.

Fractions (三分之一, 负一又二分之一, 3/5), powers (2^-1) and dozens (五十打) are read here only: no article's figure is
written so, and the grammar of figures stays free of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import cache

from extractor.figures.numerals import Numeral, fold, numerals
from extractor.resources import corpus
from extractor.tables import read_table

_NEGATIVE = re.compile(r"(?<![0-9A-Za-z%)])[-负]\Z")
_OF = re.compile(r" *分 *之 *(负|-)? *")
_AND = re.compile(r" *又 *")
_SLASH = re.compile(r" ?/ ?")
_POWER = re.compile(r"\^(-*)")
_DOZEN = re.compile(r" *打(?![折的算造开破击听赢败])")
_MIXED = re.compile(r" (?=[0-9]+/[0-9])")
_LONE_SCALE = re.compile(r"[万亿兆]+")


@dataclass(slots=True, frozen=True)
class Found:
    """A number at ``[start, end)``; ``scale`` is what its last scale word multiplies by, ``open`` means 多 or 几."""

    start: int
    end: int
    value: Decimal
    scale: Decimal = Decimal(1)
    open: bool = False


def numbers(plain: str) -> list[Found]:
    """Every number of a simplified text in reading order, figure or not."""
    folded = fold(plain)
    read = [n for n in numerals(folded) if not _in_a_word(folded, n)]
    found: list[Found] = []
    at = 0
    while at < len(read):
        number, used = _number(folded, read, at, found[-1].end if found else 0)
        found.append(number)
        at += used
    return found


@cache
def _words() -> re.Pattern[str]:
    """Words in which a numeral character counts nothing, as they stand around it."""
    around = []
    for row in read_table(corpus("knowledge", "figures", "numeral_words.csv"), ["word", "character"]):
        before, found, after = row["word"].partition(row["character"])
        if not found:
            raise row.fault("the word does not hold the character")
        around.append((f"(?<={before})" if before else "") + found + after)
    return re.compile("|".join(around))


def _in_a_word(folded: str, numeral: Numeral) -> bool:
    if not numeral.chinese:
        return False
    if _LONE_SCALE.fullmatch(folded, numeral.start, numeral.end):
        return True
    return numeral.end - numeral.start <= 2 and bool(_words().match(folded, numeral.start))


def _number(folded: str, plain: list[Numeral], at: int, floor: int) -> tuple[Found, int]:
    """The number that starts with a numeral, and how many numerals it takes."""
    first = plain[at]
    start, negative = first.start, False
    if start > floor and _NEGATIVE.search(folded, max(0, start - 2), start):
        start, negative = start - 1, True
    value, end, used = first.value, first.end, 1
    for joined in (_fraction, _power):
        result = joined(folded, plain, at)
        if result:
            value, end, used = result
            break
    if dozen := _DOZEN.match(folded, end):
        value, end = value * 12, dozen.end()
    return Found(start, end, -value if negative else value, first.scale, first.open), used


def _fraction(folded: str, plain: list[Numeral], at: int) -> tuple[Decimal, int, int] | None:
    """三分之一, 一又二分之一, 3/5 and 1 4/3, from the numeral at ``at`` on."""
    whole, used = Decimal(0), 0
    mixed = _AND.match(folded, plain[at].end) or _MIXED.match(folded, plain[at].end)
    if mixed and at + 1 < len(plain) and plain[at + 1].start == mixed.end():
        whole, used = plain[at].value, 1
    if at + used + 1 >= len(plain):
        return None
    low, high = plain[at + used], plain[at + used + 1]
    if (middle := _OF.match(folded, low.end)) and middle.end() == high.start and low.value:
        if folded[low.start : low.end] in ("百", "佰"):
            return -high.value if middle[1] else high.value, high.end, used + 2  # in percent
        share = high.value / low.value
        return whole + (-share if middle[1] else share), high.end, used + 2
    if (middle := _SLASH.match(folded, low.end)) and middle.end() == high.start and high.value:
        return whole + low.value / high.value, high.end, used + 2
    return None


def _power(folded: str, plain: list[Numeral], at: int) -> tuple[Decimal, int, int] | None:
    middle = _POWER.match(folded, plain[at].end)
    if not middle or at + 1 >= len(plain) or plain[at + 1].start != middle.end() or plain[at + 1].value > 99:
        return None
    exponent = plain[at + 1].value * (-1) ** len(middle[1])
    try:
        return plain[at].value ** exponent, plain[at + 1].end, 2
    except (DivisionByZero, InvalidOperation, Overflow):
        return None
