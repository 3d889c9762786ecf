"""Which canonical table is this? By title and column set, never by number or order."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, takewhile

from ingest.headers import GENERIC, Path, concept, is_numbering, paths, texts, without_year
from ingest.model import UNREAD, Row, Table
from ingest.numerals import is_blank, parse_amount
from ingest.repair import unwrapped
from ingest.statutory.byunit import UNIT_NAME, of_subjects, of_units_and_subjects
from ingest.templates import Template, templates
from ingest.wording import bare, has_enumerator, normalise

_TITLE = re.compile(r"[^，。；！？]{2,44}表(?:（[^（）]{1,12}）|[-—]?续表?)*")
_UNIT = re.compile(r"单位[：;；.,，、]?(?:人民币)?(千元|万元|亿元|元)|[（(](?:单位：)?(千元|万元|亿元|元)[）)]")
CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
SIDE_HEADING = re.compile(r"(?:收入|支出)?项目(?:（.*）)?")
_SIDES = 2
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_KEYS = 3
"""The columns before the amounts: 序号, a code, a name."""
TOTALS = frozenset({"合计", "总计", "小计", "本年支出合计", "本年收入合计", "本年合计"})


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table with its template, and where its header ends.

    `body` are the indexes of the rows below the header, without 栏次 rows and repeated headers.
    """

    template: Template
    table: Table
    title: str
    unit: str
    paths: tuple[Path, ...]
    header_rows: int
    body: tuple[int, ...]


def title_template(text: str) -> Template | None:
    """Return the template whose title the text is, or None: the longest wording that fits decides."""
    fits = _fits(text)
    return fits[0][0] if fits else None


def named_otherwise(table: Table) -> frozenset[str]:
    """The ids of the templates that a table may be if no other has their own title."""
    return frozenset(template.id for template, own in _titles(table)[0] if not own)


@lru_cache(maxsize=20_000)
def _fits(text: str) -> tuple[tuple[Template, bool], ...]:
    """The templates whose title the text may be, the likeliest first; whether the title is a template's own."""
    title = bare(text)
    if _TITLE.fullmatch(title) is None:
        return ()
    fits = [
        (own, len(wording), template)
        for template in templates().values()
        for own, wordings in ((True, template.title_any), (False, template.title_also))
        for wording in wordings
        if wording in title
        and (not own or all(any(word in title for word in words.split("|")) for words in template.title_all))
        and not any(word in title for word in template.title_none)
    ]
    return tuple((template, own) for own, _, template in sorted(fits, key=lambda fit: fit[:2], reverse=True))


def titled(table: Table) -> tuple[Template, str] | None:
    """Find the title of a table in its own first rows, else in the lines before it, nearest first."""
    fits, title = _titles(table)
    return (fits[0][0], title) if fits else None


def _titles(table: Table) -> tuple[tuple[tuple[Template, bool], ...], str]:
    inside = [text for row in table.rows[:2] for text in texts(row) if text.strip()]
    before = [line.text for line in reversed(table.before)]
    pairs = [upper + lower for lower, upper in pairwise(before)]
    for text in (*inside, *before, *pairs):
        fits = _fits(text)
        if fits:
            return fits, re.sub(r"\s+", "", text)
    return (), ""


def recognise(table: Table, also: Container[str] = ()) -> Recognised | None:
    """Match a table against the templates; None where the title is unknown or the columns do not fit it.

    `also` are the templates that may have a title that is not their own (see `title` in accounts.yaml). A form (shape
    `form`) has columns that change from block to block; its own module reads it.
    """
    fits, title = _titles(table)
    if not fits:
        return None
    header_rows = header_length(table.rows)
    header = [row for row in table.rows[:header_rows] if not is_numbering(row)]
    headings = _headings_of(table.rows[header_rows]) if header_rows < len(table.rows) else None
    columns = paths([*header, *([headings] if headings else [])], spans_known=table.spans_known)
    codes = _codes(table, header_rows)
    suited = [one for one, own in fits if (own or one.id in also) and _suits(one, columns, codes, own=own)]
    if not suited or (suited[0].shape in ("coded", "units") and of_units_and_subjects(table, header_rows, columns)):
        return None
    heads = {tuple(map(normalise, texts(row))) for row in header}
    body = tuple(
        index
        for index, row in enumerate(table.rows)
        if index >= header_rows
        and not is_numbering(row)
        and tuple(map(normalise, texts(row))) not in heads
        and any(text.strip() for text in texts(row))
    )
    return Recognised(suited[0], table, title, unit_of(table, header_rows), columns, header_rows, body)


