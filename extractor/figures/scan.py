"""Amounts in a simplified text: value, kind, unit and span, without any context. One pass, linear time."""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.figures.amounts import Amount
from extractor.figures.exclude import excluded, excluded_spans, inside
from extractor.figures.fractions import fraction
from extractor.figures.join import join
from extractor.figures.numerals import Numeral, fold, numerals
from extractor.figures.units import Unit, Units, units

_CLAUSE = re.compile(r"[，。；！？;!?\n]")
_HALVES = re.compile(r" ?(?:打)?(半|对)折")
_TAIL = re.compile(r" {0,2}[多余几] ?(?!于|数|年|月|日|家媒)")
_WINDOW = 24  # characters before a figure that a unit's condition may read


def scan(plain: str) -> list[Amount]:
    """Every amount in reading order, none overlapping. Bare numbers have no kind."""
    folded = fold(plain)
    blocked = excluded_spans(folded)
    found: list[Amount] = []
    table = units()
    pending = list(numerals(folded))
    at, index = 0, 0
    while index < len(pending):
        numeral = pending[index]
        index += 1
        if numeral.start < at or inside(numeral.start, blocked):
            continue
        amount, used = _amount(folded, numeral, pending[index : index + 1], table, at)
        index += used
        if amount is not None:
            found.append(amount)
            at = amount.end
    return [a for a in join(folded, found) if a.kind is None or not excluded(folded, a)]


def _amount(
    folded: str, numeral: Numeral, following: list[Numeral], table: Units, floor: int
) -> tuple[Amount | None, int]:
    """The amount that starts with a numeral, and how many of the numerals after it it took."""
    part = fraction(folded, numeral, following, floor)
    if part is not None:
        return part, int(part.end > numeral.end)
    start, negative = _sign(folded, numeral, floor)
    code, begin = _currency_before(folded, start, table, floor)
    if (
        begin < start
        and not negative
        and folded[begin - 1 : begin] == "-"
        and not folded[begin - 2 : begin - 1].isalnum()
    ):
        begin, negative = begin - 1, True  # -$3.2 and -人民币5元
    amount = Amount(begin, numeral.end, None, "", "number", -numeral.value if negative else numeral.value)
    amount.scale, amount.shift = numeral.scale, start
    if numeral.open:
        amount.modifier = "more_than"
    end = numeral.end
    tail = _TAIL.match(folded, end)
    unit, unit_end = _unit_after(folded, numeral, tail.end() if tail else end, table, begin)
    if tail and unit is not None:
        amount.modifier = "more_than"
    elif tail and unit is None:
        unit, unit_end = _unit_after(folded, numeral, end, table, begin)
    if unit is not None and not (code and unit.kind not in ("money",)):
        _apply_unit(folded, amount, unit, unit_end, code, table)
    elif code:
        amount.kind, amount.unit, amount.rule = "money", code, "currency_before"
        if tail:
            amount.end, amount.modifier = tail.end(), "more_than"
    elif folded[begin - 1 : begin] == "%" and not folded[begin - 2 : begin - 1].isdigit():
        amount.start, amount.kind, amount.unit, amount.rule = begin - 1, "percent", "%", "percent_before"
    elif not _bare(folded, numeral):
        return None, 0
    return amount, 0


def _apply_unit(folded: str, amount: Amount, unit: Unit, end: int, code: str | None, table: Units) -> None:
    amount.kind, amount.unit, amount.form = unit.kind, unit.unit, unit.form
    amount.rule = f"{unit.kind}_{'unit' if unit.unit else 'by_context'}"
    amount.end = end
    if amount.value is not None and unit.factor != 1:
        amount.value *= unit.factor
        amount.scale *= unit.factor
    if unit.kind == "percent" and unit.form == "成":
        _half(folded, amount)
    if unit.kind == "multiple" and folded[end : end + 1] == "半" and amount.value is not None:
        amount.value, amount.end = amount.value + Decimal("0.5"), end + 1
    if unit.kind == "money":
        amount.unit = unit.unit or code or ""
        _small_change(folded, amount, table)
    per = table.per_after.match(folded, amount.end)
    if per and unit.kind in ("money", "quantity"):
        amount.end = per.end()
        if unit.kind == "money":
            amount.per = table.per[per[1].lower()]
        else:
            amount.unit = f"{amount.unit}/{per[1]}"


