"""The score tree of a deep-tree form: dimensions, second level, leaves; 总计 and 评价等级.

A row with a weight and no name is a dimension if the dimension's label begins there, else a second-level row; one with
a name is a leaf of the second-level row above it. The labels of the second level are not printed in these forms.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.deep.figures import Figure, figure, number
from ingest.deep.regions import Printed, is_grade, is_head_rest, is_rule, is_score_head, is_score_title, is_total
from ingest.deep.rows import Field, Fields, fields, is_figure, weight_column
from ingest.numerals import has_digit
from ingest.statutory.slots import Slot
from ingest.templates import Template
from ingest.wording import normalise

_LABEL_RESTS = frozenset({"计", "等级", "级", "价等级"})


@dataclass(slots=True)
class Node:
    """One row of the tree: its number places and its texts, the parts in the order of print."""

    kind: str
    """`dimension`, `second` or `leaf`."""
    row: int
    dimension: str
    second: int
    """Number of the second-level row in its dimension, from 1; 0 before the first one."""
    weight: Field | None = None
    score: Field | None = None
    name: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    actual: list[str] = field(default_factory=list)
    criteria: list[str] = field(default_factory=list)


Total = tuple[int, Field | None, Field | None]
"""Row, weight and score of 总计."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place for a number in the template's terms, with the number; `node` is None for 总计."""

    node: Node | None
    slot: Slot
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Tree:
    """One score table of a form: its rows from the top down, and a place for each weight and score."""

    nodes: tuple[Node, ...]
    total: Total | None
    grade: str | None
    entries: tuple[Entry, ...]


def read_trees(rows: Sequence[Printed], start: int, template: Template) -> tuple[Tree, ...]:
    """Read the score tables of a form: one, and one more for each 总计 with rows of its own above it."""
    trees = []
    while start < len(rows):
        reader = _Reader(template)
        index = start
        while index < len(rows) and not reader.finished(rows, index):
            reader.read(rows, index)
            index += 1
        if reader.nodes or reader.total:
            entries = tuple(_entries(reader.nodes, reader.total))
            trees.append(Tree(tuple(reader.nodes), reader.total, reader.grade, entries))
        start = index
    return tuple(trees)


class _Reader:
    """Reads one score table from the top down."""

    def __init__(self, template: Template) -> None:
        self.nodes: list[Node] = []
        self.total: Total | None = None
        self.grade: str | None = None
        self._labels = _Labels(template.dimensions)
        self._weights = 2
        self._dimension = ""
        self._second = 0
        self._fresh = False
        """Whether the rows above are the head of a page."""

    def finished(self, rows: Sequence[Printed], index: int) -> bool:
        """Whether a new table begins: a dimension begins after 总计."""
        row = rows[index]
        begins = bool(row.table and row.filled and self._labels.opens(row.first))
        return self.total is not None and begins and not is_total(row) and not is_grade(row)

    def read(self, rows: Sequence[Printed], index: int) -> None:
        """Take one more row."""
        row = rows[index]
        if is_score_head(row):
            self._weights, self._fresh = weight_column(row, self._weights), True
        elif is_score_title(row) or is_rule(row) or (self._fresh and is_head_rest(row) and not self._goes_on(row)):
            self._fresh = True
        elif is_total(row):
            self.total = (index, *_total(row, self._weights))
        elif is_grade(row):
            self.grade = next((text for text in row.filled[1:] if not has_digit(text)), None)
        elif not row.table:
            self._stray(row)
        elif self.total is None:
            self._tree_row(rows, index, fields(row, self._weights))
            self._fresh = False

    def _goes_on(self, row: Printed) -> bool:
        """Whether a lone 标 or 目标 ends the label of a dimension, not a header word."""
        return len(row.filled) == 1 and bool(row.cells[0].strip()) and self._labels.unfinished

    def _stray(self, row: Printed) -> None:
        """Digits on a line of their own below 总计 may be the end of its score."""
        if self.total is None or not row.first.isdecimal() or self.grade is not None:
            return
        index, weight, score = self.total
        if score is not None:
            self.total = (index, weight, Field(score.column, (*score.pieces, row.first), score.pieces))

    def _tree_row(self, rows: Sequence[Printed], index: int, item: Fields) -> None:
        label, name = normalise(item.label), normalise(item.name)
        if not label and self._labels.whole(name):
            label, name = name, ""
        begun = self._labels.feed(label)
        if begun is not None:
            self._dimension, self._second = begun, 0
        if item.weight is None:
            self._append(item)
        elif begun is not None and not name:
            self._add(Node("dimension", index, self._dimension, 0, item.weight, item.score))
        elif not name and not normalise(item.target + item.actual):
            self._add_second(index, item)
        elif _says_nothing(item) and _heads(rows[index + 1 :], item, self._weights, unsure=self._fresh):
            self._append(item)
            self._add_second(index, item)
        else:
            texts = ([item.name], [item.target], [item.actual], [item.criteria])
            self._add(Node("leaf", index, self._dimension, self._second, item.weight, item.score, *texts))

    def _add_second(self, index: int, item: Fields) -> None:
        last = self.nodes[-1] if self.nodes else None
        whole = _untorn(last.weight, item.weight) if last is not None and last.kind == "second" else None
        if last is not None and whole is not None:
            last.weight = whole
            return
        self._second += 1
        self._add(Node("second", index, self._dimension, self._second, item.weight, item.score))

    def _add(self, node: Node) -> None:
        self.nodes.append(node)

    def _append(self, item: Fields) -> None:
        """Texts (and digits of a score) that go on from the row above."""
        if not self.nodes or normalise(item.label) in _LABEL_RESTS:
            return
        last = self.nodes[-1]
        leaf = next((node for node in reversed(self.nodes) if node.kind == "leaf"), last)
        for held, text in (
            (leaf.name, item.name),
            (leaf.target, item.target),
            (leaf.actual, item.actual),
            (leaf.criteria, item.criteria),
        ):
            if text.strip():
                held.append(text)
        if item.weight is None and item.score is not None and last.score is not None:
            last.score = Field(last.score.column, (*last.score.pieces, *item.score.pieces))


