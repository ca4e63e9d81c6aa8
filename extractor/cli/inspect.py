"""``extractor convert``, ``segment`` and ``schema``: the first steps and the contract, to look at by themselves."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from extractor.cli import options


def convert(
    articles: options.Articles,
    encoding: options.Encoding = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say which script and region each text is in.")] = False,
) -> None:
    """Print each article's text in simplified characters, at the same offsets as the original."""
    from extractor.article import read_articles
    from extractor.script import detect

    for path in articles:
        for article in read_articles(path, options.read_options(encoding)):
            found = detect(article.text)
            if explain:
                changed = sum(a != b for a, b in zip(article.text, found.plain, strict=True))
                print(f"# {path}: script {found.script}, region {found.region}, {changed} characters converted")
            print(found.plain)


def segment(
    articles: options.Articles,
    encoding: options.Encoding = None,
    knowledge: options.Knowledge = None,
) -> None:
    """Print each article one sentence a line, its words separated by spaces; figures and names stay whole."""
    from extractor.article import read_articles
    from extractor.pipeline import load

    nlp = load(knowledge or ()).nlp
    for path in articles:
        for article in read_articles(path, options.read_options(encoding)):
            for sentence in nlp.make_doc(article.text).sents:
                print(" ".join(token.text for token in sentence if not token.text.isspace()))


def schema() -> None:
    """Print the JSON Schema of one document."""
    from extractor.document import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
