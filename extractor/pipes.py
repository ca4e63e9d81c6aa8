"""The rooms as spaCy components: a tokenizer and four pipes that any Chinese pipeline can add by name.

>>> import spacy
>>> nlp = spacy.blank("zh")
>>> _ = nlp.add_pipe("finance_entities"), nlp.add_pipe("finance_speech"), nlp.add_pipe("finance_figures")
>>> doc = nlp("高盛將台積電目標價由1,100元上調至1,300元。")
>>> [(span.text, span.label_) for span in doc.spans["figures"]]
[('1,100元', 'money'), ('1,300元', 'money')]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, cached_property
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.entities import read_entities
from extractor.figures import read_figures, scan
from extractor.knowledge import load_gazetteer
from extractor.segment import FinanceTokenizer, Reading
from extractor.speech import read_speech
from extractor.views import read_views
from extractor.views.stance import StanceModel

PIPES = ("finance_entities", "finance_speech", "finance_figures", "finance_views")


@spacy.registry.tokenizers("extractor.FinanceTokenizer.v1")
def create_tokenizer() -> Callable[[Language], FinanceTokenizer]:
    """The tokenizer for a pipeline's config: ``[nlp.tokenizer] @tokenizers = "extractor.FinanceTokenizer.v1"``."""
    return lambda nlp: FinanceTokenizer(nlp.vocab, load_gazetteer(), scan)


@cache
def _reader() -> FinanceTokenizer:
    """Reads the docs of pipelines that have another tokenizer."""
    return FinanceTokenizer(spacy.blank("zh").vocab, load_gazetteer(), scan)


def reading_of(doc: Doc) -> Reading:
    """The doc's ``Reading``, made from its text where another tokenizer cut it."""
    if doc._.reading is None:
        doc._.reading = _reader().read(doc.text)
    return doc._.reading


@Language.component("finance_entities", assigns=["doc._.reading", "doc.spans"])
def finance_entities(doc: Doc) -> Doc:
    """Who is named: ``doc.spans["entities"]``, labelled by type, ids under ``span.id_``."""
    reading = reading_of(doc)
    read_entities(reading)
    return _mark(doc, "entities", ((m.start, m.end, e.type, e.id) for e in reading.entities for m in e.mentions))


@Language.component("finance_speech", assigns=["doc._.reading"], requires=["doc._.reading"])
def finance_speech(doc: Doc) -> Doc:
    """Who says what: ``doc._.reading.statements``."""
    read_speech(reading_of(doc))
    return doc


@Language.component("finance_figures", assigns=["doc.spans"], requires=["doc._.reading"])
def finance_figures(doc: Doc) -> Doc:
    """How much: ``doc.spans["figures"]``, labelled by kind."""
    reading = reading_of(doc)
    read_figures(reading)
    return _mark(doc, "figures", ((f.start, f.end, f.kind, "") for f in reading.figures))


class FinanceViews:
    """Who thinks what of what: ``doc.spans["evidence"]``, labelled by stance.

    ``model`` settles the stances that the rules leave open; the shipped one is loaded when an article first needs it.
    """

    def __init__(self, model: StanceModel | None) -> None:
        self._given = model

    @cached_property
    def model(self) -> StanceModel:
        """The model given, or the shipped one."""
        return self._given or StanceModel.load()

    def __call__(self, doc: Doc) -> Doc:
        """Read the views of an article."""
        reading = reading_of(doc)
        read_views(reading, self.model)
        return _mark(doc, "evidence", ((e.start, e.end, v.stance, "") for v in reading.views for e in v.evidence))


@Language.factory(
    "finance_views", default_config={"stance_model": None}, assigns=["doc.spans"], requires=["doc._.reading"]
)
def finance_views(nlp: Language, name: str, stance_model: str | None) -> FinanceViews:
    """The views pipe; ``stance_model`` is the folder of a Hugging Face checkpoint, null for the shipped model."""
    return FinanceViews(StanceModel.load(Path(stance_model)) if stance_model else None)


def _mark(doc: Doc, group: str, marks: Iterable[tuple[int, int, str, str]]) -> Doc:
    spans = (doc.char_span(a, b, label, span_id=key, alignment_mode="expand") for a, b, label, key in marks)
    doc.spans[group] = [span for span in spans if isinstance(span, Span)]
    return doc
