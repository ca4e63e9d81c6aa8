"""The HTML page: self-contained, everything escaped, every link with its place."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from extractor.report.page import render


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag, attrs) -> None:
        found = dict(attrs)
        self.scripts += tag == "script"
        if found.get("id"):
            self.ids.append(found["id"])
        if tag in ("a", "link") and found.get("href"):
            self.links.append(found["href"])
        if found.get("src"):
            self.sources.append(found["src"])


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_every_link_leads_somewhere_on_the_page(document, sample) -> None:
    reader = read(render([document, sample]))
    assert len(reader.ids) == len(set(reader.ids))
    assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.ids)


def test_no_network(document) -> None:
    page = render([document])
    reader = read(page)
    assert not reader.sources
    assert all(link.startswith(("#", "data:")) for link in reader.links)
    assert not re.search(r"https?://|@import|url\(", page)


def test_scripts_in_an_article_are_text(document) -> None:
    page = render([document])
    assert read(page).scripts == 1
    assert "&lt;script&gt;document.title=" in page


def test_same_documents_same_bytes(sample) -> None:
    assert render([sample]) == render([sample])
