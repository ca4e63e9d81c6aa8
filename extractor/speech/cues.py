"""The room's patterns, compiled once from its words; each is matched on simplified text of full-width punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.speech.words import Words, any_of, load_words

BRACKET = r"(?:\s?[(（\[][^()（）\[\]\n]{1,48}[)）\]])"
_STOPS = r"，。；：！？!?\n“”「」『』…"
_SENTENCE = r"。；！？\n"


@dataclass(slots=True, frozen=True)
class Cues:
    """What the modules of the room match. Patterns on speakers start at the end of a phrase, unless it says before."""

    words: Words
    # phrases
    title: re.Pattern[str]  # a title or group noun with the words that qualify it
    modifiers: re.Pattern[str]  # only words that stand inside a title
    title_stop: re.Pattern[str]
    analyst: re.Pattern[str]  # in the title of an office's analyst
    lone: re.Pattern[str]  # a title that may stand for the one analyst of an article
    pronoun: re.Pattern[str]
    work: re.Pattern[str]  # a publication by its title: 《某某展望》
    listed: re.Pattern[str]  # between two speakers of a list
    led: re.Pattern[str]  # between the name that leads a team and the team
    clause_opens: re.Pattern[str]  # ends before a word that opens its clause
    # events
    colon: re.Pattern[str]  # to the colon of a headline
    line_start: re.Pattern[str]  # ends before a speaker that opens a line
    inverse: re.Pattern[str]  # ends before a speaker: ，”说某某
    said_by: re.Pattern[str]  # ends before a speaker whose quotation has lost its mark: …走弱。说某行分析师某某
    bare: re.Pattern[str]  # ends before a speaker that only a quotation's last comma announces
    near: re.Pattern[str]  # adverbs, dates and 在…中, then any verb
    free: re.Pattern[str]  # any words without a stop, then a verb of free reach
    late: re.Pattern[str]  # another clause, then a verb without a subject of its own
    publish: re.Pattern[str]  # 发布…公告称: a verb of publishing, what is published, perhaps a verb of saying
    rate: re.Pattern[str]  # what a house does with a rating or a target
    before: dict[str, re.Pattern[str]]  # frame -> ends before a speaker
    after: dict[str, re.Pattern[str]]  # frame -> follows a speaker
    poll: re.Pattern[str]  # after an outlet that asked forecasters
    advice: re.Pattern[str]  # a verb of advice
    headline_voice: re.Pattern[str]  # whom a headline names instead of the one who speaks below
    remark: re.Pattern[str]  # a heading's noun with its colon
    together: re.Pattern[str]  # after the second of two who speak as one: 公司与法人一致…
    source_end: re.Pattern[str]
    source_opinion: re.Pattern[str]  # in the end of a source that judges
    survey_end: re.Pattern[str]
    released: re.Pattern[str]  # a figure to come or a rate decision
    expected_before: re.Pattern[str]  # in an expectation that has been overtaken
    # statements
    column: re.Pattern[str]  # somewhere in an article that is its writer's own
    note: re.Pattern[str]  # somewhere in a house's note on a company
    ours: re.Pattern[str]  # how its writers call themselves
    announced: re.Pattern[str]  # ends before the comma before a quotation
    lead_in: re.Pattern[str]
    voice: re.Pattern[str]  # someone speaks, whoever it is
    subjectless: re.Pattern[str]  # a clause that opines and names nobody: 数据不差，相信…
    supposing: re.Pattern[str]  # in a sentence that supposes something
    sequel: re.Pattern[str]  # how the next sentence of the same speaker begins
    narration: re.Pattern[str]
    narration_start: re.Pattern[str]
    moved: re.Pattern[str]
    outlook: re.Pattern[str]


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The shipped knowledge. Raises ``KnowledgeError`` with file and line where a row is wrong."""
    words = load_words()
    slot = words.slots
    gap = _gap(words)
    says, aspect = words.says, slot["aspect"]
    return Cues(
        words=words,
        title=re.compile(
            r"(?:\d{1,3}[名位家个]|[一两三四五六七八九十多几数]{1,2}[名位家]"
            rf"|{words.title_words}|[的 ]){{0,10}}(?:{words.titles})们?"
        ),
        modifiers=re.compile(
            rf"(?:(?:{words.title_words})(?:[与及和、兼暨](?={words.title_words}))?|的|\s|{BRACKET}|[A-Z]{{2,6}}){{0,12}}"
        ),
        title_stop=re.compile(rf"[{_STOPS}、]|{slot['title_stop']}"),
        analyst=re.compile(slot["analyst"]),
        lone=re.compile(slot["lone_analyst"]),
        pronoun=re.compile(any_of(words.pronouns)),
        work=re.compile(rf"《[^《》\n]{{0,30}}(?:{slot['work']})[^《》\n]{{0,12}}》(?:{slot['work']})?"),
        listed=re.compile(rf"\s?(?:{slot['list_joiner']})\s?(?:{slot['list_opening']})?\s?"),
        led=re.compile(rf"(?:{slot['led']})?"),
        clause_opens=re.compile(rf"(?:^|[，、：　\s。；！？”」』)）】])(?:{slot['clause_conjunction']})?$"),
        colon=re.compile(
            rf"{BRACKET}*\s?(?:{words.headings}|(?:{slot['headline_about']})[^：\n]{{0,24}})?\s?[：:](?!//)"
        ),
        line_start=re.compile(rf"(?:^|[\n。！？；】》《　]|\s\s|{slot['label']})[\s　\d、.•*\-①-⑨【—“(（]*$"),
        inverse=re.compile(rf"[”」』\"][，\s]?(?:{says})(?:道)?\s?$"),
        said_by=re.compile(rf"(?:{words.far_says}|说)\s?$"),
        bare=re.compile(r"[，,][”」』\"][，]?\s?$"),
        near=re.compile(rf"({gap})(?:，\s?)?({says})(?:{aspect}|，)?"),
        free=re.compile(rf"([^{_STOPS}]{{0,30}}?)({words.far_says})(?:{aspect})?"),
        late=re.compile(
            rf"([^{_STOPS}]{{1,28}}，(?:{slot['again']})?(?={slot['late_verb_opening']}))({says})(?:{aspect}|，|：)?"
        ),
        publish=_publish(words, gap),
        rate=_rate(words, gap),
        before={frame: re.compile(rf"(?:{w})\s?{_opening(frame, slot)}$") for frame, w in words.before.items()},
        after={frame: re.compile(rf"\s?(?:{w})") for frame, w in words.after.items()},
        poll=re.compile(slot["poll"]),
        advice=re.compile(slot["advice"]),
        headline_voice=re.compile(rf"(?:{slot['headline_voice']})(?:们)?"),
        remark=re.compile(rf"(?:{slot['remark']})\s?(?:：|\n|$)"),
        together=re.compile(rf"\s?(?:{slot['together']})"),
        source_end=re.compile(
            rf"{BRACKET}?(?:([，：])|[^{_STOPS}]{{0,26}}?({slot['source_verb']}|(?:{slot['source_noun']})[，：]))[，：]?"
        ),
        source_opinion=re.compile(slot["source_opinion"]),
        survey_end=re.compile(rf"[^{_STOPS}]{{0,10}}?({slot['survey_end']}|，)[，：]?"),
        column=re.compile(slot["column"]),
        note=re.compile(slot["note"]),
        ours=re.compile(slot["ours"]),
        released=re.compile(slot["released"]),
        expected_before=re.compile(slot["expected_before"]),
        announced=re.compile(rf"(?:{slot['announcing']})$"),
        lead_in=re.compile(words.lead_ins),
        voice=re.compile(rf"{words.far_says}|显示|(?<!{slot['voiceless']})(?:{slot['short_voice']})[，：]"),
        subjectless=re.compile(rf"，(?:{slot['again']}|{slot['clause_conjunction']})?(?:{slot['opining']})"),
        supposing=re.compile(slot["supposing"]),
        sequel=re.compile(words.sequels),
        narration=re.compile(words.narration),
        narration_start=re.compile(words.narration_start),
        moved=re.compile(
            rf"(?:{slot['moved']})[了约近逾超过至到]{{0,3}}\s?\d[\d.,]{{0,12}}\s?(?:{slot['moved_unit']})"
        ),
        outlook=re.compile(slot["outlook"]),
    )


