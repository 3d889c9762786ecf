"""The facts of one document arranged for checking: a grid a table, and every number as exact integers.

A number is an integer of half steps, a step being the smallest decimal place of the document in 元 (or in the unit
of what is not money): half a unit of the last digit is then an integer as well, and no check needs a fraction.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cached_property
from typing import Any

from expectations.digits import half_of
from ingest.facts import (
    UNITS,
    Canonical,
    DocumentInfo,
    Doubt,
    Fact,
    Mention,
    Paragraph,
    Profile,
    RowInfo,
    TableInfo,
    profile,
    templates,
)
from ingest.model import Text

_WIDE = Context(prec=200)
ASIDE = "其中"
"""Row concept of a line that is a part of the line above it and no addend."""
MOST_DIGITS = 40
"""No amount of money has more; what has is no number to calculate with."""
_LEAVES = {"functional": 7, "economic": 5}
_AMOUNT = re.compile(r"[\d,，]*[1-9][\d,，]*(?:\.\d+)?|0\.\d*[1-9]\d*")
_SCORE_TOTALS = frozenset({"总分", "总计"})
_COUNTS = frozenset({"个", "人", "人次", "批", "批次", "辆", "台", "套", "次", "%"})
"""Units of what is counted or compared and no part of a sum."""
_ZEROS = {unit: len(str(scale)) - 1 for unit, scale in UNITS.items()}
_DASHES = frozenset("-—–－―─_") | {"——", "--"}
_TOLD = ("说明", "情况", "经费", "绩效")
"""Words of the headings of a 情况说明."""
_GLOSSARY = "名词解释"
UNNAMED_ROW = "未识别行"
"""Row concept of a line that holds amounts beside a label the template does not know."""


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number in half steps. `half` is half a unit of the last digit of its table's norm, `wide` of its own.

    They differ where trailing zeros may have been dropped (12.5 among 12.50); both are 0 for exact numbers.
    """

    value: int
    half: int
    wide: int
    fact: Fact
    kind: str
    """What it counts: empty for money, `?` where no unit is known, else the unit; only like is compared with like."""


