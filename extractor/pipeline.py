"""The rooms in order: one article in, one document out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from spacy.attrs import LOWER, NORM
from spacy.lang.zh import Chinese

from extractor.article import Article, content_id, encodable
from extractor.document import Document
from extractor.errors import InputError
from extractor.figures import scan
from extractor.knowledge import load_gazetteer
from extractor.pipes import PIPES
from extractor.segment import FinanceTokenizer, Reading
from extractor.versions import versions
from extractor.views.analysts import analysts_of

# Lexical attributes that the rooms read; spaCy's others (like_url, shape, …) cost as much as cutting the words.
_LEXICAL = (LOWER, NORM)


class Extractor:
    """A loaded pipeline. ``extract`` is deterministic: the same input gives the same document.

    ``nlp`` is the spaCy pipeline underneath, for whoever wants ``Doc`` objects and span groups instead of documents.
    """

    def __init__(self, knowledge: Iterable[Path] = (), stance_model: Path | None = None) -> None:
        own = list(knowledge)
        self.nlp = Chinese()
        # spaCy's stub of Vocab leaves this attribute out.
        getters = self.nlp.vocab.lex_attr_getters  # type: ignore[attr-defined]
        self.nlp.vocab.lex_attr_getters = {a: getters[a] for a in _LEXICAL}  # type: ignore[attr-defined]
        self.nlp.tokenizer = FinanceTokenizer(self.nlp.vocab, load_gazetteer(own), scan)
        for name in PIPES:
            self.nlp.add_pipe(name, config=_config(name, stance_model))
        self._versions = versions(own)

    def extract(
        self,
        text: str,
        doc_id: str | None = None,
        title: str | None = None,
        published_at: date | str | None = None,
    ) -> Document:
        """The document of one article; ``published_at`` is a date or an ISO date string.

        Raises ``InputError`` where ``published_at`` is no date.
        """
        text = encodable(text)
        return self.extract_article(Article(text, doc_id or content_id(text), title, _date(published_at)))

    def extract_article(self, article: Article) -> Document:
        """The document of an article that the article room has read."""
        reading = self.read(article)
        return _document(article, reading, self._versions)

    def read(self, article: Article) -> Reading:
        """What every room has found in an article, with the places and cues that a document leaves out."""
        # The zone frees every string and token of the article: memory stays flat over an archive.
        with self.nlp.memory_zone():
            doc = self.nlp.make_doc(article.text)
            reading: Reading = doc._.reading
            reading.title, reading.published_at = article.title, article.published_at
            reading.warnings = _warnings(article, reading)
            for _, pipe in self.nlp.pipeline:
                doc = pipe(doc)
        return reading


def _document(article: Article, reading: Reading, made_by: dict[str, Any]) -> Document:
    return Document(
        doc_id=article.doc_id,
        text=article.text,
        title=article.title,
        published_at=article.published_at.isoformat() if article.published_at else None,
        script=reading.script,
        region=reading.region,
        entities=reading.entities,
        figures=reading.figures,
        views=reading.views,
        analysts=analysts_of(reading),
        meta=made_by | {"warnings": reading.warnings},
    )


def _warnings(article: Article, reading: Reading) -> list[str]:
    warnings = []
    if not any("\u4e00" <= character <= "\u9fff" for character in reading.plain):
        warnings.append("no Chinese text")
    if article.published_at is None:
        warnings.append("no publication date: periods such as 上周五 have no dates")
    if "\ufffd" in article.text:
        warnings.append("the text holds replacement characters: check its encoding")
    return warnings


def _date(value: date | str | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"published_at: {value!r} is not a date; write it as 2025-07-16") from error


def _config(pipe: str, stance_model: Path | None) -> dict[str, Any]:
    return {"stance_model": str(stance_model)} if pipe == "finance_views" and stance_model else {}


def load(knowledge: Iterable[str | Path] = (), stance_model: str | Path | None = None) -> Extractor:
    """The pipeline, ready to extract.

    ``knowledge``: name files of your own, as in ``corpus/knowledge/names``. ``stance_model``: the folder of a Hugging
    Face sequence-classification checkpoint to use instead of the shipped model. Raises ``KnowledgeError`` or
    ``ModelError`` where one of them is bad.
    """
    return Extractor([Path(path) for path in knowledge], Path(stance_model) if stance_model else None)
