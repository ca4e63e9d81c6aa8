"""The generated name files: every listing of the mainland, Hong Kong and Taiwan, from the exchanges' lists.

    python -m extractor.training.knowledge_lists DATA --mainland NEWS.jsonl.gz --overseas NEWS.jsonl.gz

``DATA`` holds ``kb_a_share_adata``, ``kb_hk_listed``, ``kb_tw_listed`` and ``derived_alias_tables``. A listing that one
of the hand-kept files holds already is left to it. A form is cautious where it is a common word in jieba's dictionary
or stands often in general news of the other side, which seldom names the company; one of two characters is short
unless the financial news often writes it with its code.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ahocorasick
import jieba

from extractor.knowledge.names import folded
from extractor.resources import corpus
from extractor.script import to_simplified
from extractor.tables import read_table

GENERATED = ("a_share.csv", "hk.csv", "tw.csv", "funds_listed.csv")
_ONE_COMPANY = [{"a_share.csv", "hk.csv"}]
HEADER = ["name", "type", "tickers", "aliases", "cautious", "short", "key"]
_MARKS = re.compile(r"^(?:\*ST|S\*ST|SST|ST|PT|S|N|XD|XR|DR)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])退$")
_CLASS = re.compile(r"(?<=[\u4e00-\u9fff])[AB]$|-(?:U|UW|W|SW|S|B|SB|P|R|KY|DR|创|新)$|\*$")
_HK_CLASS = re.compile(r"(?<![A-Za-z])s+$")
_HK_FUND = re.compile(r"028[0-4]|03[01]|07[2-5]")
_HK_OTHER = re.compile(r"8|09[018]|029|04")  # renminbi and dollar counters, pilot listings, bonds
_BODY = re.compile(r"(?:股份有限公司|有限公司|控股集团|集团控股|国际控股|控股|集团|国际|实业|股份|企业)$")
_BANK, _BROKER = re.compile(r"银行$"), re.compile(r"证券$")


@dataclass(slots=True)
class Listing:
    """One listed name: its ticker, its forms with the canonical one first, the kind of thing that it is."""

    ticker: str
    forms: list[str]
    kind: str = "company"


@dataclass(slots=True)
class Evidence:
    """How common forms are in general news, and how often they stand with a code."""

    common: Counter[str]
    coded: Counter[str]

    def caution(self, form: str, taken: bool) -> str:
        """``word`` for a common form or one that another entry has, ``short`` for one of two characters, or none."""
        limit = {2: 20, 3: 60}.get(len(form), 150)
        if taken or self.common[form] >= limit:
            return "word"
        return "short" if (len(form) == 2 or form.isascii()) and self.coded[form] < 3 else ""


def main() -> None:
    """Write the generated files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--mainland", type=Path, required=True, help="general news of the mainland")
    parser.add_argument("--overseas", type=Path, required=True, help="general news of Hong Kong and Taiwan")
    options = parser.parse_args()
    known, taken = _by_hand()
    markets = {
        "a_share.csv": list(mainland(options.data / "kb_a_share_adata" / "all_code.csv")),
        "hk.csv": list(hong_kong(options.data / "kb_hk_listed" / "hk_stock_list.csv")),
        "tw.csv": list(taiwan(options.data / "kb_tw_listed" / "tw_listed_no_warrants.csv")),
    }
    funds = [listing for found in markets.values() for listing in found if listing.kind == "fund"]
    markets = {name: [x for x in found if x.kind != "fund"] for name, found in markets.items()}
    markets["funds_listed.csv"] = funds
    coded = with_codes(options.data / "derived_alias_tables" / "name_ticker_raw.tsv")
    names: dict[str, str] = {}
    for file, found in markets.items():
        for listing in found:
            names.setdefault(listing.forms[0], file)
        shared = Counter(form for listing in found for form in set(listing.forms[1:]))
        for listing in found:
            listing.forms = [listing.forms[0], *(form for form in listing.forms[1:] if shared[form] == 1)]
    for name, found in markets.items():
        elsewhere = options.overseas if name == "a_share.csv" else options.mainland
        common = how_common({form for listing in found for form in listing.forms}, elsewhere, coded)
        rows = list(rows_of(name, found, known, taken, Evidence(common, coded), names))
        write(corpus("knowledge", "names", name), rows)
        print(f"{name}: {len(rows)} rows of {len(found)} listings")


def _by_hand() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """What the hand-kept files hold: each ticker's entry as ``(name, type)``, and each sure form's entry name."""
    tickers, forms = {}, {}
    for path in sorted(corpus("knowledge", "names").glob("*.csv")):
        if path.name in (*GENERATED, "word_like.csv"):
            continue
        for row in read_table(path, ["name", "type", "tickers", "aliases"], ["cautious", "short", "key"]):
            for ticker in row.list("tickers"):
                tickers[ticker] = (row["key"] or row["name"], row["type"])
            for form in [row["name"], *row.list("aliases")]:
                forms[folded(to_simplified(form)).lower()] = row["name"]
    return tickers, forms


def mainland(path: Path) -> Iterator[Listing]:
    """Shanghai, Shenzhen and Beijing. A B share is one more listing of the company of its A share."""
    for row in csv.DictReader(path.open(encoding="utf-8-sig")):
        name = folded(row["short_name"]).replace(" ", "")
        plain = _CLASS.sub("", _MARKS.sub("", _MARKS.sub("", name)))
        forms = [plain, name]
        if len(plain) == 2 and "ST" in name:  # a warning mark takes the place of the tail: ST步森 was 步森股份
            forms.append(plain + "股份")
        if len(plain) > 1 and not row["stock_code"].startswith(("900", "200")):
            yield Listing(f"{row['stock_code']}.{row['exchange']}", list(dict.fromkeys(forms)), kind_of(plain))


def hong_kong(path: Path) -> Iterator[Listing]:
    """Hong Kong's main board and GEM; exchange-traded funds and other products by their codes."""
    for row in csv.DictReader(path.open(encoding="utf-8-sig")):
        name = folded(to_simplified(_HK_CLASS.sub("", row["name"])))
        code = row["code"]
        plain = _CLASS.sub("", name)
        if _HK_FUND.match(code):
            yield Listing(f"{code}.HK", [name], "fund")
        elif len(plain) > 1 and not _HK_OTHER.match(code):
            yield Listing(f"{code}.HK", list(dict.fromkeys([plain, *shorter(plain)])), kind_of(plain))


def taiwan(path: Path) -> Iterator[Listing]:
    """Taiwan's exchange and over-the-counter market: shares and funds."""
    for row in csv.DictReader(path.open(encoding="utf-8-sig")):
        kind = row["type"]
        if kind not in ("股票", "創新板", "臺灣存託憑證(TDR)", "ETF"):
            continue
        name = folded(to_simplified(row["name"]))
        plain = _CLASS.sub("", name)
        ticker = f"{row['code']}.{'TW' if row['market'].startswith('上市') else 'TWO'}"
        if len(plain) > 1:
            yield Listing(ticker, list(dict.fromkeys([plain, name])), "fund" if kind == "ETF" else kind_of(plain))


def kind_of(name: str) -> str:
    """The contract's type, from the last word of a listed name."""
    return "bank" if _BANK.search(name) else "broker" if _BROKER.search(name) else "company"


def shorter(name: str) -> Iterator[str]:
    """The name without its corporate tail, where enough remains: 中国利郎控股 is also 中国利郎."""
    body = _BODY.sub("", name)
    if body != name and len(body) >= 3:
        yield body


def with_codes(path: Path) -> Counter[str]:
    """How often financial news writes a name with a code behind it."""
    coded: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, count = line.split("\t")
        coded[folded(to_simplified(name))] += int(count)
    return coded


def how_common(forms: set[str], general: Path, coded: Counter[str]) -> Counter[str]:
    """How often each form stands in general news, and at least a third of its weight in jieba's dictionary.

    A form that financial news writes with a code, and that is no word of the dictionary, counts as not common.
    """
    jieba.initialize()
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form, form)
    automaton.make_automaton()
    count: Counter[str] = Counter()
    with gzip.open(general, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = to_simplified(json.loads(line).get("text") or "")
            count.update(form for _, form in automaton.iter(text))
    for form in forms:
        weight = jieba.dt.FREQ.get(form) or 0
        count[form] = 0 if coded[form] >= 3 and weight < 300 and count[form] < 10 else max(count[form], weight // 3)
    return count


def rows_of(
    file: str,
    found: list[Listing],
    known: dict[str, tuple[str, str]],
    taken: dict[str, str],
    evidence: Evidence,
    names: dict[str, str],
) -> Iterator[list[str]]:
    """The rows of one market: new companies, and forms that the list adds to a company kept by hand.

    One name in Shanghai and Hong Kong is one company; one that a hand-kept file or another market holds gets a key.
    """
    for listing in found:
        by_hand = known.get(listing.ticker)
        forms = [f for f in listing.forms if by_hand is None or f.lower() not in taken]
        if not forms:
            continue
        name, kind = by_hand or (forms[0], listing.kind)
        forms = [f for f in forms if f == name or (f not in names and f.lower() not in taken)]
        apart = not by_hand and (
            name.lower() in taken or ({file, names[name]} not in _ONE_COMPANY and names[name] != file)
        )
        by_caution = defaultdict(list)
        for form in forms:
            by_caution[evidence.caution(form, form.lower() in taken and not by_hand)].append(form)
        sure = [f for f in by_caution[""] if f != name]
        key = f"{name} {listing.ticker}" if apart else ""
        cells: list[str | list[str]]
        cells = [name, kind, "" if by_hand else listing.ticker, sure, by_caution["word"], by_caution["short"], key]
        yield ["|".join(cell) if isinstance(cell, list) else cell for cell in cells]


def write(path: Path, rows: list[list[str]]) -> None:
    """A name file under the header that all have."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("# Written by extractor.training.knowledge_lists from the exchanges' lists; add to other files.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
