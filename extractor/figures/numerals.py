"""Numerals: Arabic, Chinese and mixed, as exact decimals.

Everything here reads *folded* text: simplified, with full-width digits and signs made ASCII at the same offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from extractor.resources import corpus
from extractor.tables import read_table

# Longer numerals are no figure of any article; the bound also keeps hostile digits from costing time.
MAX_CHARACTERS = 40
_MAX_DIGITS = 30
_HALF = Decimal("0.5")
_ONE = Decimal(1)
_ABOUT = re.compile(
    "(?<!之)[一二两三四五六七八](?=([二两三四五六七八九])[十百千万亿兆]*$)"
)  # 两三成, 七八百: from 2 to 3, from 7 to 8
_OFTEN = 3  # characters of the numerals that are kept once read

_ASCII = {chr(ord("０") + i): chr(ord("0") + i) for i in range(10)}
_ASCII |= dict(zip("％．＋－−～〜／＄：＜＞＝　\xa0\u2009\u202f", "%.+--~~/$:<>=    ", strict=True))
_ASCII |= {chr(c): chr(c - 0xFEE0) for c in [*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_ASCII |= {"＾": "^", "﹪": "%", "﹣": "-", "﹒": ".", "﹐": "，", "﹑": "、", "﹔": ";", "﹕": ":"}
_WIDE = re.compile(f"[{''.join(_ASCII)}]")


def fold(plain: str) -> str:
    """Full-width digits, letters and signs as ASCII, at the same offsets."""
    return _WIDE.sub(lambda match: _ASCII[match[0]], plain)


class Numeral(NamedTuple):
    """A number at ``[start, end)``: its value, and what grammar needs to know of how it is written.

    ``scale``: what its last scale word multiplies by (一千万 → 10,000,000), which a range or a list may share.
    ``chinese``: written in Chinese characters alone. ``naked``: a scale word without a number (百亿).
    ``open``: 多, 余 or 几 make it a lower bound.
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal
    chinese: bool
    naked: bool
    open: bool


_Read = tuple[Decimal, Decimal, bool, bool, bool]  # a numeral without its place


@dataclass(slots=True, frozen=True)
class _Characters:
    digits: dict[str, int]
    tens: dict[str, int]
    myriads: dict[str, int]
    latin: dict[str, int]
    pattern: re.Pattern[str]
    parts: re.Pattern[str]


ARABIC = (
    r"(?:[0-9]{1,3}(?:[,，][0-9]{3}(?![0-9]))++|[0-9]++|(?<![0-9A-Za-z.])(?=\.[0-9]))"
    r"(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]{1,2}(?![0-9A-Za-z.]))?+"
)
_SPACE = r" {0,3}"
_OF_YI = r"(?=亿(?!万|级|元(?:级|大|以上[的项])))"  # 1个亿 is one number; 2个亿元以上项目 counts projects


@cache
def _characters() -> _Characters:
    roles: dict[str, dict[str, int]] = {"digit": {}, "ten": {}, "myriad": {}, "latin": {}}
    bound: dict[str, str] = {}
    for row in read_table(corpus("knowledge", "figures", "numerals.csv"), ["characters", "role", "value", "unless"]):
        if not row["value"].isdigit():
            raise row.fault(f"value is {row['value']!r}; it must be a whole number")
        for character in row.list("characters"):
            roles[row.choice("role", roles)][character] = int(row["value"])
            if row["unless"]:
                bound[character] = rf"{character}(?!{row['unless']})"
    digits, scales = "".join(roles["digit"]), "".join([*roles["ten"], *roles["myriad"]])
    latin = "|".join(sorted(roles["latin"], key=len, reverse=True))
    chinese, inner = digits + scales, "多余几"
    one = "|".join([f"[{''.join(c for c in chinese if c not in bound)}]", *bound.values()])
    after_scale = (
        rf"(?<=[{scales}零]){_SPACE}{ARABIC}(?={_SPACE}[{scales}])|(?<=零)[0-9]{{1,3}}"
        r"|(?<=[万千])[0-9]{3,4}(?![0-9年月日.,])|(?<=万)[1-9](?=[大关点])"
    )
    pattern = re.compile(
        rf"(?=[0-9.{chinese}几数])(?:{ARABIC}(?: ?(?i:{latin})(?![A-Za-z]))?+|{one}|[几数])"
        rf"(?:{_SPACE}(?:{one})|{_SPACE}几|{_SPACE}[多余](?={_SPACE}[{scales}])|{_SPACE}点{_SPACE}(?=[{digits}])|{_SPACE}个{_OF_YI}"
        rf"|{after_scale})*+"
    )
    parts = re.compile(rf"{ARABIC}|[{chinese}{inner}数点]|(?i:{latin})")
    return _Characters(roles["digit"], roles["ten"], roles["myriad"], roles["latin"], pattern, parts)


def numerals(folded: str) -> Iterator[Numeral]:
    """Every numeral in reading order, in linear time."""
    for match in _characters().pattern.finditer(folded):
        start, end = match.span()
        if end - start <= MAX_CHARACTERS:
            if (first := _ABOUT.match(folded, start, end)) and _follow(first[0], first[1]):
                yield Numeral(start, start + 1, *(_known(first[0]) or (_ONE, _ONE, True, False, False)))
                start += 1
            text = folded[start:end]
            found = (_known if end - start <= _OFTEN else _read)(text)
            if found is not None:
                yield Numeral(start, end, *found)


def _follow(first: str, second: str) -> bool:
    """Whether two digits follow each other, so that they name a rough number: 两三, 七八."""
    order = "一二三四五六七八九"
    return order.find(first.replace("两", "二")) + 1 == order.find(second.replace("两", "二"))


