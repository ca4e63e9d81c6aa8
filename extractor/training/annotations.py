"""Views annotated in place: ``corpus/training/views/annotations.csv`` keeps where words stand, and no text.

An annotated article is read again from the data folder that holds it. Its views have the words of holder and target,
as the annotated sentences have, so that the same code aligns both with the drafts of the product.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from extractor.resources import corpus
from extractor.tables import Row, read_table
from extractor.views.stance import STANCES

COLUMNS = ["source", "article", "holder", "holder_length", "kind", "target", "target_length", "stance", "optional"]
_QUESTION = re.compile("[？?]")
_NONE = "none"  # the stance of the one row of an article without views


def annotated_articles(data: Path) -> list[Mapping[str, Any]]:
    """Every annotated article: ``text``, and ``views`` of ``holder``, ``kind``, ``target``, ``stance``, ``optional``.

    ``data`` is the folder with ``news/`` and ``finance/``. Raises ``KnowledgeError`` with file and line where a row
    points outside its article.
    """
    rows = read_table(corpus("training", "views", "annotations.csv"), COLUMNS)
    by_article: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        by_article[row["source"], int(row["article"])].append(row)
    articles: list[Mapping[str, Any]] = []
    for (source, number), marked in by_article.items():
        text = _texts(data, source)[number]
        views = [_view(row, text) for row in marked if row["stance"] != _NONE]
        articles.append({"source": source, "text": text, "views": views})
    return articles


def _view(row: Row, text: str) -> dict[str, Any]:
    return {
        "holder": _words(row, text, "holder"),
        "kind": row.choice("kind", ("person", "org", "unnamed")),
        "target": _words(row, text, "target"),
        "stance": row.choice("stance", STANCES),
        "optional": row["optional"] == "yes",
    }


def _words(row: Row, text: str, column: str) -> str:
    start, length = int(row[column]), int(row[f"{column}_length"])
    if not 0 <= start < start + length <= len(text):
        raise row.fault(f"the {column} at {start}, {length} long, lies outside its article of {len(text)} characters")
    return text[start : start + length]


@cache
def _texts(data: Path, source: str) -> list[str]:
    """The articles of a source by number: the title and a line break before the text where there is a title."""
    return list(_news(data / "news" / f"{source}.jsonl.gz") if "/" not in source else _lists(data, source))


def _news(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            title = (record.get("title") or "").strip()
            yield (f"{title}\n" if title else "") + (record.get("text") or "")


def _lists(data: Path, source: str) -> Iterator[str]:
    """``fincuge/finna`` has rows of title and text, ``fincuge/finqa`` rows of a question with its text after it."""
    folder, name = source.split("/")
    for row in json.loads((data / "finance" / folder / f"{name}__eval_list.json").read_text(encoding="utf-8")):
        yield row[1] if name == "finna" else _QUESTION.split(row[0], maxsplit=1)[-1]
