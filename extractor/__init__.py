"""Chinese financial news to structured JSON.

>>> from extractor import load
>>> nlp = load()
>>> document = nlp.extract("高盛上調標普500指數目標至7000點。")
>>> document.to_dict()["entities"][0]["name"]
'高盛'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor._version import __version__

if TYPE_CHECKING:
    from extractor.archive import extract_frame, extract_many
    from extractor.document import Document
    from extractor.pipeline import Extractor, load

__all__ = ["Document", "Extractor", "__version__", "extract_frame", "extract_many", "load"]


def __getattr__(name: str) -> Any:
    """Names of the pipeline, imported when first asked for, so that ``extractor --help`` starts at once."""
    if name in ("Extractor", "load"):
        from extractor import pipeline

        return getattr(pipeline, name)
    if name in ("extract_frame", "extract_many"):
        from extractor import archive

        return getattr(archive, name)
    if name == "Document":
        from extractor.document import Document

        return Document
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")
