"""Tables printed one cell a line → raw tables, where the template's own headings say how many columns there are.

Below the title of a statutory table every line is one cell, row after row. The headings give the number of amounts a
row must have; every row must have exactly so many, to the last line. Otherwise nothing is rebuilt: the lines stay
lines, and a Doubt says which table could not be read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ingest.facts import Doubt
from ingest.headers import concept
from ingest.model import Block, Cell, Line, Location, RawTable
from ingest.numerals import is_blank, parse_amount
from ingest.recognition import CODE, TOTALS, title_template
from ingest.shapes import class_code
from ingest.templates import RowSpec, Template
from ingest.wording import bare, has_enumerator, normalise

_LONGEST = 48
"""No cell of a statutory table is longer; a longer line is prose and ends the table."""
_CAPTIONS = ("公开", "部门：", "编制单位：", "单位：", "金额单位：", "公开部门：")
_NOTES = ("注：", "备注：", "说明：")
_WHY = "表题下的单元格逐行排列，列数不能确定，未读成表 cells one a line: how many columns there are is not certain, not read"

Tokens = Sequence[Line]
Grid = list[list[Line | str]]
"""Rows of cells: printed lines, and "" for what is blank."""


def rebuilt(blocks: Sequence[Block], document: str) -> tuple[tuple[Block, ...], tuple[Doubt, ...]]:
    """Put together the statutory tables that are printed one cell a line; doubts for those that cannot be."""
    found: list[Block] = []
    doubts: list[Doubt] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        found.append(block)
        template = title_template(block.text) if isinstance(block, Line) and len(block.text) <= _LONGEST else None
        if template is None or template.shape == "form":
            continue
        captions, cells = _below(blocks, index)
        if not cells:
            continue
        table = _table(cells, template)
        if table is not None:
            found += [*captions, table]
            index += len(captions) + len(cells)
        elif sum(1 for cell in cells if _is_amount(cell.text)) >= 3:
            place = Location(line=cells[0].location.line, line_end=cells[-1].location.line_end, table=template.id)
            title = block.text if isinstance(block, Line) else template.id
            doubts.append(Doubt(document, place, ((title, None, "text"),), _WHY, repaired=False))
    return tuple(found), tuple(doubts)


def _below(blocks: Sequence[Block], start: int) -> tuple[list[Line], list[Line]]:
    """The captions below a title, and the lines that may be cells: up to a note, a title, prose or a table."""
    captions: list[Line] = []
    cells: list[Line] = []
    for block in blocks[start:]:
        if not isinstance(block, Line):
            break
        words = normalise(block.text)
        if words.startswith(_NOTES) or len(words) > _LONGEST or "。" in words or title_template(block.text) is not None:
            break
        if not cells and words.startswith(_CAPTIONS):
            captions.append(block)
        else:
            cells.append(block)
    return captions, cells


def _is_amount(text: str) -> bool:
    return parse_amount(text) is not None and CODE.fullmatch(text.strip()) is None


def _is_figure(text: str) -> bool:
    return parse_amount(text) is not None or (is_blank(text) and bool(text.strip()))


def _table(cells: Tokens, template: Template) -> RawTable | None:
    shape = _SHAPES.get(template.shape)
    grid = shape(cells, template) if shape is not None else None
    if grid is None:
        return None
    width = max(map(len, grid))
    rows = tuple(_row([*row, *[""] * (width - len(row))]) for row in grid)
    return RawTable(rows, Location(line=cells[0].location.line, line_end=cells[-1].location.line_end), "text", False)


def _row(cells: Sequence[Line | str]) -> tuple[Cell, ...]:
    place = next(cell.location for cell in cells if isinstance(cell, Line))
    return tuple(Cell(cell.text, cell.location) if isinstance(cell, Line) else Cell("", place) for cell in cells)


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines of the amount columns' headings, in their order, and where the body begins."""

    columns: tuple[Line, ...]
    end: int


def _head(cells: Tokens, template: Template, begins: Callable[[int], bool]) -> _Head | None:
    """Read the headings; None where one heading stands over others that are not all behind it, or 栏次 disagrees."""
    end = next((n for n in range(len(cells)) if begins(n)), len(cells))
    named: list[tuple[str, Line]] = []
    numbers: list[int] = []
    for cell in cells[:end]:
        words = normalise(cell.text)
        if words.isdecimal():
            numbers.append(int(words))
            continue
        name = concept((words,), template.columns)
        if name is not None:
            named.append((name, cell))
    names = [name for name, _ in named]
    if len(set(names)) != len(names) and names and names[0] in names[1:]:
        named, names = named[1:], names[1:]
    if not names or len(set(names)) != len(names):
        return None
    if numbers and numbers != list(range(1, len(names) + 1)):
        return None
    return _Head(tuple(cell for _, cell in named), end)


