"""Labels for unmarked financial news: what trained models agree on, corrected by listings, codes and marked subjects.

The annotated sets know few firms of the market; raw news names thousands. Where the models hesitate and nothing else
speaks, the words are left open, so that the student learns neither way.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import ahocorasick
import numpy as np

from extractor.document.models import ORGANISATIONS
from extractor.entities.ner import NameModel
from extractor.entities.ner.pipe import Name, log_softmax, names_of
from extractor.entities.ner.tags import N_TAGS, OUT
from extractor.knowledge import Gazetteer, load_gazetteer
from extractor.script import to_simplified
from extractor.segment.sentences import split
from extractor.training.ner.kinds import Kinds
from extractor.training.ner.prepare import evaluation_texts, listed_names, record, records, shingles
from extractor.training.ner.sources import PARTIAL, Sentence, Span

Place = tuple[int, int]
Scored = tuple[int, int, str, float]
_SURE = 0.6  # a name below it, unless a list or a mark supports it, is left open
_SURELY_NONE = 0.7  # and so is a character whose chance of standing outside any name is below this
_KEPT_WITHOUT = 0.3  # share of the sentences without any name that is kept
_SHORTEST, _LONGEST = 8, 220
_CODE = re.compile(r"\s*[(（]\s*(?:\d{4,6}|\d{4}-TW|[A-Z]{1,5}-US|\d{1,5}\.HK|\d{6}\.S[HZ]|[A-Z]{1,5}\.[ON])\s*[)）]")
NEWS = {  # characters to take of each file, in random order of articles
    "wdpm": 600_000,
    "tw_stock": 500_000,
    "sina_eastmoney": 900_000,
    "reuters_zh": 90_000,
    "wind_daily": 300_000,
    "rthk_finance": 1_000_000,
}
MARKED = {"ccks2019": 500_000, "finre": 500_000, "cfsc": 450_000}


def label(data: Path, prepared: Path, teachers: list[Path], out: Path) -> Counter[str]:
    """Write ``out`` (gzipped JSON lines, split ``train``); counts sentences by source."""
    models = [NameModel.load(path) for path in teachers]
    kinds = Kinds(load_gazetteer(), listed_names(data))
    listings = _automaton(kinds.listed)
    known = shingles([s["text"] for s in records(prepared, "test")] + evaluation_texts(data))
    counts: Counter[str] = Counter()
    rng = random.Random(9)
    seen: set[str] = set()
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for chunk in _chunks(_raw(data), 200):
            fresh = [
                (source, text, spans)
                for source, text, spans in chunk
                if text not in seen and known.isdisjoint(shingles([text]))
            ]
            seen.update(text for _, text, _ in fresh)
            taught = agreed(models, [text for _, text, _ in fresh])
            for (source, text, marked), (names, open_spans) in zip(fresh, taught, strict=True):
                sentence = merge(Sentence(source, "train", text, marked), names, open_spans, kinds, listings)
                if not sentence.spans and rng.random() > _KEPT_WITHOUT:
                    continue
                counts[source] += 1
                lines.write(json.dumps(record(sentence), ensure_ascii=False) + "\n")
    return counts


def merge(
    sentence: Sentence,
    names: list[Scored],
    open_spans: list[Place],
    kinds: Kinds,
    listings: ahocorasick.Automaton,
) -> Sentence:
    """Marked subjects first, then listed names, then the models; a longer name of the models holds a shorter one."""
    text = sentence.text
    held: list[Span] = []
    for start, end, by_list in [
        *((a, b, False) for a, b, _ in sentence.spans if text[a:b] not in kinds.generic),
        *((a, b, True) for a, b in _known(text, kinds.gazetteer) if b - a > 2 or _in_doubt(a, b, names, open_spans)),
        *((a, b, True) for a, b in _listed(text, listings)),
    ]:
        longer = [n for n in names if n[0] <= start and end <= n[1] and n[1] - n[0] > end - start and n[3] >= _SURE]
        crossing = [n for n in names if n[0] < end and start < n[1] and not (start <= n[0] and n[1] <= end)]
        taken = any(a < end and start < b for a, b, _ in held)
        if longer or taken or (by_list and crossing):
            continue
        held.append((start, end, _type(text[start:end], kinds)))
    missing = list(open_spans)
    for start, end, kind, score in names:
        if any(a < end and start < b for a, b, _ in held) or text[start:end] in kinds.generic:
            continue
        if score < _SURE:
            missing.append((start, end))
        else:
            held.append((start, end, kind if kind in ("person", "index") else kinds(text[start:end], kind)))
    return Sentence(sentence.source, "train", text, sorted(held), missing)


def agreed(models: list[NameModel], texts: list[str]) -> list[tuple[list[Scored], list[Place]]]:
    """Names and doubtful places of every text by the mean of the models' probabilities."""
    nlp = models[0].nlp
    docs = [nlp.make_doc(text) for text in texts]
    full = [doc for doc in docs if len(doc)]
    if not full:
        return [([], []) for _ in texts]
    scores = [model.nlp.get_pipe("name_tagger").model.predict(full) for model in models]  # type: ignore[attr-defined]
    chances = np.mean([np.exp(log_softmax(s[:, :N_TAGS])) for s in scores], axis=0)
    found = names_of([len(doc) for doc in docs], np.mean(scores, axis=0), np.log(chances + 1e-9))
    doubtful = chances[:, OUT] < _SURELY_NONE
    given, at = [], 0
    for doc, text, names in zip(docs, texts, found, strict=True):
        places = nlp.tokenizer.places(text)
        given.append(
            (
                [(places[n.start][0], places[n.end - 1][1], n.label, n.score) for n in names],
                _outside([places[i] for i in np.flatnonzero(doubtful[at : at + len(doc)])], names, places),
            )
        )
        at += len(doc)
    return given


