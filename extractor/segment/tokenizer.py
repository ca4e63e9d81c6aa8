"""The spaCy tokenizer: spans that must stay whole come first, jieba cuts what is between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractor.knowledge import Gazetteer
from extractor.script import detect
from extractor.segment.reading import Reading, Spanned
from extractor.segment.sentences import split
from extractor.segment.words import WordCutter

if not Doc.has_extension("reading"):
    Doc.set_extension("reading", default=None)

# Latin words with what joins them (S&P, P/E, U.S., melt-up), numbers with theirs (4,500.5, 10:30, 2330-TW).
_LATIN = re.compile(r"[A-Za-z0-9$](?:[A-Za-z0-9]|[&.,+\-_/:'](?=[A-Za-z0-9]))*%?")


class FinanceTokenizer:
    """Text to ``Doc``: the text simplified at equal length, figures and names protected, words by a private jieba."""

    def __init__(self, vocab: Vocab, gazetteer: Gazetteer, scan_figures: Callable[[str], Sequence[Spanned]]) -> None:
        self.vocab = vocab
        self.gazetteer = gazetteer
        self.scan_figures = scan_figures
        self._cutter = WordCutter()

    def read(self, text: str) -> Reading:
        """The article before any word is cut: script, names, amounts, sentences."""
        found = detect(text)
        reading = Reading(text, found.plain, found.script, found.region, gazetteer=self.gazetteer)
        reading.names = self.gazetteer.scan(found.plain)
        reading.amounts = self.scan_figures(found.plain)
        reading.sentences = split(found.plain)
        return reading

    def __call__(self, text: str) -> Doc:
        """The ``Doc`` of an article, its ``Reading`` under ``doc._.reading``."""
        return self.doc_of(self.read(text))

    def doc_of(self, reading: Reading) -> Doc:
        """The words of an article that has been read."""
        words = list(self.words(reading.plain, [*reading.names, *reading.amounts]))
        starts = _sentence_starts(words, reading)
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words), sent_starts=list(starts))
        doc._.reading = reading
        return doc

    def words(self, plain: str, protected: Iterable[Spanned]) -> Iterator[str]:
        """The words of a simplified text; joined they are the text. Of overlapping spans the first, longest holds."""
        at = 0
        for span in sorted(protected, key=lambda s: (s.start, -s.end)):
            if span.start < at or span.end <= span.start:
                continue
            yield from self._gap(plain[at : span.start])
            yield plain[span.start : span.end]
            at = span.end
        yield from self._gap(plain[at:])

    def _gap(self, text: str) -> Iterator[str]:
        at = 0
        for latin in _LATIN.finditer(text):
            if latin.start() > at:
                yield from self._cutter.cut(text[at : latin.start()])
            yield latin.group()
            at = latin.end()
        if at < len(text):
            yield from self._cutter.cut(text[at:])


def _sentence_starts(words: list[str], reading: Reading) -> list[bool]:
    """For each word whether a sentence starts in it; the first word always does."""
    starts = iter([s.start for s in reading.sentences[1:]])
    following = next(starts, None)
    flags: list[bool] = []
    at = 0
    for word in words:
        at += len(word)
        begins = following is not None and following < at
        flags.append(begins or not flags)
        while following is not None and following < at:
            following = next(starts, None)
    return flags
