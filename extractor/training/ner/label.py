"""Labels for unmarked financial news: what the entities room finds with a whole article before it, and a trained model.

The annotated sets know few firms of the market; raw news names thousands. Lists, codes, titles and the article's other
sentences let the room name what the model alone cannot yet see; where only the model sees a name and is not sure, the
words are left open, so that the student learns neither way.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import spacy

from extractor.entities import read_entities
from extractor.entities.ner import NameModel
from extractor.entities.ner.pipe import Name, log_softmax, names_of
from extractor.entities.ner.tags import GROUPS, KINDS, N_TAGS, OUT
from extractor.entities.ner.tokens import places_of
from extractor.figures import scan
from extractor.knowledge import load_gazetteer
from extractor.segment import FinanceTokenizer, Reading
from extractor.training.ner.kinds import Kinds
from extractor.training.ner.prepare import evaluation_texts, listed_names, record, records, shingles
from extractor.training.ner.sources import PARTIAL, Sentence, Span

Place = tuple[int, int]
Scored = tuple[int, int, str, float]
_SURE = 0.85  # from here on the model's word counts without the room's
_SURELY_NONE = 0.7  # a character whose chance of standing outside any name is lower is left open
_KEPT_WITHOUT = 0.3  # share of the sentences without any name that is kept
_SHORTEST, _LONGEST = 8, 220
NEWS = {  # characters to take of each file, in random order of articles
    "wdpm": 350_000,
    "tw_stock": 800_000,
    "sina_eastmoney": 700_000,
    "reuters_zh": 90_000,
    "wind_daily": 350_000,
    "rthk_finance": 1_100_000,
    "cnyes_headlines": 400_000,
}
MARKED = {"ccks2019": 450_000, "finre": 450_000, "cfsc": 400_000}


def label(data: Path, prepared: Path, teacher: Path, out: Path) -> Counter[str]:
    """Write ``out`` (gzipped JSON lines, split ``train``); counts sentences by source."""
    model = NameModel.load(teacher)
    gazetteer = load_gazetteer()
    reader = FinanceTokenizer(spacy.blank("zh").vocab, gazetteer, scan)
    kinds = Kinds(gazetteer, listed_names(data))
    known = shingles([s["text"] for s in records(prepared, "test")] + evaluation_texts(data))
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    rng = random.Random(9)
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for source, article, marked in _raw(data):
            reading = reader.read(article)
            read_entities(reading)
            for sentence in _sentences(source, reading, marked, model, kinds):
                if sentence.text in seen or not known.isdisjoint(shingles([sentence.text])):
                    continue
                seen.add(sentence.text)
                if sentence.spans or rng.random() < _KEPT_WITHOUT:
                    counts[source] += 1
                    lines.write(json.dumps(record(sentence), ensure_ascii=False) + "\n")
    return counts


def _sentences(source: str, reading: Reading, marked: list[Span], model: NameModel, kinds: Kinds) -> Iterator[Sentence]:
    places = [s for s in reading.sentences if _SHORTEST <= s.end - s.start <= _LONGEST]
    found = sorted(
        (m.start, m.end, e.type) for e in reading.entities if e.type in (*GROUPS, *KINDS) for m in e.mentions
    )
    texts = [reading.plain[s.start : s.end] for s in places]
    for place, text, (names, doubtful) in zip(places, texts, seen_by(model, texts), strict=True):
        yield merge(
            Sentence(source, "train", text, _within(place, marked)), _within(place, found), names, doubtful, kinds
        )


def _within(place: Place, spans: Sequence[Span]) -> list[Span]:
    start, end = place
    return [(a - start, b - start, label) for a, b, label in spans if start <= a and b <= end]


def merge(sentence: Sentence, found: list[Span], names: list[Scored], doubtful: list[Place], kinds: Kinds) -> Sentence:
    """The set's own marks first, then what the room found, then what the model is sure of.

    A sure name of the model that holds a found one takes its place (the full name of a firm); a doubtful one is left
    open.
    """
    text = sentence.text
    held: list[Span] = []
    marks = [(a, b, kinds(text[a:b], kind)) for a, b, kind in sentence.spans if text[a:b] not in kinds.generic]
    for start, end, kind in [*marks, *found]:
        longer = any(a <= start and end <= b and b - a > end - start and sure >= _SURE for a, b, _, sure in names)
        if not longer and _free(start, end, held):
            held.append((start, end, kind))
    missing = list(doubtful)
    for start, end, kind, sure in names:
        if text[start:end] in kinds.generic or not _free(start, end, held):
            continue
        if sure < _SURE:
            missing.append((start, end))
        else:
            held.append((start, end, kind))
    return Sentence(sentence.source, "train", text, sorted(held), missing)


def _free(start: int, end: int, held: list[Span]) -> bool:
    return all(end <= a or b <= start for a, b, _ in held)


def seen_by(model: NameModel, texts: list[str]) -> list[tuple[list[Scored], list[Place]]]:
    """The model's names and doubtful places in every text."""
    nlp = model.nlp
    docs = [nlp.make_doc(text) for text in texts]
    full = [doc for doc in docs if len(doc)]
    if not full:
        return [([], []) for _ in texts]
    scores = nlp.get_pipe("name_tagger").model.predict(full)  # type: ignore[attr-defined]
    log = log_softmax(scores[:, :N_TAGS])
    doubtful = np.exp(log[:, OUT]) < _SURELY_NONE
    given, at = [], 0
    for doc, text, names in zip(docs, texts, names_of([len(doc) for doc in docs], scores, log), strict=True):
        places = places_of(nlp, text)
        scored = [(places[n.start][0], places[n.end - 1][1], n.label, n.score) for n in names]
        given.append((scored, _outside(np.flatnonzero(doubtful[at : at + len(doc)]), names, places)))
        at += len(doc)
    return given


def _outside(doubtful: np.ndarray, names: list[Name], places: list[Place]) -> list[Place]:
    inside = {token for name in names for token in range(name.start, name.end)}
    return [places[token] for token in doubtful.tolist() if token not in inside]


def _raw(data: Path) -> Iterator[tuple[str, str, list[Span]]]:
    rng = random.Random(11)
    for name, budget in NEWS.items():
        articles: list[tuple[str, list[Span]]] = []
        with gzip.open(data / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                stored = json.loads(line)
                articles.append((f"{stored.get('title') or ''}\n{stored.get('text') or ''}", []))
        yield from _some(name, articles, budget, rng)
    for name, budget in MARKED.items():
        place, read = PARTIAL[name]
        yield from _some(name, [(text, spans) for _, text, spans in read(data / place)], budget, rng)


def _some(
    name: str, articles: list[tuple[str, list[Span]]], budget: int, rng: random.Random
) -> Iterable[tuple[str, str, list[Span]]]:
    rng.shuffle(articles)
    for text, spans in articles:
        if budget < 0:
            break
        budget -= len(text)
        yield name, text, spans
