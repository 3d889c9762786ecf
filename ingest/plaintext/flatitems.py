"""The “三公” table printed one cell a line → its grid: six items, each with 预算数 and 决算数."""

from collections.abc import Mapping, Sequence

from ingest.headers import concept
from ingest.model import UNREAD
from ingest.numerals import parse_amount
from ingest.plaintext.placing import UNKNOWN, Family, Puzzle, Relation, placed
from ingest.plaintext.tokens import Grid, Token, Tokens, headings, is_figure, stacked
from ingest.plaintext.values import unit_of, values
from ingest.templates import Template
from ingest.wording import bare, normalise

_CARS = "公务用车购置及运行费"
_TOP = ("合计", "因公出国（境）费", _CARS, "公务接待费")
_BELOW = ("小计", "公务用车购置费", "公务用车运行费")
_SUMS: Mapping[str, tuple[str, ...]] = {
    "合计": ("因公出国（境）费", "小计", "公务接待费"),
    "小计": ("公务用车购置费", "公务用车运行费"),
}
_UPRIGHT = ("合计", "因公出国（境）费", _CARS, "公务用车购置费", "公务用车运行费", "公务接待费")


def items(cells: Tokens, template: Template, *, aligned: bool) -> Grid | None:
    """The items side by side, twelve columns in one row, or one below the other with two columns.

    The headings of the upper row come before those below 公务用车; each as often as the form needs them: twice where
    the two periods stand side by side as blocks, else 预算数 and 决算数 six times.
    """
    periods = {name: spec.labels for name, spec in template.rows.items()}
    more = [label for labels in periods.values() for label in labels]
    if not aligned:
        return _items(headings(cells, template, more), periods, template, aligned=False)
    tried = (_items(stacked(cells, template, way, more), periods, template, aligned=True) for way in (0, 1))
    return next((grid for grid in tried if grid is not None), None)


def _items(parts: Tokens, periods: Mapping[str, Sequence[str]], template: Template, *, aligned: bool) -> Grid | None:
    words = [cell for cell in parts if not is_figure(cell.text)]
    times = [cell for cell in words if concept((bare(cell.text),), periods) is not None]
    named = [(cell, _item(cell, template)) for cell in words]
    names = [name for _, name in named if name]
    if len(times) == 2 and sorted(names) == sorted(_UPRIGHT):
        return _upright(parts, times, template)
    if aligned:
        parts = [*sorted(words, key=_from_left), *(cell for cell in parts if is_figure(cell.text))]
        times, named = sorted(times, key=_from_left), sorted(named, key=lambda one: _from_left(one[0]))
    return _level(parts, times, [(cell, name) for cell, name in named if name])


def _from_left(cell: Token) -> int:
    return sum(cell.spans[0])


def _item(cell: Token, template: Template) -> str | None:
    plain = normalise(cell.text)
    return plain if plain == "小计" else concept((bare(cell.text.removeprefix("其中：")),), template.columns)


def _level(cells: Tokens, times: Sequence[Token], named: Sequence[tuple[Token, str]]) -> Grid | None:
    heads: dict[str, list[Token]] = {}
    for cell, name in named:
        heads.setdefault(name, []).append(cell)
    blocks = len(times) == 2
    if len(times) not in (2, 12) or set(heads) != {*_TOP, *_BELOW}:
        return None
    if any(len(found) != (2 if blocks else 1) for found in heads.values()):
        return None
    last = max(n for n, cell in enumerate(cells) if not is_figure(cell.text))
    figures = [cell for cell in cells[last + 1 :] if is_figure(cell.text)]
    before = [cell for cell in cells[:last] if is_figure(cell.text)]
    if [cell.text.strip() for cell in figures[:12]] == [str(n) for n in range(1, 13)]:
        figures = figures[12:]
    if before or not figures or len(figures) > 12:
        return None
    order = [name for name in heads if name in _TOP]
    below = [name for name in heads if name in _BELOW]
    laid = [
        (leaves, row)
        for tried in _orders(order)
        for leaves in [[leaf for name in tried for leaf in (below if name == _CARS else [name])]]
        if (row := _figures(figures, leaves, blocks=blocks, sure=tried == order)) is not None
    ]
    if len(laid) != 1:
        return None
    leaves, row = laid[0]
    if blocks:
        upper: list[Token | str] = [time for time in times for _ in leaves]
        names = [leaf for _ in times for leaf in leaves]
    else:
        upper = list(times)
        names = [leaf for leaf in leaves for _ in range(2)]
    middle: list[Token | str] = [heads[_CARS][0] if name in _BELOW else heads[name][0] for name in names]
    lower: list[Token | str] = [heads[name][0] if name in _BELOW else "" for name in names]
    return [upper, middle, lower, row]


def _orders(order: list[str]) -> list[list[str]]:
    """合计 stands first. Where the heading over two lines of others was printed before it, its place is to be found."""
    if order[0] == "合计":
        return [order]
    rest = [name for name in order if name != _CARS]
    return [[*rest[:at], _CARS, *rest[at:]] for at in range(1, len(rest) + 1)] if rest[0] == "合计" else []


def _figures(figures: Sequence[Token], leaves: Sequence[str], *, blocks: bool, sure: bool) -> list[Token | str] | None:
    """The twelve cells; where some are blank or the order is not `sure`, the sums must tell which is which."""
    places = [
        {name: (n * len(leaves) + at if blocks else at * 2 + n) for at, name in enumerate(leaves)} for n in range(2)
    ]
    relations = tuple(
        Relation((columns[whole],), tuple(columns[part] for part in parts))
        for columns in places
        for whole, parts in _SUMS.items()
    )
    puzzle = Puzzle((values(figures),), 2 * len(leaves), unit_of(figures), relations, (), strict=not sure)
    laid = placed(puzzle)[0]
    if UNKNOWN in laid:
        return None
    return ["" if at is None else figures[at] for at in laid]


def _upright(cells: Tokens, times: Sequence[Token], template: Template) -> Grid | None:
    """A row an item with a figure for each period."""
    rows: list[tuple[Token, str, list[Token]]] = []
    for cell in cells:
        name = None if is_figure(cell.text) else _item(cell, template)
        if name is not None:
            rows.append((cell, name, []))
        elif is_figure(cell.text) and rows:
            rows[-1][2].append(cell)
        elif rows:
            return None
    if any(len(figures) > 2 for _, _, figures in rows):
        return None
    at = {name: n for n, (_, name, _) in enumerate(rows)}
    families = (
        Family(at["合计"], (at["因公出国（境）费"], at[_CARS], at["公务接待费"])),
        Family(at[_CARS], (at["公务用车购置费"], at["公务用车运行费"])),
    )
    figures = [figure for _, _, found in rows for figure in found if parse_amount(figure.text)]
    puzzle = Puzzle(tuple(values(found) for _, _, found in rows), 2, unit_of(figures), (), families)
    grid: Grid = [["", *times]]
    for (cell, _, found), columns in zip(rows, placed(puzzle), strict=True):
        grid.append([cell, *(UNREAD if n == UNKNOWN else "" if n is None else found[n] for n in columns)])
    return grid
