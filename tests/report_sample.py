"""An invented department's tables and a small linear confront, for the tests of findings and reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from expectations.findings import findings
from expectations.model import DocumentResult, Outcome, Term
from ingest.facts import Canonical, ColumnInfo, DocumentInfo, Doubt, Fact, RowInfo, TableInfo
from ingest.model import Location, Text, Why

ENTITY = "云浦市档案事务中心（汇总）"


@dataclass(frozen=True, slots=True)
class SampleRule:
    """As much of a rule as a report needs."""

    id: str
    title: Text
    because: Text
    severity: str = "error"


def rule(name: str, zh: str, en: str) -> SampleRule:
    why = Text(
        "部门决算报表编制说明：合计数等于各组成项之和。",
        "Final accounts manual: a total is the sum of its parts.",
    )
    return SampleRule(name, Text(zh, en), why)


RULES = (
    rule("T01-1", "各项收入之和 = 本年收入合计", "income items add up to the year's income"),
    rule("T01-2", "各类支出之和 = 本年支出合计", "expenditure classes add up to the year's expenditure"),
    rule("T01-3", "本年收入 + 年初结转 = 收入总计", "year's income and opening balance make the grand total"),
    rule("T01-4", "本年支出 + 年末结转 = 支出总计", "year's expenditure and closing balance make the grand total"),
    rule("T02-1", "每行：合计 = 各来源之和", "each row: total = sum of sources"),
    rule("T02-2", "上级科目 = 下级科目之和", "a parent subject is the sum of its children"),
    rule("T07-2", "决算不超过预算", "actual within budget"),
    rule("X-01", "收支总表本年收入合计 = 收入决算表合计", "total income agrees between the two tables"),
    rule("F24-02", "执行率 = 执行数 / 预算数", "execution rate = executed / budget"),
)

T01 = """
收入||支出|
项目|决算数|项目（按功能分类）|决算数
栏次|1|栏次|2
一、一般公共预算财政拨款收入|1,200.10|一、一般公共服务支出|1,100.00
二、政府性基金预算财政拨款收入||二、社会保障和就业支出|280.50
三、事业收入|180.05|三、住房保障支出|61.95
四、其他收入|48.20||
本年收入合计|1,482.35|本年支出合计|1,442.00
年初结转和结余|71.65|年末结转和结余|58.01
总计|1,500.00|总计|1,500.00
"""

T02 = """
项目||本年收入合计|财政拨款收入|事业收入|其他收入
科目编码|科目名称||||
||1|2|3|4
201|一般公共服务支出|1,100.05|900.10|160.05|39.90
20126|档案事务|1,100.05|900.10|160.05|39.90
2012601|行政运行|700.05|660.10|0.05|39.90
2012604|档案馆|420.00|240.00|160.00|
208|社会保障和就业支出|328.30|300.00|20.00|8.30
20805|行政事业单位养老支出|328.30|300.00|20.00|8.30
2080505|机关事业单位基本养老保险缴费支出|328.30|300.00|20.00|8.30
合计||1,428.35|1,200.10|180.05|48.20
"""


def _grid(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split("|")) for line in text.strip("\n").split("\n"))


def _fact(info: TableInfo, row: int, column: int, label: str, heading: str, code: str | None, page: int) -> Fact:
    raw = info.grid[row][column]
    value = Decimal(raw.replace(",", ""))
    bbox = (60.0 + 90 * column, 120.0 + 18 * row, 140.0 + 90 * column, 136.0 + 18 * row)
    return Fact(
        fact_id=f"{info.id}-{row}-{column}",
        document=info.document,
        table=info.id,
        template=info.template,
        location=Location(page=page, bbox=bbox, table=info.title, row=label, column=heading),
        row=row,
        row_label=label,
        row_concept=label if code is None else {3: "类", 5: "款"}.get(len(code), "项"),
        code=code,
        column=column,
        column_label=heading,
        column_concept=heading,
        entity=ENTITY,
        fiscal_year=2024,
        period="current",
        basis="all",
        consolidation="department",
        raw=raw,
        value=value,
        decimals=2,
        unit="万元",
    )


def _table(template: str, title: str, text: str, document: str, page: int, columns: dict[int, str]) -> TableInfo:
    grid = _grid(text)
    rows = tuple(
        RowInfo(
            i,
            line[0] if not line[0].isdecimal() else "项",
            line[0] if line[0].isdecimal() else None,
            line[1] if line[0].isdecimal() else line[0],
            Location(page=page, table=title),
        )
        for i, line in enumerate(grid)
        if i >= 3
    )
    infos = tuple(ColumnInfo(i, label, label) for i, label in columns.items())
    where = Location(page=page, bbox=(50.0, 100.0, 545.0, 420.0), table=title)
    return TableInfo(template, document, template, title, "万元", "filled", where, rows, infos, 3, grid)


def canonical(document: str = "3f9a1c20b7d4", path: str = "reports/云浦市档案事务中心2024.pdf") -> Canonical:
    """T01 with a wrong 本年收入合计 (two digits swapped), T02 with one wrong cell."""
    t01 = _table("T01", "收入支出决算总表", T01, document, 4, {1: "决算数", 3: "决算数"})
    t02 = _table(
        "T02", "收入决算表", T02, document, 5, {2: "本年收入合计", 3: "财政拨款收入", 4: "事业收入", 5: "其他收入"}
    )
    facts = []
    for info in (t01, t02):
        for i, line in enumerate(info.grid[3:], 3):
            for column in info.columns:
                if line[column.index]:
                    code = line[0] if line[0].isdecimal() else None
                    label = line[1] if code else line[column.index - 1 if info.template == "T01" else 0]
                    facts.append(_fact(info, i, column.index, label, column.label, code, info.location.page or 1))
    about = DocumentInfo(document, path, "ab" * 32, "final_accounts", ENTITY, 2024, "default", 31, "checked")
    doubt = Doubt(
        document,
        Location(page=5, bbox=(330.0, 210.0, 410.0, 226.0), table="收入决算表", row="行政运行", column="事业收入"),
        (("0.0 5", "0.05", "camelot-fed"), ("0.05", "0.05", "camelot-vector")),
        Why("断开的数已接上", "a number broken by a blank was rejoined", "joined"),
        repaired=True,
    )
    return Canonical(about, (t01, t02), tuple(facts), doubts=(doubt,))


def check(
    rule_id: str,
    left: Sequence[Fact | tuple[int, Fact] | str],
    right: Sequence[Fact | tuple[int, Fact] | str],
    *,
    relation: str = "=",
    place: str = "",
    severity: str = "error",
) -> Outcome:
    """Confront two sums; a string is a blank cell of that label."""
    terms: list[Term] = []
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    tables: dict[str, None] = {}
    for side, items in (("left", left), ("right", right)):
        total = half = Decimal(0)
        for item in items:
            if isinstance(item, str):
                terms.append(Term(side, 1, item, Decimal(0), None))
                continue
            sign, fact = item if isinstance(item, tuple) else (1, item)
            assert fact.value is not None
            tables[fact.table] = None
            terms.append(Term(side, sign, fact.code or fact.row_label, fact.value, fact.fact_id))
            total += sign * fact.value
            half += Decimal(5).scaleb(-fact.decimals - 1)
        sums[side] = total, half
    (a, ha), (b, hb) = sums["left"], sums["right"]
    residual, tolerance = a - b, ha + hb
    over = residual if relation == "≤" else abs(residual)
    status = "passed" if residual == 0 or (relation == "≤" and residual < 0) else "rounding"
    if over > tolerance:
        status = "failed"
    document = next(f for x in (*left, *right) if isinstance(f := x[1] if isinstance(x, tuple) else x, Fact)).document
    return Outcome(
        check_id=f"{rule_id}|{'-'.join(tables)}|{place}",
        document=document,
        rule=rule_id,
        tables=tuple(tables),
        place=place,
        status=status,
        severity=severity,
        relation=relation,
        left=a,
        right=b,
        left_interval=(a - ha, a + ha),
        right_interval=(b - hb, b + hb),
        residual=residual,
        tolerance=tolerance,
        unit="万元",
        terms=tuple(terms),
    )


def outcomes(source: Canonical) -> tuple[Outcome, ...]:
    """Every check of the sample, failed ones among them."""
    at = {(f.table, f.code or f.row_label, f.column): f for f in source.facts}
    income = [at["T01", label, 1] for label in ("一、一般公共预算财政拨款收入", "三、事业收入", "四、其他收入")]
    classes = [at["T01", label, 3] for label in ("一、一般公共服务支出", "二、社会保障和就业支出", "三、住房保障支出")]
    total, grand = at["T01", "本年收入合计", 1], at["T01", "总计", 1]
    made = [
        check("T01-1", [total], [income[0], "二、政府性基金预算财政拨款收入", *income[1:]], place="决算数"),
        check("T01-2", [at["T01", "本年支出合计", 3]], classes, place="决算数"),
        check(
            "T01-4",
            [at["T01", "总计", 3]],
            [at["T01", "本年支出合计", 3], at["T01", "年末结转和结余", 3]],
            place="决算数",
        ),
        check("T01-3", [grand], [total, at["T01", "年初结转和结余", 1]], place="决算数"),
        check("X-01", [total], [at["T02", "合计", 2]], place="本年收入合计"),
    ]
    codes = list(dict.fromkeys(f.code or f.row_label for f in source.facts if f.table == "T02"))
    for code in codes:
        parts = [at["T02", code, k] for k in (3, 4, 5) if ("T02", code, k) in at]
        made.append(check("T02-1", [at["T02", code, 2]], parts, place=code))
    for code in codes:
        below = {"合计": 3, **{c: len(c) + 2 for c in codes if c.isdecimal()}}[code]
        children = [c for c in codes if len(c) == below and c.isdecimal() and (code == "合计" or c.startswith(code))]
        for column in (2, 3, 4, 5):
            cells = [at["T02", c, column] for c in children if ("T02", c, column) in at]
            if cells and ("T02", code, column) in at:
                made.append(check("T02-2", [at["T02", code, column]], cells, place=f"{code} 第{column}列"))
    reason: Text = Text("未找到“三公”经费支出决算表", "table 三公经费支出决算表 not found")
    blank: Text = Text("本表没有下级科目", "no subject below this one")
    document = source.document.id
    made.append(Outcome("T07-2|T07|", document, "T07-2", ("T07",), "出国（境）费", "not_checked", "warning", reason))
    made += [
        Outcome(f"T02-2|T02|{c}", document, "T02-2", ("T02",), c, "not_applicable", "error", blank)
        for c in codes
        if len(c) == 7
    ]
    return tuple(made)


def sample() -> DocumentResult:
    """Give the sample document with everything found in it."""
    source = canonical()
    return findings(source, outcomes(source), RULES)


def refused() -> DocumentResult:
    """Give a document that was read and is of another kind."""
    info = DocumentInfo(
        "0badc0ffee00",
        "预算公开.pdf",
        "cd" * 32,
        "unknown",
        None,
        None,
        "default",
        12,
        "refused",
        Text("预算文件，不是决算", "a budget, not final accounts"),
    )
    return findings(Canonical(info, (), ()), (), RULES)


def hostile(text: str) -> DocumentResult:
    """Give the sample with `text` wherever a document can put words."""
    source = canonical(path=text)
    tables = tuple(
        replace(
            t,
            title=text,
            statement=text,
            rows=tuple(replace(r, label=text) for r in t.rows),
            grid=tuple(tuple(text if not c[:1].isdecimal() else c for c in line) for line in t.grid),
        )
        for t in source.tables
    )
    facts = tuple(
        replace(f, row_label=text, column_label=text, raw=text, location=replace(f.location, table=text, row=text))
        for f in source.facts
    )
    checks = tuple(
        replace(o, place=text, reason=Text(text, text), terms=tuple(replace(t, label=text) for t in o.terms))
        for o in outcomes(source)
    )
    doubts = tuple(replace(d, reason=Why(text, text, "joined"), readings=((text, None, text),)) for d in source.doubts)
    info = replace(source.document, entity=text, reason=Text(text, text), notes=(Text(text, text),))
    return findings(Canonical(info, tables, facts, doubts=doubts), checks, RULES)
