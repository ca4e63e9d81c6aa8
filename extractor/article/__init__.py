"""Bytes to articles: encodings, plain text, HTML, JSON records."""

from extractor.article.model import Article

__all__ = ["Article"]
