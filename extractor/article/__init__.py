"""Bytes to articles: encodings, plain text, HTML, JSON records."""

from extractor.article.model import Article, content_id, encodable
from extractor.article.read import ReadOptions, parse_articles, read_articles
from extractor.article.records import Fields, article_of

__all__ = [
    "Article",
    "Fields",
    "ReadOptions",
    "article_of",
    "content_id",
    "encodable",
    "parse_articles",
    "read_articles",
]
