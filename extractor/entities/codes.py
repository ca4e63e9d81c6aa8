"""Security codes and quotes in brackets after a name, in every style of the news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document.models import Region

_BRACKET = re.compile(r"[ \u00a0]?[（(【\[]([^（()）【】\[\]\n]{1,80})[）)】\]]")
_TRAILING = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,5}|\d{4,6})[-.](US|TW|HK|SH|SZ)(?![A-Za-z0-9])")
_QUOTE = re.compile(r"\s*[-+]?[\d.,]+\s*,\s*[-+]?[\d.]+\s*,\s*[-+]?[\d.]+\s*%\s*")
_CODE = re.compile(
    r"\s*(?:[^\W\d_A-Za-z]{0,6}\s?[：:]\s?)?(?:"
    r"(?P<market>SH|SZ|BJ|HK|NYSE|NASDAQ|Nasdaq|HKEX|SEHK|TWSE|sh|sz|hk)"
    r"\s?[.:： ]?\s?(?P<listed>[A-Z]{1,5}(?![a-z])|\d{1,6})"
    r"|(?P<digits>\d{4,6})(?:\s?[.．\-－]\s?|\s)?(?P<exchange>[A-Z]{1,3}|通|创)(?![A-Za-z])"
    r"|(?P<symbol>[A-Z]{1,6}[a-z]?)\s?[.\-－]\s?(?P<venue>[A-Z]{1,3})(?![A-Za-z])"
    r"|(?P<number>\d{4,6})|(?P<letters>[A-Z]{1,5}))(?=$|[\s，,；;/／、])"
)
_MARKETS = {
    "SS": "SH", "TWO": "TW", "TWSE": "TW", "O": "US", "OQ": "US", "N": "US", "K": "US", "A": "US",
    "PK": "US", "OB": "US", "NYSE": "US", "NASDAQ": "US", "HKEX": "HK", "SEHK": "HK", "通": "HK", "创": "HK",
}  # fmt: skip


@dataclass(slots=True, frozen=True)
class Code:
    """Brackets at ``[start, end)`` right after a name; ``ticker`` is null for a mere quote.

    ``sure``: a listing beyond doubt, so that whatever stands before it is a listed company's name; ``bare``: a number
    alone, whose market is inferred.
    """

    start: int
    end: int
    ticker: str | None
    sure: bool
    bare: bool = False

    def of(self, tickers: Sequence[str]) -> str | None:
        """Which of these listings the code is; a bare number in whichever market it is listed."""
        if self.ticker in tickers:
            return self.ticker
        number = self.ticker.partition(".")[0].lstrip("0") if self.ticker and self.bare else ""
        return next((t for t in tickers if number and t.partition(".")[0].lstrip("0") == number), None)


def find_codes(plain: str, region: Region) -> dict[int, Code]:
    """Codes and quotes by the place where the name before them ends; a quote and a code in a row are one."""
    codes: dict[int, Code] = {}
    last: Code | None = None
    for match in _BRACKET.finditer(plain):
        inside = match[1]
        if _QUOTE.fullmatch(inside):
            code = Code(match.start(), match.end(), None, True)
        elif (found := _CODE.match(inside)) and (ticker := _ticker_of(found, region)):
            code = Code(match.start(), match.end(), ticker, not found["letters"], bool(found["number"]))
        else:
            continue
        if last and last.end == code.start:
            bare = last.bare if last.ticker else code.bare
            code = Code(last.start, code.end, last.ticker or code.ticker, last.sure or code.sure, bare)
        last = codes[code.start] = code
    for match in _TRAILING.finditer(plain):
        before = match.start() - (plain[match.start() - 1 : match.start()] == " ")
        codes.setdefault(before, Code(before, match.end(), _normal(match[1], match[2]), True))
    return codes


def _ticker_of(found: re.Match[str], region: Region) -> str | None:
    if market := found["market"]:
        return _normal(found["listed"], market.upper())
    if digits := found["digits"]:
        return _normal(digits, found["exchange"])
    if found["symbol"]:
        return _normal(found["symbol"], found["venue"])
    if number := found["number"]:
        if len(number) == 6:
            return _normal(number, "SH" if number[0] in "5679" else "BJ" if number[0] in "48" else "SZ")
        if len(number) == 4 and number[:2] in ("19", "20"):
            return None  # a year
        return _normal(number, "TW" if len(number) == 4 and region == "TW" else "HK")
    return _normal(found["letters"], "US")


def _normal(code: str, market: str) -> str:
    """``600519.SH``, ``00700.HK``, ``2330.TW``, ``JPM.US``."""
    market = _MARKETS.get(market, market)
    return f"{code.zfill(5)[-5:] if market == 'HK' else code}.{market}"