class Grid:
    """One table: its rows by key, concept and group, and the fact of each (row, column concept)."""

    def __init__(self, info: TableInfo, facts: Iterable[Fact], subjects: tuple[tuple[str, str], ...] = ()) -> None:
        self.info = info
        self.subjects = subjects
        self.template = templates()[info.template]
        # However T07 is printed, upright or lying, its rows are the periods: one row a key.
        lying = self.template.shape == "items"
        rows = list({row.key: row for row in reversed(info.rows)}.values())[::-1] if lying else list(info.rows)
        keys: defaultdict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            keys[row.key].append(at)
        columns = {column.concept: column.label for column in info.columns}
        self.cells: dict[tuple[int, str], list[Fact]] = {}
        for fact in facts:
            held = keys[fact.row_key]
            at = next((i for i in held if rows[i].index == fact.row), held[0]) if held else -1
            if at < 0:
                at = len(rows)
                rows.append(RowInfo(fact.row, fact.row_concept, fact.code, fact.row_label, fact.location))
                held.append(at)
            columns.setdefault(fact.column_concept, fact.column_label)
            self.cells.setdefault((at, fact.column_concept), []).append(fact)
        self.rows: tuple[RowInfo, ...] = tuple(rows)
        self.keys: Mapping[str, list[int]] = dict(keys)
        self.columns: Mapping[str, str] = columns
        self.usable: dict[tuple[int, str], Number | Text] = {}
        """What is known of a printed cell so far: its number, or why it cannot be used."""
        self._selected: dict[str, tuple[int, ...]] = {}

    @property
    def empty(self) -> bool:
        """The form is printed and holds no number: all its cells are zero."""
        return self.info.state == "empty"

    def select(self, wanted: str) -> tuple[int, ...]:
        """Positions of the rows of a key, a concept, a group, or `指标:产出指标` (all rows below that label)."""
        if wanted not in self._selected:
            self._selected[wanted] = tuple(self._select(wanted))
        return self._selected[wanted]

    def _select(self, wanted: str) -> list[int]:
        if self.keys.get(wanted):
            return self.keys[wanted]
        if ":" in wanted:
            return [at for at, row in enumerate(self.rows) if row.key.startswith(f"{wanted}/")]
        specs = self.template.rows
        return [
            at
            for at, row in enumerate(self.rows)
            if row.concept == wanted or (row.concept in specs and specs[row.concept].group == wanted)
        ]

    def label(self, at: int) -> str:
        """The row as printed, with its code."""
        row = self.rows[at]
        return f"{row.code} {row.label}".strip() if row.code and row.code not in row.label else row.label or row.concept

    def side(self, at: int) -> str:
        """`left` or `right` in a two-sided table, else empty."""
        concept = self.rows[at].concept
        spec = self.template.rows.get(concept)
        return spec.side if spec else ("right" if concept == "类" and self.template.shape == "two_sided" else "")

    def has_amounts(self, at: int) -> bool:
        """Does the row hold any number?"""
        return at in self._filled_rows

    @cached_property
    def _filled_rows(self) -> frozenset[int]:
        return frozenset(at for at, _ in self.cells)

    @cached_property
    def strangers(self) -> tuple[tuple[int, str, Fact], ...]:
        """Non-zero amounts under a heading or beside a label that the template does not know.

        What stands below the heading of a known column (年初结转和结余/基本支出结转) is a part of that and no stranger.
        """
        known = self.template.columns
        return tuple(
            (at, column, fact)
            for (at, column), facts in self.cells.items()
            for fact in facts
            if fact.value != 0
            and fact.unit not in _COUNTS
            and (
                self.rows[at].concept == UNNAMED_ROW
                or (column not in known and known.keys().isdisjoint(column.split("/")[:-1]))
            )
        )

    @cached_property
    def asides(self) -> tuple[Fact, ...]:
        """Amounts beside a label that was taken for an “of which” line and does not say so itself."""
        return tuple(
            fact
            for (at, _), facts in self.cells.items()
            for fact in facts
            if self.rows[at].concept == ASIDE and not self.rows[at].label.startswith(ASIDE) and fact.value
        )

    def hollow(self, at: int, row: str, column: str) -> bool:
        """Is this blank place (`at` is -1 where the row is not printed) a total whose own parts are not zero?"""
        concept = self.rows[at].concept if at >= 0 else row
        for identity in self.template.identities.values():
            if identity.each == "row" and column in identity.whole:
                parts = [(at, part) for part in identity.parts]
            elif identity.each == "column" and concept in identity.whole:
                parts = [(i, column) for part in identity.parts for i in self.select(part.removeprefix("Σ"))]
            else:
                continue
            if any(fact.value != 0 for part in parts for fact in self.cells.get(part, ())):
                return True
        return False

    def cut_off(self, at: int, row: str, column: str, optional: Iterable[str]) -> bool:
        """Does the table lack a line that the form always has, so that it was perhaps not read to its end?

        A column under an unknown heading is still read (see `strangers`); a line beyond a page break is just gone.
        """
        if self.empty or row.isdecimal():
            return False
        if self.template.shape == "items":
            return column not in self.columns
        spec = self.template.rows.get(row)
        other = spec is not None and spec.unless in self.keys
        return at < 0 and row not in optional and not other

    def unlisted(self, group: str, column: str, optional: Iterable[str]) -> str | None:
        """Name what a sum over a group may lack: a line that the form always has, or the amount on an unknown line.

        The unknown line stands among the group's lines or right below; only forms leave such lines out of the facts.
        """
        members = {name: spec for name, spec in self.template.rows.items() if spec.group == group and spec.labels}
        lost = next(
            (
                n
                for n, spec in members.items()
                if n not in self.keys and n not in optional and spec.unless not in self.keys
            ),
            None,
        )
        if lost is not None or self.template.shape != "form":
            return lost
        lines = [self.rows[at].index for at in self.select(group)]
        known = {row.index for row in self.rows}
        index = next((info.index for info in self.info.columns if info.concept == column), -1)
        for line in range(min(lines, default=0), min(max(lines, default=-1) + 2, len(self.info.grid))):
            texts = self.info.grid[line]
            if line not in known and 0 <= index < len(texts) and _AMOUNT.fullmatch(texts[index].strip()):
                return texts[index].strip()
        return None

    @cached_property
    def neighbours(self) -> frozenset[int]:
        """The pages of this table and the ones before and after it; none in a text file."""
        places = [row.location for row in self.info.rows]
        places += [fact.location for facts in self.cells.values() for fact in facts]
        pages = {place.page for place in places if place.page is not None}
        return frozenset(page + step for page in pages for step in (-1, 0, 1))

    def dash(self, at: int, column: str) -> bool:
        """Is a dash printed here: a zero, where a blank might be one left out?"""
        indexes = [info.index for info in self.info.columns if info.concept == column]
        row = self.rows[at].index
        if self.template.shape == "items" or len(indexes) != 1 or not row < len(self.info.grid):
            return False
        texts = self.info.grid[row]
        return indexes[0] < len(texts) and texts[indexes[0]].strip() in _DASHES

    @property
    def leaf_digits(self) -> int:
        """How many digits the deepest code of this table has."""
        return _LEAVES.get(self.template.codes, 7)


