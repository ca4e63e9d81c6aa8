"""From statements to drafts: each statement's signs, ratings and price targets, by holder and target."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from extractor.document.models import Holder
from extractor.segment import afterword_start
from extractor.segment.reading import Reading, Role, Sentence, Speaker, Statement
from extractor.views.drafts import Draft, Drafts, Place
from extractor.views.frames import frame
from extractor.views.holders import Holders, Who
from extractor.views.judge import Clause, Judge, told_in
from extractor.views.levels import POINTS, bare_levels, levels, quoted_in
from extractor.views.lexicon import Lexicon, TargetClass
from extractor.views.positions import position
from extractor.views.prices import PriceFound, price_targets
from extractor.views.ratings import RatingFound, rating_reader
from extractor.views.targets import Target, Targets, find_targets

_BUSINESS = frozenset({"company", "sector", "theme", "fund"})
_ANY = frozenset(TargetClass.__args__) - {"decoy", "metric", "inverse"}  # type: ignore[attr-defined]
_SHARES = frozenset({"company", "fund"})
_PRICED = frozenset({"company", "fund", "index"})
_QUOTED = frozenset({"index", "market", "currency"})  # what is told without a unit
_TRADED = frozenset({"commodity", "currency", "crypto"})
_IN_POINTS = frozenset({"index", "market"})
_GROUPS = frozenset({"market", "sector", "theme", "index", "bond", "commodity"})
_NO_OPINION = frozenset({"data", "announce"})  # kinds of statement that report; their ratings and prices still count
_MARKETS = frozenset({"market", "index"})
_CURRENCIES = frozenset({"currency"})
_ECONOMIES = frozenset({"economy", "place"})
_DOMINANT = 0.3  # share of all mentions of targets that the article's one topic has
_BEATS = frozenset({"market", "index", "commodity", "currency", "crypto", "bond"})  # what titles name as a field
_INDICES = frozenset({"index"})
_JUST = 60  # characters back to an index just named
_NEAR = 400  # characters back to the house that goes on without being named
_AROUND = 3  # clauses to either side of a mention that may hint at where a holder stands
_HINTING = 4  # mentions around which the words are read where no sign is tied to a target
_RESEARCH = frozenset({"bank", "broker", "asset_manager", "data_provider"})


class Gatherer:
    """Walks one article's statements in order."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading = reading
        self._lexicon = lexicon
        self.holders = Holders(reading, lexicon)
        self._end = afterword_start(reading.plain)
        self.statements = sorted((s for s in reading.statements if s.start < self._end), key=lambda s: (s.start, s.end))
        self.targets = self._find_targets(lexicon)
        self.judge = Judge(reading.plain, lexicon, self.targets)
        self.main = self.targets.topic(_ANY)
        self.company = self.targets.topic(_SHARES)
        companies = {t.key: self.targets.counts[t.key] for t in self.targets.all if t.kind in _SHARES}
        self.single = self.company is not None and 2 * companies[self.company.key] >= sum(companies.values())
        # What a speaker's first words are about where they name nothing: only what the whole article is about.
        named = sum(self.targets.counts.values())
        clear = self.main is not None and self.targets.counts[self.main.key] >= _DOMINANT * named
        self.opening = self.main if clear else None
        self.topics: dict[str, Target] = {}
        self.drafts = Drafts()
        self._read: set[int] = set()  # where the ratings stand that some statement holds

    def _find_targets(self, lexicon: Lexicon) -> Targets:
        speakers = [s for statement in self.statements for s in statement.speakers]
        houses = self.holders.houses
        talking = {who.holder.org for s in speakers if (who := self.holders.who(s)) and who.holder.org in houses}
        talking |= {role.firm for role in self.reading.roles if role.firm in houses and self._analyses(role)}
        spans = sorted({(s.start, s.end) for s in speakers if self._holds(s)})
        return find_targets(self.reading, lexicon, {org for org in talking if org}, spans)

    def _holds(self, speaker: Speaker) -> bool:
        """Whether a speaker's words name a holder and so no target, as those of a company do that others judge."""
        who = self.holders.who(speaker)
        return who is not None and (speaker.person is not None or who.kind != "industry")

    def _analyses(self, role: Role) -> bool:
        """Whether the person of a role is an analyst, so that his firm is no share that others judge."""
        who = self.holders.who(Speaker(role.person, role.firm, role.title, role.start, role.end))
        return who is not None and who.kind == "analyst" and role.title is not None

    def gather(self) -> list[Draft]:
        """Every draft of the article."""
        for statement in self.statements:
            for speaker in statement.speakers:
                who = self.holders.who(speaker)
                if who is not None:
                    self._statement(statement, who)
        self._unspoken_ratings()
        self._merge_generics()
        self._merge_pairs()
        for draft in self.drafts.all():
            if not draft.signs:
                draft.hints = self.judge.hints(draft.target, [(p.clause, p.clauses) for p in draft.mentions[:_HINTING]])
        return self.drafts.all()

    def _statement(self, statement: Statement, who: Who) -> None:
        named = statement.kind in _NO_OPINION
        for sentence in self._sentences(statement.start, statement.end):
            start, end = max(sentence.start, statement.start), min(sentence.end, statement.end)
            topic = (
                self._announced(sentence, start)
                or self.topics.get(who.key)
                or self.topics.get(who.holder.org or "")
                or self.opening
            )
            clauses = self.judge.clauses(start, end)
            signs, topic = self.judge.signs(sentence, clauses, topic)
            if topic is not None:
                self.topics[who.key] = self.topics[who.holder.org or who.key] = topic
            named = self._mentions(sentence, clauses, who, statement) or named
            for sign in signs:
                target = self._resolved(sign.target, who, sentence)
                if not target or not target.key or self._own(target, who) or statement.kind in _NO_OPINION:
                    continue
                draft = self.drafts.of(who, target, statement)
                draft.signs.append(sign)
                named = True
                if not sign.premise:
                    draft.add_sentence(sentence, statement.quoted)
            named = self._labels(sentence, start, end, who, statement) or named
        if not named:
            self._nameless(statement, who)

    def _nameless(self, statement: Statement, who: Who) -> None:
        """What a statement that names nothing is about: what its sentence names before it, the speaker's topic or beat,
        or what the whole article is about."""
        sentences = self._sentences(statement.start, statement.end)
        clauses = self.judge.clauses(statement.start, statement.end)[: _AROUND + 1]
        if not (sentences and clauses):
            return
        sentence = sentences[0]
        earlier = [
            t
            for t in self.targets.within(sentence.start, statement.start)
            if t.judged and not t.generic and t.key and not self._own(t, who)
        ]
        about = (earlier[-1] if earlier else None) or self.topics.get(who.key) or self._beat(who) or self.main
        if about is not None and not self._own(about, who):
            draft = self.drafts.of(who, about, statement)
            draft.mentions.append(Place(about, sentence, 0, statement, clauses[0], clauses, frozenset({"elsewhere"})))

    def _beat(self, who: Who) -> Target | None:
        """What a speaker is a strategist for, where the title names it: 全球股票 in 首席全球股票策略師."""
        plain = self.reading.plain
        hits = [f for f in self._lexicon.targets.scan(plain[who.start : who.end]) if f.what.kind in _BEATS]
        if not hits:
            return None
        start, end, what = hits[0]
        return Target(who.start + start, who.start + end, what.key, what.kind, None, False)

    def _announced(self, sentence: Sentence, start: int) -> Target | None:
        """What the words before a statement say that it is about: 港股方面，某某看至…."""
        about = [
            t
            for t in self.targets.within(sentence.start, start)
            if t.judged and not t.generic and frame("aside").match(self.reading.plain, t.end)
        ]
        return about[-1] if about else None

    def _mentions(self, sentence: Sentence, clauses: list[Clause], who: Who, statement: Statement) -> bool:
        """Every target that the statement names is a candidate, with a sign or without. Whether there are any."""
        order, found = 0, False
        for at, clause in enumerate(clauses):
            around = clauses[max(0, at - _AROUND) : at + _AROUND + 1]
            for mention in clause.targets:
                if not mention.judged:
                    continue
                target = self._resolved(mention, who, sentence)
                if target is not None and target.key and not self._own(target, who):
                    draft = self.drafts.of(who, target, statement)
                    tags = position(self.reading.plain, mention, clause, self.targets)
                    draft.mentions.append(Place(mention, sentence, order, statement, clause, around, tags))
                    found = True
                order += 1
        return found

    def _sentences(self, start: int, end: int) -> list[Sentence]:
        sentences = self.reading.sentences
        first = max(0, bisect_right(sentences, start, key=lambda s: s.start) - 1)
        last = bisect_left(sentences, end, key=lambda s: s.start)
        return [s for s in sentences[first:last] if s.end > start]

    def _resolved(self, target: Target, who: Who, sentence: Sentence) -> Target | None:
        """What a generic word stands for: 公司 for the share in question, 大盘 for the market named before it."""
        known = self.topics.get(who.key)
        if target.key == "股价":
            earlier = [
                t for t in self.targets.within(sentence.start, target.start) if t.kind in _SHARES and not t.generic
            ]
            if earlier and not self._own(earlier[-1], who):
                return earlier[-1]
            share = known if known is not None and known.kind in _SHARES and not self.single else self.company
            return target if share is None or self._own(share, who) else share
        if target.generic:
            earlier = [
                t for t in self.targets.within(sentence.start, target.start) if _specific(t, _stands_for(target))
            ]
            if earlier:
                return earlier[-1]
        return target

    def _merge_generics(self) -> None:
        """大盘, 汇价 and 经济 become the market, currency or economy that the holder speaks of besides."""
        for draft in self.drafts.all():
            if not draft.target.generic:
                continue
            wanted = _stands_for(draft.target)
            specific = [d for d in self.drafts.all() if d.who.key == draft.who.key and _specific(d.target, wanted)]
            best = max(specific, key=lambda d: (len(d.mentions), d.weight), default=None)
            if best is not None:
                self.drafts.merge(draft, best)

    def _merge_pairs(self) -> None:
        """A pair becomes its first currency, which is what it judges, where the holder speaks of that besides."""
        currencies = {(d.who.key, d.target.key): d for d in self.drafts.all() if d.target.kind == "currency"}
        for (who, key), pair in currencies.items():
            singles = [key[:end] for end in range(1, len(key)) if (who, key[:end]) in currencies]
            if singles and not pair.target.generic:
                self.drafts.merge(pair, currencies[who, singles[0]])

    def _own(self, target: Target, who: Who) -> bool:
        """Whether a target is the holder's own: itself, its firm, and of an executive any business."""
        if who.kind == "industry" and target.kind in _BUSINESS:
            return True
        if who.kind in ("executive", "industry") and target.key == "股价":
            return True
        if who.kind == "executive" and self.holders.is_bank(who) and frame("own_trade").match(target.key):
            return True
        return target.entity is not None and target.entity in (who.holder.org, who.holder.person)

    def _labels(self, sentence: Sentence, start: int, end: int, who: Who, statement: Statement) -> bool:
        """The ratings and price targets of a sentence go to what they are of. Whether there are any."""
        plain, text = self.reading.plain, self.reading.text
        for rating in rating_reader().find(plain, text, start, end):
            self._read.add(rating.start)
            for rated in self._rated(rating, sentence, who):
                draft = self.drafts.of(who, rated, statement)
                if self._labelled(draft, rating) and not self._beside(rated, rating, sentence):
                    continue  # the label of something that has no name here
                draft.ratings.append(rating)
                draft.add_sentence(sentence, statement.quoted)
        named = price_targets(plain, self.reading.figures, start, end)
        for price in named:
            target = self._near(price.start, sentence, who, self._priced(price, sentence))
            self._price(price, self._shared_out(price, target, sentence), sentence, who, statement)
        found = levels(plain, self.reading.figures, start, end)
        for price in found:
            if all(price.start != other.start for other in named):
                target = self._near(price.start, sentence, who, self._levelled(price))
                self._price(price, self._shared_out(price, target, sentence), sentence, who, statement)
        for price in bare_levels(plain, self.reading.figures, start, end):
            near = self._shared_out(price, self._near(price.start, sentence, who, _QUOTED), sentence)
            if near is not None and (currency := quoted_in(near)):
                price.price.currency = currency
                self._price(price, near, sentence, who, statement)
        return bool(named)

    def _levelled(self, price: PriceFound) -> frozenset[str]:
        """What a level can be of: points of an index or market, money of a share or of what is traded."""
        if price.price.currency == POINTS:
            return _IN_POINTS
        words = self.reading.plain[max(0, price.start - 30) : price.start]
        return _PRICED if frame("of_a_share").search(words) else _TRADED

    def _shared_out(self, price: PriceFound, target: Target | None, sentence: Sentence) -> Target | None:
        """Which member of a list a price is of: 分别为10元和12元, 前者由10元升至12元."""
        row = self.targets.listed(target) if target is not None else []
        if target is None or len(row) < 2:
            return target
        words = self.reading.plain[max(sentence.start, target.end) : price.start]
        former, latter = (max((m.end() for m in frame(n).finditer(words)), default=0) for n in ("former", "latter"))
        if former or latter:
            return row[0] if former > latter else row[-1]
        if price.row or frame("each").search(words[-8:]):
            return row[min(price.row, len(row) - 1)]
        return target

    def _priced(self, price: PriceFound, sentence: Sentence) -> frozenset[str]:
        """What a named target can be of: points of an index or market, money of a share, else what the sentence has."""
        if price.price.currency == "points":
            return _IN_POINTS
        here = {t.kind for t in self.targets.within(sentence.start, price.start) if not t.generic}
        return _TRADED if here & _TRADED and not here & _PRICED else _PRICED

    def _price(
        self, price: PriceFound, target: Target | None, sentence: Sentence, who: Who, statement: Statement
    ) -> None:
        if target is not None:
            draft = self.drafts.of(who, target, statement)
            draft.prices.append(price)
            draft.add_sentence(sentence, statement.quoted)

    def _near(self, at: int, sentence: Sentence, who: Who, kinds: frozenset[str]) -> Target | None:
        """The target of one of ``kinds`` that a label or price at ``at`` is about."""
        here = [
            t for t in self.targets.within(sentence.start, sentence.end) if t.kind in kinds and not self._own(t, who)
        ]
        named = [t for t in here if not (t.generic or told_in(self.reading.plain, t, moves=True))]
        before = [t for t in named if t.start <= at]
        known = self.topics.get(who.key)
        wider = (self.company, known) if self.single else (known, self.company)
        index = [] if kinds is not _IN_POINTS else self._index_before(sentence.start)
        for candidate in (*reversed(before), *named, *index, *wider, self.main):
            if candidate is None or candidate.kind not in kinds or candidate.generic or self._own(candidate, who):
                continue
            return candidate
        return None

    def _index_before(self, at: int) -> list[Target]:
        """The index that points are counted of where their sentence names none: just named, else the main one."""
        earlier = [t for t in self.targets.within(max(0, at - _JUST), at) if t.kind == "index" and not t.generic]
        main = self.targets.topic(_INDICES)
        return [*earlier[-1:], *([main] if main is not None else [])]

    def _rated(self, rating: RatingFound, sentence: Sentence, who: Who) -> list[Target]:
        """What a label is said of: what its own clause names, else the share in question, else a market or sector."""
        clause = self.judge.clause_at(sentence, rating.end)
        named = [t for t in clause if t.kind in _SHARES | _GROUPS and not t.generic and not self._own(t, who)]
        before = [t for t in named if t.start < rating.label]
        if named:
            return self.targets.listed(before[-1] if before else named[0])
        target = self._near(rating.end, sentence, who, _SHARES) or self._near(rating.end, sentence, who, _GROUPS)
        return [target] if target is not None and self._known(target, sentence) else []

    def _known(self, target: Target, sentence: Sentence) -> bool:
        """Whether a label may be of a target: its sentence names it, or the article does so more than once."""
        return target.start >= sentence.start or self.targets.counts[target.key] > 1

    def _labelled(self, draft: Draft, rating: RatingFound) -> bool:
        """Whether the same full sentence has given a draft its label before."""
        last = draft.ratings[-1:]
        return any(set("。\n").isdisjoint(self.reading.plain[r.end : rating.start]) for r in last)

    def _beside(self, target: Target, rating: RatingFound, sentence: Sentence) -> bool:
        """Whether the clause of a label names a target."""
        return any(t.key == target.key for t in self.judge.clause_at(sentence, rating.end))

    def _unspoken_ratings(self) -> None:
        """Ratings outside every statement, held by the house that the sentence names: 遭大摩下调至减持."""
        for sentence in self.reading.sentences:
            if sentence.start >= self._end:
                return
            found = rating_reader().find(self.reading.plain, self.reading.text, sentence.start, sentence.end)
            if not found or all(f.start in self._read for f in found):
                continue
            who = self._house(sentence, found[0].start)
            if who is not None:
                self._labels(sentence, sentence.start, sentence.end, who, Statement(*sentence, (), False, "", "rate"))

    def _house(self, sentence: Sentence, at: int) -> Who | None:
        """The research house that a sentence names, the nearest before ``at`` first, or the last that spoke."""
        houses = [e for e in self.reading.entities if e.type in _RESEARCH]
        near = [(m, e) for e in houses for m in e.mentions if sentence.start <= m.start < sentence.end]
        if near:
            mention, house = min(near, key=lambda pair: (pair[0].start > at, abs(pair[0].start - at)))
            return Who(Holder(mention.text, None, house.id), "analyst", mention.start, mention.end)
        earlier = [s for s in self.statements if s.end <= sentence.start and sentence.start - s.end < _NEAR]
        for statement in reversed(earlier):
            for speaker in statement.speakers:
                who = self.holders.who(speaker)
                if who is not None and who.holder.org:
                    return who
        return None


def _stands_for(generic: Target) -> frozenset[str]:
    return {"汇价": _CURRENCIES, "经济": _ECONOMIES, "股价": _SHARES}.get(generic.key, _MARKETS)


def _specific(target: Target, kinds: frozenset[str]) -> bool:
    """Whether a target is a specific one of some kinds, an economy as a whole where these are economies."""
    if target.generic or target.kind not in kinds:
        return False
    return kinds is not _ECONOMIES or target.key.endswith("经济")