def parse(text: str) -> Decimal | None:
    """The value of a text that is one numeral and nothing else, with 负 or a sign; None where it is none."""
    folded = fold(text).strip()
    negative = folded[:1] in "负-" if folded else False
    folded = folded.lstrip("负+-")
    match = _characters().pattern.fullmatch(folded)
    found = _read(folded) if match and len(folded) <= MAX_CHARACTERS else None
    return None if found is None else (-found[0] if negative else found[0])


def _arabic(text: str) -> Decimal | None:
    value = Decimal(text.replace(",", "").replace("，", ""))
    return value if len(text) <= MAX_CHARACTERS and abs(value.adjusted()) <= _MAX_DIGITS else None


def _read(text: str) -> _Read | None:
    if text[-1].isdigit() and text[0] != "." and text.isascii():
        value = _arabic(text)
        return None if value is None else (value, _ONE, False, False, False)
    return _Reader(text).numeral()


@lru_cache(maxsize=4096)
def _known(text: str) -> _Read | None:
    """Short numerals come again and again."""
    return _read(text)


class _Reader:
    """One numeral, part by part: sections below ten thousand, closed by 万, 亿, 兆."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.chars = _characters()
        self.sums: list[tuple[Decimal, int]] = []  # closed sections with the power that closed them
        self.section = Decimal(0)
        self.number: Decimal | None = None
        self.digits = 0  # Chinese digits in a row: 五五 is 55
        self.last = 1  # the power of the last scale word
        self.linked = False  # 零 between the last scale word and the number
        self.fraction: str | None = None
        self.scale = Decimal(1)
        self.open = False
        self.arabic = False

    def numeral(self) -> _Read | None:
        chars, first = self.chars, self.text[0]
        for match in chars.parts.finditer(self.text):
            part = match.group()
            if part in chars.digits:
                ok = self._digit(part)
            elif part in chars.tens:
                ok = self._ten(chars.tens[part])
            elif part in chars.myriads:
                ok = self._myriad(chars.myriads[part])
            elif part.lower() in chars.latin:
                ok = self._latin(chars.latin[part.lower()])
            elif part in "多余几":
                ok, self.open = self.number is not None or self.section > 0 or bool(self.sums), True
            elif part == "点":
                ok = self.fraction is None
                self.fraction = ""
            else:
                ok = part != "数" and self._arabic(part)
            if not ok:
                return None
        value = self._total()
        if value is None or value.adjusted() > _MAX_DIGITS:
            return None
        naked = first in chars.myriads or (first in chars.tens and chars.tens[first] >= 100)
        return value, self.scale, not self.arabic, naked, self.open

    def _digit(self, part: str) -> bool:
        value = self.chars.digits[part]
        if self.fraction is not None:
            self.fraction += str(value)
            return True
        if part in "零〇" and self.number is None and (self.section or self.sums or len(self.text) > 1):
            self.linked = True
            return bool(self.section or self.sums) or self.text[1] in self.chars.tens or self._zero()
        self.number = Decimal(value) if self.number is None else self.number * 10 + value
        self.digits += 1
        self.scale = Decimal(1)
        return self.digits == 1 or not (self.arabic or self.section or self.sums)

    def _zero(self) -> bool:
        """A leading 零 is a digit unless 十 follows (零十)."""
        self.number, self.digits = Decimal(0), self.digits + 1
        return True

    def _arabic(self, part: str) -> bool:
        value = _arabic(part)
        if value is None or self.number is not None:
            return False
        self.number, self.arabic, self.scale = value, True, Decimal(1)
        self.digits = int(len(part) == 1 and bool(self.sums))  # 2万3 is 23,000
        return True

    def _latin(self, power: int) -> bool:
        if self.number is None:
            return False
        self.number, self.scale = self.number * power, Decimal(power)
        return True

    def _pending(self) -> Decimal | None:
        if self.fraction is None:
            return self.number
        if not self.fraction:
            return None
        value = (self.number or Decimal(0)) + Decimal(f"0.{self.fraction}")
        self.fraction = None
        return value

    def _ten(self, power: int) -> bool:
        if self.digits > 1 or (self.fraction is not None and not self.fraction):
            return False
        number = self._pending()
        if power in (20, 30):  # 廿, 卅 hold their digit
            self.section, self.last = self.section + power, 10
            return number is None
        if number is None and self.section and power >= self.last:
            return False
        self.section += (Decimal(1) if number is None else number) * power
        self.scale = self.scale * power if self.last_was_scale else Decimal(power)
        self.number, self.digits, self.last, self.linked = None, 0, power, False
        return True

    @property
    def last_was_scale(self) -> bool:
        return self.number is None and self.section > 0

    def _myriad(self, power: int) -> bool:
        if self.digits > 1 or (self.fraction is not None and not self.fraction):
            return False
        bare = self.number is None and not self.section
        number = self._pending()
        below = self.section + (number or 0)
        if bare and not self.sums:
            below = Decimal(1)
        while self.sums and self.sums[-1][1] <= power and (bare or self.sums[-1][1] < power):
            below += self.sums.pop()[0]
        self.scale = self.scale * power if bare or number is None else Decimal(power)
        self.sums.append((below * power, power))
        self.section, self.number, self.digits, self.last, self.linked = Decimal(0), None, 0, power, False
        return True

    def _total(self) -> Decimal | None:
        if self.fraction == "":
            return None
        tail = Decimal(0)
        if self.number is not None or self.fraction:
            short = self.digits == 1 and self.last > 10 and not self.linked and (self.section or self.sums)
            number, self.number = self.number or Decimal(0), self.number
            tail = number * self.last / 10 if short else number
            if self.fraction:
                tail += Decimal(f"0.{self.fraction}")
        return sum((value for value, _ in self.sums), self.section + tail)
