"""Numbered summaries of self-assessed projects (绩效自评综述): project, unit, score, budget, executed, rate, grade.

"16. 某局（本级）预算准备金绩效自评综述：根据年初设定的目标，项目自评得分 92 分。项目全年预算数 600 万元，…资金需求
449.37 万元，执行率 74.89%。" The figures of the project stand before 目标完成情况 and 发现的问题; what is told after
that may repeat them, or speak of something else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.facts import Claim, Paragraph
from ingest.wording import normalise, simplified

_TITLE = re.compile(
    r"(?P<name>[^，。；：:]{2,100}?)(?:项目)?(?:支出)?(?:预算)?(?:绩效)?自评(?:情况|结果)?(?:综述|情况|结果|概述)"
)
_END = re.compile(
    r"(?:项目)?绩效目标(?:的)?完成情况|目标完成情况|发现的?(?:主要)?问题|存在的?(?:主要)?问题|下一步|主要产出|改进措施"
)
_GRADE = re.compile(
    r"(?:自评|评价)?(?:等级|等次|结果|评级|结论|档次)(?:为|是|：)?[“\"]?(优秀|良好|合格|不合格|优|良|中|差)[”\"]?(?=[。，；、）)]|$)"
)
_QUOTES = '“”"「」'
_BODY = re.compile(r"^(?:[（(](?:本级|专项|汇总|机关)[)）])?")
_QUANTITIES = {"得分": "得分", "年初预算": "年初预算", "全年预算": "全年预算", "预算": "预算", "支出决算": "支出决算"}
_QUANTITIES |= {"执行率": "执行率", "完成率": "执行率", "资金需求": "支出决算"}


@dataclass(frozen=True, slots=True)
class Head:
    """The project at hand; `open` until its figures end, `basis` as the last words on whose money it is."""

    project: str
    unit_name: str | None
    open: bool = True
    basis: str | None = None


def is_summary(paragraph: Paragraph) -> bool:
    """Whether an item is the summary of one project, by its title."""
    title = paragraph.title
    return (
        paragraph.kind == "item"
        and title is not None
        and _TITLE.fullmatch(simplified(title.replace(" ", ""))) is not None
    )


def summary_head(paragraph: Paragraph, units: Sequence[str]) -> Head:
    """Project and unit of a summary's title; the unit only where the document names it elsewhere as a body."""
    title = (paragraph.title or "").replace(" ", "")
    plain = simplified(title).replace("(", "（").replace(")", "）")
    match = _TITLE.fullmatch(plain)
    name = title[: match.end("name")] if match is not None else title
    for unit in units:
        if plain.startswith(unit):
            body = _BODY.match(plain[len(unit) : len(name)])
            end = len(unit) + (body.end() if body is not None else 0)
            if end < len(name):
                return Head(name[end:].strip(_QUOTES), name[:end])
    return Head(name.strip(_QUOTES), None)


def summary_claims(paragraph: Paragraph, claims: Sequence[Claim], head: Head) -> tuple[list[Claim], Head]:
    """The claims of a paragraph of a summary, those of the project marked as such; and how the summary goes on."""
    found: list[Claim] = []
    taken: set[tuple[str, str | None]] = set()
    rest = list(claims)
    for sentence in paragraph.sentences:
        words = paragraph.words(sentence)
        plain = simplified(words)
        ending = _END.search(plain)
        own = [claim for claim in rest if claim.location == replace(sentence.location, section=claim.location.section)]
        own = [claim for claim in own if claim.sentence == words.strip()]
        rest = [claim for claim in rest if claim not in own]
        for claim in own:
            inside = head.open and (ending is None or words.find(claim.raw) < ending.start())
            head = replace(head, basis=_basis(claim, plain, head))
            marked = _marked(claim, head, taken) if inside else claim
            found.append(marked)
            if marked.project is not None and marked.quantity is not None:
                taken.add((marked.quantity, marked.basis))
        grade = _GRADE.search(normalise(words)) if head.open else None
        if grade is not None and own:
            found.append(_grade(own[0], grade[1], head))
        if ending is not None:
            head = replace(head, open=False)
    return [*found, *rest], head


def _basis(claim: Claim, words: str, head: Head) -> str | None:
    """自有资金 and 财政资金 hold on until the other one is named."""
    before = words[: words.find(claim.raw)]
    places = {"own": before.rfind("自有资金"), "fiscal": before.rfind("财政资金")}
    best = max(places, key=lambda name: places[name])
    return best if places[best] >= 0 else head.basis


def _marked(claim: Claim, head: Head, taken: set[tuple[str, str | None]]) -> Claim:
    quantity = _QUANTITIES.get(claim.quantity or "")
    if quantity == "预算" and any(name == "全年预算" and basis != head.basis for name, basis in taken):
        quantity = "全年预算"
    if quantity is None or (quantity, head.basis) in taken:
        return claim
    return replace(
        claim, unit_name=head.unit_name, project=head.project, about=head.project, quantity=quantity, basis=head.basis
    )


def _grade(claim: Claim, grade: str, head: Head) -> Claim:
    return replace(
        claim,
        unit_name=head.unit_name,
        project=head.project,
        about=head.project,
        quantity="等级",
        compared_with=None,
        raw=grade,
        value=None,
        decimals=0,
        unit="",
        qualifier=None,
        basis=head.basis,
        period="current",
        doubt=None,
    )
