"""Scores documents against annotated ones, both in the contract's form."""

from extractor.evaluate.scorer import score
from extractor.evaluate.scores import Scores

__all__ = ["Scores", "score"]
