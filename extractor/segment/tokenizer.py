"""The spaCy tokenizer: spans that must stay whole, jieba for the gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import jieba
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractor.knowledge import Gazetteer
from extractor.script import detect
from extractor.segment.reading import Reading, Spanned
from extractor.segment.sentences import split

if not Doc.has_extension("reading"):
    Doc.set_extension("reading", default=None)


class FinanceTokenizer:
    """Text to ``Doc``: the text simplified, figures and names protected, words by a private jieba."""

    def __init__(self, vocab: Vocab, gazetteer: Gazetteer, scan_figures: Callable[[str], Sequence[Spanned]]) -> None:
        self.vocab = vocab
        self.gazetteer = gazetteer
        self.scan_figures = scan_figures
        self._jieba = jieba.Tokenizer()

    def read(self, text: str) -> Reading:
        """The article before any word is cut: script, names, amounts, sentences."""
        found = detect(text)
        reading = Reading(text, found.plain, found.script, found.region)
        reading.names = self.gazetteer.scan(found.plain)
        reading.amounts = self.scan_figures(found.plain)
        reading.sentences = split(found.plain)
        return reading

    def __call__(self, text: str) -> Doc:
        """The ``Doc`` of an article, its ``Reading`` under ``doc._.reading``."""
        reading = self.read(text)
        words = list(self._words(reading.plain, [*reading.names, *reading.amounts]))
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        doc._.reading = reading
        return doc

    def _words(self, plain: str, protected: Iterable[Spanned]) -> Iterable[str]:
        at = 0
        for span in sorted(protected, key=lambda s: (s.start, -s.end)):
            if span.start < at:
                continue
            yield from self._jieba.cut(plain[at : span.start], HMM=True)
            yield plain[span.start : span.end]
            at = span.end
        yield from self._jieba.cut(plain[at:], HMM=True)


def blank(gazetteer: Gazetteer, scan_figures: Callable[[str], Sequence[Spanned]]) -> spacy.Language:
    """A Chinese pipeline with this tokenizer and no pipes."""
    from spacy.lang.zh import Chinese

    nlp = Chinese()
    nlp.tokenizer = FinanceTokenizer(nlp.vocab, gazetteer, scan_figures)
    return nlp
