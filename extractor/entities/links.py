"""One entity for all the forms of a name within the article, and the places where short forms stand."""

from __future__ import annotations

import re
from collections.abc import Callable

import ahocorasick

from extractor.document.models import ORGANISATIONS, Entity
from extractor.entities.firms import with_place
from extractor.entities.forms import core_of, latin_names, name_key, parts_of, same_person, short_forms
from extractor.entities.names import closed, foreign, spelled
from extractor.entities.phonetics import alike
from extractor.entities.scene import Found, Scene, is_han
from extractor.segment.words import cuts_a_word

_ALIAS = re.compile(
    r"\s?[（(]\s?(?:以下|下称|简称|以下简称|下文简称|后称|统称|又称|也称|原名|前称|英文名|[：:，,“\"「『‘\s]){0,6}"
    r"([^（()）“”\"「」『』‘’]{2,40}?)[”\"」』’]?[）)]"
)


def repeat_names(scene: Scene) -> None:
    """Find every further place of the people and the unknown organisations, whole and in their short forms."""
    _firms_not_people(scene)
    forms: dict[str, Found] = {}
    for found in scene.found:
        if found.entry is None or found.how in ("code", "model"):
            forms.setdefault(scene.plain[found.start : found.end], found)
    for found in list(scene.found):
        for short in short_forms(scene, found):
            forms.setdefault(short, found)
    _search(scene, forms)
    _aliases(scene)
    _heard(scene)


def _firms_not_people(scene: Scene) -> None:
    """A weakly shown person whose name begins a firm's is the firm: 麦蒂, where the article has 麦蒂资源公司."""
    firms = {
        scene.plain[f.start : f.end]: f for f in scene.found if f.type in ORGANISATIONS and is_han(scene.plain[f.start])
    }
    latin = {}
    for f in scene.found:
        text = scene.plain[f.start : f.end]
        if f.type in ORGANISATIONS and " " in text and text.isascii():
            latin[text.split()[0]] = f
    for found in scene.found:
        if found.type != "person" or found.rank > 1:
            continue
        if firm := latin.get(scene.plain[found.start : found.end]):
            found.type, found.name, found.entry, found.how = firm.type, firm.name, firm.entry, "repeat"
            continue
        text = scene.plain[found.start : found.end]
        firm = next((f for name, f in firms.items() if len(name) > len(text) and name.startswith(text)), None)
        if firm and found.how in ("speech", "model", "repeat", "appoint"):
            found.type, found.name, found.entry, found.how = firm.type, firm.name, firm.entry, "repeat"


def _search(scene: Scene, forms: dict[str, Found]) -> None:
    if not forms:
        return
    automaton = ahocorasick.Automaton()
    for form, found in forms.items():
        automaton.add_word(form, (len(form), found))
    automaton.make_automaton()
    for last, (length, first) in automaton.iter_long(scene.plain):
        start, end = last + 1 - length, last + 1
        text = scene.plain[start:end]
        if scene.covered(start, end) or not _whole(scene, start, end) or scene.plain.startswith("速报", end):
            continue
        short = first.type == "person" and is_han(text[0]) and length < 3
        if short and not closed(scene, end) and cuts_a_word(scene.plain, start, end):
            continue
        if first.type in ORGANISATIONS:
            end = _with_trades(scene, first, start, end)
        place = with_place(scene, start) if first.type in ORGANISATIONS else start
        if place < start and scene.plain[place:end] not in forms:  # 新余鼎汉 is another firm than 鼎汉技术
            scene.add(Found(place, end, first.type, scene.plain[place:end], 1, how="place"))
            continue
        scene.add(Found(start, end, first.type, first.name, first.rank, first.entry, how="repeat"))


def _with_trades(scene: Scene, full: Found, start: int, end: int) -> int:
    """海骏科技 where the article has 杭州海骏科技有限公司: the words of trade that go on as in the full name."""
    name = scene.plain[full.start : full.end]
    while (step := scene.marks.starts["trade"].get(end, 0)) and scene.plain[start:step] in name:
        end = step
    return end


def _whole(scene: Scene, start: int, end: int) -> bool:
    plain = scene.plain

    def latin(c: str) -> bool:
        return c.isascii() and c.isalnum()

    if start and latin(plain[start - 1]) and latin(plain[start]):
        return False
    return not (end < len(plain) and latin(plain[end]) and latin(plain[end - 1]))


def _aliases(scene: Scene) -> None:
    """长实集团（简称“长实”）: the bracket names the organisation too, and so does the form wherever it stands."""
    for match in _ALIAS.finditer(scene.plain):
        owner = scene.ending(match.start())
        cue = scene.plain[match.start() : match.start(1)]
        if owner is None or owner.type not in ORGANISATIONS or not ("称" in cue or "“" in cue or "「" in cue):
            continue
        if match[1] in scene.lexicon.kinds["generic"]:
            continue  # （以下简称“公司”）
        _redefine(scene, owner, match[1])
        forms = {match[1]: Found(owner.start, owner.end, owner.type, owner.name, owner.rank, owner.entry)}
        if len(match[1]) < 12:
            _search(scene, forms)


def _redefine(scene: Scene, owner: Found, form: str) -> None:
    """合肥华泰集团股份有限公司（简称“华泰集团”）: the form is the owner's, whatever the lists know under it."""
    if owner.entry is not None or form not in scene.plain[owner.start : owner.end]:
        return
    for found in scene.found:
        if found.entry is not None and scene.plain[found.start : found.end] == form:
            found.entry, found.name, found.type, found.ticker = None, owner.name, owner.type, owner.ticker


