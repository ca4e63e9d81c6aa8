"""The errors a person may meet: each carries one clear line, and the command line shows only that."""

from __future__ import annotations


class ExtractorError(Exception):
    """Failed work: what was wrong, where, and what to do. The command line exits 1."""


class InputError(ExtractorError):
    """An article or a record that cannot be read."""


class KnowledgeError(ExtractorError):
    """A bad row in a data file; the message gives file, line and reason."""


class ModelError(ExtractorError):
    """A model that is missing, damaged or of the wrong shape."""
