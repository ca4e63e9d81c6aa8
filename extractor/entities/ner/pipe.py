"""The spaCy pipe: sets ``doc.ents`` from the network's scores, and learns from ``Example``s."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from spacy.attrs import ENT_IOB, ENT_TYPE
from spacy.language import Language
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example, validate_examples
from spacy.vocab import Vocab
from thinc.api import Config, Model, Optimizer, set_dropout_rate

from extractor.entities.ner import network, tokens  # noqa: F401  (they register what the config names)
from extractor.entities.ner.tags import GROUPS, KINDS, N_OUTPUTS, N_TAGS, UNKNOWN, decode, meaning, spans, targets

_ORGANISATION = GROUPS.index("organisation")
DEFAULTS = """
[model]
@architectures = "extractor.NameTagger.v1"
outputs = 23

[model.encoder]
@architectures = "extractor.CharacterEncoder.v1"
width = 96
depth = 4
pieces = 2
character_rows = 8000
pair_width = 48
pair_rows = 30000
"""


class Name(NamedTuple):
    """A name as token positions; its label: ``person``, ``index`` or a kind of organisation; ``score`` of its place."""

    start: int
    end: int
    label: str
    score: float


class NameTaggerPipe:
    """Tags names. ``predict`` gives them with scores, calling it sets ``doc.ents``."""

    def __init__(self, vocab: Vocab, model: Model[list[Doc], Any], name: str = "name_tagger") -> None:
        self.vocab = vocab
        self.model = model
        self.name = name

    def predict(self, docs: list[Doc]) -> list[list[Name]]:
        """The names of every doc."""
        full = [doc for doc in docs if len(doc)]
        if not full:
            return [[] for _ in docs]
        scores = self.model.predict(full)
        return names_of([len(doc) for doc in docs], scores, log_softmax(scores[:, :N_TAGS]))

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.ents``."""
        doc.ents = [Span(doc, n.start, n.end, label=n.label) for n in self.predict([doc])[0]]
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Many docs."""
        return map(self, stream)

    def initialize(self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None) -> None:
        """Size and fill the weights."""
        docs = [example.reference for example, _ in zip(get_examples(), range(10), strict=False)]
        self.model.initialize(X=docs)

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """One step. Tokens whose annotation is missing teach nothing; ``organisation`` teaches place, not kind."""
        examples = list(examples)
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        validate_examples(examples, "NameTaggerPipe.update")
        set_dropout_rate(self.model, drop)
        scores, backprop = self.model.begin_update([example.predicted for example in examples])
        loss, d_scores = self.get_loss(examples, scores)
        backprop(d_scores)
        if sgd is not None:
            self.model.finish_update(sgd)
        losses[self.name] += loss
        return losses

    def get_loss(self, examples: Iterable[Example], scores: np.ndarray) -> tuple[float, np.ndarray]:
        """Summed cross-entropy of tags and kinds, and the gradient of its mean."""
        known = {self.vocab.strings.add(label): meaning(label) for label in (*GROUPS, *KINDS)}
        stated = (e.reference.to_array([ENT_IOB, ENT_TYPE]).reshape(-1, 2) for e in examples)
        gold = [targets(columns[:, 0], columns[:, 1], known) for columns in stated]
        d_scores = np.zeros_like(scores)
        share = 1.0 / max(len(scores), 1)
        loss = 0.0
        for part, target in (
            (slice(0, N_TAGS), np.concatenate([tags for tags, _ in gold])),
            (slice(N_TAGS, N_OUTPUTS), np.concatenate([kinds for _, kinds in gold])),
        ):
            at = np.flatnonzero(target != UNKNOWN)
            log = log_softmax(scores[at, part])
            loss -= float(log[np.arange(len(at)), target[at]].sum())
            gradient = np.exp(log)
            gradient[np.arange(len(at)), target[at]] -= 1.0
            d_scores[at, part] = gradient * share
        return loss, d_scores

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Exact span and label."""
        return get_ner_prf(examples)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The weights."""
        return self.model.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> NameTaggerPipe:
        """Load weights."""
        self.model.from_bytes(data)
        return self

    def to_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights to the folder ``path``."""
        path.mkdir(parents=True, exist_ok=True)
        self.model.to_disk(path / "model")

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> NameTaggerPipe:
        """Read the weights from the folder ``path``."""
        self.model.from_disk(path / "model")
        return self


def names_of(lengths: list[int], scores: np.ndarray, log: np.ndarray) -> list[list[Name]]:
    """Names of every doc from the docs' lengths, the network's scores and the tags' log-probabilities."""
    tags = decode(log, [length for length in lengths if length])
    found: list[list[Name]] = []
    at = 0
    for length in lengths:
        names = []
        for start, end, group in spans(tags[at : at + length]):
            a, b = at + start, at + end
            label = GROUPS[group]
            if group == _ORGANISATION:
                label = KINDS[int(scores[a:b, N_TAGS:].sum(axis=0).argmax())]
            names.append(Name(start, end, label, float(np.exp(log[np.arange(a, b), tags[a:b]].min()))))
        found.append(names)
        at += length
    return found


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Natural logarithm of the softmax of every row."""
    shifted = scores - scores.max(axis=1, keepdims=True) if len(scores) else scores
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@Language.factory(
    "name_tagger",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config=Config().from_str(DEFAULTS),
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0},
)
def create_name_tagger_pipe(nlp: Language, name: str, model: Model[list[Doc], Any]) -> NameTaggerPipe:
    """The pipe as named in a config."""
    return NameTaggerPipe(nlp.vocab, model, name)