def _heard(scene: Scene) -> None:
    """伊萨说, where Mazen Issa spoke before: a transliteration at a speech verb that sounds like somebody named."""
    latin = {parts_of(f.name)[-1]: f for f in scene.found if f.type == "person" and f.name.isascii()}
    if not latin:
        return
    for at in sorted(scene.marks.starts["say"]) + [m.start() for m in re.finditer(r"[说称]", scene.plain)]:
        for length in (2, 3, 4, 5, 6, 7):
            start = at - length
            if start < 0 or scene.covered(start, at) or not foreign(scene, start, at):
                break
            before = scene.plain[start - 1 : start]
            if is_han(before) and scene.closes(start, "link", "head") < 0:
                continue
            for name, person in latin.items():
                if alike(scene.plain[start:at], name):
                    scene.add(Found(start, at, "person", person.name, 1, how="heard"))


def gather(scene: Scene) -> list[tuple[Entity, list[Found]]]:
    """Entities in order of first mention, with what was found of each."""
    root = _unions(scene)
    groups: dict[str, list[Found]] = {}
    for found in scene.found:
        groups.setdefault(root(_key(scene, found)), []).append(found)
    entities = []
    for n, finds in enumerate(groups.values(), 1):
        best = max(finds, key=lambda f: (f.entry is not None, f.rank, is_han(f.name[0]), len(f.name), -f.start))
        tickers = list(best.entry.tickers) if best.entry else []
        tickers = list(dict.fromkeys([*(f.ticker for f in finds if f.ticker), *tickers]))
        mentions = [scene.reading.mention(f.start, f.end) for f in finds]
        ticker = tickers[0] if tickers else None
        name = best.name if best.entry else spelled(best.name)
        entities.append((Entity(f"E{n}", best.type, name, mentions, ticker, tickers), finds))
    return entities


def _key(scene: Scene, found: Found) -> str:
    if found.entry is not None:
        return found.entry.key
    kind = "name" if found.type in ORGANISATIONS else found.type
    return f"{kind}:{name_key(scene.plain[found.start : found.end])}"


def _unions(scene: Scene) -> Callable[[str], str]:
    """Which keys are one entity, as a function from a key to the key of its group."""
    up: dict[str, str] = {}

    def root(key: str) -> str:
        while (above := up.get(key, key)) != key:
            key = above
        return key

    def join(a: Found, b: Found) -> None:
        x, y = root(_key(scene, a)), root(_key(scene, b))
        if x != y and not (a.entry and b.entry):
            up[y] = x

    distinct: dict[str, Found] = {}
    for found in scene.found:
        distinct.setdefault(_key(scene, found), found)
    _join_forms(scene, list(distinct.values()), join)
    for match in _ALIAS.finditer(scene.plain):
        before, inside = scene.ending(match.start()), scene.starting(match.start(1))
        if before and inside and inside.end == match.end(1) and _same_kind(before, inside):
            join(before, inside)
    return root


def _join_forms(scene: Scene, distinct: list[Found], join: Callable[[Found, Found], None]) -> None:
    whole: dict[str, Found] = {}
    for found in scene.found:
        whole.setdefault(scene.plain[found.start : found.end], found)
    for found in distinct:
        same = whole[scene.plain[found.start : found.end]]
        if same is not found and _same_kind(found, same):
            join(same, found)  # one text, once with a code and once without
        for short in short_forms(scene, found):
            other = whole.get(short)
            if other is None or other is found or not _same_kind(found, other):
                continue
            if not (other.entry and _subsidiary(scene, found, short)):
                join(found, other)
        if found.type in ORGANISATIONS and found.entry:
            start, end = core_of(scene, found.start, found.end)
            if (other := whole.get(scene.plain[start:end])) and other.entry is None and _same_kind(found, other):
                join(found, other)
    _join_parts(scene, distinct, join)
    people = [f for f in distinct if f.type == "person"][:60]  # bounds the pairs on a list of a thousand names
    for i, a in enumerate(people):
        for b in people[i + 1 :]:
            if same_person(scene, a, b) and not (_other_spelling(scene, a, b) or _other_spelling(scene, b, a)):
                join(a, b)


def _holds(name: str, part: str) -> bool:
    return part in name if is_han(part[0]) else name.startswith(f"{part} ")


def _subsidiary(scene: Scene, found: Found, short: str) -> bool:
    """中国铁建|投资|集团有限公司 is a firm of the group, 吉比特|网络技术|股份有限公司 the listed one itself."""
    if scene.plain.endswith(("股份有限公司", "股份公司"), found.start, found.end):
        return False
    after = scene.plain.find(short, found.start, found.end) + len(short)
    return bool(scene.marks.starts["trade"].get(after))


def _join_parts(scene: Scene, distinct: list[Found], join: Callable[[Found, Found], None]) -> None:
    """新华集团 of 安徽新华集团投资有限公司: an unknown name inside exactly one longer one."""
    unknown = [f for f in distinct if f.type in ORGANISATIONS and f.entry is None and f.end - f.start > 3][:60]
    for part in unknown:
        text = scene.plain[part.start : part.end]
        longer = [f for f in unknown if f is not part and _holds(scene.plain[f.start : f.end], text)]
        if len(longer) == 1:
            join(longer[0], part)


def _other_spelling(scene: Scene, known: Found, other: Found) -> bool:
    """Is a Latin name none of those that the known person bears: Marcel Thieliant is not 特朗普?"""
    text = scene.plain[other.start : other.end]
    if known.entry is None or other.entry is not None or not text.isascii():
        return False
    spellings = latin_names(scene, known)
    return bool(spellings) and parts_of(text)[-1].lower() not in {parts_of(s)[-1] for s in spellings}


def _same_kind(a: Found, b: Found) -> bool:
    return a.type == b.type or (a.type in ORGANISATIONS and b.type in ORGANISATIONS)
