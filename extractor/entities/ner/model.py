"""The trained model as the entities room uses it: a reading in, candidates out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple, cast

import spacy
from spacy.tokens import Doc

from extractor.document.models import EntityType
from extractor.entities.ner.pipe import Name, NameTaggerPipe
from extractor.entities.ner.tokens import places_of
from extractor.errors import ModelError
from extractor.resources import models
from extractor.segment.reading import Reading

_LONGEST = 256  # characters per piece: bounds the work of one Viterbi run on text without sentence ends
_TOGETHER = 100  # pieces read at once; an article of usual length is one part
_VOCABULARY = 100_000  # words kept for speed; beyond it a text's words are forgotten with it, so memory stays flat
_SHORTEST = 4  # a shorter sentence (a stray number, a bullet) holds no name worth the call


class Candidate(NamedTuple):
    """A name at ``[start, end)`` of the text; ``score``, 0 to 1, is that of its least sure token."""

    start: int
    end: int
    type: EntityType
    score: float


class NameModel:
    """A loaded name tagger. Deterministic; keeps nothing of the texts it reads."""

    def __init__(self, nlp: spacy.Language) -> None:
        self.nlp = nlp
        self._pipe: NameTaggerPipe = nlp.get_pipe("name_tagger")  # type: ignore[assignment]

    @classmethod
    def load(cls, path: Path | None = None) -> NameModel:
        """The shipped model, or the spaCy model folder at ``path``. Raises ``ModelError`` where it cannot be loaded."""
        folder = path or models("ner")
        try:
            return cls(spacy.load(folder))
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"{folder}: no usable name model: {error}") from error

    def candidates(self, reading: Reading) -> list[Candidate]:
        """Names in reading order, none overlapping; the model sees the simplified text."""
        return self.find(reading.plain, [(s.start, s.end) for s in reading.sentences])

    def _predicted(self, docs: list[Doc]) -> Iterator[list[Name]]:
        """The names of every piece; a long text goes through the network in parts that the processor's cache holds."""
        for at in range(0, len(docs), _TOGETHER):
            yield from self._pipe.predict(docs[at : at + _TOGETHER])

    def find(self, plain: str, sentences: list[tuple[int, int]]) -> list[Candidate]:
        """Names in the given sentences of a simplified text."""
        pieces = [
            (at, min(at + _LONGEST, end))
            for start, end in sentences
            if end - start >= _SHORTEST
            for at in range(start, end, _LONGEST)
        ]
        if not pieces:
            return []
        found = []
        with self.nlp.memory_zone() if len(self.nlp.vocab) > _VOCABULARY else nullcontext():
            docs = [self.nlp.make_doc(plain[a:b]) for a, b in pieces]
            for (start, end), names in zip(pieces, self._predicted(docs), strict=True):
                if names:
                    places = places_of(self.nlp, plain[start:end])
                    found += [
                        Candidate(
                            start + places[n.start][0],
                            start + places[n.end - 1][1],
                            cast(EntityType, n.label),  # the tags' groups and kinds are entity types
                            n.score,
                        )
                        for n in names
                    ]
        return found
