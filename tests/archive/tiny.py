"""A pipeline in miniature, for tests of what surrounds the pipeline: slow, hanging or dying on demand."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from extractor.article import Article
from extractor.document import Document, Figure
from extractor.errors import KnowledgeError

_DIGITS = re.compile(r"\d+")


class Tiny:
    """Every number is a figure. A text may ask for trouble."""

    def extract_article(self, article: Article) -> Document:
        text = article.text
        if "SLOW" in text:
            time.sleep(0.004)
        if "RAISE" in text:
            raise ValueError("this text asks for trouble")
        if "HANG" in text:
            time.sleep(3600)
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "CRASH" in text:
            os.abort()
        once = re.search(r"ONCE (\S+)", text)
        if once and not Path(once[1]).exists():
            Path(once[1]).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        figures = [
            Figure(m.start(), m.end(), m.group(), "quantity", "", int(m.group())) for m in _DIGITS.finditer(text)
        ]
        return Document(article.doc_id, text, article.title, figures=figures, meta={"warnings": []})


def load(knowledge: tuple[str, ...], stance_model: str | None) -> Tiny:
    """As ``extractor.pipeline.load``."""
    return Tiny()


def broken(knowledge: tuple[str, ...], stance_model: str | None) -> Tiny:
    """A pipeline that cannot be loaded."""
    raise KnowledgeError("names.csv:3: no such type")