def _suits(template: Template, columns: Sequence[Path], codes: str, *, own: bool) -> bool:
    """Whether the columns are those of the template: the title 收入支出决算表 alone may be of two tables."""
    if template.shape == "form":
        return True
    if not any(_known(path, template) for path in columns):
        return False
    if template.shape == "units":
        return not (codes or of_subjects(columns)) and (
            own or any(path and UNIT_NAME.fullmatch(path[-1]) for path in columns[:_KEYS])
        )
    if template.shape == "two_sided" and not own:
        return not codes and sum(1 for path in columns if path and SIDE_HEADING.fullmatch(path[-1])) >= _SIDES
    if codes and template.shape != "items":
        return codes == template.codes
    by_unit = columns[0] and UNIT_NAME.fullmatch(columns[0][-1]) and not of_subjects(columns)
    return template.shape != "coded" or not by_unit


def _codes(table: Table, header_rows: int) -> str:
    """Which codes the rows begin with: `functional`, `economic` or ``, as most rows that have one."""
    found: Counter[str] = Counter()
    for row in table.rows[header_rows:]:
        printed = [label for text in texts(row) if (label := re.sub(r"\s+", "", text))]
        for code, name in takewhile(lambda pair: not _WORDS.match(pair[0]), pairwise(printed[: _KEYS + 1])):
            if CODE.fullmatch(code) and (_WORDS.match(name) or re.fullmatch(r"\d\d", name)):
                found["functional" if code.startswith("2") else "economic"] += 1
                break
    return found.most_common(1)[0][0] if found else ""


def _known(path: Path, template: Template) -> bool:
    named = {**template.columns, **{name: spec.labels for name, spec in template.rows.items()}}
    printed = tuple(map(without_year, path))
    return any(concept(printed[: end + 1], named) is not None for end in range(len(path)))


def header_length(rows: tuple[Row, ...]) -> int:
    """How many rows stand above the first body row; a 栏次 row belongs to the header."""
    for index, row in enumerate(rows):
        if not is_numbering(row) and _is_body(row):
            return index
    return len(rows)


def _headings_of(row: Row) -> Row | None:
    """The headings in the first row with amounts: 合计 | 0.00 | 9.00 | 合计 | 基本支出 | 项目支出 | 0.00; None if none.

    Where only 本年支出 is divided, the line 合计 may be printed level with its parts.
    """
    printed = texts(row)
    first = next((n for n, text in enumerate(printed) if parse_amount(text) is not None), len(printed))
    words = {n for n in range(first, len(printed)) if normalise(printed[n]) in GENERIC}
    if len(words) < _SIDES:
        return None
    return tuple(
        cell if cell is None or n in words else replace(cell, text="", rowspan=1, colspan=1)
        for n, cell in enumerate(row)
    )


def _is_body(row: Row) -> bool:
    printed = [text for text in texts(row) if text.strip()]
    if any(text == UNREAD or parse_amount(unwrapped(text)[0]) is not None for text in printed):
        return True
    if not printed:
        return False
    label = normalise(printed[0])
    only_label = all(is_blank(text) for text in printed[1:])
    return has_enumerator(printed[0]) or (label in TOTALS and only_label)


def unit_of(table: Table, header_rows: int) -> str:
    """The money unit printed for a table: in its header, else in the lines before it, nearest first; "" if none.

    A unit is never assumed: without one the numbers cannot be compared with another table's.
    """
    inside = [text for row in table.rows[:header_rows] for text in texts(row)]
    for text in (*inside, *(line.text for line in reversed(table.before))):
        match = _UNIT.search(normalise(text))
        if match is not None:
            return match[1] or match[2]
    return ""