class Book:
    """The tables of a document that rules read, by template, in document order."""

    def __init__(self, canonical: Canonical, read: Container[str]) -> None:
        self.document: DocumentInfo = canonical.document
        self.memory: dict[tuple[object, ...], list[Any]] = {}
        """What each relation gave, by what it is (kinds.joint.clause_key): several rules may hold the same one."""
        self.canonical = canonical
        self.memo: dict[str, Any] = {}
        """What was worked out once for the whole document, by the name of what it is."""
        by_table: defaultdict[str, list[Fact]] = defaultdict(list)
        facts = [fact for fact in canonical.facts if fact.template in read]
        for fact in facts:
            by_table[fact.table].append(fact)
        self.grids: defaultdict[str, list[Grid]] = defaultdict(list)
        for info in canonical.tables:
            if info.template in read:
                self.grids[info.template].append(Grid(info, by_table[info.id], canonical.document.subjects))
        self._digits = max((fact.decimals for fact in facts if not absurd(fact)), default=0)
        self.step = 2 * 10**self._digits
        """Half steps in one 元, one 分, one point."""
        self._norms = _norms(facts)
        self._numbers: dict[str, Number] = {}
        self._scales: dict[tuple[str, int], tuple[int, int]] = {}
        self._weights = {
            (fact.table, fact.row): fact.value
            for fact in facts
            if fact.column_concept == "分值" and fact.row_concept == "指标"
        }

    @cached_property
    def profile(self) -> Profile:
        """What a report of this year must hold."""
        return profile(self.document.profile)

    @cached_property
    def unread(self) -> Mapping[str, Doubt]:
        """By template the first table that is there by its title and was not read."""
        return {doubt.template: doubt for doubt in reversed(self.canonical.doubts) if doubt.template is not None}

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """What the document says about itself."""
        return self.canonical.mentions

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The report's own text: no 目录, no annexed forms and reports."""
        return tuple(
            paragraph
            for paragraph in self.canonical.paragraphs
            if paragraph.kind != "contents"
            and not (paragraph.section[0] if paragraph.section else paragraph.text).startswith(("附件", "附表", "附录"))
        )

    @cached_property
    def has_narrative(self) -> bool:
        """Is a 情况说明 part of this file? Tables and narrative are often published apart."""
        return any(
            paragraph.kind in ("text", "item")
            and not any(_GLOSSARY in heading for heading in paragraph.section)
            and any(word in heading for heading in paragraph.section for word in _TOLD)
            for paragraph in self.paragraphs
        )

    def number(self, fact: Fact) -> Number:
        """The fact in half steps; its value must not be None."""
        found = self._numbers.get(fact.fact_id)
        if found is None:
            found = self._numbers[fact.fact_id] = self._measure(fact)
        return found

    def constant(self, value: Decimal) -> int:
        """A written number in half steps (of 元, of 分, of points)."""
        return 2 * int(_WIDE.scaleb(value, self._digits))

    def _measure(self, fact: Fact) -> Number:
        assert fact.value is not None  # noqa: S101 - a doubted fact never comes this far
        scale, digits = fact.scale, self._digits
        value = 2 * scale * int(_WIDE.scaleb(fact.value, digits))
        kind = "" if fact.unit in UNITS else fact.unit or "?"
        if self._is_exact(fact):
            return Number(value, 0, 0, fact, kind)
        wide = int(half_of(fact) * 2 * 10**digits)
        norm = max(fact.decimals, self._norms.get(_column(fact), 0))
        half = scale * 10 ** (digits - norm)
        # A plain 0 among 12.50: whoever prints two decimals elsewhere does not write 0 for 0.3.
        return Number(value, half, half if value == 0 else wide, fact, kind)

    def _is_exact(self, fact: Fact) -> bool:
        """Counts, whole weights, and full marks: an indicator that has reached its target has its weight, no less."""
        if fact.decimals or fact.unit in UNITS or fact.unit in ("", "%"):
            return False
        if fact.unit != "分":
            return True
        full = fact.row_concept == "指标" and self._weights.get((fact.table, fact.row)) == fact.value
        return fact.column_concept == "分值" or full

    def in_unit(self, amount: int, unit: str, decimals: int) -> Decimal:
        """Half steps → an exact Decimal in `unit`, with `decimals` decimals or as many more as it takes."""
        key = (unit, decimals)
        divisor, exponent = self._scales.get(key) or self._scales.setdefault(key, self._scale(*key))
        short, rest = divmod(amount * 5, divisor)
        if rest:
            return self.in_unit(amount, unit, decimals + 1)
        return _WIDE.scaleb(Decimal(short), exponent)

    def _scale(self, unit: str, decimals: int) -> tuple[int, int]:
        shift = self._digits + _ZEROS.get(unit, 0) + 1
        return 10 ** max(0, shift - decimals), -min(shift, decimals)


