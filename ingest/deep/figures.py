"""A number of a deep-tree form with all the pieces it may be printed in, and what it is worth once the sums decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.deep.sums import Settled
from ingest.model import Why
from ingest.numerals import has_digit, parse_amount, parse_quantity
from ingest.repair import readings
from ingest.statutory.slots import Slot

Place = tuple[int, int]
"""Row and column in the form's grid."""

UNCONFIRMED = Why("数字被拆开，没有勾稽关系能确认", "broken digits that no identity confirms", "digits")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number: where its first piece stands, its pieces in the order of print, what they can be.

    `values` are those of the `texts` that are numbers. `literal`: one cell, one number, nothing beside it; no repair
    is needed to read it.
    """

    slot: Slot
    pieces: tuple[str, ...]
    texts: tuple[str, ...]
    values: tuple[Decimal, ...]
    literal: bool

    @property
    def place(self) -> Place:
        """Where the number stands in the grid."""
        return self.slot.row, self.slot.column


def number(text: str) -> Decimal | None:
    """The value of a cell that holds one number, 分 allowed behind it."""
    numeral = parse_amount(text)
    if numeral is not None:
        return numeral.value
    quantity = parse_quantity(text)
    return quantity[0].value if quantity is not None and quantity[1] == "分" else None


def figure(slot: Slot, pieces: Sequence[str], also: Sequence[str] = ()) -> Figure | None:
    """Make a figure of the printed pieces (a blank inside one parts it); None if they hold no digit.

    `also` are further readings, tried after those of the pieces; with one of them the number is not literal.
    """
    words = [word for piece in pieces for word in piece.split()]
    parts = tuple(word for word in words if has_digit(word))
    if not parts:
        return None
    value = number(words[0]) if len(words) == 1 and not also else None
    if value is not None:
        return Figure(slot, parts, parts, (value,), literal=True)
    texts = readings(parts) if len(parts) > 1 else tuple(part for part in parts if number(part) is not None)
    return broken(slot, parts, tuple(dict.fromkeys((*texts, *also))))


def broken(slot: Slot, pieces: tuple[str, ...], texts: tuple[str, ...]) -> Figure:
    """Make a figure that may be any of some texts."""
    values = tuple(value for text in texts if (value := number(text)) is not None)
    return Figure(slot, pieces, texts, values, literal=False)


def decided(
    figures: Sequence[Figure], settled: Settled[Place]
) -> tuple[dict[Place, tuple[str, str | None]], frozenset[Place]]:
    """What to read instead of the printed cell, and the places of which no reading is sure.

    A repair is (text, the pieces as printed); of readings with one value the most literal is taken.
    """
    repairs: dict[Place, tuple[str, str | None]] = {}
    doubtful = set()
    for item in figures:
        if item.literal:
            continue
        left = settled.values.get(item.place, ())
        if item.place not in settled.confirmed or len(left) != 1:
            doubtful.add(item.place)
            continue
        text = next(text for text in item.texts if number(text) == left[0])
        repairs[item.place] = (text, " | ".join(item.pieces))
    return repairs, frozenset(doubtful)


def choices(figures: Sequence[Figure]) -> Mapping[Place, tuple[Decimal, ...]]:
    """The readings of every number that has one."""
    return {item.place: item.values for item in figures if item.values}
