"""What stands around an article on its page: where the article begins and ends."""

from __future__ import annotations

import pytest

from extractor.segment import afterword_start, foreword_end

ARTICLE = "某券商策略师表示，看好港股后市，预计恒生指数年底前仍有上涨空间，建议投资者逢低吸纳。" * 4


@pytest.mark.parametrize(
    "lists",
    [
        "更多相关行情首页股价42.5+0.9%",
        "延伸阅读〈盘后〉另一家公司股价大跌",
        "人气排行看更多总览1.另一条新闻",
        " 上一篇另一家公司目标价调升下一篇再一家公司目标价调降",
        "相关阅读：\n另一条新闻",
    ],
)
def test_the_lists_behind_an_article_are_no_part_of_it(lists: str) -> None:
    assert afterword_start(ARTICLE + lists) in (len(ARTICLE), len(ARTICLE) + 1)


@pytest.mark.parametrize("words", ["", "上一篇报告已经说明了理由。", "他建议延伸阅读时间。", "相关行情值得留意。"])
def test_prose_ends_where_the_text_ends(words: str) -> None:
    assert afterword_start(ARTICLE + words) == len(ARTICLE + words)


def test_a_text_of_lists_alone_is_kept() -> None:
    assert afterword_start("更多相关行情") == len("更多相关行情")


def test_an_advertisement_ends_where_the_article_begins() -> None:
    text = "想跟上大涨？【立即开户】正文"
    assert text[foreword_end(text) :] == "正文"
