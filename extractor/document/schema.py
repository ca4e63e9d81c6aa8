"""The contract as a JSON Schema, derived from the typed models so that the two cannot drift apart."""

from __future__ import annotations

from typing import Any

from extractor.document.models import SCHEMA_VERSION, Document


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one document as ``Document.to_dict`` gives it."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Document).json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"Chinese financial news extraction, version {SCHEMA_VERSION}"
    return schema