def _says_nothing(item: Fields) -> bool:
    """Whether a row has a name and a weight only: a leaf without a score, or two rows in one."""
    return item.score is None and not normalise(item.target + item.actual + item.criteria)


def _heads(below: Sequence[Printed], item: Fields, weights: int, *, unsure: bool) -> bool:
    """Whether a weight is that of the leaves below it, down to the next row without a name; `unsure` if one is broken.

    Then the row is a second-level row, and its name the end of the name above.
    """
    summed = Decimal(0)
    for row in below:
        if not row.table or is_score_head(row) or is_score_title(row) or is_head_rest(row):
            continue
        leaf = fields(row, weights)
        if is_total(row) or (leaf.weight is not None and not normalise(leaf.name + leaf.target + leaf.actual)):
            break
        value = number(" ".join(leaf.weight.pieces)) if leaf.weight is not None else Decimal(0)
        if value is None:
            return unsure
        summed += value
    whole = number(" ".join(item.weight.pieces)) if item.weight is not None else None
    return unsure if whole is None else whole == summed


def _untorn(above: Field | None, below: Field | None) -> Field | None:
    """Two second-level weights without a leaf between them that are one number: "6.8" and, below it, "1"."""
    if above is None or below is None or len(below.pieces) != 1 or below.pieces[0] == "0":
        return None
    if "." not in above.pieces[-1] or not below.pieces[0].isdecimal():
        return None
    return Field(above.column, (*above.pieces, *below.pieces))


class _Labels:
    """Puts the labels of the dimensions together, which come in pieces beside and below their rows."""

    def __init__(self, dimensions: Mapping[str, tuple[str, ...]]) -> None:
        self._names = {label: name for name, labels in dimensions.items() for label in labels}
        self._held = ""

    @property
    def unfinished(self) -> bool:
        """Whether a label has begun and is not complete."""
        return bool(self._held) and self._held not in self._names

    def whole(self, text: str) -> bool:
        """Whether a text is a complete label."""
        return text in self._names

    def opens(self, text: str) -> bool:
        """Whether a text begins a label, and not the next piece of the one that is open."""
        return bool(text) and self._begins(text) and not self._begins(self._held + text)

    def feed(self, text: str) -> str | None:
        """Take the next piece; return the dimension that begins with it."""
        if not text:
            return None
        if self.unfinished and self._begins(self._held + text):
            self._held += text
            return None
        if not self._begins(text):
            return None
        fresh = text != self._held
        self._held = text
        return next(name for label, name in self._names.items() if label.startswith(text)) if fresh else None

    def _begins(self, text: str) -> bool:
        return any(label.startswith(text) for label in self._names)


def _total(row: Printed, weights: int) -> tuple[Field | None, Field | None]:
    """Weight and score of the 总计 row: its numbers in their order, one column right or not."""
    found = [(column, text) for column, text in enumerate(row.cells) if is_figure(text)]
    if not found:
        return None, None
    if len(found) == 1:
        column, text = found[0]
        lone = Field(column, (text,))
        return (lone, None) if column <= weights + 1 else (None, lone)
    (first, weight), (second, _) = found[:2]
    return Field(first, (weight,)), Field(second, tuple(text for _, text in found[1:]))


def joined(parts: Sequence[str]) -> str:
    """The texts of a cell over page breaks; letters (not digits) that a page repeats from the one before count once."""
    texts = ["".join(text.split()) for text in parts]
    whole = "".join(texts[:1])
    for part in texts[1:]:
        shared = range(min(len(whole), len(part)), 0, -1)
        repeated = next((n for n in shared if normalise(whole[-n:]) == normalise(part[:n])), 0)
        whole += part if has_digit(part[:repeated]) else part[repeated:]
    return whole


def _entries(nodes: Sequence[Node], total: Total | None) -> Iterator[Entry]:
    for node, concept, label in _named(nodes):
        yield from _pair(node, node.row, concept, label, (node.weight, node.score))
    if total is not None:
        yield from _pair(None, total[0], "总计", "总计", total[1:])


def _pair(
    node: Node | None, row: int, concept: str, label: str, held: tuple[Field | None, Field | None]
) -> Iterator[Entry]:
    for term, item in zip(("分值", "得分"), held, strict=True):
        if item is not None:
            slot = Slot(row, item.column, concept, label, None, term, term)
            yield Entry(node, slot, figure(slot, item.pieces, item.also))


def _named(nodes: Sequence[Node]) -> Iterator[tuple[Node, str, str]]:
    """Each row with its concept and label; a second leaf of one name is told apart by its number."""
    seen: Counter[str] = Counter()
    for node in nodes:
        label = f"{node.dimension}/{node.second}"
        if node.kind == "dimension":
            yield node, node.dimension, node.dimension
        elif node.kind == "second":
            yield node, "二级指标", label
        else:
            path = f"{label}/{joined(node.name) or '（无名称）'}"
            seen[path] += 1
            yield node, "指标", path if seen[path] == 1 else f"{path}#{seen[path]}"
