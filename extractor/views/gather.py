"""From statements to drafts: each statement's signs, ratings and price targets, by holder and target."""

from __future__ import annotations

from extractor.segment.reading import Reading, Sentence, Statement
from extractor.views.drafts import Draft, Drafts, Place
from extractor.views.holders import Holders, Who
from extractor.views.judge import Judge, Sign
from extractor.views.lexicon import Lexicon
from extractor.views.prices import levels, price_targets
from extractor.views.ratings import RatingFound, rating_reader
from extractor.views.targets import Target, Targets, find_targets

_SHARES = frozenset({"company", "fund"})
_LEVELLED = frozenset({"index", "market", "commodity", "currency", "crypto"})
_GROUPS = frozenset({"market", "sector", "theme", "index", "bond", "commodity"})
_RESEARCH = frozenset({"bank", "broker", "asset_manager", "data_provider"})


class Gatherer:
    """Walks one article's statements in order."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading = reading
        self.holders = Holders(reading, lexicon)
        self.statements = sorted(reading.statements, key=lambda s: (s.start, s.end))
        self.targets = self._find_targets(lexicon)
        self.judge = Judge(reading.plain, lexicon, self.targets)
        self.main = self.targets.topic()
        self.topics: dict[str, Target] = {}
        self.drafts = Drafts()

    def _find_targets(self, lexicon: Lexicon) -> Targets:
        talking = {s.org for st in self.statements for s in st.speakers if s.org} | {
            firm for st in self.statements for s in st.speakers if s.person and (firm := self.holders.firm(s.person))
        }
        spans = sorted({(s.start, s.end) for st in self.statements for s in st.speakers})
        return find_targets(self.reading, lexicon, talking, spans)

    def gather(self) -> list[Draft]:
        """Every draft of the article."""
        for statement in self.statements:
            for speaker in statement.speakers:
                who = self.holders.who(speaker)
                if who is not None and who.kind != "public":
                    self._statement(statement, who)
        self._unspoken_ratings()
        return self.drafts.all()

    def _statement(self, statement: Statement, who: Who) -> None:
        for sentence in self._sentences(statement.start, statement.end):
            start, end = max(sentence.start, statement.start), min(sentence.end, statement.end)
            topic = self.topics.get(who.key) or self.main
            signs, topic = self.judge.signs(sentence, start, end, topic)
            if topic is not None:
                self.topics[who.key] = topic
            self._mentions(sentence, start, end, who, statement)
            for sign in signs:
                target = self._resolved(sign.target, who)
                if target is None or self._own(target, who):
                    continue
                draft = self.drafts.of(who, target, statement)
                draft.signs.append(sign)
                if not sign.premise:
                    draft.add_sentence(sentence, statement.quoted)
            self._labels(sentence, start, end, who, statement)

    def _mentions(self, sentence: Sentence, start: int, end: int, who: Who, statement: Statement) -> None:
        """Every target that the statement names is a candidate, with a sign or without."""
        named = [t for t in self.targets.within(start, end) if t.judged]
        for order, mention in enumerate(named):
            target = self._resolved(mention, who)
            if target is None or self._own(target, who):
                continue
            draft = self.drafts.of(who, target, statement)
            draft.mentions.append(Place(mention, sentence, order, statement))

    def _sentences(self, start: int, end: int) -> list[Sentence]:
        return [s for s in self.reading.sentences if s.start < end and s.end > start]

    def _resolved(self, target: Target, who: Who) -> Target | None:
        """What a generic target stands for here: 股价 for the share in question, 大盘 for the market."""
        if not target.generic:
            return target
        wanted = _SHARES if target.key == "股价" else frozenset({"market", "index"})
        for known in (self.topics.get(who.key), self.main):
            if known is not None and known.kind in wanted and not known.generic:
                return known
        return None if target.key == "股价" else target

    def _own(self, target: Target, who: Who) -> bool:
        return target.entity is not None and target.entity in (who.holder.org, who.holder.person)

    def _labels(self, sentence: Sentence, start: int, end: int, who: Who, statement: Statement) -> None:
        plain, text = self.reading.plain, self.reading.text
        for rating in rating_reader().find(plain, text, start, end):
            for target in self._rated(rating, sentence, who):
                draft = self.drafts.of(who, target, statement)
                draft.ratings.append(rating)
                draft.add_sentence(sentence, statement.quoted)
        for price in price_targets(plain, self.reading.figures, start, end):
            target = self._near(price.start, sentence, who, _SHARES | {"index"})
            if target is not None:
                draft = self.drafts.of(who, target, statement)
                draft.prices.append(price)
                draft.add_sentence(sentence, statement.quoted)
        for price in levels(plain, self.reading.figures, start, end):
            target = self._near(price.start, sentence, who, _LEVELLED)
            if target is not None:
                draft = self.drafts.of(who, target, statement)
                if all(p.start != price.start for p in draft.prices):
                    draft.prices.append(price)
                    draft.add_sentence(sentence, statement.quoted)

    def _near(self, at: int, sentence: Sentence, who: Who, kinds: frozenset[str]) -> Target | None:
        """The target of one of ``kinds`` that a label or price at ``at`` is about."""
        here = [
            t for t in self.targets.within(sentence.start, sentence.end) if t.kind in kinds and not self._own(t, who)
        ]
        named = [t for t in here if not t.generic]
        before = [t for t in named if t.start <= at]
        known = self.topics.get(who.key)
        for candidate in (*reversed(before), *named, known, self.main):
            if candidate is not None and candidate.kind in kinds:
                return candidate
        return None

    def _rated(self, rating: RatingFound, sentence: Sentence, who: Who) -> list[Target]:
        target = self._near(rating.end, sentence, who, _SHARES)
        if target is not None:
            return [target]
        target = self._near(
            rating.end, sentence, who, frozenset({"market", "sector", "theme", "index", "bond", "commodity"})
        )
        return [target] if target is not None else []

    def _unspoken_ratings(self) -> None:
        """Ratings outside every statement, held by the house that the sentence names: 遭大摩下调至减持."""


def signs_of(drafts: list[Draft]) -> list[Sign]:
    """Every sign of some drafts."""
    return [sign for draft in drafts for sign in draft.signs]
