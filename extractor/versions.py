"""What made a document: the versions of package, models and knowledge, for its ``meta``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor._version import __version__
from extractor.resources import corpus, models


def versions(own: Iterable[Path] = ()) -> dict[str, Any]:
    """Package version, each model's version, and a digest of every knowledge file, the user's ``own`` included."""
    return {
        "package": __version__,
        "models": {folder.name: _model(folder) for folder in sorted(models().iterdir()) if folder.is_dir()},
        "knowledge": _digest([*sorted(corpus("knowledge").rglob("*.csv")), *own]),
    }


def _model(folder: Path) -> str:
    """The version that a model's own description states (spaCy's ``meta.json``, Hugging Face's ``config.json``)."""
    for name in ("meta.json", "config.json"):
        path = folder / name
        if path.is_file() and (version := json.loads(path.read_text(encoding="utf-8")).get("version")):
            return str(version)
    return "unversioned"


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
