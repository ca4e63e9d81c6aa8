"""The contract: what one article becomes, as typed models and as a JSON Schema."""

from extractor.document.models import (
    Analyst,
    Document,
    Entity,
    Evidence,
    Figure,
    Holder,
    Mention,
    PriceTarget,
    Rating,
    Target,
    View,
)
from extractor.document.schema import json_schema

__all__ = [
    "Analyst",
    "Document",
    "Entity",
    "Evidence",
    "Figure",
    "Holder",
    "Mention",
    "PriceTarget",
    "Rating",
    "Target",
    "View",
    "json_schema",
]