_HALF_TENTH = re.compile(r"(半)| {0,2}([一二三四五六七八九1-9])(?![0-9年月日个家万亿千百十成%])")


def _half(folded: str, amount: Amount) -> None:
    """三成半 is 35, 七成六 is 76."""
    match = _HALF_TENTH.match(folded, amount.end)
    if match and amount.value is not None and amount.value % 10 == 0:
        amount.value += 5 if match[1] else "一二三四五六七八九".find(match[2]) + 1 or int(match[2])
        amount.end = match.end()


_CHANGE = re.compile(r"(?:又)?([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(毫|角|分|仙|美分|美仙|便士|日本銭|銭)")


def _small_change(folded: str, amount: Amount, table: Units) -> None:
    """50元6角三分 is one amount."""
    if amount.form not in ("元", "块", "圆", "日元", "美元", "块钱", "英镑", "欧元", "港元"):
        return
    at = amount.end
    while match := _CHANGE.match(folded, at):
        coin = table.after.by_text[match[2]][0]
        part = next(numerals(match[1]), None)
        if part is None or amount.value is None:
            return
        amount.value += part.value * coin.factor
        amount.end = at = match.end()


def _sign(folded: str, numeral: Numeral, floor: int) -> tuple[int, bool]:
    """Where the signed number starts, and whether it is negative. A dash after a figure or a word is no sign."""
    before = numeral.start - 1
    if before < floor:
        return numeral.start, False
    sign = folded[before]
    if sign == "负" or (sign in "-−" and before > floor - 1):
        previous = folded[before - 1 : before]
        if sign == "负" or not (previous.isascii() and (previous.isalnum() or previous in "%)")):
            if sign != "负" and before == floor and floor > 0:
                return numeral.start, False  # right after a figure: a range
            return before, True
    if sign == "+" and not folded[before - 1 : before].isalnum():
        return before, False
    return numeral.start, False


def _currency_before(folded: str, start: int, table: Units, floor: int) -> tuple[str | None, int]:
    end = start
    while end > floor and start - end < 2 and folded[end - 1] == " ":
        end -= 1
    for length in range(min(table.before_longest, end - floor), 0, -1):
        form = folded[end - length : end]
        code = table.before.get(form.lower())
        if code is None:
            continue
        previous = folded[end - length - 1 : end - length]
        if form[0].isascii() and form[0].isalpha() and previous.isascii() and previous.isalpha():
            continue
        if not form.isascii() and previous in ("兑", "/", "对", "对"):
            return None, start  # a rate against it, not an amount of it
        return code, end - length
    return None, start


def _unit_after(folded: str, numeral: Numeral, at: int, table: Units, begin: int) -> tuple[Unit | None, int]:
    start = at
    while start - at < 4 and folded[start : start + 1] == " ":
        start += 1
    for unit in table.after.at(folded, start):
        end = start + len(unit.form)
        if unit.unless and unit.unless.match(folded, end):
            continue
        if (
            unit.form[-1].isascii()
            and unit.form[-1].isalpha()
            and folded[end : end + 1].isascii()
            and folded[end : end + 1].isalpha()
        ):
            continue
        if unit.needs and not unit.needs.search(_clause(folded, begin)):
            continue
        if not unit.chinese and numeral.chinese and numeral.value < 100 and unit.kind != "quantity":
            continue
        if unit.kind == "quantity" and numeral.chinese and numeral.value < 10:
            continue
        if not unit.sure and numeral.value < (100 if numeral.chinese else 10):
            continue
        return unit, end
    return None, at


def _clause(folded: str, end: int) -> str:
    piece = folded[max(0, end - _WINDOW) : end]
    return _CLAUSE.split(piece)[-1]


_BARE_NEXT = re.compile(
    r" ?(?:年|月|日|号|时|:|：|岁|周|天|季|个|号楼|届|版|代|型|级|楼|章|条|款|nd|th|st|rd|[A-Za-z])"
)


def _bare(folded: str, numeral: Numeral) -> bool:
    """Whether a number without a unit is worth handing on: Arabic or scaled, and not the start of a date or a code."""
    if numeral.chinese and (numeral.scale < 10**8 or numeral.end - numeral.start == 1):
        return False
    if _BARE_NEXT.match(folded, numeral.end):
        return False
    previous = folded[numeral.start - 1 : numeral.start]
    return not (previous.isascii() and previous.isalpha())
