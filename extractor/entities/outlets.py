"""News outlets that no list holds, by the cue beside them: 来源：某网, 某网讯."""

from __future__ import annotations

import re

from extractor.document.models import EntityType
from extractor.entities.scene import Found, Scene
from extractor.segment.words import is_word

_NAME_AFTER = re.compile(r"[ \u00a0\u3000]{0,4}([\u4e00-\u9fffA-Za-z0-9.·]{2,14})(?=[\s）)，。,;；|丨】\]（(]|$)")
_NAME_BEFORE = re.compile(r"(?:^|[\n\s，。（(【\[日丨|—-])([\u4e00-\u9fffA-Za-z0-9]{2,10}?)(?: ?APP)?$")
_SIGNATURE = re.compile(
    r"[（(]([\u4e00-\u9fffA-Za-z]{2,7}(?:网|报|社|周刊|日报|财经))[)）][\s。]*(?=\n|$)"
)  # （海外网）
_SITE = re.compile(r"(?<=..)(?:网站|官网|微信公众号|公众号|微信)$")
_NONE = re.compile(r"公司|公告|公开|网络|网上|数据|资料|作者|官网|视觉|摄图|本报|本网|记者|图片|原标题|综合|整理|\d+$")


def find_outlets(scene: Scene) -> None:
    """Add outlets named by a source cue."""
    for end in sorted(set(scene.marks.starts["outlet_after"].values())):
        match = _NAME_AFTER.match(scene.plain, end)
        if match and not _NONE.match(match[1]):
            name = _SITE.sub("", match[1])
            kind: EntityType = "government" if name[-1] in "局部委署" else "media"
            scene.add(Found(match.start(1), match.start(1) + len(name), kind, name, 2, how="source"))
    for match in _SIGNATURE.finditer(scene.plain):
        if not _NONE.match(match[1]) and not is_word(match[1], 20):
            scene.add(Found(match.start(1), match.end(1), "media", match[1], 2, how="source"))
    for start in sorted(scene.marks.starts["outlet_before"]):
        if (
            start
            and (match := _NAME_BEFORE.search(scene.plain, max(0, start - 14), start))
            and not _NONE.match(match[1])
        ):
            scene.add(Found(match.start(1), match.end(1), "media", match[1], 1, how="source"))
