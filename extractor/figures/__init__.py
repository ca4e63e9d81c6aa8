"""How much: numerals, grammar, typed figures and what each says about whom."""

from extractor.figures.listing import Listed, list_numbers
from extractor.figures.pipe import read_figures
from extractor.figures.scan import scan

__all__ = ["Listed", "list_numbers", "read_figures", "scan"]
