"""One number with its sign, its unit, its currency: 人民币3.5亿元, -2.2%, 30多家."""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.figures.amounts import Amount
from extractor.figures.numerals import Numeral, numerals
from extractor.figures.units import Unit, units

# A term or a count of its own after a currency: 港元1个月拆息.
_TERM_NEXT = re.compile(r" ?(?:个?(?:月|季|星期|礼拜|交易日)|年|周|天|日|夜)")
_CLAUSE = re.compile(r"[，。；！？;!?\n]")
_WINDOW = 24  # characters before a figure that a unit's condition may read
_OPEN = re.compile(r" {0,2}[多余几] ?(?!于|数|年|月|日)")
_TENTHS = re.compile(r"(半)| {0,2}([一二三四五六七八九1-9])(?![0-9年月日个家万亿千百十成%])")
_CHANGE = re.compile(r"(?:又)?([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(毫|角|分|仙|美分|美仙|便士|日本銭|銭)")
_HAS_CHANGE = frozenset({"元", "块", "圆", "日元", "美元", "块钱", "英镑", "欧元", "港元"})
_CONNECTED = re.compile(r" ?(?:[-~–—、和与及到/]|至(?!少))")
_NEXT_DIGIT = re.compile("[二两三四五六七八九]")  # of a rough number: 两三成
_NAKED_AFTER = re.compile(r"(?:[近逾超过破约达到至上有看站]|接近|突破) ?$")
_NO_NUMBER_NEXT = re.compile(
    r" ?(?:[多余几] ?(?:年|个?月|天|岁|周)|年|月|日|号|时|:|：|岁|周|天|季|个(?! ?[、和与及或])|号楼|届|版|代|型|级|楼"
    r"|章|条|款|nd|th|st|rd|[A-Za-z])"
)


def single(folded: str, numeral: Numeral, floor: int) -> Amount | None:
    """The amount around a numeral, a bare number where no unit makes it a figure, None where it cannot be one.

    ``floor``: where the amount before it ended.
    """
    if numeral.chinese and numeral.end - numeral.start == 1 and _in_a_word(folded, numeral):
        return None
    start, negative = _sign(folded, numeral, floor)
    code, begin = _currency_before(folded, start, floor)
    if begin < start and not negative and _minus_before(folded, begin):
        begin, negative = begin - 1, True  # -$3.2
    opened = _OPEN.match(folded, numeral.end)
    unit, end = _unit_after(folded, numeral, opened.end() if opened else numeral.end, begin)
    if opened and unit is None:
        opened = None if not code else opened
        unit, end = _unit_after(folded, numeral, numeral.end, begin)
    if unit is not None and unit.kind not in ("money", "quantity"):
        code, begin = None, start  # 人民币 3.5%: the currency is not of the amount
    amount = Amount(begin, numeral.end, None, "", "number", -numeral.value if negative else numeral.value)
    amount.scale, amount.shift, amount.signed = numeral.scale, start, start < numeral.start
    if numeral.open or opened:
        amount.modifier = "more_than"
    if unit is not None and not (code and unit.kind == "quantity"):
        _apply(folded, amount, unit, end, code)
    elif code and not (_TERM_NEXT.match(folded, numeral.end) or (numeral.chinese and numeral.value < 10)):
        amount.kind, amount.unit, amount.rule = "money", code, "currency_before"
        amount.end = opened.end() if opened else numeral.end
    elif begin > floor and folded[begin - 1] == "%" and not folded[begin - 2 : begin - 1].isdigit():
        amount.start, amount.kind, amount.unit, amount.rule = begin - 1, "percent", "%", "percent_before"
    elif not _bare(folded, numeral):
        return None
    return amount


def _in_a_word(folded: str, numeral: Numeral) -> bool:
    """Whether a lone Chinese digit is no number at first sight: no unit, currency or other number is at its sides."""
    before, after = folded[max(0, numeral.start - 1) : numeral.start].lower(), folded[numeral.end : numeral.end + 1]
    if numeral.value >= 10 or before in "% 负-−+" or after in " 多余几" or before in units().before_longest:
        return False
    joined = _CONNECTED.match(after) or _NEXT_DIGIT.match(after)
    return after.lower() not in units().after.longest and not joined


def _apply(folded: str, amount: Amount, unit: Unit, end: int, code: str | None) -> None:
    amount.kind, amount.unit, amount.form, amount.end = unit.kind, unit.unit, unit.form, end
    amount.rule = f"{unit.kind}_unit" if unit.unit else f"{unit.kind}_by_context"
    factor = unit.factor
    if unit.form == "折" and amount.value is not None and amount.value >= 10:
        factor = Decimal(1)  # 85折 as 8.5折
    if amount.value is not None and factor != 1:
        amount.value *= factor
        amount.scale *= factor
    if unit.form == "成":
        _tenths(folded, amount)
    if (unit.kind == "multiple" or unit.form == "厘") and folded[end : end + 1] == "半" and amount.value is not None:
        amount.value, amount.end = amount.value + Decimal("0.5"), end + 1
    if unit.kind == "money":
        amount.unit = unit.unit or code or ""
        _small_change(folded, amount)
    table = units()
    per = table.per_after.match(folded, amount.end)
    if per and unit.kind == "money":
        amount.end, amount.per = per.end(), table.per[per[1].lower()]
    elif per and unit.kind == "quantity":
        amount.end, amount.unit = per.end(), f"{amount.unit}/{per[1]}"


