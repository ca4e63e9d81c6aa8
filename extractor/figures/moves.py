"""Moves of what is traded, by their form alone: a name and its verb side by side, or a verb of nothing but prices."""

from __future__ import annotations

import re
from bisect import bisect_left

from extractor.document.models import ORGANISATIONS
from extractor.figures.changes import DAY, only_prices
from extractor.figures.context import Item
from extractor.figures.whose import Whose

_TRADED = ORGANISATIONS | {"index", "commodity", "currency", "crypto", "fund"}
_MOVE = (
    r"(?:等|也|亦|均|则|仍|还|再|都|皆|续|逆市|逆势|至少|最多|一度|曾|盘[中初前后]|[早午尾]盘|收[盘市]|开盘|日内|午后|[今昨现暂]日?|隔夜"
    r"|分别|全线|放量|缩量|[上下]午|[初中早尾]段|[半全当]日|尾市|中午|[早午]市|较早时|其后|[之随]后|最新){0,4}(?:大幅|小幅|微幅|显著|[大小急劲微狂暴重猛齐反跟领收]){0,2}"
    r"(?:[升涨跌挫泻弹扬]|走[高低强弱]|[上下][升涨跌扬挫滑]|回[升落]|反弹)"
    r"(?:了|约|近|逾|超|超过|将近|接近|至少|达| ){0,3}$"
)
_AFTER_NAME = re.compile(r"(?: ?[(（][^()（）]{0,24}[)）]){0,2}[ ，,]?(?:ADR|[ABH]股|股价|股份)? ?" + _MOVE)
_AFTER_NOUN = re.compile(
    r"(?:[昨今当]日[^，。；0-9]{0,10}净值|大盘(?:[高低平]开|震荡|冲高|探底|回[升落]){0,3}|板块|概念股|[一-鿿]股|ETF|ADR|期货|期指|指数|合约|[金银油股币]价|日内|盘[中初前后]|[早午尾]盘|午后|收[盘市]"
    r"|(?:公布|发布|宣布|公告|财报|业绩|复牌|消息)[^，。；0-9]{0,6}后)" + _MOVE
)

_NAMED_MOVE = rf"[^，。；、,;0-9]{{0,14}}?(?:[（(][^()（）]{{0,20}}[)）])?{_MOVE}"
# What a report of a market opens with: 中概股多数下跌，比亚迪ADR跌3%.
_HEADED = re.compile(
    r"(?:股|指数|板块|期货|期指|指|合约|ETF|油价|金价|金属|债|报价|货币|市场|续|齐|集体|全线|普遍|再度)"
    r"[^，。；、0-9]{0,8}(?:[升涨跌挫][^幅停价]?|走[高低强弱]|[上下]滑|不一)[，,] ?" + _NAMED_MOVE
)
_NEXT_MOVE = re.compile(r"[，,、；; ]{1,2}" + _NAMED_MOVE)
_NEXT_TO_RATE = re.compile(r" ?兑 ?1? ?[一-鿿]{2,3}[，,、 ]{1,2}" + _NAMED_MOVE)  # 报7.2元兑1美元，升57点子
_NEXT_TO_QUOTE = re.compile(r"(?:^|[，,、 ])(?:现|收|暂|收市|收盘|最新|盘中)?(?:报|收|收于|收报|报于)[约逾近]? ?$")


def mover(item: Item, whose: Whose) -> str | None:
    """The entity whose name stands right before the verb of a figure's move: 京东涨6.5%. None where there is none."""
    index = bisect_left(whose.starts, item.start) - 1
    if index < 0 or item.amount.kind not in ("percent", "points", "money"):
        return None
    _, end, entity = whose.places[index]
    if item.start - len(item.before) > end or not _AFTER_NAME.fullmatch(whose.folded, end, item.start):
        return None
    return entity if whose.entities[entity].type in _TRADED else None


def is_move(item: Item) -> bool:
    """Whether the words before a figure are a price's move, whoever is meant: 收涨2%, 通信板块跌6%."""
    return only_prices(item) or bool(_AFTER_NOUN.search(item.before)) or _among_moves(item)


def _among_moves(item: Item) -> bool:
    """Whether a move stands among other moves of prices: after a quote (报6元，涨3%), in a report of a market."""
    if item.previous is None:
        return bool(_HEADED.search(item.lead))
    if _NEXT_MOVE.fullmatch(item.gap):
        return item.previous.cues.get("basis") == DAY or bool(_NEXT_TO_QUOTE.search(item.previous.before))
    return bool(_HEADED.search(item.gap) or _NEXT_TO_RATE.fullmatch(item.gap))
