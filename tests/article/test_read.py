"""Articles from text, HTML and JSON, with their titles and dates."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from extractor.article import Fields, ReadOptions, read_articles
from extractor.article.dates import dateline, parse_date
from extractor.errors import InputError

HTML = """<!doctype html><html><head><title>野村看好晶圓代工</title><meta name="date" content="2025-07-16"></head><body>
<nav><a href="/">首頁</a> <a href="/m">財經</a></nav><article><h1>野村看好晶圓代工</h1>
<p>野村證券發布報告表示，晶圓代工產業下半年需求優於預期，維持買進評級，目標價由900元上調至1,050元。</p>
<p>該行認為，先進製程的產能利用率將在第四季回升到九成以上，毛利率可望同步改善，惟匯率仍是變數。</p>
</article><footer>版權所有，轉載必究</footer></body></html>"""


def write(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def one(path: Path, options: ReadOptions | None = None):
    (article,) = read_articles(path, options or ReadOptions())
    return article


def test_plain_text_takes_its_title_from_the_first_line(tmp_path: Path) -> None:
    article = one(write(tmp_path, "a.txt", "野村上調目標價\n2025年7月16日 星期三\n野村表示看好。\n"))
    assert (article.title, article.published_at) == ("野村上調目標價", date(2025, 7, 16))
    assert article.text.startswith("野村上調目標價\n")


def test_the_id_depends_on_the_text_alone(tmp_path: Path) -> None:
    first, second = write(tmp_path, "a.txt", "同一篇文章。"), write(tmp_path, "b.txt", "同一篇文章。")
    assert one(first).doc_id == one(second).doc_id


@pytest.mark.parametrize("codec", ["utf-8", "big5hkscs", "gb18030"])
def test_html_gives_the_article_body(tmp_path: Path, codec: str) -> None:
    article = one(write(tmp_path, "a.html", HTML.encode(codec)))
    assert "目標價由900元上調至1,050元" in article.text
    assert "首頁" not in article.text and "轉載必究" not in article.text and "<p>" not in article.text
    assert (article.title, article.published_at) == ("野村看好晶圓代工", date(2025, 7, 16))


def test_html_without_an_article_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no article text"):
        one(write(tmp_path, "a.html", "<html><body></body></html>"))


def test_json_lines_with_other_field_names(tmp_path: Path) -> None:
    rows = [{"url": "u1", "body": "第一篇。", "head": "甲", "day": "2024/3/5"}, {"url": "u2", "body": "第二篇。"}]
    path = write(tmp_path, "a.jsonl", "\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n\n")
    options = ReadOptions(fields=Fields("body", "url", "head", "day"))
    first, second = read_articles(path, options)
    assert (first.doc_id, first.title, first.published_at) == ("u1", "甲", date(2024, 3, 5))
    assert (second.doc_id, second.title, second.published_at) == ("u2", None, None)


def test_json_array_and_object(tmp_path: Path) -> None:
    assert len(list(read_articles(write(tmp_path, "a.json", '[{"text": "甲"}, {"text": "乙"}]')))) == 2
    assert one(write(tmp_path, "b.json", '{"text": "甲", "date": "20240305"}')).published_at == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", '{"text": "甲"', r"a.jsonl:1: broken JSON: .* at column"),
        ("a.jsonl", "[1]", "must be a JSON object, this is a list"),
        ("a.jsonl", '{"body": "甲"}', r"field 'text' is missing \(fields here: body\)"),
        ("a.jsonl", '{"text": 5}', "field 'text' is a number, not a string"),
        ("a.jsonl", '{"text": "  "}', "field 'text' is empty"),
        ("a.json", "[" * 100_000, "nested too deeply|broken JSON"),
        ("a.txt", "  \n ", "nothing but white space"),
    ],
)
def test_bad_records_are_said_with_their_place(tmp_path: Path, name: str, content: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        list(read_articles(write(tmp_path, name, content)))


def test_a_bad_line_need_not_end_the_reading(tmp_path: Path) -> None:
    faults: list[InputError] = []
    path = write(tmp_path, "a.jsonl", '{"text": "甲"}\n{broken\n{"text": "乙"}\n')
    assert [a.text for a in read_articles(path, ReadOptions(on_error=faults.append))] == ["甲", "乙"]
    assert [str(f).split(": ")[0] for f in faults] == [f"{path}:2"]


def test_missing_file_and_directory(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(read_articles(tmp_path / "none.txt"))
    with pytest.raises(InputError, match="is a directory"):
        list(read_articles(tmp_path))


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-05",
        "2024/3/5 10:20",
        "20240305",
        "2024年3月5日",
        "Tue, 05 Mar 2024 16:57:00 +0800",
        1709600000,
        20240305,
    ],
)
def test_dates_as_records_write_them(written: object) -> None:
    assert parse_date(written) == date(2024, 3, 5)


@pytest.mark.parametrize("written", [None, "", "soon", "2024-13-40", 7, True])
def test_no_dates(written: object) -> None:
    assert parse_date(written) is None


def test_a_date_in_running_text_is_no_dateline() -> None:
    assert dateline("公司預計2024年8月1日完成收購。") is None
    assert dateline("新华社北京2024年8月1日电 记者") == date(2024, 8, 1)


def test_lone_surrogates_do_not_survive(tmp_path: Path) -> None:
    article = one(write(tmp_path, "a.jsonl", '{"text": "甲\\ud800乙"}'))
    assert article.text == "甲\ufffd乙"
