"""Imports flow one way: each room imports only rooms to its left."""

from __future__ import annotations

import ast
from pathlib import Path

import extractor

PACKAGE = Path(extractor.__file__).parent
BASE = ["errors", "resources", "tables", "_version", "versions"]
ROOMS = ["document", "article", "script", "knowledge", "segment", "entities", "speech", "figures", "views"]
ABOVE = ["pipes", "pipeline", "evaluate", "archive", "report", "training", "cli", "__init__", "__main__"]
ORDER = {name: rank for rank, name in enumerate([*BASE, *ROOMS, *ABOVE])}


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("extractor."):
            rooms.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            rooms |= {n.name.split(".")[1] for n in node.names if n.name.startswith("extractor.")}
    return rooms


def test_imports_flow_one_way() -> None:
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        if "_data" in path.parts:
            continue
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room in ("__init__", "__main__"):
            continue
        assert room in ORDER, f"{room} has no place in the order of rooms"
        wrong += [f"{path.relative_to(PACKAGE)} imports {r}" for r in imported_rooms(path) if ORDER[r] > ORDER[room]]
    assert not wrong