def _tenths(folded: str, amount: Amount) -> None:
    """三成半 is 35, 七成六 is 76."""
    match = _TENTHS.match(folded, amount.end)
    if match and amount.value is not None and amount.value % 10 == 0:
        amount.value += 5 if match[1] else "一二三四五六七八九".find(match[2]) + 1 or int(match[2])
        amount.end = match.end()


def _small_change(folded: str, amount: Amount) -> None:
    """50元6角三分 is one amount."""
    if amount.form not in _HAS_CHANGE or amount.value is None:
        return
    at = amount.end
    while match := _CHANGE.match(folded, at):
        coin = units().after.by_text[match[2]][0]
        part = next(numerals(match[1]), None)
        if part is None:
            return
        amount.value += part.value * coin.factor
        amount.end = at = match.end()


def _latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "%)")


def _minus_before(folded: str, at: int) -> bool:
    return folded[at - 1 : at] == "-" and not (at > 1 and _latin(folded[at - 2]))


def _sign(folded: str, numeral: Numeral, floor: int) -> tuple[int, bool]:
    """Where the signed number starts, and whether it is negative. A dash after a figure or a Latin word is no sign."""
    before = numeral.start - 1
    if before < floor:
        return numeral.start, False
    sign, previous = folded[before], folded[before - 1 : before] if before else ""
    if sign == "负":
        return before, True
    if sign in "-−+" and not (previous and _latin(previous)) and not (before == floor and floor > 0):
        return before, sign != "+"
    return numeral.start, False


def _currency_before(folded: str, start: int, floor: int) -> tuple[str | None, int]:
    """The currency that stands right before a number, and where it starts; a base currency (兑美元 7.1) is none."""
    end, table = start, units()
    while end > floor and start - end < 2 and folded[end - 1] == " ":
        end -= 1
    longest = table.before_longest.get(folded[end - 1 : end].lower(), 0) if end > floor else 0
    for length in range(min(longest, end - floor), 0, -1):
        form = folded[end - length : end]
        code = table.before.get(form.lower())
        if code is None:
            continue
        previous = folded[end - length - 1 : end - length]
        if form[0].isascii() and form[0].isalpha() and previous.isascii() and previous.isalpha():
            continue
        if not form.isascii() and previous in ("兑", "/", "对"):
            return None, start
        return code, end - length
    return None, start


def _unit_after(folded: str, numeral: Numeral, at: int, begin: int) -> tuple[Unit | None, int]:
    """The unit that follows a number, with its end."""
    start = at
    while start - at < 4 and folded[start : start + 1] == " ":
        start += 1
    for unit, end in units().after.at(folded, start):
        if _fits(folded, numeral, unit, begin, end):
            return unit, end
    return None, at


def _fits(folded: str, numeral: Numeral, unit: Unit, begin: int, end: int) -> bool:
    if unit.unless and unit.unless.match(folded[end : end + _WINDOW].lstrip(" ")):
        return False
    following = folded[end : end + 1]
    if unit.form[-1].isascii() and unit.form[-1].isalpha() and following.isascii() and following.isalpha():
        return False
    if unit.needs and not unit.needs.search(_CLAUSE.split(folded[max(0, begin - _WINDOW) : begin])[-1]):
        return False
    if unit.kind in ("quantity", "money") and _lone_scale(folded, numeral, begin):
        return False
    if unit.kind == "quantity":
        least = 10 if unit.sure and numeral.chinese else 0 if unit.sure else 100 if numeral.chinese else 10
        return numeral.value >= least
    return unit.chinese or not numeral.chinese or numeral.value >= 100


def _lone_scale(folded: str, numeral: Numeral, begin: int) -> bool:
    """万元, 千股, 亿股: a figure only after 近, 逾, 达 or before 多."""
    if not numeral.naked or numeral.open or _OPEN.match(folded, numeral.end):
        return False
    if numeral.scale > 10_000 and numeral.end - numeral.start > 1:
        return False  # 百亿, 万亿
    return not _NAKED_AFTER.search(folded[max(0, begin - 4) : begin])


def _bare(folded: str, numeral: Numeral) -> bool:
    """Whether a number without a unit is worth handing on: no date, no code, and not a lone Chinese digit."""
    least = 10**8 if numeral.naked else 10**4  # 千万 alone is an adverb, 四千万 none
    lone = numeral.chinese and (numeral.scale < least or numeral.end - numeral.start == 1)
    if lone and not (_CONNECTED.match(folded, numeral.end) or _NEXT_DIGIT.match(folded, numeral.end)):
        return False
    if _NO_NUMBER_NEXT.match(folded, numeral.end):
        return False
    previous = folded[numeral.start - 1 : numeral.start]
    return not (previous.isascii() and previous.isalpha())
