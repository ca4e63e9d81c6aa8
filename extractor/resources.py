"""Where the data files and the models lie: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"
ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent


def corpus(*parts: str) -> Path:
    """A path under ``corpus/``, e.g. ``corpus("knowledge", "names")``."""
    return ROOT.joinpath("corpus", *parts)


def models(*parts: str) -> Path:
    """A path under ``models/``."""
    return ROOT.joinpath("models", *parts)
