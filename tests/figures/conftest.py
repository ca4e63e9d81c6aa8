from __future__ import annotations

import pytest

from extractor.pipeline import Extractor, load


@pytest.fixture(scope="session")
def nlp() -> Extractor:
    return load()