def _outside(doubtful: list[Place], names: list[Name], places: list[Place]) -> list[Place]:
    inside = [(places[n.start][0], places[n.end - 1][1]) for n in names]
    return [(a, b) for a, b in doubtful if not any(s <= a and b <= e for s, e in inside)]


def _automaton(names: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in sorted(names):
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


def _in_doubt(start: int, end: int, names: list[Scored], open_spans: list[Place]) -> bool:
    """Do the models see a name here, or at least not surely none? Two characters are often part of other words."""
    return any(place[0] < end and start < place[1] for place in [*names, *open_spans])


def _known(text: str, gazetteer: Gazetteer) -> Iterator[Place]:
    """Organisations and indices of the name files, under forms that need no confirmation."""
    for hit in gazetteer.scan(text):
        types = {entry.type for entry in hit.alias.entries}
        shortest = 3 if "index" in types else 2  # 上指 and 国指 are also parts of words
        if not hit.alias.caution and types <= {*ORGANISATIONS, "index"} and hit.end - hit.start >= shortest:
            yield hit.start, hit.end


def _type(name: str, kinds: Kinds) -> str:
    alias = kinds.gazetteer.lookup(name)
    return "index" if alias and alias.entries[0].type == "index" else kinds(name, "company")


def _listed(text: str, listings: ahocorasick.Automaton) -> Iterator[tuple[int, int]]:
    """Listed names; those of two characters only where a code in brackets follows."""
    for last, name in listings.iter_long(text):
        start, end = last + 1 - len(name), last + 1
        if len(name) > 2 or _CODE.match(text, end):
            yield start, end


def _raw(data: Path) -> Iterator[tuple[str, str, list[Span]]]:
    rng = random.Random(5)
    for name, budget in NEWS.items():
        articles = []
        with gzip.open(data / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                stored = json.loads(line)
                articles.append(f"{stored.get('title') or ''}\n{stored.get('text') or ''}")
        rng.shuffle(articles)
        for article in articles:
            plain = to_simplified(article)
            for s in split(plain):
                if _SHORTEST <= s.end - s.start <= _LONGEST:
                    yield name, plain[s.start : s.end], []
                    budget -= s.end - s.start
            if budget < 0:
                break
    for name, budget in MARKED.items():
        place, read = PARTIAL[name]
        marked = list(read(data / place))
        rng.shuffle(marked)
        for source, text, spans in marked:
            if _SHORTEST <= len(text) <= _LONGEST:
                yield source, to_simplified(text), spans
                budget -= len(text)
            if budget < 0:
                break


def _chunks(raw: Iterable[tuple[str, str, list[Span]]], size: int) -> Iterator[list[tuple[str, str, list[Span]]]]:
    chunk = []
    for item in raw:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
