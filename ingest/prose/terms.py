"""Named concepts in running text: the terms of the templates and of the narrative, with their printed variants."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from ingest.templates import classes, templates
from ingest.wording import normalise

_NARRATIVE: Mapping[str, tuple[str, ...]] = {
    "收支总计": (
        "收、支总计",
        "收支总计",
        "收入支出总计",
        "收入支出决算总计",
        "收入、支出总计",
        "收入、支出决算总计",
        "收、支决算总计",
        "收支决算总计",
    ),
    "收入总计": ("收入总计",),
    "支出总计": ("支出总计",),
    "财政拨款收支总计": (
        "财政拨款收、支总计",
        "财政拨款收支总计",
        "财政拨款收入支出总计",
        "财政拨款收、支总决算",
        "财政拨款收入、支出总计",
        "财政拨款收入、支出决算总计",
        "财政拨款收、支决算总计",
        "财政拨款收支决算总计",
    ),
    "财政拨款收入总计": ("财政拨款收入总计", "财政拨款收入决算总计"),
    "财政拨款支出总计": ("财政拨款支出总计", "财政拨款支出决算总计"),
    "本年收入合计": ("本年收入合计", "本年收入总计", "本年收入", "收入总额", "收入合计"),
    "本年支出合计": ("本年支出合计", "本年支出总计", "本年支出", "本年决算支出合计", "支出总额", "支出合计"),
    "一般公共预算财政拨款支出": ("一般公共预算财政拨款支出", "一般公共预算财政拨款本年支出"),
    "基本支出": ("基本支出",),
    "项目支出": ("项目支出",),
    "人员经费": ("人员经费",),
    "公用经费": ("公用经费",),
    "三公经费": ("三公经费", "三公经费财政拨款支出", "三公经费支出"),
    "公务用车保有量": ("公务用车保有量", "公务车保有量"),
    "公务用车运行费": ("公务用车运行维护支出", "公务用车运行支出"),
    "机关运行经费": ("机关运行经费",),
    "政府采购支出总额": ("政府采购支出总额", "政府采购支出合计", "政府采购总额", "政府采购金额", "政府采购支出"),
    "政府采购货物支出": ("政府采购货物支出", "货物采购金额", "货物支出"),
    "政府采购工程支出": ("政府采购工程支出", "工程采购金额", "工程支出"),
    "政府采购服务支出": ("政府采购服务支出", "服务采购金额", "服务支出"),
    "授予中小企业合同金额": ("授予中小企业合同金额", "授予中小企业的合同金额", "中小企业合同金额"),
    "授予小微企业合同金额": ("授予小微企业合同金额", "授予小微企业的合同金额", "小微企业合同金额"),
    "国内公务接待": ("国内公务接待",),
    "因公出国（境）团组": ("因公出国（境）团组", "出国（境）团组", "因公出国境团组"),
}
_VAGUE = frozenset(
    (
        "合计",
        "总计",
        "小计",
        "支出",
        "收入",
        "项目",
        "其中",
        "预算数",
        "决算数",
        "金额",
        "数量",
        "名称",
        "内容",
        "预算",
        "决算",
        "分值",
        "得分",
        "权重",
        "指标",
        "单位",
        "类",
        "款",
        "项",
        "总分",
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "执行率",
        "年度资金总额",
        "名称编码",
    )
)
_BETWEEN = re.compile(
    r"(?:（[^（）]*）)?(?:支出|收入|决算|数|总额|金额|合计|总计|共计|共|均?为|是|达|约|各|分别|年初|全年|调整后?|预算|本年|实际|执行|的|[,，:：、（])*"
)
"""What may stand between a concept and its number; any other word may make the number something else's."""
_TRIPLE = re.compile(r"[^，。；：、]{2,40}?（\d{0,3}类）[^，。；：]{2,60}?（\d{0,2}款）[^，。；：]{2,60}?（\d{0,2}项）")
_CODE = re.compile(r"（\d+(?=[类款项]）)")


@dataclass(frozen=True, slots=True)
class Term:
    """A concept found in a text (normalised), with its place there."""

    name: str
    start: int
    end: int


class Terms:
    """The known concepts of one document: the shared ones and the labels of its own coded tables."""

    def __init__(self, labels: Collection[str] = ()) -> None:
        own = {name: name for label in labels if 2 < len(name := normalise(label)) <= 30}
        self._names = {**own, **_shared()}
        self._short = frozenset(name for label in labels if len(name := normalise(label)) == 2) - _VAGUE
        words = sorted((name for name in self._names if name not in _VAGUE), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words)))

    def last(self, words: str) -> Term | None:
        """The concept named at the end of some normalised words: a 类/款/项 as a whole, else the longest."""
        term = self._nearest(words)
        if term is None:
            clause = re.split(r"[，。；：、（）]", words)[-1]
            return Term(clause, len(words) - len(clause), len(words)) if clause in self._short else None
        rest = words[term.end :]
        if _BETWEEN.fullmatch(rest) is None or (rest.startswith("支出") and term.name.endswith("收入")):
            return None
        return term

    def _nearest(self, words: str) -> Term | None:
        triples = list(_TRIPLE.finditer(words))
        found = list(self._pattern.finditer(words))
        if triples and (not found or found[-1].end() <= triples[-1].end()):
            name = _CODE.sub("（", triples[-1][0])
            return Term(name, triples[-1].start(), triples[-1].end())
        if not found:
            return None
        match = found[-1]
        level = next((mark for mark in ("（类）", "（款）", "（项）") if words.startswith(mark, match.end())), "")
        return Term(self._names[match[0]] + level, match.start(), match.end() + len(level))


def triple(words: str) -> str | None:
    """The 类/款/项 that some normalised words begin with."""
    match = _TRIPLE.match(words)
    return _CODE.sub("（", match[0]) if match is not None else None


@cache
def _shared() -> Mapping[str, str]:
    """Printed words → concept; a word that is an alias of several concepts stands for itself."""
    found: dict[str, set[str]] = {}
    for template in templates().values():
        if template.shape == "form":
            continue
        named = [*template.columns.items(), *((name, spec.labels) for name, spec in template.rows.items())]
        for concept, labels in named:
            for label in labels:
                words = normalise(label.split("/")[-1])
                if len(words) > 2:
                    found.setdefault(words, set()).add(concept)
    for concepts in classes().values():
        for name in concepts:
            found.setdefault(normalise(name), set()).add(name)
    shared = {
        words: words if words in concepts or len(concepts) > 1 else next(iter(concepts))
        for words, concepts in found.items()
    }
    shared.update({normalise(words): name for name, variants in _NARRATIVE.items() for words in variants})
    return {words: name for words, name in shared.items() if words not in _VAGUE and name not in _VAGUE}
