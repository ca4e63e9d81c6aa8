"""Bytes to text: UTF-8, UTF-16, GB18030 and Big5-HKSCS, told apart from the bytes themselves."""

from __future__ import annotations

import codecs

from extractor.errors import InputError

# Magic numbers of files that hold no plain text, by what a person calls them.
_BINARY = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"\x1f\x8b": "a gzip file",
    b"(\xb5/\xfd": "a zstd file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"PAR1": "a Parquet file",
    b"\x7fELF": "a program",
}
_BOMS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_LEGACY = ["gb18030", "big5hkscs"]
# Detection reads this much: enough characters to tell two encodings apart, little enough to stay instant.
_SAMPLE = 16_384
# The share of control and private-use characters above which bytes are no text.
_ODD = 0.02


def decode(data: bytes, source: str, encoding: str | None = None) -> str:
    """The text of ``data``; ``source`` names it in errors, ``encoding`` forces a codec.

    Raises ``InputError`` for an empty or binary file, and for bytes that are text in no encoding.
    """
    if not data:
        raise InputError(f"{source}: the file is empty")
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            raise InputError(f"{source}: this is {what}, not an article; give its text as plain text, HTML or JSON")
    if encoding is not None:
        return _forced(data, source, encoding)
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _strict(data, codec, source)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _strict(data, legacy_encoding(data, source), source)
    if "\x00" in text:
        text = _utf16_without_bom(data, source)
    return text


def _forced(data: bytes, source: str, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise InputError(f"{source}: unknown encoding {encoding!r}; try utf-8, gb18030, big5hkscs or utf-16") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{source}: not {encoding}: byte {error.start} cannot be decoded ({error.reason})") from error
    return text.removeprefix("\ufeff")


def _strict(data: bytes, codec: str, source: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source}: looks like {codec} but byte {error.start} cannot be decoded; force another with --encoding"
        ) from error


def legacy_encoding(data: bytes, source: str) -> str:
    """The legacy codec that charset-normalizer finds most plausible among those that decode the whole."""
    from charset_normalizer import from_bytes

    possible = [codec for codec in [*_LEGACY, "utf_16_le", "utf_16_be"] if _decodes(data, codec)]
    if len(possible) == 1 and possible[0] in _LEGACY:
        return possible[0]
    sample = data[: _SAMPLE - _SAMPLE % 4]
    best = from_bytes(sample, cp_isolation=possible, threshold=0.5).best() if possible else None
    if best is None:
        raise InputError(f"{source}: the bytes are text in no encoding known here; force one with --encoding")
    return best.encoding


def _decodes(data: bytes, codec: str) -> bool:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    head = text[:_SAMPLE]
    odd = sum(not (c.isprintable() or c.isspace()) or "\ue000" <= c <= "\uf8ff" for c in head)
    return "\x00" not in text and odd <= _ODD * len(head)


def _utf16_without_bom(data: bytes, source: str) -> str:
    """Text whose Latin characters have zero bytes: UTF-16 with its byte order read off where the zeros stand."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    for codec in ("utf-16-be", "utf-16-le") if even > odd else ("utf-16-le", "utf-16-be"):
        if _decodes(data, codec) and _mostly_chinese_or_ascii(text := data.decode(codec)):
            return text
    raise InputError(f"{source}: holds zero bytes: not a text file")


def _mostly_chinese_or_ascii(text: str) -> bool:
    return 2 * sum(c < "\x80" or "\u2e80" <= c <= "\u9fff" or c >= "\uff00" for c in text) > len(text)
