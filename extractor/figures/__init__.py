"""How much: numerals, grammar, typed figures and what each says about whom."""

from extractor.figures.pipe import read_figures
from extractor.figures.scan import scan

__all__ = ["read_figures", "scan"]
