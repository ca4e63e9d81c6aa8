"""Takes the README's pictures of the bundled sample: ``python tests/pictures.py`` writes ``tests/pictures/*.png``.

Needs Chromium and its driver, as the browser tests do.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from extractor.archive import BatchOptions, run_batch
from extractor.pipeline import load
from extractor.report.archive import build
from extractor.report.page import render
from extractor.report.terminal import show
from extractor.resources import corpus

FOLDER = Path(__file__).with_name("pictures")
# A middle dot, an arrow and a triangle are one cell wide in a terminal, and two in most fonts for Chinese.
_TERMINAL = """<!doctype html><meta charset="utf-8"><style>{stylesheet}
@font-face {{ font-family: narrow; src: local("DejaVu Sans Mono"); size-adjust: 83%;
  unicode-range: U+B7, U+2192, U+25A0-25FF; }}
body {{ background: {background}; color: {foreground}; margin: 20px; }}
pre {{ font: 15px/1.45 narrow, "Noto Sans Mono CJK TC", "DejaVu Sans Mono", monospace; margin: 0; }}</style>
<pre>{code}</pre>"""


def main() -> None:
    """Write the three pictures."""
    text = corpus("samples", "rate_cut_rally.txt").read_text(encoding="utf-8")
    document = load().extract(text, title=text.split("\n")[0], published_at="2025-09-17").to_dict()
    console = Console(record=True, width=96, file=io.StringIO(), force_terminal=True, highlight=False, emoji=False)
    show(document, console)
    FOLDER.mkdir(exist_ok=True)
    terminal = console.export_html(theme=MONOKAI, code_format=_TERMINAL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "show.html").write_text(terminal, encoding="utf-8")
        (folder / "report.html").write_text(render([document]), encoding="utf-8")
        (folder / "sample.txt").write_text(text, encoding="utf-8")
        run_batch(BatchOptions((str(folder / "sample.txt"),)), folder / "sample", workers=1)
        build(folder / "sample", folder / "pages")
        _take(folder / "show.html", FOLDER / "show.png", 940, 1250)
        _take(folder / "report.html", FOLDER / "report.png", 1280, 1150)
        _take(folder / "pages" / "index.html", FOLDER / "archive.png", 1280, 1000)


def _take(page: Path, target: Path, width: int, height: int) -> None:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--disable-background-networking",
    ):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.set_window_size(width, height)
        driver.get(page.as_uri())
        driver.save_screenshot(str(target))
    finally:
        driver.quit()


if __name__ == "__main__":
    main()
