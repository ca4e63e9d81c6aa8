"""Publication dates: as people write them in records and options, and as a text's dateline shows them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

# 2025-07-16, 2025/7/16, 2025.7.16, 2025年7月16日, 20250716; a time of day may follow.
_WRITTEN = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-/.](\d{1,2})[-/.](\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|(\d\d)(\d\d))(?!\d)"
)
# How far into a text a dateline may stand.
_DATELINE_REACH = 400
_DATELINE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|[-/.](\d{1,2})[-/.](\d{1,2}))"
    r"(?=\s*(?:星期|週|周|\d{1,2}[:：]\d\d|[)）\]】]|讯|訊|电|電|消息|来源|來源|$|\n|\(|（))",
    re.M,
)


def parse_date(value: object) -> date | None:
    """A date from a record's field: ISO, Chinese, compact, RFC 2822, a Unix time in s or ms; null where it is none."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return _from_number(value)
    text = str(value).strip()
    found = _WRITTEN.match(text)
    if found:
        return _date(*(int(part) for part in found.groups() if part))
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def dateline(text: str) -> date | None:
    """The date of a dateline near the start of a text: a full date beside a weekday, a time, 讯/電 or a line's end."""
    found = _DATELINE.search(text[:_DATELINE_REACH])
    return _date(*(int(part) for part in found.groups() if part)) if found else None


def _from_number(value: float) -> date | None:
    if 19_000_101 <= value <= 20_991_231:
        return parse_date(str(int(value)))
    seconds = value / 1000 if value > 1e11 else value
    try:
        return datetime.fromtimestamp(seconds, UTC).date() if seconds > 1e8 else None
    except (ValueError, OverflowError, OSError):
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
