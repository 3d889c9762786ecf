"""A recognised table → its canonical form: the rows and columns it has, and one fact a printed number."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from ingest.facts import ColumnInfo, Doubt, Fact, RowInfo, TableInfo
from ingest.headers import GENERIC, concept, texts
from ingest.model import UNREAD, Cell, Location, Table, Why
from ingest.numerals import has_digit, is_blank, parse_amount, parse_quantity
from ingest.repair import unwrapped
from ingest.statutory.recognition import Recognised
from ingest.statutory.shapes import slots
from ingest.statutory.slots import Slot
from ingest.templates import Template
from ingest.wording import normalise

_FUNDS = (("一般公共预算", "general"), ("政府性基金预算", "fund"), ("国有资本经营", "state_capital"))
_PERIODS = (("年初预算", "budget_initial"), ("预算数", "budget_final"), ("全年预算", "budget_final"), ("上年", "prior"))
_EMPTY_SAID = re.compile(r"[本此该]表(?:无数据|为空)")
_COUNTED = re.compile(r"[（(](个|人|人次|批次|批|辆|台|套|次)[）)]")
"""What an item counts, where it is no money: 国内公务接待批次（个）."""
_NO_DATA = re.compile(
    r"无(?:数据|内容|此|该|相关|政府性基金|国有资本|三公)|无[^，。；]{0,24}(?:收入|支出|收支|预算|拨款|经费|业务|安排|发生)"
    r"|没有|未(?:发生|安排|使用|取得|列支|涉及)|不(?:涉及|存在)|表为空|空表|均为(?:零|0)"
)


_RATE = re.compile(r"率|%|占比|比重|比例")
"""Headings of columns that hold shares and rates."""
_NOTES = 3
"""So many rows at the end of a table may hold notes."""
_NO_NUMBER = Why("不是一个完整的数", "digits that are not one number", "number")
_PERCENT = Why("百分号出现在金额栏", "percent sign in an amount column", "percent")
_UNREAD = Why("该格未能读出", "this cell could not be read", "unread")
_HEADING = Why("该格印的是栏目名称", "a heading stands in the place of the number", "heading")
_SENTENCE = re.compile(r"[，。：:]|^(?:注|说明|备注)")


@dataclass(frozen=True, slots=True)
class Owner:
    """What holds for every number of a document: whose it is and of which year."""

    document: str
    entity: str | None
    fiscal_year: int | None
    consolidation: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """One canonical table with its facts, and the numbers that could not be read."""

    table: TableInfo
    facts: tuple[Fact, ...]
    doubts: tuple[Doubt, ...]


def map_table(sheet: Recognised, table_id: str, owner: Owner) -> Mapped:
    """Turn a recognised statutory table into rows, columns and facts."""
    return build(sheet.table, sheet.template, slots(sheet), Frame(table_id, sheet.title, sheet.unit, owner), sheet)


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for every number of one table; `repairs` are texts to read instead of a cell's own.

    A repair is (text, why): the joined digits of a broken number, or the number inside a label.
    """

    table_id: str
    title: str
    unit: str
    owner: Owner
    repairs: Mapping[tuple[int, int], tuple[str, str | None]] = field(default_factory=dict)
    rates: Collection[str] = ()
    """Row concepts whose numbers are per cent, whatever the column."""


def build(
    table: Table, template: Template, places: Sequence[Slot], frame: Frame, sheet: Recognised | None = None
) -> Mapped:
    """Read the cell of every slot; cells that hold digits but no number become a fact in doubt."""
    facts = tuple(fact for slot in places if (fact := _fact(table, template, slot, frame)) is not None)
    readable = any(fact.value is not None for fact in facts)
    info = TableInfo(
        id=frame.table_id,
        document=frame.owner.document,
        template=template.id,
        title=frame.title,
        unit=frame.unit,
        state="filled" if facts else "empty",
        location=replace(table.location, table=frame.table_id),
        rows=_rows(table, places, template.shape),
        columns=_columns(places, sheet),
        header_rows=sheet.header_rows if sheet is not None else 0,
        grid=tuple(texts(row) for row in table.rows),
        statement=_statement(table, _EMPTY_SAID if readable else _NO_DATA),
    )
    return Mapped(info, facts, tuple(_doubts(facts)))


def _statement(table: Table, wording: re.Pattern[str]) -> str | None:
    """The sentence below the table that says it holds nothing; below one with numbers only the plain statement.

    It may stand in the last rows of the table itself.
    """
    inside = [text for row in table.rows[-_NOTES:] for text in texts(row) if _SENTENCE.search(text)]
    return next((text for text in (*inside, *(line.text for line in table.after[:4])) if _says(text, wording)), None)


def _says(text: str, wording: re.Pattern[str]) -> bool:
    return wording.search(normalise(text)) is not None


def _rows(table: Table, places: Iterable[Slot], shape: str) -> tuple[RowInfo, ...]:
    found: dict[tuple[int | None, str, str | None, str], RowInfo] = {}
    for slot in places:
        # The items of an upright table stand one below the other and are still of one row, 预算数 or 决算数.
        row = slot.row if shape != "items" else None
        key = (row, slot.row_concept, slot.code, slot.row_label if row is not None else "")
        if key not in found:
            cell = _cell(table, slot)
            found[key] = RowInfo(slot.row, slot.row_concept, slot.code, slot.row_label, cell.location)
    return tuple(found.values())


