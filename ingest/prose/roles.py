"""Which number of something is it? The words right before a number say: a budget, an outcome, a share, a change.

The wordings are those of the narrative that 财政部's open-data rules ask for (地方预决算公开操作规程) and of the texts
departments make of it.
"""

import re
from dataclasses import dataclass

RATES = frozenset({"%", "‰", "个百分点", "百分点", ""})
MONEY = frozenset({"元", "千元", "万元", "亿元", "万", "亿"})
_IS = r"(?:分别)?(?:均)?(?:共计|共|合计)?(?:为|是|达到|达|约)?(?:人民币)?[（(]?$"


@dataclass(frozen=True, slots=True)
class Role:
    """A standard term, the period it implies, where the words that say so begin, and the base they name."""

    quantity: str
    period: str
    start: int
    base: str | None = None


_BUDGET = r"(?P<base>(?:年初|全年|调整后?|调整|本年)?的?预算(?:数|批复|安排|金额|总额)?)"
_UP, _DOWN = r"增加|增长|上升|提高|增幅|调增|追加", r"减少|下降|降低|压减|节约|降幅|调减|下调"
_RULES: tuple[tuple[str, str, str, re.Pattern[str]], ...] = (
    (
        "rate",
        "占比",
        "current",
        re.compile(rf"占(?:比|(?P<base>[^，；：]{{2,40}}?(?:合计|总计)?)(?:的比例|的比重|比例|比重|的)?)?{_IS}"),
    ),
    ("rate", "执行率", "current", re.compile(rf"(?:预算)?(?:执行率|支出率|支出进度|执行进度){_IS}")),
    ("rate", "完成率", "current", re.compile(rf"(?:完成|执行)了?(?:{_BUDGET})?(?:的)?(?:比例)?{_IS}")),
    ("any", "增减", "current", re.compile(rf"(?:{_UP})[（(](?:{_DOWN})[）)]{_IS}|(?:{_DOWN})[（(](?:{_UP})[）)]{_IS}")),
    ("any", "增加", "current", re.compile(rf"(?:{_UP})(?:了|额|率|数)?{_IS}")),
    ("any", "减少", "current", re.compile(rf"(?:{_DOWN})(?:了|额|率|数)?{_IS}")),
    ("score", "平均得分", "current", re.compile(rf"平均(?:得)?分(?:数)?{_IS}")),
    ("score", "得分", "current", re.compile(rf"(?:自评)?(?:总)?(?:得分|分数|评分){_IS}")),
    (
        "size",
        "上年数",
        "prior",
        re.compile(rf"(?:上年度?|上一年度?|去年)(?:同期|决算数?|决算支出|支出|收入|数|的|执行数)*{_IS}"),
    ),
    ("size", "年初预算", "budget_initial", re.compile(rf"年初(?:批复)?(?:的)?预算(?:数|安排|批复|金额)?{_IS}")),
    ("size", "年初预算", "budget_initial", re.compile(rf"年初(?:批复|安排){_IS}")),
    (
        "size",
        "全年预算",
        "budget_final",
        re.compile(rf"(?:全年|调整后?的?|调整)(?:\w{{0,4}}资金)?预算(?:数|金额)?{_IS}"),
    ),
    ("size", "预算", "budget", re.compile(rf"预算(?:数|金额|资金|安排|批复|总额)?{_IS}")),
    (
        "size",
        "支出决算",
        "current",
        re.compile(rf"(?:支出决算数?|决算支出|决算数?|执行数|执行|实际支出数?|支出数){_IS}"),
    ),
    ("size", "资金需求", "current", re.compile(rf"资金需求{_IS}")),
)


def role(words: str, unit: str) -> Role | None:
    """The role of a number of this unit behind these words (no blanks, full-width brackets); None if unsure."""
    rate, score = unit in RATES, unit in ("分", "")
    for kind, name, period, pattern in _RULES:
        if kind == "rate" and not rate:
            continue
        if kind == "score" and not score:
            continue
        if kind == "size" and (rate or unit == "分"):
            continue
        match = pattern.search(words)
        if match is None:
            continue
        base = match.groupdict().get("base")
        term = _change(name, rate=rate) if kind == "any" else name
        return Role(term, period, match.start(), base)
    return None


def _change(name: str, *, rate: bool) -> str:
    if rate:
        return {"增减": "增减率", "增加": "增长率", "减少": "下降率"}[name]
    return {"增减": "增减额", "增加": "增加额", "减少": "减少额"}[name]
