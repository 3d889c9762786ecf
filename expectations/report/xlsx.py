"""issues.xlsx, the 问题清单: findings, rounding, what was not checked, facts; the only place that imports xlsxwriter.

Every text is written as a string cell: a spreadsheet never takes it for a formula, and what looks like one is marked
as quoted, so that it stays a text when the file is saved in another format.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from expectations.model import DocumentResult
from expectations.report.html import address, page_names
from expectations.report.material import Material
from expectations.report.words import FAULTS, SEVERITIES, STATUSES, seen
from ingest.model import Text

MOST_ROWS = 1_048_000
"""Of one sheet; the format ends at 1,048,576."""
MOST_FACTS = 200_000
MOST_LINKS = 60_000
"""The format ends at 65,530 links a sheet; what comes after is written as text."""
LONGEST = 32_000
"""Characters of one cell; the format ends at 32,767."""
DIGITS = 15
"""Digits that a spreadsheet keeps of a number; a longer one is written as text."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a place of the report."""

    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Name, headings with their widths in characters, and rows."""

    name: Text
    columns: Sequence[tuple[str, str, int]]
    """Chinese heading, English heading, width."""
    rows: Iterable[Sequence[Any]]
    most: int = MOST_ROWS


def data(material: Material) -> bytes:
    """The whole file; the same material gives the same bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "gouji 勾稽 问题清单", "created": material.started().replace(tzinfo=None)})
        writer = _Writer(book, material.lang)
        for sheet in (_findings(material), _rounding(material), _gaps(material), _facts(material)):
            writer.sheet(sheet)
    return buffer.getvalue()


class _Writer:
    """Writes sheets into one workbook; never leaves this module."""

    def __init__(self, book: Any, lang: str) -> None:
        self.book = book
        self.lang = lang
        base = {"valign": "top", "text_wrap": True}
        self.text = book.add_format(base)
        self.quoted = book.add_format(base | {"quote_prefix": True})
        self.head = book.add_format({"bold": True, "bg_color": "#D9E2EF", "border": 1, "text_wrap": True})
        self.link = book.add_format(base | {"font_color": "#0B57A4", "underline": 1})
        self.numbers: dict[int, Any] = {}

    def sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name[self.lang])
        for column, (zh, en, width) in enumerate(sheet.columns):
            page.set_column(column, column, width)
            page.write_string(0, column, zh if self.lang == "zh" else en, self.head)
        count = 0
        for row in sheet.rows:
            if count == sheet.most:
                note = Text(
                    "其余各行见 canonical/ 下的 Parquet 文件",
                    "the other rows are in canonical/*.parquet",
                )
                page.write_string(count + 1, 0, note[self.lang], self.text)
                break
            count += 1
            for column, value in enumerate(row):
                self.cell(page, count, column, value)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(count, 1), len(sheet.columns) - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)

    def cell(self, page: Any, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, Link) and row <= MOST_LINKS:
            page.write_url(row, column, f"external:{value.to}", self.link, seen(value.text)[:LONGEST])
        elif isinstance(value, Decimal) and len(value.as_tuple().digits) <= DIGITS:
            page.write_number(row, column, float(value), self.number(-int(value.as_tuple().exponent)))
        elif isinstance(value, int):
            page.write_number(row, column, value, self.number(0))
        else:
            value = value.text if isinstance(value, Link) else value
            text = seen(f"{value:f}" if isinstance(value, Decimal) else str(value))[:LONGEST]
            page.write_string(row, column, text, self.quoted if text.lstrip(" ").startswith(FORMULA) else self.text)

    def number(self, decimals: int) -> Any:
        """A number with the decimals it was printed with."""
        places = min(max(decimals, 0), DIGITS)
        if places not in self.numbers:
            shown = "#,##0" + (f".{'0' * places}" if places else "")
            self.numbers[places] = self.book.add_format({"num_format": shown, "valign": "top"})
        return self.numbers[places]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _titles(result: DocumentResult) -> Callable[[object], str]:
    titles = {info.id: info.title for info in result.canonical.tables}
    return lambda table: titles.get(str(table), str(table)) if table else ""


