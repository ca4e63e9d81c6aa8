"""What a run leaves in its folder, by name."""

from __future__ import annotations

TABLES = ("documents", "entities", "figures", "views")
DOCUMENTS = "documents.jsonl"
ERRORS = "errors.jsonl"
DUPLICATES = "duplicates.jsonl"
