"""What confirms a form that is a word too or stands for several: a code, a longer form, the model, the words beside."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document.models import ORGANISATIONS
from extractor.entities.codes import Code
from extractor.entities.ner import Candidate
from extractor.entities.scene import Scene, is_han
from extractor.knowledge import Entry, NameHit
from extractor.segment.words import is_word, words_of

AGREES = 0.5  # least score of a candidate that confirms a form; from dev
INSISTS = 0.85  # the same where the form is a phrase of everyday words; from dev
CERTAIN = 0.99  # the same where it is an everyday word
LOCAL = 30  # a form that the dictionary counts less often is no word
EVERYDAY = 300  # a form that the dictionary counts so often is an everyday word
_MARKETS = {"CN": (".SH", ".SZ", ".BJ"), "HK": (".HK",), "TW": (".TW", ".TWO")}
_WELL_KNOWN = 3  # forms by which the lists know a company that is named abroad too (鸿海, 富士康, Foxconn)
_BYLINE = ("-", "－", "／", "/", "记者", "讯", "综合", "编译", "台北", "北京", "香港")
_DATELINE = re.compile(
    r"[\u4e00-\u9fff]{0,4}\d{1,2}月\d{1,2}日(?:电|讯|消息)|-[\u4e00-\u9fff]{2,4}频道"
)  # 人民网长沙10月16日电
_LIST = frozenset("、/／")
_HOUSES = frozenset({"bank", "broker", "asset_manager", "data_provider", "rating_agency", "exchange"})


@dataclass(slots=True)
class Judge:
    """Decides about doubtful hits of one article. ``seen`` counts the sure forms of each entry."""

    scene: Scene
    codes: dict[int, Code]
    candidates: Sequence[Candidate]
    seen: Counter[str]

    def doubtful(self, hit: NameHit) -> bool:
        """Does the hit need confirming: by its caution, by its several entries, by looking like plain words?"""
        listed = hit.alias.text in self.scene.lexicon.kinds["doubtful"]
        if not listed and self._local(hit):
            return False
        return (
            listed
            or self._far(hit)
            or bool(hit.alias.caution)
            or len(hit.alias.entries) > 1
            or (hit.alias.entries[0].type == "company" and _plain_words(hit.alias.text))
        )

    def choose(self, hit: NameHit) -> tuple[Entry | None, bool]:
        """The entry that the hit names here, if any, and whether that holds for the form in the whole article."""
        entries, caution = self._near_first(hit.alias.entries), hit.alias.caution
        everyday = is_word(hit.alias.text, EVERYDAY) and caution == "word"
        everyday = everyday or hit.alias.text in self.scene.lexicon.kinds["doubtful"]
        if (code := self.codes.get(hit.end)) is not None:
            by_code = next((e for e in entries if code.of(e.tickers)), None)
            return by_code or (entries[0] if code.ticker is None else None), True
        outlet = next((e for e in entries if e.type == "media"), None)
        if outlet and (self._bracketed(hit) or _DATELINE.match(self.scene.plain, hit.end)):
            return outlet, True
        if named := [e for e in entries if self.seen[e.key]]:
            return max(named, key=lambda e: self.seen[e.key]), True
        if self._far(hit):
            return (entries[0], False) if self._in_list(hit) else (None, False)
        if entries[0].type == "central_bank" or (entries[0].type == "government" and caution == "word"):
            return None, False
        indices = [e for e in entries if e.type == "index"]
        if indices and moves(self.scene, hit.end):
            return indices[0], True
        if len(indices) == len(entries) and caution == "word":
            return None, False
        if everyday:  # the model has learnt such words from lists like ours: it confirms little
            if self._in_list(hit):
                return entries[0], False
            return (self._agreed(hit, CERTAIN) if len(hit.alias.text) < 3 else None), False
        if agreed := self._agreed(hit, INSISTS if _phrase(hit.alias.text) else AGREES):
            return agreed, True
        if caution != "word" and entries[0].type not in ORGANISATIONS - {"government"}:
            return entries[0], True
        return (entries[0], True) if self._financial(hit) or self._in_list(hit) else (None, False)

    def _local(self, hit: NameHit) -> bool:
        """Hong Kong names its own firms by forms that mean others elsewhere (中电)."""
        entries, text = hit.alias.entries, hit.alias.text
        near = self.scene.reading.region == "HK" and entries[0].type == "company"
        return near and bool(entries[0].tickers) and entries[0].tickers[0].endswith(".HK") and not is_word(text, LOCAL)

    def _near_first(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Firms listed where the article is from before others: 国泰 is 国泰金 in Taiwan, 国泰航空 in Hong Kong."""
        if len(entries) < 2 or any(e.type not in ORGANISATIONS or e.type == "government" for e in entries):
            return entries
        near = _MARKETS[self.scene.reading.region]
        return tuple(sorted(entries, key=lambda e: not any(t.endswith(near) for t in e.tickers)))

    def _far(self, hit: NameHit) -> bool:
        """A short name of Taiwan's lists alone in a mainland article is rather another firm's (新华|集团)."""
        reading, text = self.scene.reading, hit.alias.text
        if reading.region != "CN" or len(text) > 2 or not is_han(text[0]) or reading.gazetteer is None:
            return False
        return all(
            entry.tickers
            and entry.tickers[0].endswith((".TW", ".TWO"))
            and len(reading.gazetteer.forms_of(entry)) < _WELL_KNOWN
            for entry in hit.alias.entries
        )

    def _bracketed(self, hit: NameHit) -> bool:
        """（上证报） and 【时报-台北电】: how an outlet signs its article."""
        plain = self.scene.plain
        if plain[hit.start - 1 : hit.start] not in ("（", "(", "【", "〔", "["):
            return False
        return plain[hit.end : hit.end + 1] in ("）", ")") or plain.startswith(_BYLINE, hit.end)

    def _agreed(self, hit: NameHit, least: float) -> Entry | None:
        """The first entry of the kind that the model sees in the same place."""
        first = bisect_left(self.candidates, hit.start, key=lambda c: c.start)
        end = bisect_right(self.candidates, hit.start, lo=first, key=lambda c: c.start)
        for c in self.candidates[first:end]:
            if c.end >= hit.end and c.score >= least:
                organisation = c.type in ORGANISATIONS
                fits = (e for e in hit.alias.entries if e.type == c.type or (organisation and e.type in ORGANISATIONS))
                return next(fits, None)
        return None

    def _financial(self, hit: NameHit) -> bool:
        """Do the words beside the name speak of a firm?"""
        scene, plain = self.scene, self.scene.plain
        if scene.opens(hit.end, "confirm_after") or plain[hit.end : hit.end + 1] in ("：", ":"):
            return True
        ends = hit.end == len(plain) or not is_han(plain[hit.end])
        if scene.closes(hit.start, "confirm_before") >= 0 and ends:
            return True
        house = any(entry.type in _HOUSES for entry in hit.alias.entries) or not is_word(hit.alias.text, 50)
        return bool(house and scene.opens(hit.end, "confirm_house"))

    def _in_list(self, hit: NameHit) -> bool:
        """Does a firm stand beside it in a list: 蔚来、理想、小鹏?"""
        scene, plain = self.scene, self.scene.plain
        left = scene.ending(hit.start - 1) if plain[hit.start - 1 : hit.start] in _LIST else None
        right = scene.starting(hit.end + 1) if plain[hit.end : hit.end + 1] in _LIST else None
        return any(f is not None and f.type in ORGANISATIONS for f in (left, right))


def moves(scene: Scene, end: int) -> bool:
    """Does what follows tell of an index: its level, its move, its members?"""
    after = end + (scene.plain[end : end + 1] in (" ", "：", ":"))
    return bool(scene.opens(after, "confirm_index")) or scene.plain[after : after + 1].isdigit()


def _plain_words(text: str) -> bool:
    """Is a firm's name a word or made of everyday words alone (未来发展, 香港金融, 驱动力)?"""
    return is_han(text[0]) and (is_word(text, 50 if len(text) < 3 else 100) or _phrase(text))


def _phrase(text: str) -> bool:
    """Two everyday words or more and nothing else (目标公司)?"""
    words = words_of(text) if len(text) > 3 and is_han(text[0]) else []
    return len(words) > 1 and all(len(word) > 1 and is_word(word, 1000) for word in words)
