"""Which drafts of an article its annotated views demand, as the scorer would pair them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractor.document.models import Stance
from extractor.segment.reading import Reading
from extractor.training.texts import Annotated
from extractor.views.decide import question
from extractor.views.drafts import Draft
from extractor.views.features import Features, Field, selection_features, stance_features
from extractor.views.gather import Gatherer
from extractor.views.lexicon import load_lexicon
from extractor.views.stance import StanceModel


@dataclass(slots=True)
class Example:
    """A draft's features with what the annotation says; ``stance`` is null where the draft is no view.

    ``answer`` is how likely a stance model that has not seen the text takes the draft for a view.
    """

    selection: Features
    position: Features
    stance: Stance | None
    weight: float
    answer: float | None


def alike(a: str, b: str) -> bool:
    """Whether two wordings name one target: half of their characters in common, or one within the other."""
    x, y = Counter(a), Counter(b)
    total = sum(x.values()) + sum(y.values())
    return total == 0 or 2 * sum((x & y).values()) >= total / 2 or a in b or b in a


@dataclass(slots=True)
class Labelled:
    """A draft, those that it is held against, and what the annotation says: ``stance`` is null where it is no view."""

    draft: Draft
    field: Field
    stance: Stance | None


@dataclass(slots=True)
class Drafted:
    """A read text with its drafts and what was annotated of it."""

    reading: Reading
    drafts: list[Draft]
    main: str | None
    gold: list[Gold]


def drafted(reading: Reading, article: Annotated) -> Drafted:
    """The drafts of ``reading`` beside the annotated views.

    ``article`` is a document in the contract's form, or a text whose views have ``holder`` and ``target`` as words.
    """
    gatherer = Gatherer(reading, load_lexicon())
    drafts = gatherer.gather()
    main = gatherer.main.key if gatherer.main else None
    return Drafted(reading, drafts, main, [Gold(view, article, reading) for view in article["views"]])


def labelled_drafts(text: Drafted) -> list[Labelled]:
    """Every draft that the annotation decides; optional views decide nothing."""
    out, used = [], set()
    field = Field(text.drafts, text.main)
    for draft in sorted(text.drafts, key=lambda d: -d.weight):
        fits = [i for i, g in enumerate(text.gold) if g.fits(draft, text.reading)]
        hit = next((i for i in fits if i not in used and not text.gold[i].optional), None)
        if hit is None and any(text.gold[i].optional for i in fits):
            continue
        if hit is not None:
            used.add(hit)
        out.append(Labelled(draft, field, text.gold[hit].stance if hit is not None else None))
    return out


def examples(text: Drafted, weight: float, model: StanceModel) -> list[Example]:
    """One example for each labelled draft, with the word of a ``model`` that was not trained on the text."""
    labelled = labelled_drafts(text)
    answers = model.predict([question(text.reading, d.draft) for d in labelled])
    return [
        Example(selection_features(d.draft, d.field), stance_features(d.draft), d.stance, weight, answer.view)
        for d, answer in zip(labelled, answers, strict=True)
    ]


class Gold:
    """One annotated view, with the reading's own ids for its holder and target."""

    def __init__(self, view: Annotated, article: Annotated, reading: Reading) -> None:
        self.stance: Stance = view["stance"]
        self.optional = bool(view.get("optional"))
        holder, target = view["holder"], view["target"]
        self.words = holder if isinstance(holder, str) else ""
        self.unnamed = view.get("kind") == "unnamed"
        self.by_words = isinstance(holder, str)
        self.holder = None if self.by_words else _own_id(holder["person"] or holder["org"], article, reading)
        self.target = target if isinstance(target, str) else target["text"]
        self.entity = None if isinstance(target, str) else _own_id(target["entity"], article, reading)

    def fits(self, draft: Draft, reading: Reading) -> bool:
        """Whether a draft is on this holder and target."""
        return self._holds(draft, reading) and self._is_target(draft, reading)

    def _holds(self, draft: Draft, reading: Reading) -> bool:
        held = draft.who.holder
        if not self.by_words:
            return self.holder == (held.person or held.org)
        if self.unnamed:
            return held.person is None and held.org is None
        names = [m.text for e in reading.entities if e.id in (held.person, held.org) for m in e.mentions]
        return not self.words or any(alike(self.words, name) for name in (*names, held.text))

    def _is_target(self, draft: Draft, reading: Reading) -> bool:
        target = draft.named
        if self.entity is not None and target.entity is not None:
            return self.entity == target.entity
        return alike(self.target, reading.text[target.start : target.end])


def _own_id(gold: str | None, article: Annotated, reading: Reading) -> str | None:
    """The id of the entity of ``reading`` that shares most with an annotated one; of none, an id that no one has."""
    if gold is None:
        return None
    wanted = next(e for e in article["entities"] if e["id"] == gold)
    places = {i for m in wanted["mentions"] for i in range(m["start"], m["end"])}
    votes: Counter[str] = Counter()
    for entity in reading.entities:
        votes[entity.id] += sum(i in places for m in entity.mentions for i in range(m.start, m.end))
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] else "?"
