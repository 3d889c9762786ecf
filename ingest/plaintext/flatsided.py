"""Two-sided tables printed one cell a line → the halves of their rows, told apart by 行次 or by what the label is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.numerals import has_digit
from ingest.plaintext.flatrows import FlatRow, FlatTable, without_heads
from ingest.plaintext.tokens import Token, Tokens, columns, is_figure, joined
from ingest.statutory.shapes import class_code
from ingest.templates import RowSpec, Template
from ingest.wording import bare, has_enumerator, normalise

_LINES = 4
"""A label is broken into no more lines than this."""
_PAIRS = (("本年收入合计", "本年支出合计"), ("收入总计", "支出总计"))
"""What stands in one row: the label of the right side follows that of the left one."""


@dataclass(frozen=True, slots=True)
class FlatSides:
    """Both sides of a table, and for each printed row its half on either side (None where it has none)."""

    left: FlatTable
    right: FlatTable
    rows: tuple[tuple[int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class _Half:
    side: str
    key: str
    label: Token | str
    figures: tuple[Token, ...]


def two_sided(cells: Tokens, template: Template, *, aligned: bool) -> FlatSides | None:
    """Left half and right half in turn; None where a label is of no side or a half has too many figures."""
    start = next((n for n, cell in enumerate(cells) if has_enumerator(cell.text)), None)
    if start is None:
        return None
    numbered = any(normalise(cell.text) == "行次" for cell in cells[:start])
    head = [cell for cell in cells[:start] if not cell.text.strip().isdecimal()]
    names = columns(head, template, aligned=aligned)
    sides = {
        side: [(name, cell) for name, cell in names if side in template.column_sides[name]]
        for side in ("left", "right")
    }
    if len(sides["left"]) != 1 or not sides["right"]:
        return None
    widths = {side: len(found) for side, found in sides.items()}
    body = without_heads(cells[start:], cells[:start])
    halves = _numbered_halves(body, widths, template) if numbered else _named_halves(body, template)
    if halves is None or any(len(half.figures) > widths[half.side] for half in halves):
        return None
    return _sides(halves, sides, template)


def _sides(
    halves: Sequence[_Half], heads: Mapping[str, Sequence[tuple[str, Token]]], template: Template
) -> FlatSides | None:
    found: dict[str, list[FlatRow]] = {"left": [], "right": []}
    rows: list[tuple[int | None, int | None]] = []
    for half in halves:
        place = len(found[half.side])
        found[half.side].append(FlatRow(half.key, (half.label,), half.figures))
        if half.side == "left":
            rows.append((place, None))
        elif rows and rows[-1][1] is None:
            rows[-1] = (rows[-1][0], place)
        else:
            rows.append((None, place))
    keys = [half.key for half in halves if half.key]
    if len(set(keys)) != len(keys):
        return None
    for one, other in _PAIRS:
        if one in keys and other in keys and keys.index(other) != keys.index(one) + 1:
            return None
    left, right = (
        FlatTable(
            template,
            labels=("",),
            names=tuple(name for name, _ in heads[side]),
            headings=tuple(cell for _, cell in heads[side]),
            rows=tuple(found[side]),
        )
        for side in ("left", "right")
    )
    return FlatSides(left, right, tuple(rows))


def _numbered_halves(cells: Tokens, widths: Mapping[str, int], template: Template) -> list[_Half] | None:
    """行次 runs down the left side and goes on down the right one: the number tells the side."""
    halves: list[_Half] = []
    last: dict[str, int] = {}
    seen: set[str] = set()
    place = 0
    while place < len(cells):
        end = place
        while end < len(cells) and end - place < _LINES and not cells[end].text.strip().isdecimal():
            end += 1
        rest = max((n for n in range(place + 1, end) if has_enumerator(cells[n].text)), default=place)
        if any(not _is_rest(halves, cell, (), template.rows) for cell in cells[place:rest]):
            return None
        label: Token | str = joined(cells[rest:end]) if end > rest else ""
        number = cells[end].text.strip() if end < len(cells) else ""
        if not number.isdecimal() or (isinstance(label, Token) and has_digit(label.text)):
            return None
        side = next((key for key, value in last.items() if int(number) == value + 1), None)
        if side is None:
            side = "left" if not last else "right" if "right" not in last else None
        if side is None:
            return None
        last[side] = int(number)
        figures = _figures(cells, end + 1, widths[side], {value + 1 for value in last.values()})
        named = _name(label.text, template.rows, seen) if isinstance(label, Token) else None
        key = named[1] if named is not None and named[0] == side else ""
        halves.append(_Half(side, key, label, figures))
        place = end + 1 + len(figures)
    return halves


def _figures(cells: Tokens, start: int, width: int, numbers: set[int]) -> tuple[Token, ...]:
    """At most `width` figures; an integer that is the next number of a side begins another half."""
    found: list[Token] = []
    for cell in cells[start : start + width]:
        text = cell.text.strip()
        if not is_figure(text) or (text.isdecimal() and (int(text) in numbers or not found)):
            break
        found.append(cell)
    return tuple(found)


def _named_halves(cells: Tokens, template: Template) -> list[_Half] | None:
    """Without row numbers a label must belong to one side only."""
    halves: list[_Half] = []
    seen: set[str] = set()
    place = 0
    while place < len(cells):
        found = _label(cells, place, template.rows, seen)
        if found is None:
            figures = _run(cells, place + 1)
            if not _is_rest(halves, cells[place], figures, template.rows):
                return None
            place += 1 + len(figures)
            continue
        size, side, key = found
        figures = _run(cells, place + size)
        halves.append(_Half(side, key, joined(cells[place : place + size]), figures))
        place += size + len(figures)
    return halves


def _is_rest(halves: list[_Half], cell: Token, figures: tuple[Token, ...], rows: Mapping[str, RowSpec]) -> bool:
    """Add the rest of a label, broken over lines, to the half it is of, with the figures after it."""
    for at in range(len(halves) - 1, max(-1, len(halves) - 1 - _LINES), -1):
        before = halves[at]
        if not isinstance(before.label, Token) or _starts(cell.text) or (figures and before.figures):
            continue
        label = joined([before.label, cell])
        names = rows[before.key].labels if before.key in rows else ()
        if class_code(bare(label.text)) == before.key or bare(label.text) in map(normalise, names):
            halves[at] = _Half(before.side, before.key, label, before.figures or figures)
            return True
    return False


def _starts(text: str) -> bool:
    return is_figure(text) or has_enumerator(text) or "合计" in text or "总计" in text


def _run(cells: Tokens, start: int) -> tuple[Token, ...]:
    end = start
    while end < len(cells) and is_figure(cells[end].text):
        end += 1
    return tuple(cells[start:end])


def _label(cells: Tokens, place: int, rows: Mapping[str, RowSpec], seen: set[str]) -> tuple[int, str, str] | None:
    """The label that begins here: how many cells it takes, its side and its row."""
    for size in range(1, _LINES + 1):
        parts = cells[place : place + size]
        if len(parts) < size or is_figure(parts[-1].text) or (size > 1 and _starts(parts[-1].text)):
            return None
        named = _name("".join(part.text.strip() for part in parts), rows, seen)
        if named is not None:
            return size, *named
    return None


def _name(text: str, specs: Mapping[str, RowSpec], seen: set[str]) -> tuple[str, str] | None:
    """The side and the row of a label; rows of one name come in the order of the form."""
    words = bare(text)
    for name, spec in specs.items():
        fits = name not in seen and (spec.after is None or spec.after in seen)
        if fits and any(words == normalise(label) for label in spec.labels):
            seen.add(name)
            return spec.side, name
    code = class_code(words)
    return ("right", code) if code is not None else None
