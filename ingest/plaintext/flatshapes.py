"""Cells printed one a line → the rows of a grid, shape by shape; None wherever one cell could stand in two places."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ingest.headers import concept
from ingest.model import Line
from ingest.numerals import is_blank, parse_amount
from ingest.statutory.recognition import CODE, TOTALS
from ingest.statutory.shapes import class_code
from ingest.templates import RowSpec, Template
from ingest.wording import bare, has_enumerator, normalise

Tokens = Sequence[Line]
Grid = list[list[Line | str]]
"""Rows of cells: printed lines, and "" for what is blank."""


def grid(cells: Tokens, template: Template) -> Grid | None:
    """Put the cells of a table printed row after row back into rows."""
    shape = _SHAPES.get(template.shape)
    return shape(cells, template) if shape is not None else None


def _is_figure(text: str) -> bool:
    return parse_amount(text) is not None or (is_blank(text) and bool(text.strip()))


def _named(text: str, template: Template) -> str | None:
    return concept((normalise(text),), template.columns)


def _columns(cells: Tokens, template: Template) -> tuple[Line, ...]:
    """The headings of the amount columns in their order; empty where the order is not certain, or 栏次 disagrees.

    A heading over others (本年支出 over 合计, 基本支出, 项目支出) is printed before the headings below it, which come
    after all headings of its own row: it gives way to them.
    """
    found: list[tuple[str, Line]] = []
    numbers: list[int] = []
    for cell in cells:
        if cell.text.strip().isdecimal():
            numbers.append(int(cell.text))
        elif (name := _named(cell.text, template)) is not None:
            found.append((name, cell))
    names = [name for name, _ in found]
    again = next((n for n, name in enumerate(names) if name in names[:n]), None)
    if again is not None:
        above = names.index(names[again])
        found = [*found[:above], *found[again:], *found[above + 1 : again]]
        names = [name for name, _ in found]
    if not names or len(set(names)) != len(names) or (numbers and numbers != list(range(1, len(names) + 1))):
        return ()
    return tuple(cell for _, cell in found)


def _coded(cells: Tokens, template: Template) -> Grid | None:
    def begins(n: int) -> bool:
        figure = n + 1 < len(cells) and _is_figure(cells[n + 1].text)
        last = n + 1 == len(cells)
        total = bare(cells[n].text) in TOTALS and (last or (figure and not _counts(cells, n + 1)))
        return CODE.fullmatch(cells[n].text.strip()) is not None or total

    start = next((n for n in range(len(cells)) if begins(n)), len(cells))
    columns = _columns(cells[:start], template)
    rows = _rows(cells[start:], len(columns), coded=True) if columns else None
    return None if rows is None else [["", "", *columns], *rows]


def _units(cells: Tokens, template: Template) -> Grid | None:
    def begins(n: int) -> bool:
        figure = n + 1 < len(cells) and _is_figure(cells[n + 1].text)
        return figure and not _counts(cells, n + 1) and not _is_figure(cells[n].text)

    start = next((n for n in range(len(cells)) if begins(n)), len(cells))
    columns = _columns(cells[:start], template)
    rows = _rows(cells[start:], len(columns), coded=False) if columns else None
    return None if rows is None else [["", *columns], *rows]


def _counts(cells: Tokens, start: int) -> bool:
    """Whether the figures from here on are the numbers of columns: 1, 2, 3."""
    following = [cell.text.strip() for cell in cells[start : start + 2]]
    return following[:1] == ["1"] and following[1:2] in ([], ["2"])


def _rows(cells: Tokens, width: int, *, coded: bool) -> Grid | None:
    """Cut the body to rows of a label and exactly `width` figures; None at the first row that has not."""
    rows: Grid = []
    place = 0
    if len(cells) == 1:
        return [["", cells[0]] if coded else [cells[0]]]
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
    heading = next((cell for cell in cells[:start] if _named(cell.text, template) is not None), None)
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
        after = cells[label + 1] if label + 1 < len(cells) else None
        amount = after is not None and _is_figure(after.text) and CODE.fullmatch(after.text.strip()) is None
        rows.append([cells[place], cells[label] if coded else "", after if amount and after is not None else ""])
        place = label + 1 + amount
    return rows


@dataclass(frozen=True, slots=True)
class _Half:
    """One side of a row: its label ("" where blank) and as many cells as the side has amount columns."""

    side: str
    cells: list[Line | str]


def _two_sided(cells: Tokens, template: Template) -> Grid | None:
    """Left half and right half in turn, told apart by the row number, else by what the label is."""
    start = next((n for n, cell in enumerate(cells) if has_enumerator(cell.text)), None)
    if start is None:
        return None
    head = cells[:start]
    heading = next((cell for cell in head if _named(cell.text, template) is not None), None)
    named = {name: cell for cell in head if (name := _named(cell.text, template)) is not None}
    right = [cell for name, cell in named.items() if "right" in template.column_sides[name]]
    if heading is None or not right:
        return None
    numbered = any(normalise(cell.text) == "行次" for cell in head)
    widths = {"left": 1, "right": len(right)}
    halves = (
        _numbered_halves(cells[start:], widths) if numbered else _named_halves(cells[start:], widths, template.rows)
    )
    if halves is None:
        return None
    rows: Grid = [["", heading, "", *right]]
    for half in halves:
        if half.side == "right" and len(rows) > 1 and not any(rows[-1][2:]):
            rows[-1][2:] = half.cells
        elif half.side == "left":
            rows.append([*half.cells, "", *[""] * len(right)])
        else:
            rows.append(["", "", *half.cells])
    return rows


def _numbered_halves(cells: Tokens, widths: Mapping[str, int]) -> list[_Half] | None:
    """行次 runs down the left side and goes on down the right one: the number tells the side."""
    halves: list[_Half] = []
    last: dict[str, int] = {}
    place = 0
    while place < len(cells):
        label: Line | str = ""
        if not cells[place].text.strip().isdecimal():
            label = cells[place]
            place += 1
        number = cells[place].text.strip() if place < len(cells) else ""
        if not number.isdecimal():
            return None
        side = next((key for key, value in last.items() if int(number) == value + 1), None)
        if side is None:
            side = "left" if not last else "right" if "right" not in last else None
        if side is None:
            return None
        last[side] = int(number)
        figures = _figures(cells, place + 1, widths[side])
        if figures is None:
            return None
        place += 1 + sum(1 for figure in figures if isinstance(figure, Line))
        halves.append(_Half(side, [label, *figures]))
    return halves


def _figures(cells: Tokens, start: int, width: int) -> list[Line | str] | None:
    """Exactly `width` figures, or none at all: then they are all blank. An integer is the next row's number."""
    found: list[Line | str] = []
    for cell in cells[start : start + width]:
        if not _is_figure(cell.text) or (cell.text.strip().isdecimal() and not found):
            break
        found.append(cell)
    if found and len(found) < width:
        return None
    return found or [""] * width


