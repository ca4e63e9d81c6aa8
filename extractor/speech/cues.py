"""The room's knowledge, read once: speech verbs, titles, pronouns, frames and what ends a statement, as expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from extractor.resources import corpus
from extractor.tables import Row, read_table

KINDS = frozenset({"say", "opine", "forecast", "write", "quote", "recommend", "announce", "data", "rate"})
_USES = frozenset({"crowd", "group", "opening", "officer", "honorific", "reporter"})
_REFERS = frozenset({"person", "persons", "house", "company", "analyst", "report", "self"})
_FRAMES = frozenset({"view", "source", "quoting", "led", "addressed", "survey", "compared"})

_DAY = (
    r"(?:(?:本|上|这)?(?:周|星期|礼拜)[一二三四五六日天末]|[今昨前当][日天晨晚]|\d{1,4}年|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日"
    r"|[上下本]个?[周月]|年[初中底末])(?:早间|晚间|早上|上午|下午|晚上|早|晚|稍早|早些时候|盘[前中后])?"
)
_PHRASE = (
    r"(?:在|于|通过|透过|接受|就|对|向|针对|出席|参加|回答|谈及|发表|发布|撰写|给|根据|由于|经)"
    r"[^，。；：、！？\n“”「」]{1,26}?(?:中|上|时|后|里|内|前|期间|之际|报告|研报|采访|专访|访问|电话会议|节目|表态|客户)"
)
_PREMOD = {
    "view": r"[^，。；：“”\n]{0,8}",
    "source": r"(?:[^，。；：“”\n、]{0,8})",
    "addressed": r"(?:路透|美国|媒体|记者)?",
}
_ADDRESSED = r"(?:对|向|告诉)[^，。；：、\n]{2,14}?(?=称|说|表示|指|透露|坦言|直言)"
BRACKET = r"(?:\s?[(（\[][^()（）\[\]\n]{1,48}[)）\]])"


@dataclass(slots=True, frozen=True)
class Cues:
    """The compiled knowledge of the room; every expression is matched on simplified text."""

    colon: re.Pattern[str]  # from the end of a speaker to the colon of a headline
    inverse: re.Pattern[str]  # ends right before a speaker: ，”说某某
    near: re.Pattern[str]  # adverbs, dates and 在…中, then any verb: from the end of a speaker
    late: re.Pattern[str]  # another clause, then a verb of free reach without a subject of its own
    free: re.Pattern[str]  # any words without a stop, then a verb of free reach
    publish: re.Pattern[str]  # 发布…公告称: a verb of publishing, what is published, perhaps a verb of saying
    publication_kinds: dict[str, str]
    rate: re.Pattern[str]  # what a house does with a rating or a target
    verb_kinds: dict[str, str]
    titles_by_length: list[tuple[str, str]]  # (noun, use), the longest noun first
    title: re.Pattern[str]  # a title or group noun with the words that qualify it
    modifiers: re.Pattern[str]  # only words that stand inside a title
    pronouns: dict[str, str]  # word -> what it refers to
    pronoun: re.Pattern[str]
    before: dict[str, re.Pattern[str]]  # frame -> words that end right before a speaker
    after: dict[str, re.Pattern[str]]  # frame -> words that start right after a speaker
    voice: re.Pattern[str]  # someone speaks, whoever it is
    sequel: re.Pattern[str]  # how the next sentence of the same speaker begins
    narration: re.Pattern[str]
    narration_start: re.Pattern[str]
    lead_in: re.Pattern[str]


def _table(name: str, columns: list[str]) -> list[Row]:
    return read_table(corpus("knowledge", "speech", f"{name}.csv"), columns)


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _verb(row: Row, key: str) -> str:
    """One verb with the words that must not stand around it."""
    behind = "".join(f"(?<!{re.escape(word)})" for word in row.list("not_after")) if "not_after" in row.values else ""
    ahead = f"(?!{any_of(row.list('not_before'))})" if row.list("not_before") else ""
    return behind + re.escape(row[key]) + ahead


def _alternation(rows: Iterable[Row], key: str = "verb") -> str:
    return "|".join(_verb(row, key) for row in sorted(rows, key=lambda r: -len(r[key])))


def _rating_verbs() -> str:
    """The rating verbs; those that say little alone need a rating or a target in their clause."""
    rows = _table("ratings", ["verb", "object", "not_before"])
    things = any_of(row["word"] for row in _table("rated_things", ["word"]))
    needy = _alternation(row for row in rows if row.choice("object", {"free", "needed"}) == "needed")
    free = _alternation(row for row in rows if row["object"] == "free")
    return (
        rf"({free})|({needy})(?=[^。；！？\n]{{0,50}}(?:{things}))"
        rf"|(?:将|把|对|就)(?=[^。；！？\n]{{0,60}}(?:{things}))[^。；！？\n]{{1,40}}?({free}|{needy})"
    )


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The shipped knowledge. Raises ``KnowledgeError`` with file and line where a row is wrong."""
    verbs = _table("verbs", ["verb", "kind", "reach", "not_before", "not_after"])
    for row in verbs:
        row.choice("kind", KINDS)
        row.choice("reach", {"near", "free"})
    adverbs = any_of(row["adverb"] for row in _table("adverbs", ["adverb"]))
    gap = rf"(?:\s|{BRACKET}|{_DAY}|，?{_PHRASE}|{_ADDRESSED}|{adverbs}){{0,6}}"
    title_rows = _table("titles", ["noun", "use", "not_before"])
    titles = {row["noun"]: row.choice("use", _USES) for row in reversed(title_rows)}
    nouns = _alternation(title_rows, "noun")
    words = any_of(row["word"] for row in _table("title_words", ["word"]) if row["word"])
    pronouns = {row["word"]: row.choice("refers", _REFERS) for row in _table("pronouns", ["word", "refers"])}
    frames = _table("frames", ["frame", "place", "words"])
    ends = {
        (r.choice("frame", _FRAMES), r.choice("place", {"before", "after"})): any_of(r.list("words")) for r in frames
    }
    sequels = _table("sequels", ["word"])
    narration = _table("narration", ["word", "place"])
    says = _alternation(verbs)
    papers = {r["document"]: r.choice("kind", KINDS) for r in _table("publications", ["document", "kind"])}
    publishing = any_of(row["verb"] for row in _table("publishing", ["verb"]))
    far = _alternation(row for row in verbs if row["reach"] == "free")
    headings = any_of(row["word"] for row in _table("headings", ["word"]))
    return Cues(
        colon=re.compile(rf"{BRACKET}*\s?(?:{headings}|解读[^：\n]{{0,16}})?\s?[：:](?!//)"),
        inverse=re.compile(rf"[”」』\"][，\s]?(?:{says})(?:道)?\s?$"),
        near=re.compile(rf"({gap})(?:，\s?)?({says})(?:着|了|过|道|称|说|，)?"),
        publish=re.compile(
            rf"({gap}|[^，。；：！？\n“”「」『』…]{{0,16}}?)((?:{publishing})了?[^，。；：！？\n“”「」…]{{0,26}}?({any_of(papers)})"
            rf"(?:中|里|内|上)?(?:(?:{says})(?:，|：|着|称)?|[，：。\s]|$))"
        ),
        publication_kinds=papers,
        free=re.compile(rf"([^，。；：！？!?\n“”「」『』…]{{0,30}}?)({far})(?:着|了|道|称|说)?"),
        late=re.compile(
            rf"([^，。；：！？\n“”「」『』…]{{1,28}}，(?:并|且|又|还|亦|同时|也)?(?=[认预称指表相警强重补])({says}))(?:，|：|称|说)?"
        ),
        rate=re.compile(rf"({gap}|，?[^，。；：！？\n“”「」]{{0,12}}?)({_rating_verbs()})"),
        verb_kinds={row["verb"]: row["kind"] for row in verbs},
        titles_by_length=sorted(titles.items(), key=lambda item: -len(item[0])),
        title=re.compile(
            rf"(?:\d{{1,3}}[名位家个]|[一两三四五六七八九十多几数]{{1,2}}[名位家]|{words}|的){{0,10}}(?:{nouns})们?"
        ),
        modifiers=re.compile(rf"(?:{words}|的|\s|{BRACKET}|[A-Z]{{2,6}}){{0,12}}"),
        pronouns=pronouns,
        pronoun=re.compile(any_of(pronouns)),
        before={
            f: re.compile(rf"(?:{w})\s?(?:来自|由)?{_PREMOD.get(f, '')}$")
            for (f, place), w in ends.items()
            if place == "before"
        },
        after={f: re.compile(rf"\s?(?:{w})") for (f, place), w in ends.items() if place == "after"},
        voice=re.compile(rf"{far}|显示|称[，：]|(?<![来者是据])[说指][，：]"),
        sequel=re.compile(any_of(row["word"] for row in sequels)),
        narration=re.compile(any_of(r["word"] for r in narration if r.choice("place", {"any", "start"}) == "any")),
        narration_start=re.compile(any_of(r["word"] for r in narration)),
        lead_in=re.compile(any_of(row["word"] for row in _table("lead_ins", ["word"]))),
    )
