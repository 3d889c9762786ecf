"""Which canonical table is this? By title and column set, never by number or order."""

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.headers import Path, concept, is_numbering, paths, texts
from ingest.model import Row, Table
from ingest.numerals import is_blank, parse_amount
from ingest.repair import unwrapped
from ingest.templates import Template, templates
from ingest.wording import bare, has_enumerator, normalise

_TITLE = re.compile(r"[^，。；！？]{2,44}表(?:（[^（）]{1,12}）|[-—]?续表?)*")
_UNIT = re.compile(r"单位：?(?:人民币)?(千元|万元|亿元|元)|[（(](?:单位：)?(千元|万元|亿元|元)[）)]")
CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
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
    title = bare(text)
    if _TITLE.fullmatch(title) is None:
        return None
    fits = [
        (len(wording), len(template.title_all), template)
        for template in templates().values()
        for wording in template.title_any
        if wording in title
        and all(word in title for word in template.title_all)
        and not any(word in title for word in template.title_none)
    ]
    return max(fits, key=lambda fit: fit[:2])[2] if fits else None


def titled(table: Table) -> tuple[Template, str] | None:
    """Find the title of a table in its own first rows, else in the lines before it, nearest first."""
    inside = [text for row in table.rows[:2] for text in texts(row) if text.strip()]
    before = [line.text for line in reversed(table.before)]
    pairs = [upper + lower for lower, upper in pairwise(before)]
    for text in (*inside, *before, *pairs):
        template = title_template(text)
        if template is not None:
            return template, re.sub(r"\s+", "", text)
    return None


def recognise(table: Table) -> Recognised | None:
    """Match a table against the templates; None where the title is unknown or the columns do not fit it.

    A form (shape `form`) has columns that change from block to block; its own module reads it.
    """
    found = titled(table)
    if found is None:
        return None
    template, title = found
    header_rows = header_length(table.rows)
    header = [row for row in table.rows[:header_rows] if not is_numbering(row)]
    columns = paths(header, spans_known=table.spans_known)
    if template.shape != "form" and not any(_known(path, template) for path in columns):
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
    return Recognised(template, table, title, unit_of(table, header_rows), columns, header_rows, body)


def _known(path: Path, template: Template) -> bool:
    named = {**template.columns, **{name: spec.labels for name, spec in template.rows.items()}}
    return any(concept(path[: end + 1], named) is not None for end in range(len(path)))


def header_length(rows: tuple[Row, ...]) -> int:
    """How many rows stand above the first body row; a 栏次 row belongs to the header."""
    for index, row in enumerate(rows):
        if not is_numbering(row) and _is_body(row):
            return index
    return len(rows)


def _is_body(row: Row) -> bool:
    printed = [text for text in texts(row) if text.strip()]
    if any(parse_amount(unwrapped(text)[0]) is not None for text in printed):
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