def _coded(cells: Tokens, template: Template) -> Grid | None:
    def begins(n: int) -> bool:
        figure = n + 1 < len(cells) and _is_figure(cells[n + 1].text)
        total = bare(cells[n].text) in TOTALS and figure and not _counts(cells, n + 1)
        return CODE.fullmatch(cells[n].text.strip()) is not None or total

    head = _head(cells, template, begins)
    if head is None:
        return None
    rows = _rows(cells[head.end :], len(head.columns), coded=True)
    return None if rows is None else [["", "", *head.columns], *rows]


def _units(cells: Tokens, template: Template) -> Grid | None:
    def begins(n: int) -> bool:
        figure = n + 1 < len(cells) and _is_figure(cells[n + 1].text)
        return figure and not _counts(cells, n + 1) and not _is_figure(cells[n].text)

    head = _head(cells, template, begins)
    if head is None:
        return None
    rows = _rows(cells[head.end :], len(head.columns), coded=False)
    return None if rows is None else [["", *head.columns], *rows]


def _counts(cells: Tokens, start: int) -> bool:
    """Whether the figures from here on are the numbers of columns: 1, 2, 3."""
    following = [cell.text.strip() for cell in cells[start : start + 2]]
    return following[:1] == ["1"] and following[1:2] in ([], ["2"])


def _rows(cells: Tokens, width: int, *, coded: bool) -> Grid | None:
    """Cut the body to rows of a label and exactly `width` figures; None at the first row that has not."""
    rows: Grid = []
    place = 0
    while place < len(cells):
        code = cells[place] if coded and CODE.fullmatch(cells[place].text.strip()) else None
        place += code is not None
        if place >= len(cells) or _is_figure(cells[place].text):
            return None
        label = cells[place]
        figures = cells[place + 1 : place + 1 + width]
        if len(figures) < width or not all(_is_figure(figure.text) for figure in figures):
            return None
        if coded and code is None and bare(label.text) not in TOTALS:
            return None
        rows.append([*([code or "", label] if coded else [label]), *figures])
        place += 1 + width
    return rows


def _groups(cells: Tokens, template: Template) -> Grid | None:
    """Code, name and amount, again and again: one triple a row, in whatever group it was printed."""
    totals = {normalise(label) for spec in template.rows.values() for label in spec.labels}
    start = next((n for n, cell in enumerate(cells) if CODE.fullmatch(cell.text.strip())), None)
    heading = next((cell for cell in cells[:start] if concept((normalise(cell.text),), template.columns)), None)
    if start is None or heading is None:
        return None
    rows: Grid = [["", "", heading]]
    place = start
    while place < len(cells):
        coded = CODE.fullmatch(cells[place].text.strip()) is not None
        label = place + coded
        if label >= len(cells) or _is_figure(cells[label].text):
            return None
        if not coded and bare(cells[label].text) not in totals:
            return None
        amount = cells[label + 1] if label + 1 < len(cells) and _is_figure(cells[label + 1].text) else None
        if amount is not None and amount.text.strip().isdecimal() and CODE.fullmatch(amount.text.strip()):
            amount = None
        rows.append([cells[place], cells[label] if coded else "", amount or ""])
        place = label + 1 + (amount is not None)
    return rows


def _two_sided(cells: Tokens, template: Template) -> Grid | None:
    """Label, row number if the head has 行次, amount: left and right in turn, told apart by what the label is.

    Only a form with one amount a side: with more, a blank side cannot be told from a blank amount.
    """
    sides = [[name for name, of in template.column_sides.items() if side in of] for side in ("left", "right")]
    start = next((n for n, cell in enumerate(cells) if has_enumerator(cell.text)), None)
    if start is None or any(len(names) != 1 for names in sides):
        return None
    numbered = any(normalise(cell.text) == "行次" for cell in cells[:start])
    heading = next((cell for cell in cells[:start] if concept((normalise(cell.text),), template.columns)), None)
    if heading is None:
        return None
    rows: Grid = [["", heading, "", heading]]
    seen: set[str] = set()
    place = start
    while place < len(cells):
        side = _side(cells[place].text, template.rows, seen)
        label, place = cells[place], place + 1 + numbered
        amount = cells[place] if place < len(cells) and _is_figure(cells[place].text) else None
        place += amount is not None
        if side is None or (numbered and not cells[place - 1 - (amount is not None)].text.strip().isdecimal()):
            return None
        pair = [label, amount or ""]
        if side == "right" and len(rows) > 1 and rows[-1][2] == "" and rows[-1][0] != "":
            rows[-1][2:] = pair
        else:
            rows.append([*pair, "", ""] if side == "left" else ["", "", *pair])
    return rows


def _side(text: str, specs: Mapping[str, RowSpec], seen: set[str]) -> str | None:
    words = bare(text)
    if _is_figure(text):
        return None
    for name, spec in specs.items():
        if name not in seen and any(words == normalise(label) for label in spec.labels):
            seen.add(name)
            return spec.side
    return "right" if class_code(words) is not None else None


_SHAPES: Mapping[str, Callable[[Tokens, Template], Grid | None]] = {
    "coded": _coded,
    "units": _units,
    "groups": _groups,
    "two_sided": _two_sided,
}

