"""Names that no list holds: a small trained tagger over characters, run as a spaCy pipe."""

from extractor.entities.ner.model import Candidate, NameModel
from extractor.entities.ner.pipe import NameTaggerPipe

__all__ = ["Candidate", "NameModel", "NameTaggerPipe"]
