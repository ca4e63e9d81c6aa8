"""What is done to one article, the same in a worker process, in Ray and in a data frame: decode it, extract it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from extractor.archive.duplicates import sketch
from extractor.archive.units import Failure, Item, Prepared, Unit
from extractor.article import Article, ReadOptions, parse_articles
from extractor.article.decode import decode
from extractor.article.records import Fields, article_of, parse_json
from extractor.errors import ExtractorError, InputError

Tick = Callable[[int], None]


class Extracts(Protocol):
    """A loaded pipeline."""

    def extract_article(self, article: Article) -> Any:
        """A document with ``to_dict``."""


@dataclass(frozen=True)
class Setup:
    """All that a worker needs: how to load the pipeline, how to read articles, what to write.

    ``pipeline`` is ``module:function``; the function takes ``knowledge`` and ``stance_model`` and gives an object with
    ``extract_article``.
    """

    knowledge: tuple[str, ...] = ()
    stance_model: str | None = None
    fields: Fields = field(default_factory=Fields)
    encoding: str | None = None
    format: str = "jsonl"
    pipeline: str = "extractor.pipeline:load"

    def load(self) -> Extracts:
        """The pipeline."""
        module, _, function = self.pipeline.partition(":")
        return getattr(import_module(module), function)(self.knowledge, self.stance_model)


class Extracted(NamedTuple):
    """What a batch of articles gave: bytes to append by file, failures by article number, and how much text it was.

    ``payload`` holds ``documents`` as JSON Lines, or each of the four tables as an Arrow stream.
    """

    payload: dict[str, bytes]
    failures: list[tuple[int, Failure]]
    documents: int
    characters: int


def prepare(units: Sequence[Unit], setup: Setup, tick: Tick) -> list[Prepared]:
    """Decode units to articles and sketch them; ``tick`` is told the place of each before its turn."""
    prepared = []
    for place, unit in enumerate(units):
        tick(place)
        if unit.form == "unreadable":
            failure = Failure(unit.source, "read", unit.data, "InputError")
            prepared.append(Prepared(unit.source, None, b"", failure))
            continue
        try:
            article = article_from(unit, setup)
            prepared.append(Prepared(unit.source, article, sketch(article.text)))
        except Exception as error:
            # The place leads a reader's message; the record has a field for it.
            failure = Failure.of(error, unit.source, "decode")
            reason = failure.reason.removeprefix(f"{unit.source}: ")
            prepared.append(Prepared(unit.source, None, b"", failure._replace(reason=reason)))
    return prepared


def article_from(unit: Unit, setup: Setup) -> Article:
    """The article of one unit. Raises ``InputError`` where it holds none, or more than one."""
    if unit.form == "row":
        return article_of(unit.data, unit.source, setup.fields)
    if unit.form == "json":
        text = decode(unit.data, unit.source, unit.detail or None)
        return article_of(parse_json(text, unit.source), unit.source, setup.fields)
    articles = list(parse_articles(unit.data, unit.source, unit.detail or ".txt", ReadOptions(setup.encoding)))
    if len(articles) != 1:
        raise InputError(f"{unit.source}: holds {len(articles)} articles where one was expected")
    return articles[0]


def documents(items: Iterable[Item], pipeline: Extracts) -> Iterable[tuple[Item, dict[str, Any] | Failure]]:
    """Each article's document as plain JSON types, or its failure; never raises for an article."""
    for item in items:
        try:
            document = pipeline.extract_article(item.article).to_dict()
        except Exception as error:
            yield item, Failure.of(error, item.source, "extract", item.article.doc_id)
            continue
        document["meta"] |= {"article": item.number, "source": item.source}
        if item.duplicate:
            of, kind, similarity = item.duplicate
            document["meta"] |= {"duplicate_of": of, "duplicate": kind, "similarity": similarity}
        yield item, document


def extract(items: Sequence[Item], pipeline: Extracts, setup: Setup, tick: Tick) -> Extracted:
    """Extract articles and write their documents as the bytes that the parent appends."""
    found: list[tuple[Item, Any]] = []
    failures: list[tuple[int, Failure]] = []
    for place, item in enumerate(items):
        tick(place)
        for _, result in documents([item], pipeline):
            encoded = result if isinstance(result, Failure) else _encode(item, result, setup.format)
            if isinstance(encoded, Failure):
                failures.append((item.number, encoded))
            else:
                found.append((item, encoded))
    characters = sum(len(item.article.text) for item, _ in found)
    encoded_all = [encoded for _, encoded in found]
    payload = {"documents": b"".join(encoded_all)} if setup.format == "jsonl" else _streams(encoded_all)
    return Extracted(payload, failures, len(found), characters)


def json_line(document: dict[str, Any]) -> bytes:
    """A document as one line of JSON."""
    return json.dumps(document, ensure_ascii=False).encode("utf-8") + b"\n"


def _encode(item: Item, document: dict[str, Any], form: str) -> Any:
    """The document in its output form; a pipeline's value that has none is that article's failure."""
    try:
        if form == "jsonl":
            return json_line(document)
        from extractor.archive.rows import tables

        return tables([(item.number, document)])
    except Exception as error:
        return Failure.of(error, item.source, "extract", item.article.doc_id)


def _streams(found: list[dict[str, Any]]) -> dict[str, bytes]:
    """Tables by name as Arrow streams."""
    import pyarrow as pa

    from extractor.archive.outputs import TABLES
    from extractor.archive.rows import schema

    streams = {}
    for table in TABLES:
        joined = pa.concat_tables([tables[table] for tables in found] or [schema(table).empty_table()])
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, schema(table)) as writer:
            writer.write_table(joined.combine_chunks())
        streams[table] = sink.getvalue().to_pybytes()
    return streams


def broken_setup(error: Exception) -> str:
    """Why the pipeline could not be loaded, for a person."""
    return str(error) if isinstance(error, ExtractorError) else f"{type(error).__name__}: {error}"
