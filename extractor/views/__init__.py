"""Who thinks what of what: holders, targets, stances, ratings, price targets, evidence."""

from extractor.views.pipe import read_views

__all__ = ["read_views"]