def _named_halves(cells: Tokens, widths: Mapping[str, int], rows: Mapping[str, RowSpec]) -> list[_Half] | None:
    """Without row numbers a label must belong to one side only; with several columns blanks could stand anywhere."""
    if max(widths.values()) > 1:
        return None
    halves: list[_Half] = []
    seen: set[str] = set()
    place = 0
    while place < len(cells):
        side = _side(cells[place].text, rows, seen)
        if side is None:
            return None
        amount = place + 1 < len(cells) and _is_figure(cells[place + 1].text)
        halves.append(_Half(side, [cells[place], cells[place + 1] if amount else ""]))
        place += 1 + amount
    return halves


def _side(text: str, specs: Mapping[str, RowSpec], seen: set[str]) -> str | None:
    words = bare(text)
    if _is_figure(text):
        return None
    for name, spec in specs.items():
        if name not in seen and any(words == normalise(label) for label in spec.labels):
            seen.add(name)
            return spec.side
    return "right" if class_code(words) is not None else None


_CARS = "公务用车购置及运行费"
_TOP = ("合计", "因公出国（境）费", _CARS, "公务接待费")
_BELOW = ("小计", "公务用车购置费", "公务用车运行费")


def _items(cells: Tokens, template: Template) -> Grid | None:
    """“三公”经费: six items, each with 预算数 and 决算数, twelve figures in one row.

    The headings of the upper row come before those below 公务用车; each as often as the form needs them: twice where
    the two periods stand side by side as blocks, else 预算数 and 决算数 six times.
    """
    figures = [cell for cell in cells if _is_figure(cell.text)]
    if [cell.text.strip() for cell in figures[:12]] == [str(n) for n in range(1, 13)]:
        figures = figures[12:]
    words = [cell for cell in cells if not _is_figure(cell.text)]
    periods = {name: spec.labels for name, spec in template.rows.items()}
    times = [cell for cell in words if concept((bare(cell.text),), periods) is not None]
    heads: dict[str, list[Line]] = {}
    for cell in words:
        plain = normalise(cell.text)
        name = plain if plain == "小计" else _named(cell.text, template)
        if name is not None:
            heads.setdefault(name, []).append(cell)
    blocks = len(times) == 2
    if len(figures) != 12 or len(times) not in (2, 12) or set(heads) != {*_TOP, *_BELOW}:
        return None
    if any(len(found) != (2 if blocks else 1) for found in heads.values()):
        return None
    order = [name for name in heads if name in _TOP]
    below = [name for name in heads if name in _BELOW]
    leaves = [leaf for name in order for leaf in (below if name == _CARS else [name])]
    if blocks:
        upper: list[Line | str] = [time for time in times for _ in leaves]
        names = [leaf for _ in times for leaf in leaves]
    else:
        upper = list(times)
        names = [leaf for leaf in leaves for _ in range(2)]
    middle: list[Line | str] = [heads[_CARS][0] if name in _BELOW else heads[name][0] for name in names]
    lower: list[Line | str] = [heads[name][0] if name in _BELOW else "" for name in names]
    return [upper, middle, lower, list(figures)]


_SHAPES: Mapping[str, Callable[[Tokens, Template], Grid | None]] = {
    "coded": _coded,
    "units": _units,
    "groups": _groups,
    "two_sided": _two_sided,
    "items": _items,
}
