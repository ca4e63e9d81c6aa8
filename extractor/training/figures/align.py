"""Which candidates the annotation of an article takes for each figure, as the scorer would judge them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.document.models import Entity
from extractor.evaluate.measures import alike, entity_map
from extractor.figures.context import Item
from extractor.figures.describe import Describer
from extractor.figures.metric import Metric
from extractor.figures.ranking import Weighed, features
from extractor.segment import Reading
from extractor.training.figures.choice import Question

Annotated = Mapping[str, Any]
Weights = Mapping[str, Mapping[str, float]]  # by decision and feature
_ALIKE = 0.6  # share of characters from which two wordings are one metric
_SILENT = 0.3  # weight of a figure that the annotation gives no metric or no owner


@dataclass(slots=True)
class Asked:
    """The questions of one figure; ``subject`` is null where the article names nobody that was found."""

    metric: Question
    subject: Question | None


def questions(reading: Reading, article: Annotated, weights: Weights | None = None) -> Iterator[Asked]:
    """One pair of questions for each figure that the annotation holds.

    ``article`` is a document in the contract's form; ``metric`` and ``subject`` of a figure may also be lists of
    equally good answers. What the annotation says of one figure is what the next one's candidates know of it; with
    ``weights`` it is what they take, right or wrong, as in use.
    """
    describer = Describer(reading)
    found = {"entities": [_record(entity) for entity in reading.entities]}
    ids = entity_map(dict(article), found)
    metric, owner, last = Metric(), None, None
    for item in describer.items:
        figure = _annotated(article, item)
        same = last is not None and item.previous is last
        known: Metric | None = metric if last is not None else None
        words = describer.metrics.candidates(item, known, same)
        texts = [describer.metrics.metric(candidate) for candidate in words]
        wanted = _answers(figure.get("metric")) if figure else []
        likeness = [max((alike(answer, m.text) for answer in wanted), default=float(not m.text)) for m in texts]
        right = [value >= _ALIKE for value in likeness]
        metric = texts[likeness.index(max(likeness)) if any(right) else 0]
        if weights:
            metric = texts[_heaviest(words, weights["metric"])]
        owners = describer.subjects.candidates(item, metric, owner, same)
        keys = [ids.get(key) if key else None for key in _answers(figure.get("subject"))] if figure else []
        last = item
        if weights:
            owner = owners[_heaviest(owners, weights["subject"])].entity
        elif figure:
            owner = next((key for key in keys if key), None)
        if figure is None:
            continue
        asked = Asked(Question([features(c) for c in words], right, 1.0 if wanted else _SILENT), None)
        if any(keys) or not figure.get("subject"):
            weight = 1.0 if figure.get("subject") else _SILENT
            asked.subject = Question(
                [features(o) for o in owners], [o.entity in (keys or [None]) for o in owners], weight
            )
        yield asked


def _heaviest(candidates: Sequence[Weighed], weights: Mapping[str, float]) -> int:
    """The index of the candidate that some weights take."""
    weighs = [sum(weights.get(name, 0.0) for name in features(candidate)) for candidate in candidates]
    return weighs.index(max(weighs))


def _record(entity: Entity) -> dict[str, Any]:
    return {"id": entity.id, "mentions": [{"start": m.start, "end": m.end} for m in entity.mentions]}


def _annotated(article: Annotated, item: Item) -> Annotated | None:
    """The annotated figure that begins or ends where the amount does."""
    start, end = item.start, item.amount.end
    return next((f for f in article["figures"] if f["start"] == start or f["end"] == end), None)


def _answers(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []
