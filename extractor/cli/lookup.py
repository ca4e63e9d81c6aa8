"""``extractor lookup``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli import options

if TYPE_CHECKING:
    from extractor.knowledge import Entry, Gazetteer

EPILOG = "Example: extractor lookup 大摩 00700.HK 'S&P 500'"
_CAUTION = {
    "": "taken as it stands",
    "short": "a short form: needs its long form or a finance context",
    "word": "also an ordinary word: needs a code, its long form or a finance context",
}


def command(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names in any script, or tickers.")],
    knowledge: options.Knowledge = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, one line a name.")] = False,
) -> None:
    """Show what the knowledge says of a name or a ticker: the entity, its listings and all its forms.

    Exits 1 where a name is unknown.
    """
    from extractor.knowledge import load_gazetteer

    gazetteer = load_gazetteer(knowledge or ())
    missing = 0
    for name in names:
        alias = gazetteer.lookup(name)
        entries = alias.entries if alias else gazetteer.listed(name.strip().upper())
        missing += not entries
        found = [_record(gazetteer, entry) for entry in entries]
        if as_json:
            caution = alias.caution if alias else ""
            print(json.dumps({"asked": name, "caution": caution, "entries": found}, ensure_ascii=False))
        else:
            print(f"{name}: {_CAUTION[alias.caution] if alias else 'a ticker' if found else 'not known'}")
            print("\n".join(_lines(record) for record in found), end="\n" if found else "")
    if missing:
        raise typer.Exit(1)


def _record(gazetteer: Gazetteer, entry: Entry) -> dict:
    forms = gazetteer.forms_of(entry)
    return {
        "name": entry.name,
        "type": entry.type,
        "ticker": entry.ticker,
        "tickers": list(entry.tickers),
        "aliases": [form.text for form in forms if not form.caution and form.text != entry.name],
        "short": [form.text for form in forms if form.caution == "short"],
        "cautious": [form.text for form in forms if form.caution == "word"],
    }


def _lines(record: dict) -> str:
    listed = f" [{', '.join(record['tickers'])}]" if record["tickers"] else ""
    lines = [f"  {record['name']}  {record['type']}{listed}"]
    labels = (("aliases", "also"), ("short", "short forms"), ("cautious", "with caution"))
    lines += [f"    {label}: {'、'.join(record[field])}" for field, label in labels if record[field]]
    return "\n".join(lines)
