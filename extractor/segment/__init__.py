"""The article cut up: protected spans, words, sentences."""

from extractor.segment.page import afterword_start, foreword_end
from extractor.segment.reading import Reading, Reference, Role, Sentence, Spanned, Speaker, Statement
from extractor.segment.tokenizer import FinanceTokenizer

__all__ = [
    "FinanceTokenizer",
    "Reading",
    "Reference",
    "Role",
    "Sentence",
    "Spanned",
    "Speaker",
    "Statement",
    "afterword_start",
    "foreword_end",
]
