"""``extractor sample``."""

from __future__ import annotations

from extractor.resources import corpus


def command() -> None:
    """Print the bundled sample article: an invented one, of the kind that the product is for."""
    print(corpus("samples", "rate_cut_rally.txt").read_text(encoding="utf-8"), end="")
