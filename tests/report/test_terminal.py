"""What `show` prints: the article word for word, tables within the width, colour only where it is seen."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from extractor.report.terminal import article, show


def shown(document, **settings) -> str:
    stream = io.StringIO()
    show(document, Console(file=stream, highlight=False, emoji=False, markup=False, **settings))
    return stream.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_nothing_is_wider_than_the_terminal(document, sample, width: int) -> None:
    for each in (document, sample):
        assert max(cell_len(line) for line in shown(each, width=width).splitlines()) <= width


def test_the_article_stands_in_its_original_script(document) -> None:
    plain = article(document).plain
    for digit in "¹²":
        plain = plain.replace(digit, "")
    assert plain == document["text"]


def test_no_colour_when_piped_and_colour_on_a_terminal(document) -> None:
    assert "\x1b[" not in shown(document, width=80)
    assert "\x1b[" in shown(document, width=80, force_terminal=True)


def test_tables_say_who_what_and_where(document) -> None:
    text = shown(document, width=140)
    for words in ("陈大文", "bullish", "900 → 1,200", "≈1,200", "TWD", "2330.TW"):
        assert words in text
