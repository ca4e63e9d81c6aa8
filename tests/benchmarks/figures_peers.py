"""The figures room beside Recognizers-Text 1.0.2a2 and JioNLP 1.5.31, on the same articles in one run.

    python tests/benchmarks/figures_peers.py --gold ../shared/gold/dev.jsonl --venv /tmp/peers

prints, as Markdown, value F1 over all annotated figures and by kind, and characters a second, for the product's
grammar alone, its whole room (attributes too) and each peer. The peers are installed by this command into a virtual
environment of their own, and run there on simplified text, since neither knows traditional characters well; a
figure of theirs counts as found where it overlaps an annotated one of its kind and has its value (and its currency,
where both name one). What a peer has no kind for counts as missed, since an article's reader misses it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import venv
from collections import defaultdict
from pathlib import Path
from typing import Any

from extractor.figures import read_figures, scan
from extractor.pipeline import load
from extractor.script import to_simplified

# Recognizers-Text imports a name that emoji 2 dropped, and setuptools where it is missing from new environments.
PACKAGES = ("recognizers-text-suite==1.0.2a2", "jionlp==1.5.31", "emoji==1.7.0", "setuptools<81")
KINDS = ("money", "percent", "percentage_point", "basis_point", "points", "multiple", "quantity")
PEERS = ("Recognizers-Text", "JioNLP")

# Runs inside the peers' environment: reads texts as JSON, prints each peer's figures and seconds as JSON.
RUNNER = r"""
import contextlib, io, json, re, sys, time
texts = json.load(sys.stdin)

def recognizers():
    from recognizers_number import Culture, recognize_percentage
    from recognizers_number_with_unit import recognize_currency
    def read(text):
        found = []
        for kind, recognize in (("money", recognize_currency), ("percent", recognize_percentage)):
            for r in recognize(text, Culture.Chinese):
                value = (r.resolution or {}).get("value")
                if value is None:
                    continue
                k = "percentage_point" if kind == "percent" and "点" in r.text else kind
                code = r.resolution.get("isoCurrency")
                found.append([r.start, r.end + 1, k, float(str(value).rstrip("%")), code])
        return found
    return read

def jionlp():
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp as jio
    codes = {"元": "CNY", "美元": "USD", "港元": "HKD", "港币": "HKD", "日元": "JPY", "欧元": "EUR", "英镑": "GBP",
             "新台币": "TWD", "台币": "TWD", "人民币": "CNY", "韩元": "KRW", "加元": "CAD", "澳元": "AUD"}
    def read(text):
        found = []
        for m in jio.ner.extract_money(text, with_parsing=True):
            detail = m.get("detail") or {}
            num = detail.get("num")
            start, end = m["offset"]
            if isinstance(num, list):
                found.append([start, end, "money", [float(n) for n in num], codes.get(detail.get("case"))])
            elif num not in (None, "null"):
                found.append([start, end, "money", float(num), codes.get(detail.get("case"))])
        return found
    return read

out = {}
for name, make in (("Recognizers-Text", recognizers), ("JioNLP", jionlp)):
    read = make()
    with contextlib.redirect_stdout(io.StringIO()):
        read("净利润增长3.5%至2亿元")  # what is loaded at the first call is no part of the speed
    began, figures, failed = time.process_time(), [], 0
    for text in texts:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                figures.append(read(text))
        except Exception:
            failed += 1
            figures.append([])
    out[name] = {"figures": figures, "seconds": time.process_time() - began, "failed": failed}
