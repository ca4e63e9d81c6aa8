"""Which script and region a text is in, from characters and wording."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.document.models import Region, Script
from extractor.script.convert import to_simplified


@dataclass(slots=True, frozen=True)
class Detected:
    """The script and region of a text, and the text in simplified characters at the same offsets."""

    plain: str
    script: Script
    region: Region


_HK = ("港元", "按年", "恒指", "港股", "億港", "滙豐", "本港", "厘", "料", "沽")
_TW = ("台股", "新台幣", "億元", "證交所", "外資", "法人", "聯準會", "輝達", "年增", "那斯達克")


def detect(text: str) -> Detected:
    """Convert and classify ``text``."""
    plain = to_simplified(text)
    changed = sum(a != b for a, b in zip(text, plain, strict=True))
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in text)
    if not chinese or changed <= 0.005 * chinese:
        return Detected(plain, "hans", "CN")
    hant_region: Region = "HK" if sum(map(text.count, _HK)) >= sum(map(text.count, _TW)) else "TW"
    script: Script = "hant" if changed > 0.12 * chinese else "mixed"
    return Detected(plain, script, hant_region)