def _findings(material: Material) -> Sheet:
    lang = material.lang
    names = page_names([result.canonical.document.id for result in material.results])

    def rows() -> Iterable[Sequence[Any]]:
        number = 0
        for name, result in zip(names, material.results, strict=True):
            title = _titles(result)
            for f in result.findings:
                number += 1
                place = f.location
                suspect = f.suspect or {}
                proposed = suspect.get("proposed") or ()
                yield (
                    number,
                    SEVERITIES[f.severity][lang],
                    f.rule,
                    f.title[lang],
                    f.message[lang],
                    result.canonical.document.path,
                    result.canonical.document.entity,
                    place["page"],
                    place["line"],
                    title(place["table"]),
                    place["row"],
                    place["column"] or place["section"],
                    _decimal(f.printed),
                    _decimal(f.expected),
                    _decimal(f.difference),
                    _decimal(f.tolerance),
                    f.unit,
                    " / ".join(map(str, proposed)) if isinstance(proposed, (list, tuple)) else "",
                    FAULTS[f.fault][lang],
                    f.because[lang],
                    f"{f.waived['reason']} ({f.waived['by']}, {f.waived['until']})" if f.waived else "",
                    Link(address(name, f.id), f.id),
                    "",
                )

    columns = (
        ("序号", "no.", 6),
        ("类别", "class", 8),
        ("规则", "rule", 10),
        ("应有关系", "must hold", 28),
        ("问题", "finding", 60),
        ("文件", "document", 24),
        ("单位", "entity", 22),
        ("页", "page", 6),
        ("行号", "line", 8),
        ("表", "table", 22),
        ("行", "row", 24),
        ("列", "column", 18),
        ("原文为", "printed", 14),
        ("应为/对照", "expected", 14),
        ("差额", "difference", 12),
        ("尾差上限", "tolerance", 10),
        ("计量单位", "unit", 8),
        ("可能的正确值", "proposed", 16),
        ("判断", "verdict", 14),
        ("依据", "because", 40),
        ("豁免", "waived", 24),
        ("链接", "link", 16),
        ("复核意见", "review", 24),
    )
    return Sheet(Text("问题清单", "findings"), columns, rows())


def _rounding(material: Material) -> Sheet:
    def rows() -> Iterable[Sequence[Any]]:
        for result in material.results:
            title = _titles(result)
            for one in result.rounding:
                remarks = "; ".join(remark[material.lang] for remark in one.remarks)
                yield (
                    result.canonical.document.path,
                    one.rule,
                    title(one.table),
                    one.count,
                    one.largest,
                    one.unit,
                    remarks,
                )

    columns = (
        ("文件", "document", 30),
        ("规则", "rule", 10),
        ("表", "table", 30),
        ("处数", "count", 8),
        ("最大差额", "largest", 12),
        ("计量单位", "unit", 8),
        ("说明", "remark", 40),
    )
    return Sheet(Text(STATUSES["rounding"]["zh"], "rounding"), columns, rows())


def _gaps(material: Material) -> Sheet:
    def rows() -> Iterable[Sequence[Any]]:
        for result in material.results:
            for status, gaps in (("not_checked", result.not_checked), ("not_applicable", result.not_applicable)):
                for gap in gaps:
                    words = STATUSES[status][material.lang]
                    yield (
                        result.canonical.document.path,
                        words,
                        gap.rule,
                        gap.scope,
                        gap.count,
                        gap.reason[material.lang],
                    )

    columns = (
        ("文件", "document", 30),
        ("状态", "status", 12),
        ("规则", "rule", 10),
        ("范围", "scope", 50),
        ("项数", "checks", 8),
        ("原因", "reason", 60),
    )
    return Sheet(Text("未校验", "not checked"), columns, rows())


def _facts(material: Material) -> Sheet:
    def rows() -> Iterable[Sequence[Any]]:
        for result in material.results:
            title = _titles(result)
            for fact in result.canonical.facts:
                yield (
                    result.canonical.document.path,
                    fact.location.page,
                    fact.location.line,
                    title(fact.table),
                    fact.code,
                    fact.row_label,
                    fact.column_label,
                    fact.raw,
                    fact.value,
                    fact.unit,
                    fact.entity,
                    fact.fiscal_year,
                    fact.doubt[material.lang] if fact.doubt else None,
                    fact.repaired_from,
                )

    columns = (
        ("文件", "document", 24),
        ("页", "page", 6),
        ("行号", "line", 8),
        ("表", "table", 24),
        ("编码", "code", 10),
        ("行", "row", 28),
        ("列", "column", 22),
        ("原文", "as printed", 16),
        ("数值", "value", 16),
        ("计量单位", "unit", 8),
        ("单位", "entity", 22),
        ("年度", "year", 8),
        ("存疑", "doubt", 24),
        ("修复前", "repaired from", 16),
    )
    return Sheet(Text("数字", "facts"), columns, rows(), MOST_FACTS)
