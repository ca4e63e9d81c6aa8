"""Data frames and iterables: the same extraction without an archive around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.archive.steps import Extracts, Setup, documents, json_line
from extractor.archive.units import Failure, Item
from extractor.article import Article, content_id
from extractor.article.records import DEFAULT_FIELDS, Fields, article_of
from extractor.document import Document

if TYPE_CHECKING:
    import pandas as pd

_DEFAULT = Setup()
# As ``mapInPandas`` wants it said.
SPARK_SCHEMA = "doc_id string, document string, error string"


@dataclass(frozen=True)
class Frames:
    """The four linked tables, in which ``article`` is the row's position in the frame that was extracted, from 0.

    Unpacks into the four; ``errors`` are the rows that failed, each with its reason and traceback.
    """

    documents: pd.DataFrame
    entities: pd.DataFrame
    figures: pd.DataFrame
    views: pd.DataFrame
    errors: pd.DataFrame

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return iter((self.documents, self.entities, self.figures, self.views))


def extract_many(
    articles: Iterable[str | Mapping[str, Any] | Article],
    nlp: Extracts | None = None,
    fields: Fields = DEFAULT_FIELDS,
) -> Iterator[Document]:
    """The documents of texts, records or articles, one at a time as they are asked for.

    Raises what the article raises: an iterable of unsure quality belongs in ``extract_frame`` or ``extractor batch``.
    """
    pipeline = nlp or Setup().load()
    for number, given in enumerate(articles):
        yield pipeline.extract_article(_article(given, str(number), fields))


def extract_frame(
    df: pd.DataFrame,
    text: str = DEFAULT_FIELDS.text,
    title: str = DEFAULT_FIELDS.title,
    date: str = DEFAULT_FIELDS.date,
    id: str = DEFAULT_FIELDS.id,
    nlp: Extracts | None = None,
) -> Frames:
    """Extract every row of a data frame: ``documents, entities, figures, views = extract_frame(df, text="content")``.

    ``text``, ``title``, ``date`` and ``id`` name the frame's columns; all but the text's may be absent.
    """
    import pandas as pd
    import pyarrow as pa

    from extractor.archive.outputs import TABLES
    from extractor.archive.rows import schema, tables

    pipeline = nlp or Setup().load()
    found: dict[str, list[pa.Table]] = {table: [schema(table).empty_table()] for table in TABLES}
    failures = []
    for number, result in _results(df, Fields(text, id, title, date), pipeline):
        if isinstance(result, Failure):
            failures.append({"article": number} | result._asdict())
            continue
        for table, rows in tables([(number, result)]).items():
            found[table].append(rows)
    frames = {table: pa.concat_tables(parts).to_pandas() for table, parts in found.items()}
    return Frames(**frames, errors=pd.DataFrame(failures, columns=["article", *Failure._fields]))


def extract_batches(
    batches: Iterable[pd.DataFrame],
    setup: Setup = _DEFAULT,
) -> Iterator[pd.DataFrame]:
    """Data frames of articles to data frames of documents, row for row: what Spark's ``mapInPandas`` takes.

    Each output row has ``doc_id``, ``document`` (the document as JSON, null where the row failed) and ``error`` (the
    reason, else null). The pipeline is loaded once a task::

        spark.read.parquet("news").mapInPandas(extract_batches, schema=SPARK_SCHEMA).write.json("out")
    """
    import pandas as pd

    pipeline = setup.load()
    for batch in batches:
        rows: list[tuple[str | None, str | None, str | None]] = []
        for _, result in _results(batch, setup.fields, pipeline):
            if isinstance(result, Failure):
                rows.append((result.doc_id, None, result.reason))
            else:
                rows.append((result["doc_id"], json_line(result).decode().rstrip("\n"), None))
        yield pd.DataFrame(rows, columns=["doc_id", "document", "error"], dtype=object)


def _results(df: pd.DataFrame, fields: Fields, pipeline: Extracts) -> Iterator[tuple[int, dict[str, Any] | Failure]]:
    for number, record in enumerate(_records(df)):
        source = f"row {number}"
        try:
            article = article_of(record, source, fields)
        except Exception as error:
            yield number, Failure.of(error, source, "decode")
            continue
        for _, result in documents([Item(number, source, article, None)], pipeline):
            yield number, result


def _records(df: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows as mappings, without the cells that are missing (pandas says None, NaN, NaT or NA)."""
    import pandas as pd

    columns = [str(column) for column in df.columns]
    for row in df.itertuples(index=False, name=None):
        yield {
            name: cell
            for name, cell in zip(columns, row, strict=True)
            if not (pd.api.types.is_scalar(cell) and pd.isna(cell))
        }


def _article(given: str | Mapping[str, Any] | Article, source: str, fields: Fields) -> Article:
    if isinstance(given, Article):
        return given
    if isinstance(given, str):
        return Article(given, content_id(given))
    return article_of(given, f"article {source}", fields)
