"""Traditional to simplified at equal length, and which script and region a text is in."""

from extractor.script.convert import to_simplified
from extractor.script.detect import detect

__all__ = ["detect", "to_simplified"]
