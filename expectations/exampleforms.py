"""Forms and project summaries in the examples of rules (expectations.examples).

F19 元 某局 甲项目 优秀 目标…       | 分值 | 得分 | 目标值 | 实际值 | 评分标准
指标:产出目标/1/培训人数            |   10 |    8 | 100人  | 80人   | 每降低1%扣权重分的1%

综述 万元      | 得分 | 全年预算 | 支出决算 | 执行率
某局 甲项目    |   98 |   100.00 |    90.00 |  90.00
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.facts import Claim, Fact, Form, Indicator, TableInfo
from ingest.model import Location, Why

WORDS = ("目标值", "实际值", "评分标准", "原因")
"""Columns of a form that hold words, not facts."""
UNREADABLE = Why("示例中读不出的数", "unreadable in this example", "unread")
_VALUE = re.compile(r"(?P<sign>[≥≤<>=]?)(?P<number>\d+(?:\.\d+)?)(?P<unit>[^\d\s]*)")


def form_of(info: TableInfo, facts: Sequence[Fact], head: Sequence[str], year: int) -> Form:
    """The form of an example table; `head` is what stands behind template and unit.

    That is body, project, grade, then the goals (F24) or the description of the project (F19), without blanks; `-` is
    nothing.
    """
    body, project, grade, goal = (word if word != "-" else "" for word in (*head, *([""] * 4))[:4])
    total = {fact.column_concept: fact.value for fact in facts if fact.row_concept in ("总计", "总分")}
    return Form(
        form_id=info.id,
        document=info.document,
        family=info.template,
        unit=body or None,
        project=project or None,
        fiscal_year=year,
        location=Location(line=1),
        total_weight=total.get("分值"),
        total_score=total.get("得分"),
        grade=grade or None,
        goal=goal or None,
        overview=None if goal == "?" else goal,
    )


def indicators_of(info: TableInfo, facts: Sequence[Fact]) -> Iterator[Indicator]:
    """The leaves of an example table, with their words."""
    names = info.grid[0][1:]
    for row, line in zip(info.rows, info.grid[1:], strict=True):
        if row.concept != "指标":
            continue
        cells = dict(zip(names, line[1:], strict=False))
        own = {fact.column_concept: fact for fact in facts if fact.row == row.index}
        weight, score = own.get("分值"), own.get("得分")
        target, actual = cells.get("目标值", ""), cells.get("实际值", "")
        yield Indicator(
            form_id=info.id,
            document=info.document,
            location=row.location,
            dimension=row.label.partition("/")[0],
            path=row.label,
            indicator=row.label.rpartition("/")[2],
            weight=weight.value if weight else None,
            target_raw=target,
            actual_raw=actual,
            score=score.value if score else None,
            criteria=cells.get("评分标准") or None,
            reason=cells.get("原因"),
            **{f"target_{key}": value for key, value in _read(target).items()},  # type: ignore[arg-type]
            **{f"actual_{key}": value for key, value in _read(actual).items()},  # type: ignore[arg-type]
        )


def _read(raw: str) -> dict[str, object]:
    """As much of ingest.values as the examples need: a sign, a number, a unit; dates as 2024-03-31; a date serial."""
    if not raw:
        return {"kind": "blank"}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", raw):
        return {"value": Decimal(raw.replace("-", "")), "unit": "日", "kind": "date"}
    if re.fullmatch(r"4\d{4}", raw):
        return {"value": Decimal(20230101), "unit": "日", "kind": "serial_date"}
    match = _VALUE.fullmatch(raw)
    if match is None:
        return {"kind": "qualitative"}
    kind = "percent" if match["unit"] == "%" else "number"
    value = Decimal(match["number"])
    return {"operator": match["sign"] or None, "value": value, "unit": match["unit"] or None, "kind": kind}


def summaries(lines: Sequence[str], first: int) -> Iterator[Claim]:
    """The claims of a block of summaries, a line each."""
    head = [part.strip() for part in lines[0].split("|")]
    money = head[0].partition(" ")[2].strip() or "万元"
    for number, line in enumerate(lines[1:], first):
        cells = [part.strip() for part in line.split("|")]
        unit, _, project = cells[0].rpartition(" ")
        for quantity, raw in zip(head[1:], cells[1:], strict=False):
            if raw:
                name, _, basis = quantity.partition("/")
                own = {"得分": "分", "执行率": "%"}.get(name, money)
                yield _claim(
                    f"S{number}{quantity}", raw, own, str(number), line, unit or None, project, name, basis or None
                )


def _claim(
    name: str, raw: str, unit: str, item: str | None, sentence: str, body: str | None, project: str | None,
    quantity: str, basis: str | None,
) -> Claim:  # fmt: skip
    doubted = raw.startswith("?")
    value = None if doubted else Decimal(raw.replace(",", ""))
    return Claim(
        claim_id=f"example.{name}",
        document="example",
        location=Location(line=1),
        section="",
        item=item,
        sentence=sentence,
        unit_name=body,
        project=project,
        about=project,
        quantity=quantity,
        compared_with=None,
        raw=raw,
        value=value,
        decimals=0 if value is None else max(0, -int(value.as_tuple().exponent)),
        unit=unit,
        qualifier=None,
        basis=basis,
        period="current",
        doubt=UNREADABLE if doubted else None,
    )
