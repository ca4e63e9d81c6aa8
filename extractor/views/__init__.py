"""Who thinks what of what: holders, targets, stances, ratings, price targets, evidence."""

from extractor.views.pipe import decisions, read_views

__all__ = ["decisions", "read_views"]
