"""``extractor profile``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

from extractor.cli import options

if TYPE_CHECKING:
    from extractor.pipeline import Extractor


def command(
    articles: options.Articles,
    encoding: options.Encoding = None,
    knowledge: options.Knowledge = None,
    stance_model: options.StanceModel = None,
) -> None:
    """Say how the time divides among the rooms, and how many characters a second one process reads."""
    from extractor.article import read_articles

    began = perf_counter()
    from extractor.pipeline import load

    nlp = load(knowledge or (), stance_model)
    loaded = perf_counter() - began
    read = options.read_options(encoding)
    found = [article for path in articles for article in read_articles(path, read)]
    # The first article also pays for what is built on first use.
    nlp.extract_article(found[0])
    spent = _by_room(nlp, [article.text for article in found])
    total = sum(spent.values())
    characters = sum(len(article.text) for article in found)
    print(f"start-up {loaded:.2f} s; {len(found)} articles, {characters:,} characters, {total:.2f} s")
    for room, seconds in spent.items():
        print(f"  {room:10} {seconds:8.3f} s  {100 * seconds / total:5.1f} %")
    print(f"  {'all':10} {characters / total:8,.0f} characters a second")


def _by_room(nlp: Extractor, texts: list[str]) -> dict[str, float]:
    """Seconds by room, in the order of the rooms."""
    from extractor.script import detect
    from extractor.segment import FinanceTokenizer, Reading
    from extractor.segment.sentences import split

    spent: dict[str, float] = defaultdict(float)
    tokenizer = cast(FinanceTokenizer, nlp.nlp.tokenizer)

    def timed(room: str, work: Callable[..., Any], *args: Any) -> Any:
        began = perf_counter()
        result = work(*args)
        spent[room] += perf_counter() - began
        return result

    for text in texts:
        script = timed("script", detect, text)
        reading = Reading(text, script.plain, script.script, script.region)
        reading.names = timed("knowledge", tokenizer.gazetteer.scan, script.plain)
        reading.amounts = timed("figures", tokenizer.scan_figures, script.plain)
        reading.sentences = timed("segment", split, script.plain)
        with nlp.nlp.memory_zone():
            doc = timed("segment", tokenizer.doc_of, reading)
            for name, pipe in nlp.nlp.pipeline:
                doc = timed(name.removeprefix("finance_"), pipe, doc)
    return spent
