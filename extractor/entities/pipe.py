"""The room's one way in: fills ``reading.entities``, ``references`` and ``roles``."""

from __future__ import annotations

from extractor.entities.codes import find_codes
from extractor.entities.known import find_known, find_traded
from extractor.entities.links import gather, repeat_names
from extractor.entities.merge import add_candidates, model_candidates
from extractor.entities.organisations import find_organisations
from extractor.entities.outlets import find_outlets
from extractor.entities.people import bracketed, find_people
from extractor.entities.references import find_references
from extractor.entities.roles import find_roles
from extractor.entities.scene import scene_of
from extractor.entities.titles import title_phrases
from extractor.segment import Reading


def read_entities(reading: Reading) -> None:
    """Find every entity of the article, its references and each person's role."""
    scene = scene_of(reading)
    codes = find_codes(reading.plain, reading.region)
    candidates = model_candidates(reading)
    find_known(scene, codes, candidates)
    phrases = title_phrases(scene)
    find_people(scene, phrases)
    find_outlets(scene)
    find_organisations(scene, phrases, codes)
    repeat_names(scene)
    add_candidates(scene, candidates)
    bracketed(scene, phrases)
    find_traded(scene)
    repeat_names(scene)
    gathered = gather(scene)
    reading.entities = [entity for entity, _ in gathered]
    reading.references = find_references(scene, gathered)
    reading.roles = find_roles(scene, phrases, gathered, reading.references)
