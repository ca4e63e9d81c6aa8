"""How other sets' annotation becomes ours, and how lists and marks correct what models say of raw news."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.knowledge import load_gazetteer
from extractor.training.ner.kinds import Kinds
from extractor.training.ner.label import merge
from extractor.training.ner.prepare import shingles
from extractor.training.ner.sources import Sentence, boson, cluener, columns


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return Kinds(load_gazetteer(), {"星河动力股份", "万里云"})


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("滨江农村商业银行", "bank"),
        ("美联储", "central_bank"),
        ("北岭证券", "broker"),
        ("江左基金管理有限公司", "asset_manager"),
        ("江左精密制造有限公司", "company"),
        ("岭东晚报", "media"),
        ("岭东市公安局", "government"),
        ("万里云", "company"),
        ("无名氏", "organisation"),
    ],
)
def test_the_kind_of_an_organisation(kinds: Kinds, name: str, kind: str) -> None:
    assert kinds(name) == kind


def named(sentence: Sentence) -> list[tuple[str, str]]:
    return [(sentence.text[a:b], label) for a, b, label in sentence.spans]


def test_cluener_types_become_ours(kinds: Kinds, tmp_path: Path) -> None:
    label = {"name": {"周岚": [[0, 1]]}, "company": {"滨江银行": [[3, 6]]}, "book": {"岭东晚报": [[8, 11]]}}
    line = json.dumps({"text": "周岚在滨江银行读岭东晚报", "label": label}, ensure_ascii=False)
    (tmp_path / "train.json").write_text(line, encoding="utf-8")
    (tmp_path / "dev.json").write_text(line, encoding="utf-8")
    first, second = cluener(tmp_path, kinds)
    assert (first.split, second.split) == ("train", "test")
    assert named(first) == [("周岚", "person"), ("滨江银行", "bank")]
    assert first.missing == [(8, 12)]


def test_inline_marks_give_places_in_the_plain_text(kinds: Kinds, tmp_path: Path) -> None:
    path = tmp_path / "origin.txt"
    path.write_text("记者{{person_name: 周岚}}从{{org_name:岭东市税务局}}获悉\n", encoding="utf-8")
    [sentence] = boson(path, kinds)
    assert sentence.text == "记者周岚从岭东市税务局获悉"
    assert named(sentence) == [("周岚", "person"), ("岭东市税务局", "government")]


def test_columns_in_three_notations_and_traditional_script(kinds: Kinds, tmp_path: Path) -> None:
    (tmp_path / "bio").write_text("據\tO\n馬\tB-PER\n遠\tI-PER\n說\tO\n\n", encoding="utf-8")
    (tmp_path / "bmes").write_text("周 B-NAME\n岚 E-NAME\n， O\n", encoding="utf-8")
    (tmp_path / "iob2").write_text(
        "# text = x\n1\tTom\tB-PER\t-\t-\n2\tReed\tI-PER\t-\t-\n3\t说\tO\t-\t-\n", encoding="utf-8"
    )
    names = {"PER": "person", "NAME": "person"}
    read = columns("own", {"bio": "train", "bmes": "train", "iob2": "test"}, names)
    assert [named(s) for s in read(tmp_path, kinds)] == [
        [("马远", "person")],
        [("周岚", "person")],
        [("Tom Reed", "person")],
    ]


def test_texts_that_share_a_long_run_are_one_text() -> None:
    long = "岭东市税务局昨日公布上半年税收数据"
    assert not shingles(["其后，" + long]).isdisjoint(shingles([long]))
    assert shingles(["岭东市税务局，昨日公布上半年"]).isdisjoint(shingles([long]))


def test_the_room_and_marks_correct_the_model(kinds: Kinds) -> None:
    text = "万里云与北岭新材昨日签约，公司总裁周岚出席，滨江某厂未置评"
    at = text.index
    said = [
        (at("北岭"), at("昨日"), "company", 0.9),
        (at("公司"), at("公司") + 2, "company", 0.9),
        (at("滨江"), at("未"), "company", 0.3),
    ]
    mark = (0, 3, "company")
    found = [(at("周岚"), at("出席"), "person")]
    merged = merge(Sentence("own", "train", text, [mark]), found, said, [], kinds)
    assert named(merged) == [("万里云", "company"), ("北岭新材", "company"), ("周岚", "person")]
    assert [text[a:b] for a, b in merged.missing] == ["滨江某厂"]


def test_a_longer_name_of_the_model_holds_a_found_one(kinds: Kinds) -> None:
    text = "万里云科技有限公司公告"
    merged = merge(Sentence("own", "train", text, []), [(0, 3, "company")], [(0, 9, "company", 0.9)], [], kinds)
    assert named(merged) == [("万里云科技有限公司", "company")]
