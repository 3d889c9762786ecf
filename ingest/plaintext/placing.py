"""Which column is a figure of, where blank cells have left no trace?

A row printed one cell a line has its figures in the order of the columns, without the blank ones. A row with as many
figures as there are columns has one in each. For a shorter one every way to lay the figures on the columns is tried:
the row must add up as its form does, the rows of one level must add up to the row above in every column, and a
column that another table shows to be filled cannot be blank in the row of totals. A cell is taken where all ways
that are left agree, else it stays unknown: nothing is chosen for being likely.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product
from math import prod

from ingest.plaintext.places import Places

Way = tuple[int, ...]
"""The column of each figure of a row, ascending."""

UNKNOWN = -1
_MOST = 20_000
"""More ways than this to fill the rows of one sum are not tried: they stay open."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Columns that add up in each row: Σ wholes = Σ parts − Σ less."""

    wholes: tuple[int, ...]
    parts: tuple[int, ...]
    less: tuple[int, ...] = ()

    def holds(self, values: Sequence[Decimal | None], unit: Decimal) -> bool:
        """Whether the printed digits allow it; `unit` is what the last digit of the table counts, a blank is zero.

        Each figure is off by half a unit at most: |Σ| ≤ (figures)·unit/2.
        """
        terms = [(1, n) for n in self.wholes] + [(-1, n) for n in self.parts] + [(1, n) for n in self.less]
        found = [sign * value for sign, n in terms if (value := values[n]) is not None]
        return 2 * abs(sum(found, Decimal(0))) <= len(found) * unit