def _gap(words: Words) -> str:
    """What may stand between a speaker and a near verb: dates, occasions, whom he tells it, adverbs."""
    slot = words.slots
    day = (
        rf"(?:(?:{slot['weekday_opening']})?(?:周|星期|礼拜)[一二三四五六日天末]|{slot['day']}|\d{{1,4}}年"
        rf"|\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}日)(?:{slot['hour']})?"
    )
    occasion = rf"，?(?:{slot['occasion_opening']})[^{_STOPS}、]{{1,26}}?(?:{slot['occasion_end']})"
    told = rf"(?:{slot['addressing']})[^{_STOPS}、]{{2,14}}?(?={slot['addressing_verb']})"
    return rf"(?:\s|{BRACKET}|{day}|{occasion}|{told}|{slot['own_report']}|{words.adverbs}){{0,6}}"


def _publish(words: Words, gap: str) -> re.Pattern[str]:
    return re.compile(
        rf"({gap}|[^{_STOPS}]{{0,16}}?)((?:{words.publishing})了?[^{_STOPS}]{{0,36}}?({any_of(words.publication_kinds)})》?"
        rf"(?:{words.slots['publication_place']})?(?:(?:{words.says})(?:，|：|着|称)?|[，：。\s]|$))"
    )


def _rate(words: Words, gap: str) -> re.Pattern[str]:
    """The rating verbs; those that say little alone need a rating or a target in their clause."""
    alone, needy, things = words.rates_alone, words.rates_with_object, words.rated_things
    verb = (
        rf"({alone})|({needy})(?=[^{_SENTENCE}]{{0,50}}(?:{things}))|(?:{words.slots['rating_object_opening']})"
        rf"(?=[^{_SENTENCE}]{{0,60}}(?:{things}))[^{_SENTENCE}]{{1,40}}?({alone}|{needy})"
    )
    # 某行某某对某公司的目标价由10元上调
    verb += rf"|(?:{words.slots['rating_subject']})[^{_SENTENCE}，：]{{1,16}}?({alone}|{needy})"
    between = rf"，?{gap}|，?[^{_STOPS}]{{0,12}}?|[^{_STOPS}]{{1,50}}?(?:{words.slots['after_event']})，"
    return re.compile(rf"({between})({verb})")


def _opening(frame: str, slot: dict[str, str]) -> str:
    """What may stand between the words of a frame and the speaker."""
    if frame in ("view", "source"):
        return rf"(?:{slot['origin']})?[^{_STOPS}、]{{0,8}}"
    return rf"(?:{slot['addressed_opening']})?" if frame == "addressed" else ""
