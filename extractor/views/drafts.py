"""What is gathered on one holder and one target before it is decided: signs, ratings, prices, sentences."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.segment.reading import Sentence, Statement
from extractor.views.holders import Who
from extractor.views.judge import Clause, Sign
from extractor.views.lexicon import Direction
from extractor.views.prices import PriceFound
from extractor.views.ratings import RatingFound
from extractor.views.targets import Target


@dataclass(slots=True, frozen=True)
class Place:
    """A mention of a target in a statement, how many targets the sentence names before it, the clauses around it, and
    by ``tags`` where it stands.
    """

    mention: Target
    sentence: Sentence
    order: int
    statement: Statement
    clause: Clause
    clauses: list[Clause]
    tags: frozenset[str]


@dataclass(slots=True)
class Draft:
    """A view in the making, with everything that led to it.

    ``hints`` is what stands in for signs where there are none: the weight of each direction among the cues that are
    tied to nothing or to something else, in the clauses that mention the target (true) and in those around (false).
    """

    who: Who
    target: Target
    statement: Statement
    mentions: list[Place] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    ratings: list[RatingFound] = field(default_factory=list)
    prices: list[PriceFound] = field(default_factory=list)
    sentences: list[tuple[Sentence, bool]] = field(default_factory=list)
    hints: dict[tuple[Direction, bool], float] = field(default_factory=dict)

    def add_sentence(self, sentence: Sentence, quoted: bool) -> None:
        """Count a sentence as evidence once."""
        if all(s != sentence for s, _ in self.sentences):
            self.sentences.append((sentence, quoted))

    @property
    def named(self) -> Target:
        """The mention that names the target best: that of the heaviest sign on it, else the first."""
        direct = [
            s
            for s in self.signs
            if not (s.premise or s.carried or s.target.generic) and s.target.key == self.target.key
        ]
        heavy = 0.8 * max((s.weight for s in direct), default=0.0)
        return next((s.target for s in reversed(direct) if s.weight >= heavy), self.target)

    @property
    def weight(self) -> float:
        """How much all signs together count."""
        return sum(s.weight for s in self.signs if not s.premise)


class Drafts:
    """Drafts by holder and target, in the order in which they came up."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], Draft] = {}

    def of(self, who: Who, target: Target, statement: Statement) -> Draft:
        """The draft of a holder on a target, new where there is none."""
        key = who.key, target.key
        if key not in self._by_key:
            self._by_key[key] = Draft(who, target, statement)
        return self._by_key[key]

    def merge(self, source: Draft, into: Draft) -> None:
        """Move everything of one draft to another of the same holder."""
        into.mentions += source.mentions
        into.signs += source.signs
        into.ratings += source.ratings
        into.prices += source.prices
        for sentence, quoted in source.sentences:
            into.add_sentence(sentence, quoted)
        into.sentences.sort()
        del self._by_key[source.who.key, source.target.key]

    def all(self) -> list[Draft]:
        """Every draft."""
        return list(self._by_key.values())
