"""The page in a real Chromium: marks in place, hovering, keys, no console error, no accessibility fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractor.report.archive import build
from extractor.report.page import render

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed (Debian: chromium chromium-driver)"
)
# Texts of a story's pane as the browser holds them.
TEXT_OF = "return document.querySelector('.text:not(.plain)').textContent"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=1280,900",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser, tmp_path: Path):
    def opened(*documents):
        path = tmp_path / "page.html"
        path.write_text(render(documents), encoding="utf-8")
        browser.get(path.as_uri())
        return browser

    return opened


def test_marks_are_where_the_offsets_say(page, sample) -> None:
    browser = page(sample)
    assert browser.execute_script(TEXT_OF) == sample["text"]
    places = browser.execute_script(
        """
        const pane = document.querySelector('.text:not(.plain)'), found = [];
        for (const mark of pane.querySelectorAll('a.m.figure')) {
          const range = document.createRange();
          range.setStart(pane, 0); range.setEndBefore(mark);
          found.push([range.toString().length, mark.textContent]);
        }
        return found;
        """
    )
    assert places == [[f["start"], f["text"]] for f in sample["figures"]]


def test_hovering_a_view_lights_its_evidence_and_the_other_way_round(page, document) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By

    browser = page(document)
    row = browser.find_element(By.CSS_SELECTOR, "tr[data-v='0']")
    ActionChains(browser).move_to_element(row).perform()
    lit = browser.execute_script(
        "return [...document.querySelectorAll('.text:not(.plain) .on')].map(e => e.textContent)"
    )
    assert "".join(lit) == document["views"][0]["evidence"][0]["text"]
    evidence = browser.find_element(By.CSS_SELECTOR, ".text:not(.plain) span.v")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", evidence)
    ActionChains(browser).move_to_element(evidence).perform()
    assert "on" in browser.find_element(By.CSS_SELECTOR, "tr[data-v='0']").get_attribute("class").split()
    assert browser.find_element(By.ID, "tip").is_displayed()


def test_keys_filters_and_the_simplified_pane(page, document) -> None:
    from selenium.webdriver.common.by import By

    browser = page(document)
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j")
    assert browser.switch_to.active_element.text == "野村"
    assert not browser.find_element(By.CSS_SELECTOR, ".text.plain").is_displayed()
    body.send_keys("s")
    assert "台积电目标价" in browser.find_element(By.CSS_SELECTOR, ".text.plain").text
    body.send_keys("t")
    assert browser.execute_script("return document.documentElement.dataset.theme") in ("dark", "light")
    browser.find_element(By.CSS_SELECTOR, "[data-filter='person']").click()
    border = browser.execute_script("return getComputedStyle(document.querySelector('.m.person')).borderBottomWidth")
    assert border == "0px"


def test_a_row_leads_to_its_mark(page, sample) -> None:
    from selenium.webdriver.common.by import By

    browser = page(sample)
    link = browser.find_element(By.CSS_SELECTOR, "tr[data-f='0'] a")
    browser.execute_script("arguments[0].click()", link)
    target = browser.execute_script("return document.querySelector(':target').textContent")
    assert target == sample["figures"][0]["text"]


def test_a_hostile_article_runs_no_script(page, document) -> None:
    browser = page(document)
    assert browser.title == document["title"] != "owned"
    assert browser.execute_script(TEXT_OF) == document["text"]


def test_no_console_error(page, document, sample) -> None:
    browser = page(document, sample)
    assert [entry for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")] == []


@pytest.mark.parametrize("dark", [False, True])
def test_no_serious_accessibility_fault(page, document, sample, dark: bool) -> None:
    import axe_core_python
    from selenium.webdriver.common.by import By

    browser = page(document, sample)
    if dark:
        browser.find_element(By.ID, "theme").click()
    browser.execute_script((Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    result = browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    serious = [
        (fault["id"], [node["html"][:120] for node in fault["nodes"]][:3])
        for fault in result["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_a_long_article_opens_fast(page, sample) -> None:
    long = dict(sample, text=sample["text"] * (20_000 // len(sample["text"]) + 1))
    browser = page(long)
    spent = browser.execute_script("return performance.timing.loadEventEnd - performance.timing.navigationStart")
    assert spent < 3000


def test_archive_pages_draw_and_lead_to_articles(browser, tmp_path: Path, outputs) -> None:
    from selenium.webdriver.common.by import By

    build(outputs["jsonl"], tmp_path)
    browser.get((tmp_path / "index.html").as_uri())
    drawn = browser.execute_script(
        "return ['stance', 'price', 'named'].map(name => document.querySelectorAll(`#${name}-chart path`).length)"
    )
    assert all(drawn)
    assert browser.execute_script("return document.getElementById('price-chart').data.flatMap(t => t.y)")
    browser.find_element(By.CSS_SELECTOR, "tbody a").click()
    assert "/articles/" in browser.current_url
    assert browser.find_element(By.CSS_SELECTOR, ".text").is_displayed()
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize("width", [390, 768])
def test_nothing_overflows_a_narrow_screen(page, sample, width: int) -> None:
    browser = page(sample)
    browser.set_window_size(width, 844)
    try:
        wide = browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
    finally:
        browser.set_window_size(1280, 900)
    assert wide <= 0
