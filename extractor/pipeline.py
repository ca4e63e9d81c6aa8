"""The rooms in order: one article in, one document out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from extractor._version import __version__
from extractor.article.model import Article, content_id
from extractor.document import Document
from extractor.entities import read_entities
from extractor.figures import read_figures, scan
from extractor.knowledge import load_gazetteer
from extractor.segment.tokenizer import blank
from extractor.speech import read_speech
from extractor.views import read_views
from extractor.views.analysts import analysts_of


class Extractor:
    """A loaded pipeline. ``extract`` is deterministic: the same input gives the same document."""

    def __init__(self, knowledge: Iterable[Path] = ()) -> None:
        self.nlp = blank(load_gazetteer(knowledge), scan)

    def extract(
        self,
        text: str,
        doc_id: str | None = None,
        title: str | None = None,
        published_at: date | str | None = None,
    ) -> Document:
        """The document of one article. ``published_at`` is a date or an ISO date string."""
        published = date.fromisoformat(published_at) if isinstance(published_at, str) else published_at
        return self.extract_article(Article(text, doc_id or content_id(text), title, published))

    def extract_article(self, article: Article) -> Document:
        """The document of an article that the article room has read."""
        doc = self.nlp.make_doc(article.text)
        reading = doc._.reading
        reading.title, reading.published_at = article.title, article.published_at
        read_entities(reading)
        read_speech(reading)
        read_figures(reading)
        read_views(reading)
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
            meta={"package": __version__, "warnings": reading.warnings},
        )


def load(knowledge: Iterable[str | Path] = ()) -> Extractor:
    """The pipeline, ready to extract. ``knowledge``: name files of your own, as in ``corpus/knowledge/names``."""
    return Extractor([Path(path) for path in knowledge])
