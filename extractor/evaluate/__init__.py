"""Scores documents against annotated ones, both in the contract's form."""

from extractor.evaluate.scorer import Scores, score

__all__ = ["Scores", "score"]
