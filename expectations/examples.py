"""The examples of a rule: small documents written as text, checked by the real `confront`.

    @ year 2019                      (optional; also kind, entity, profile, pages, pages_unread, subjects)
    # 七、“三公”经费支出决算情况说明   (a heading; what follows with > is text below it)
    > 因公出国（境）团组0个，0人次。
    & 年度 标题: 2023                (what the document says of itself: what, place, value)
    ! 说明：……故本表无数据。         (the sentence below the table above)
    ~ digits 数字在换行处断开         (a doubt of the reading, its kind first; with ~= one that was settled)
    T02 万元            | 本年收入合计 | 财政拨款收入
    合计                |       10.00 |        10.00
    2010101 行政运行    |       10.00 |            ?

A table begins with its template and unit; a blank line ends it. `?` is a number that could not be read, nothing is a
blank cell, 'words are words in a cell, a table without rows is printed empty. A row is a code (with a name),
`单位:名称`, `指标:产出指标/…`, `类:名称` (a class nobody knows), or a standard term.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from expectations.binding import listed
from expectations.confront import confront
from expectations.errors import FormulaError
from expectations.exampleforms import UNREADABLE, WORDS, form_of, indicators_of, summaries
from expectations.model import Outcome
from expectations.quality import TESTS
from expectations.rule import Rule
from ingest.facts import (
    Canonical,
    Claim,
    ColumnInfo,
    DocumentInfo,
    Doubt,
    Fact,
    Form,
    Indicator,
    Mention,
    Paragraph,
    RowInfo,
    TableInfo,
    templates,
)
from ingest.model import Location, Text, Why, verbatim

WORST = ("failed", "implausible", "not_checked", "rounding", "passed", "not_applicable")
"""What an example is an example of: the first of these that it shows."""

_HEAD = re.compile(r"(?P<template>raw|[A-Z]\w*)(?:\s+(?P<unit>元|万元|亿元|无单位))?")
_CODED = re.compile(r"(?P<code>\d{3}|\d{5}|\d{7})(?:\s+(?P<name>.+))?")
_UNIT_CLAIM = re.compile(r"(?P<unit>[^，。；：]{2,20}?)(?P<about>本年收入合计|本年支出合计)(?P<raw>\d+\.\d+)万元")
_LEVELS = {3: "类", 5: "款", 7: "项"}


@dataclass(frozen=True, slots=True)
class Problem:
    """An example that does not show what it is filed under."""

    rule: str
    expected: str
    found: str
    example: str


def run_examples(rule: Rule) -> tuple[Problem, ...]:
    """Check every example of the rule; raises FormulaError if one cannot be read."""
    problems = []
    for expected, texts in rule.examples.items():
        for example in texts:
            found = worst(confront((rule,), document(example)))
            if found != expected:
                problems.append(Problem(rule.id, expected, found, example))
    return tuple(problems)


def worst(outcomes: Iterable[Outcome]) -> str:
    """The status that an example stands for."""
    seen = {outcome.status for outcome in outcomes}
    return next((status for status in WORST if status in seen), "not_applicable")


def document(text: str) -> Canonical:
    """Read an example; raises FormulaError naming the line that cannot be read."""
    options = {"kind": "", "year": "2024", "entity": "", "profile": "", "pages": "", "pages_unread": "", "subjects": ""}
    tables: list[TableInfo] = []
    facts: list[Fact] = []
    paragraphs: list[Paragraph] = []
    mentions: list[Mention] = []
    forms: list[Form] = []
    indicators: list[Indicator] = []
    claims: list[Claim] = []
    doubts: list[Doubt] = []
    prose = _Prose(paragraphs, mentions, doubts)
    for number, block in enumerate(_blocks(text, options, prose), 1):
        if block[0].startswith("综述"):
            claims += summaries(block, len(claims) + 1)
            continue
        table, held = _table(block, f"表{number}", int(options["year"] or 0))
        tables.append(table)
        facts += held
        if table.template in ("F19", "F24"):
            forms.append(form_of(table, held, block[0].partition("|")[0].split()[2:], int(options["year"] or 0)))
            indicators += indicators_of(table, held)
    only_forms = bool(tables) and all(table.template.startswith("F") for table in tables)
    info = DocumentInfo(
        id="example",
        path="example",
        sha256="",
        kind=options["kind"] or ("self_assessment" if only_forms else "final_accounts"),
        entity=options["entity"] or None,
        fiscal_year=int(options["year"]) if options["year"] not in ("", "0") else None,
        profile=options["profile"] or ("default" if options["year"] in ("", "0") else options["year"]),
        pages=int(options["pages"]) if options["pages"] else None,
        status="checked",
        pages_unread=tuple(int(page) for page in options["pages_unread"].split()),
        subjects=tuple(pair.partition("=")[::2] for pair in options["subjects"].split()),
    )
    claims += (claim for paragraph in paragraphs for claim in _claims(paragraph))
    return Canonical(
        info,
        tuple(tables),
        tuple(facts),
        tuple(forms),
        tuple(indicators),
        doubts=tuple(doubts),
        claims=tuple(claims),
        paragraphs=tuple(paragraphs),
        mentions=tuple(mentions),
    )


@dataclass(frozen=True, slots=True)
class _Prose:
    """What an example says outside its tables; the lists grow."""

    paragraphs: list[Paragraph]
    mentions: list[Mention]
    doubts: list[Doubt]

    def take(self, line: str) -> bool:
        """Take a line of prose, a mention or a doubt; False if it is none."""
        mark, rest = line.strip()[:1], line.strip()[1:].strip()
        if mark == "#":
            self.paragraphs.append(Paragraph("heading", (), None, rest, rest, Location(), ()))
        elif mark == ">":
            above = tuple(p.text for p in self.paragraphs if p.kind == "heading")[-1:]
            self.paragraphs.append(Paragraph("text", above, None, None, rest, Location(), ()))
        elif mark == "~":
            settled = rest.startswith("=")
            kind, _, said = rest.removeprefix("=").strip().partition(" ")
            if kind not in TESTS:
                raise FormulaError(Text(f"没有“{kind}”这种存疑", f"there is no doubt “{kind}”"), listed(TESTS))
            self.doubts.append(Doubt("example", Location(), (), Why(said, said, kind), repaired=settled))
        elif mark == "&":
            head, colon, value = rest.partition(":")
            if not colon or len(head.split()) != 2:
                shown = line.strip()
                raise FormulaError(
                    Text(f"示例无法识别“{shown}”", f"cannot read “{shown}”"), verbatim("& 年度 标题: 2023")
                )
            what, place = head.split()
            self.mentions.append(Mention(what, place, value.strip(), value.strip(), Location()))
        else:
            return False
        return True


def _claims(paragraph: Paragraph) -> Iterator[Claim]:
    """`甲中心本年收入合计10.00万元` is a claim about the unit; the examples need no more of prose than this."""
    for number, match in enumerate(_UNIT_CLAIM.finditer(paragraph.text)):
        yield Claim(
            claim_id=f"example.{number}",
            document="example",
            location=Location(),
            section="",
            item=None,
            sentence=paragraph.text,
            unit_name=match["unit"],
            project=None,
            about=match["about"],
            quantity="金额",
            compared_with=None,
            raw=match["raw"],
            value=Decimal(match["raw"]),
            decimals=len(match["raw"].partition(".")[2]),
            unit="万元",
            qualifier=None,
            basis=None,
            period="current",
        )


def _blocks(text: str, options: dict[str, str], prose: _Prose) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip().startswith("@"):
            _, key, value = line.split(maxsplit=2)
            if key not in options:
                raise FormulaError(
                    Text(f"示例选项无法识别“{key}”", f"unknown option “{key}”"),
                    verbatim("@ year 2019 / @ kind self_assessment / @ entity 某局"),
                )
            options[key] = value.strip()
        elif prose.take(line):
            continue
        elif line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def _table(lines: list[str], table_id: str, year: int) -> tuple[TableInfo, list[Fact]]:
    said = next((line.strip()[1:].strip() for line in lines if line.strip().startswith("!")), None)
    lines = [line for line in lines if not line.strip().startswith("!")]
    head = [part.strip() for part in lines[0].split("|")]
    match = _HEAD.fullmatch(" ".join(head[0].split()[:2]))
    if match is None or match["template"] not in templates():
        shown = lines[0].strip()
        raise FormulaError(Text(f"示例表头无法识别“{shown}”", f"cannot read “{shown}”"), verbatim("T02 万元 | 列 | 列"))
    columns = tuple(ColumnInfo(at, name, name) for at, name in enumerate(head[1:], 1))
    rows: list[RowInfo] = []
    facts: list[Fact] = []
    template, unit = match["template"], (match["unit"] or "万元").replace("无单位", "")
    for at, line in enumerate(lines[1:], 1):
        cells = [part.strip() for part in line.split("|")]
        if len(cells) > len(head):
            shown = line.strip()
            raise FormulaError(Text(f"示例行的列数超过表头：“{shown}”", f"more cells than columns: “{shown}”"))
        row = _row(at, cells[0])
        rows.append(row)
        for column, cell in zip(columns, cells[1:], strict=False):
            if cell and not cell.startswith("'") and column.concept not in WORDS:
                facts.append(_fact(table_id, template, unit, row, column, cell, year))
    info = TableInfo(
        id=table_id,
        document="example",
        template=template,
        title=templates()[template].name["zh"],
        unit=unit,
        state="filled" if facts else "empty",
        location=Location(table=table_id),
        rows=tuple(rows),
        columns=columns,
        header_rows=1,
        grid=tuple(tuple(part.strip().removeprefix("'") for part in line.split("|")) for line in lines),
        statement=said,
    )
    return info, facts


def _row(at: int, text: str) -> RowInfo:
    coded = _CODED.fullmatch(text)
    if coded is not None:
        return RowInfo(at, _LEVELS[len(coded["code"])], coded["code"], coded["name"] or coded["code"], Location())
    concept, colon, label = text.partition(":")
    return RowInfo(at, concept, None, label if colon else text, Location())


def _fact(table: str, template: str, unit: str, row: RowInfo, column: ColumnInfo, cell: str, year: int) -> Fact:
    doubted = cell.startswith("?")
    try:
        value = None if doubted else Decimal(cell.replace(",", ""))
    except InvalidOperation:
        what = Text(f"示例单元格不是数：“{cell}”", f"not a number: “{cell}”")
        raise FormulaError(what, Text("12.50 / ? / 空白", "12.50 / ? / a blank")) from None
    decimals = 0 if value is None else max(0, -int(value.as_tuple().exponent))
    rate = "率" in column.concept or (template == "F19" and row.concept.endswith("率"))
    own = "分" if column.concept in ("分值", "得分") else "%" if rate else unit
    return Fact(
        fact_id=f"example.{table}.{row.index}.{column.index}",
        document="example",
        table=table,
        template=template,
        location=Location(table=table, row=row.label, column=column.label),
        row=row.index,
        row_label=row.label,
        row_concept=row.concept,
        code=row.code,
        column=column.index,
        column_label=column.label,
        column_concept=column.concept,
        entity=None,
        fiscal_year=year,
        period="current",
        basis=templates()[template].basis,
        consolidation="department",
        raw=cell,
        value=value,
        decimals=decimals,
        unit=own,
        doubt=UNREADABLE if doubted else None,
    )
