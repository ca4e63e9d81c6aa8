"""Who says what: statements with their speakers, from quotation marks, speech verbs and frames."""

from extractor.speech.pipe import read_speech

__all__ = ["read_speech"]