def absurd(fact: Fact) -> bool:
    """Has the number more digits than any amount of money?"""
    return fact.decimals > MOST_DIGITS or (fact.value is not None and fact.value.adjusted() > MOST_DIGITS)


def _column(fact: Fact) -> tuple[str, str]:
    """Whose decimals are alike: all amounts of a table, else one column."""
    return fact.table, "" if fact.unit in UNITS else fact.column_concept


def _norms(facts: Sequence[Fact]) -> dict[tuple[str, str], int]:
    """Decimals a column was printed with: the most that at least half of its non-zero numbers show.

    Where trailing zeros are dropped, nine numbers in ten still show the last decimal. The plain maximum would let one
    cell with a digit too many turn every true rounding beside it into an accusation.
    """
    shown: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for fact in facts:
        if fact.value and not absurd(fact):
            shown[_column(fact)][fact.decimals] += 1
    norms = {}
    for column, counts in shown.items():
        total, seen = counts.total(), 0
        for decimals in sorted(counts, reverse=True):
            seen += counts[decimals]
            if 2 * seen >= total:
                norms[column] = decimals
                break
    for fact in facts:
        # Scores are printed as they were given: how far, the total of the form shows.
        if fact.column_concept == "得分" and fact.row_concept in _SCORE_TOTALS:
            norms[_column(fact)] = max(norms.get(_column(fact), 0), fact.decimals)
    return norms
