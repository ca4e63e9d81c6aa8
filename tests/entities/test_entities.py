"""What the room finds, on sentences of our own."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document.models import Document
from extractor.entities import read_entities
from extractor.entities.codes import find_codes
from extractor.entities.phonetics import alike
from extractor.pipeline import Extractor


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def names(document: Document, kind: str) -> set[str]:
    return {m.text for e in document.entities if e.type == kind for m in e.mentions}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("晨星资管首席经济学家周子安表示，明年增长放缓。", {"周子安"}),
        ("高盛策略師陳大文（Raymond Chan）指出，估值偏高。", {"陳大文", "Raymond Chan"}),
        ("策略师亚历山大·科兹洛夫认为油价见顶。科兹洛夫补充说，需求转弱。", {"亚历山大·科兹洛夫", "科兹洛夫"}),
        ("Granite Ridge Futures 高级分析师 Tom Bakerfield 表示，金价有支撑。", {"Tom Bakerfield"}),
        ("(责任编辑：赵小满)", {"赵小满"}),
        ("金价预计周三走高，高管表示满意。", set()),
    ],
)
def test_people(extractor: Extractor, text: str, people: set[str]) -> None:
    assert names(extractor.extract(text), "person") == people


@pytest.mark.parametrize(
    ("text", "tickers"),
    [
        ("恒安(01044)", {"01044.HK"}),
        ("平安(76.000,2.50,3.40%)(2318.HK)", {"02318.HK"}),
        ("某药（300143.SZ）", {"300143.SZ"}),
        ("甲骨文(ORCL-US)", {"ORCL.US"}),
        ("寶雅 ( 5904-TW )", {"5904.TW"}),
        ("派乐腾(PTON.O)", {"PTON.US"}),
        ("$腾讯控股(00700)$", {"00700.HK"}),
        ("瑞典银行(SWEDa.ST)", {"SWEDa.ST"}),
        ("（SZ 300011，收盘价：5.70元）", {"300011.SZ"}),
        ("去年(2024)底", set()),
    ],
)
def test_codes(text: str, tickers: set[str]) -> None:
    assert {c.ticker for c in find_codes(text, "CN").values()} == tickers


def test_role_has_firm_and_title(extractor: Extractor) -> None:
    reading = extractor.nlp.make_doc("高盛亚太区首席经济学家周子安表示，该行看好出口。")._.reading
    read_entities(reading)
    firm = next(e for e in reading.entities if e.name == "高盛")
    assert [(r.firm, r.title) for r in reading.roles] == [(firm.id, "亚太区首席经济学家")]
    assert [r.entity for r in reading.references] == [firm.id]


@given(st.text(alphabet="高盛陈大文（）()·,.-0123456789A 表示：分析师记者公司该行\n", max_size=60))
def test_no_text_raises_and_mentions_never_overlap(extractor: Extractor, text: str) -> None:
    spans = sorted((m.start, m.end) for e in extractor.extract(text).entities for m in e.mentions)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("chinese", "latin", "same"),
    [
        ("哈伯科恩", "Haberkorn", True),
        ("威科夫", "Wyckoff", True),
        ("库珀", "Cooper", True),
        ("库珀", "Wyckoff", False),
        ("戴利", "Haberkorn", False),
    ],
)
def test_transliterations_are_heard(chinese: str, latin: str, same: bool) -> None:
    assert alike(chinese, latin) is same


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("策略师布拉姆·卡普兰看好美股。卡普兰说，资金充裕。", {"布拉姆·卡普兰", "卡普兰"}),
        ("Blue Line Futures 策略師 Tom Haberkorn 表示看好。哈伯科恩说，需求強。", {"Tom Haberkorn", "哈伯科恩"}),
        (
            "拓澜海岳科技股份有限公司（以下简称“拓澜海岳”）公告，拓澜海岳将回购。",
            {"拓澜海岳科技股份有限公司", "拓澜海岳"},
        ),
    ],
)
def test_forms_are_one_entity(extractor: Extractor, text: str, forms: set[str]) -> None:
    entities = extractor.extract(text).entities
    assert forms in [{m.text for m in e.mentions} for e in entities]