json.dump(out, sys.stdout)
"""


def installed(place: Path) -> Path:
    """The peers' interpreter, in an environment made where there is none yet."""
    python = place / "bin" / "python"
    if not python.exists():
        print(f"installing {', '.join(PACKAGES)} into {place}", file=sys.stderr)
        venv.create(place, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return python


def run_peers(python: Path, texts: list[str]) -> dict[str, Any]:
    done = subprocess.run([python, "-c", RUNNER], input=json.dumps(texts), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the peers failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def run_product(texts: list[str]) -> dict[str, Any]:
    """The whole room in the pipeline for accuracy; for speed the grammar alone and the room alone."""
    nlp = load()
    readings = [nlp.read(article) for article in articles(texts)]
    found = [[as_row(figure) for figure in reading.figures] for reading in readings]
    plain = [reading.plain for reading in readings]
    began = time.process_time()
    amounts = [scan(text) for text in plain]
    grammar = time.process_time() - began
    began = time.process_time()
    for reading, some in zip(readings, amounts, strict=True):
        reading.amounts = some
        read_figures(reading)
    room = grammar + time.process_time() - began
    return {"figures": found, "grammar": grammar, "room": room}


def articles(texts: list[str]) -> list[Any]:
    from extractor.article import Article

    return [Article(text, str(number)) for number, text in enumerate(texts)]


def as_row(figure: Any) -> list[Any]:
    value = figure.value if figure.value is not None else [figure.low, figure.high]
    return [figure.start, figure.end, figure.kind, value, figure.unit]


def counted(gold: list[list[dict[str, Any]]], found: list[list[list[Any]]]) -> dict[str, list[int]]:
    """Hits, annotated and found, in all and by kind. Counts below ten are neither asked nor counted."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for annotated, rows in zip(gold, found, strict=True):
        small = [f for f in annotated if is_small(f["kind"], f["value"])]
        asked = [f for f in annotated if f not in small]
        free = [
            r
            for r in rows
            if not is_small(r[2], r[3]) and not any(r[0] < f["end"] and f["start"] < r[1] for f in small)
        ]
        for kind in ("all", *KINDS):
            totals[kind][1] += sum(kind in ("all", f["kind"]) for f in asked)
            totals[kind][2] += sum(kind in ("all", r[2]) for r in free)
        for figure in asked:
            hit = next((r for r in free if same(figure, r)), None)
            if hit is not None:
                free.remove(hit)
                totals["all"][0] += 1
                totals[figure["kind"]][0] += 1
    return totals


def is_small(kind: str, value: Any) -> bool:
    return kind == "quantity" and isinstance(value, int | float) and abs(value) < 10


def same(figure: dict[str, Any], row: list[Any]) -> bool:
    start, end, kind, value, unit = row
    if kind != figure["kind"] or start >= figure["end"] or figure["start"] >= end:
        return False
    wanted = [figure["value"]] if figure["value"] is not None else [figure["low"], figure["high"]]
    got = value if isinstance(value, list) else [value]
    if len(wanted) != len(got) or any(abs(a - b) > 1e-6 * max(1.0, abs(a)) for a, b in zip(wanted, got, strict=True)):
        return False
    return kind not in ("money", "quantity") or unit is None or unit == figure["unit"]


def f1(counts: list[int]) -> str:
    hits, gold, found = counts
    return f"{2 * hits / (gold + found):.3f}" if gold + found else "-"


def main() -> None:
    """Run everything and print the two tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", type=Path, required=True, help="annotated articles, JSON Lines")
    arguments.add_argument("--venv", type=Path, required=True, help="the peers' environment, made where it is missing")
    options = arguments.parse_args()
    documents = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts, gold = [d["text"] for d in documents], [d["figures"] for d in documents]
    peers = run_peers(installed(options.venv), [to_simplified(text) for text in texts])
    ours = run_product(texts)
    print(tables(gold, texts, ours, peers))


def tables(gold: list[Any], texts: list[str], ours: dict[str, Any], peers: dict[str, Any]) -> str:
    """Accuracy and speed as Markdown."""
    results = {"extractor": counted(gold, ours["figures"])}
    results |= {name: counted(gold, peers[name]["figures"]) for name in PEERS}
    lines = ["| value F1 | annotated | " + " | ".join(results) + " |", "| --- " * (len(results) + 2) + "|"]
    for kind in ("all", *KINDS):
        asked = results["extractor"][kind][1]
        lines.append(f"| {kind} | {asked} | " + " | ".join(f1(counts[kind]) for counts in results.values()) + " |")
    characters = sum(map(len, texts))
    slowest = peers["Recognizers-Text"]["seconds"]
    seconds = {"extractor, grammar": ours["grammar"], "extractor, whole room": ours["room"]}
    seconds |= {name: peers[name]["seconds"] for name in PEERS}
    lines += [
        "",
        "| speed | characters a second | against Recognizers-Text | articles failed |",
        "| --- | --- | --- | --- |",
    ]
    for name, spent in seconds.items():
        failed = peers[name]["failed"] if name in peers else 0
        lines.append(f"| {name} | {characters / spent:,.0f} | {slowest / spent:.1f} x | {failed} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