@dataclass(frozen=True, slots=True)
class Family:
    """Rows that add up in each column: the row `whole` is the sum of the rows `parts`."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Puzzle:
    """The figures of each row, how many columns there are, and what must add up.

    `filled` are columns that are not blank in the rows `totals`. With `strict` a row must add up even where it has
    a figure for every column: the order of the lines is not beyond doubt. `places` are those of the figures on their
    pages, where they are known: one place is one column all over a page.
    """

    rows: tuple[tuple[Decimal, ...], ...]
    width: int
    unit: Decimal
    relations: tuple[Relation, ...]
    families: tuple[Family, ...]
    totals: tuple[int, ...] = ()
    filled: frozenset[int] = frozenset()
    strict: bool = False
    places: Places = field(default_factory=Places)


def placed(puzzle: Puzzle) -> tuple[tuple[int | None, ...], ...]:
    """For each row and column the index of its figure; None for a blank, UNKNOWN where it cannot be told."""
    ways = [_ways(figures, puzzle) for figures in puzzle.rows]
    for page in dict.fromkeys(puzzle.places.pages):
        _by_slots(ways, page, puzzle)
    for row in puzzle.totals:
        ways[row] = [way for way in ways[row] if puzzle.filled <= set(way)] or ways[row]
        _within_total(ways, row, puzzle)
    for _ in range(3):
        before = [len(options) for options in ways]
        for family in puzzle.families:
            _narrow(ways, family, puzzle)
        if before == [len(options) for options in ways]:
            break
    return tuple(_agreed(options, puzzle.width) for options in ways)


def _ways(figures: Sequence[Decimal], puzzle: Puzzle) -> list[Way]:
    if len(figures) > puzzle.width:
        return []
    if not figures or (len(figures) == puzzle.width and not puzzle.strict):
        return [tuple(range(len(figures)))]
    tried = combinations(range(puzzle.width), len(figures))
    return [way for way in tried if _adds_up(_laid(figures, way, puzzle.width), puzzle)]


def _by_slots(ways: list[list[Way]], page: int, puzzle: Puzzle) -> None:
    """Lay the places of a page on the columns, in every order-keeping way under which the most rows add up.

    Of several such ways the one that the headings above the places show is taken.
    A row that adds up in none of them stands out of line if it adds up in another way, else it is left as it is
    printed. Places under which few rows add up are no columns: left out.
    """
    slotted = [
        (row, slots)
        for row, (slots, its_page) in enumerate(zip(puzzle.places.slots, puzzle.places.pages, strict=True))
        if its_page == page and slots
    ]
    if not slotted:
        return
    count = 1 + max(slot for _, slots in slotted for slot in slots)
    fitting: dict[int, list[Way]] = {}
    for laid in combinations(range(puzzle.width), count):
        count_up = sum(_adds_up(_laid(puzzle.rows[row], _at(at, laid), puzzle.width), puzzle) for row, at in slotted)
        fitting.setdefault(count_up, []).append(laid)
    best = max(fitting)
    if 3 * best < 2 * len(slotted):
        return
    totals = [slots for row, slots in slotted if row in puzzle.totals]
    kept = [
        laid for laid in fitting[best] if all(puzzle.filled <= set(_at(slots, laid)) for slots in totals)
    ] or fitting[best]
    if puzzle.places.headed.get(page) in kept:
        kept = [puzzle.places.headed[page]]
    for row, slots in slotted:
        shown = list(dict.fromkeys(_at(slots, laid) for laid in kept))
        good = [way for way in shown if _adds_up(_laid(puzzle.rows[row], way, puzzle.width), puzzle)]
        ways[row] = good or ways[row] or shown


def _at(slots: Sequence[int], laid: Way) -> Way:
    return tuple(laid[slot] for slot in slots)


def _within_total(ways: list[list[Way]], total: int, puzzle: Puzzle) -> None:
    """A column that is blank in the row of totals is blank in every row below it, or that row stands out of line."""
    if len(ways[total]) != 1:
        return
    filled = set(ways[total][0])
    below = {total}
    for _ in puzzle.families:
        below |= {part for family in puzzle.families if family.whole in below for part in family.parts}
    for row in below - {total}:
        free = [*ways[row], *_ways(puzzle.rows[row], puzzle)]
        ways[row] = [way for way in dict.fromkeys(free) if set(way) <= filled] if ways[row] else []


def _adds_up(values: Sequence[Decimal | None], puzzle: Puzzle) -> bool:
    return all(relation.holds(values, puzzle.unit) for relation in puzzle.relations)


def _laid(figures: Sequence[Decimal], way: Way, width: int) -> list[Decimal | None]:
    values: list[Decimal | None] = [None] * width
    for figure, column in zip(figures, way, strict=True):
        values[column] = figure
    return values


def _narrow(ways: list[list[Way]], family: Family, puzzle: Puzzle) -> None:
    """Keep the ways of a family's rows with which every column adds up; all of them if none does.

    Where the sum is blank its parts are blank as well: a table that prints zeros prints that of the sum. Where figures
    do not add up as they stand, but would in other columns of their rows, they stand out of line.
    """
    members = (family.whole, *family.parts)
    if any(figure < 0 for row in members for figure in puzzle.rows[row]):
        return
    free = {row: list(dict.fromkeys((*ways[row], *_ways(puzzle.rows[row], puzzle)))) for row in members}
    for options in ({row: ways[row] for row in members}, free):
        fitting = _fitting(options, family, puzzle)
        if fitting:
            for at, row in enumerate(members):
                ways[row] = list(dict.fromkeys(combination[at] for combination in fitting))
            return


def _fitting(options: Mapping[int, Sequence[Way]], family: Family, puzzle: Puzzle) -> list[tuple[Way, ...]]:
    """The ways of all rows of a family that add up together, the whole first; none where there are too many to try."""
    laid = {row: [(way, _laid(puzzle.rows[row], way, puzzle.width)) for way in ways] for row, ways in options.items()}
    slack = (len(options) * puzzle.unit) / 2
    wholes = [values for _, values in laid[family.whole]]
    tops = [[value for values in wholes if (value := values[n]) is not None] for n in range(puzzle.width)]
    for row in family.parts:
        laid[row] = [
            (way, values)
            for way, values in laid[row]
            if all(
                value is None or (top and value <= max(top) + slack) for value, top in zip(values, tops, strict=True)
            )
        ]
    if prod(len(ways) for ways in laid.values()) > _MOST:
        return []
    return [
        tuple(way for way, _ in combination)
        for combination in product(*(laid[row] for row in (family.whole, *family.parts)))
        if _sums(combination[0][1], [values for _, values in combination[1:]], puzzle)
    ]


def _sums(whole: Sequence[Decimal | None], parts: Sequence[Sequence[Decimal | None]], puzzle: Puzzle) -> bool:
    for column in range(puzzle.width):
        found = [value for values in parts if (value := values[column]) is not None]
        top = whole[column]
        count = len(found) + (top is not None)
        if 2 * abs(sum(found, Decimal(0)) - (top or 0)) > count * puzzle.unit:
            return False
    return True


def _agreed(ways: Sequence[Way], width: int) -> tuple[int | None, ...]:
    if not ways:
        return (UNKNOWN,) * width
    columns = [{way.index(column) if column in way else None for way in ways} for column in range(width)]
    return tuple(next(iter(found)) if len(found) == 1 else UNKNOWN for found in columns)
