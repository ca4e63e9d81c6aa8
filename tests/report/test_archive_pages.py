"""An archive's pages: linked, streamed, drawn without a network; the same from JSON Lines and from Parquet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.archive.documents import read_documents
from extractor.errors import ExtractorError
from extractor.report.archive import build


def test_documents_come_back_the_same_from_both_forms(outputs) -> None:
    lines, tables = list(read_documents(outputs["jsonl"])), list(read_documents(outputs["parquet"]))
    assert [number for number, _ in lines] == [number for number, _ in tables] == [0, 1, 2]
    for (_, a), (_, b) in zip(lines, tables, strict=True):
        for part in ("doc_id", "text", "published_at", "entities", "figures", "views", "analysts"):
            assert a[part] == b[part], part


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_every_link_of_the_pages_leads_to_a_page(outputs, tmp_path: Path, form: str) -> None:
    assert build(outputs[form], tmp_path) == 3
    for page in tmp_path.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#]+)"', page.read_text(encoding="utf-8")):
            assert link.startswith("data:") or (page.parent / link).is_file(), (page.name, link)
    overview = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "高盛" in overview and "upgrade" in overview
    assert not re.search(r"https?://", overview)


def test_an_output_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="no documents"):
        build(tmp_path, tmp_path / "pages")
