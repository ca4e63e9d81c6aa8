"""What the shipped names hold: counts, every regional wording of the best-known, listings, unique meanings."""

from __future__ import annotations

from collections import Counter

import pytest

from extractor.knowledge import Gazetteer, load_gazetteer

INSTITUTIONS = {"bank", "broker", "asset_manager", "central_bank", "government", "exchange", "rating_agency"} | {
    "data_provider",
    "media",
}

ONE_ENTITY = [
    ("摩根士丹利", "大摩 摩根史坦利 Morgan_Stanley 摩根士丹利"),
    ("摩根大通", "小摩 摩通 JPMorgan JP摩根 J.P._Morgan"),
    ("高盛", "高盛 高盛集團 Goldman_Sachs"),
    ("美国银行", "美银 美銀 Bank_of_America 美國銀行"),
    ("花旗集团", "花旗 花旗銀行 Citi Citigroup"),
    ("瑞银", "瑞银 瑞銀集團 UBS"),
    ("瑞信", "瑞信 瑞士信貸 Credit_Suisse"),
    ("野村证券", "野村 野村證券 Nomura"),
    ("富瑞", "富瑞 傑富瑞 Jefferies"),
    ("里昂证券", "中信里昂 里昂證券 CLSA"),
    ("中金公司", "中金公司 中國國際金融 CICC"),
    ("汇丰", "滙豐 匯豐 汇丰 滙控 匯豐控股 HSBC"),
    ("英伟达", "輝達 英伟达 英偉達 NVIDIA Nvidia"),
    ("美联储", "聯準會 联储局 聯儲局 美联储 美國聯準會 Fed FOMC 美國聯邦儲備委員會"),
    ("纳斯达克综合指数", "纳指 納斯達克指數 那斯達克指數"),
    ("标普500指数", "標普500 标普_500_指数 標準普爾500指數 S&P_500 S&P500 標普５００指數"),
    ("标普全球评级", "标普 標準普爾 S&P"),
    ("费城半导体指数", "費半 費城半導體指數 費城半導體"),
    ("恒生指数", "恒指 恆生指數 恒生指數"),
    ("恒生中国企业指数", "國指 國企指數 恒生國企指數"),
    ("恒生科技指数", "恒生科技指數 恒科指"),
    ("加权指数", "台股加權 台股加權指數 加權指數 臺股加權指數"),
    ("台积电", "台積電 臺積電 TSMC"),
    ("中国平安", "中国平安 平保 中国平安保险(集团)股份有限公司 中國平安保險（集團）股份有限公司"),
    ("腾讯控股", "騰訊 騰訊控股 Tencent"),
    ("VIX", "VIX 恐慌指數 波動率指數"),
]

CAUTIOUS = "机器人 太阳能 大众 平安 联想 美的 好未来 恒生 世界 统一 创意 理想"


@pytest.fixture(scope="module")
def names() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(("name", "forms"), ONE_ENTITY)
def test_every_wording_is_the_one_entity(names: Gazetteer, name: str, forms: str) -> None:
    for form in forms.split():
        alias = names.lookup(form.replace("_", " "))
        assert alias, form
        assert alias.entries[0].name == name, form


@pytest.mark.parametrize("form", CAUTIOUS.split())
def test_words_that_are_also_names_are_cautious(names: Gazetteer, form: str) -> None:
    alias = names.lookup(form)
    assert alias
    assert alias.caution == "word"


@pytest.mark.parametrize(
    ("ticker", "name"),
    [
        ("601318.SH", "中国平安"),
        ("02318.HK", "中国平安"),
        ("00005.HK", "汇丰"),
        ("HSBC.US", "汇丰"),
        ("300024.SZ", "机器人"),
        ("2330.TW", "台积电"),
        ("TSM.US", "台积电"),
        ("6488.TWO", "环球晶"),
        ("6488.TW", "环球晶"),
        ("7203.T", "丰田汽车"),
        ("7203.JP", "丰田汽车"),
        ("005930.KS", "三星电子"),
        ("NVDA.US", "英伟达"),
        ("09988.HK", "阿里巴巴"),
        ("SPX", "标普500指数"),
        ("000300.SH", "沪深300指数"),
    ],
)
def test_listings_lead_to_their_company(names: Gazetteer, ticker: str, name: str) -> None:
    assert [entry.name for entry in names.listed(ticker)][:1] == [name]


def test_there_are_enough_of_each_kind(names: Gazetteer) -> None:
    kinds = Counter(entry.type for entry in names.entries())
    assert sum(kinds[kind] for kind in INSTITUTIONS) >= 500
    assert kinds["index"] >= 150
    markets = Counter(t.rpartition(".")[2] for entry in names.entries() for t in entry.tickers)
    assert sum(markets[m] for m in ("SH", "SZ", "BJ")) >= 5500
    assert markets["HK"] >= 2400
    assert markets["TW"] + markets["TWO"] >= 1900
    home = ("SH", "SZ", "BJ", "HK", "TW", "TWO")
    abroad = [e for e in names.entries() if e.type == "company" and e.ticker and not e.ticker.endswith(home)]
    assert len(abroad) >= 600
    assert kinds["fund"] >= 300
    assert min(kinds["commodity"], kinds["currency"]) >= 20
    assert kinds["crypto"] >= 9


def test_a_sure_form_has_one_meaning(names: Gazetteer) -> None:
    several = [alias.text for alias in names.aliases() if len(alias.entries) > 1 and not alias.caution]
    assert len(several) <= 5, several
