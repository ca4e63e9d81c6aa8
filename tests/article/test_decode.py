"""Bytes of every encoding that Chinese news comes in, and bytes that are no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.article.decode import decode
from extractor.errors import InputError

SIMPLIFIED = "国泰君安研报指出，沪指短线仍有反复，但中期趋势未变。全年目标位3600点，较现价高约一成。"
TRADITIONAL = "匯豐發表報告指，恒指年底目標為25,000點，較現水平高約一成，維持「增持」評級。"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_simplified(codec: str) -> None:
    text = SIMPLIFIED + "\nEPS 2.5\n"
    assert decode(text.encode(codec), "a.txt") == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs", "utf-16"])
def test_traditional(codec: str) -> None:
    assert decode(TRADITIONAL.encode(codec), "a.txt") == TRADITIONAL


def test_hong_kong_characters_of_big5() -> None:
    text = "該行料啲盤會喺第二季企穩，建議嘅目標價為12.5元，係目前股價嘅一點二倍。" * 3
    assert decode(text.encode("big5hkscs"), "a.txt") == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"\x81\xff\xfe\x00\x01\xff\xff" * 9, "no encoding known"),
        (b"\x00\x01\x00\x02\x00\x03" * 5, "zero bytes"),
    ],
)
def test_no_text(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        decode(data, "a.txt")


def test_forced_encoding() -> None:
    assert decode(TRADITIONAL.encode("big5hkscs"), "a.txt", "big5hkscs") == TRADITIONAL
    with pytest.raises(InputError, match="not utf-8: byte"):
        decode(TRADITIONAL.encode("big5hkscs"), "a.txt", "utf-8")
    with pytest.raises(InputError, match="unknown encoding 'klingon'"):
        decode(b"abc", "a.txt", "klingon")


@given(st.binary(max_size=80))
def test_bytes_decode_or_say_why(data: bytes) -> None:
    try:
        assert isinstance(decode(data, "a.txt"), str)
    except InputError as error:
        assert str(error).startswith("a.txt: ")