def _columns(places: Iterable[Slot], sheet: Recognised | None) -> tuple[ColumnInfo, ...]:
    found = {(slot.column, slot.column_concept): slot.column_label for slot in places}
    if not found and sheet is not None:
        named = {index: concept(path, sheet.template.columns) for index, path in enumerate(sheet.paths)}
        found = {(index, name): "/".join(sheet.paths[index]) for index, name in named.items() if name is not None}
    return tuple(ColumnInfo(column, name, label) for (column, name), label in sorted(found.items()))


def _cell(table: Table, slot: Slot) -> Cell:
    row = table.rows[slot.row]
    cell = row[slot.column]
    return cell if cell is not None else next((c for c in row if c is not None), Cell("", table.location))


@dataclass(frozen=True, slots=True)
class _Reading:
    value: Decimal | None
    decimals: int
    unit: str
    doubt: Why | None


@lru_cache(maxsize=50_000)
def _read(text: str, unit: str, column: str) -> _Reading | None:
    if is_blank(text):
        return None
    numeral = parse_amount(text)
    if numeral is not None:
        stray = numeral.percent and _RATE.search(column) is None
        doubt = _PERCENT if stray else None
        return _Reading(None if stray else numeral.value, numeral.decimals, unit_of_column(column, unit), doubt)
    quantity = parse_quantity(text)
    if quantity is not None and quantity[1] in ("元", "万元", "亿元", "分"):
        return _Reading(quantity[0].value, quantity[0].decimals, quantity[1], None)
    if text == UNREAD:
        return _Reading(None, 0, unit_of_column(column, unit), _UNREAD)
    if has_digit(text):
        return _Reading(None, 0, unit_of_column(column, unit), _NO_NUMBER)
    if normalise(text) in GENERIC:
        return _Reading(None, 0, unit, _HEADING)
    return None


def unit_of_column(column: str, unit: str) -> str:
    """Scores and weights are 分, rates are %, everything else has the table's money unit."""
    if column in ("分值", "得分"):
        return "分"
    counted = _COUNTED.search(column)
    if counted is not None:
        return counted[1]
    return "%" if _RATE.search(column) else unit


def _fact(table: Table, template: Template, slot: Slot, frame: Frame) -> Fact | None:
    cell = table.rows[slot.row][slot.column]
    if cell is None:
        return None
    text, repaired_from = frame.repairs.get((slot.row, slot.column)) or unwrapped(cell.text)
    reading = _read(text, frame.unit, slot.column_concept)
    if reading is None:
        return None
    return Fact(
        fact_id=f"{frame.owner.document}.{frame.table_id}.{slot.row}.{slot.column}",
        document=frame.owner.document,
        table=frame.table_id,
        template=template.id,
        location=_place(cell, slot, frame.table_id),
        row=slot.row,
        row_label=slot.row_label,
        row_concept=slot.row_concept,
        code=slot.code,
        column=slot.column,
        column_label=slot.column_label,
        column_concept=slot.column_concept,
        entity=frame.owner.entity,
        fiscal_year=frame.owner.fiscal_year,
        period=_period(slot.row_label, slot.column_concept),
        basis=_basis(template, slot, frame.title),
        consolidation=frame.owner.consolidation,
        raw=cell.text,
        value=reading.value,
        decimals=reading.decimals,
        unit="%" if slot.row_concept in frame.rates else reading.unit,
        doubt=reading.doubt,
        repaired_from=repaired_from,
    )


def _place(cell: Cell, slot: Slot, table_id: str) -> Location:
    label = f"{slot.code} {slot.row_label}" if slot.code else slot.row_label
    at = cell.location
    return Location(at.page, at.bbox, at.line, at.line_end, at.section, table_id, label, slot.column_label)


@lru_cache(maxsize=20_000)
def _period(row_label: str, column_concept: str) -> str:
    for text in map(normalise, (row_label, column_concept)):
        for word, period in _PERIODS:
            if word in text:
                return period
    return "current"


def _basis(template: Template, slot: Slot, title: str) -> str:
    for basis, words in template.basis_words.items():
        if basis == "general" and any(word in title for word in words):
            return basis
    if template.basis_words:
        return "fiscal"
    if template.id in ("T01", "T04"):
        for text in (slot.row_concept, slot.column_concept):
            for word, basis in _FUNDS:
                if word in text:
                    return basis
    return "fiscal" if slot.column_concept == "财政拨款收入" else template.basis


def _doubts(facts: Iterable[Fact]) -> Iterable[Doubt]:
    for fact in facts:
        if fact.doubt is not None or fact.repaired_from is not None:
            value = str(fact.value) if fact.value is not None else None
            joined = Why(
                f"由 {fact.repaired_from} 拼接，经勾稽关系确认",
                f"joined from {fact.repaired_from}, confirmed by an identity",
                "joined",
            )
            reason = fact.doubt or joined
            yield Doubt(fact.document, fact.location, ((fact.raw, value, "first"),), reason, fact.doubt is None)
