"""What a reviewer writes → a checked expression. Nothing is ever evaluated as code.

    relation    sum (= | ≤ | ≥ | ⊆) sum
    implication relation ⇒ relation
    sum         product {(+ | -) product}
    product     factor {(× | /) factor}
    factor      number | min(sum, sum) | (sum) | [Σ] reference
    reference   name | "301" | T01[row, column] | T01[row]

A name is written in the standard terms, full-width brackets are part of it: 因公出国（境）费.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from expectations.errors import FormulaError
from ingest.model import Text, verbatim


@dataclass(frozen=True, slots=True)
class Ref:
    """A printed number, or with `total` the sum of a set of rows. `name` is set where no table is written."""

    table: str | None
    row: str | None
    column: str | None
    name: str | None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A written number; it has no width."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Operation:
    """`operator` is one of + - × / min."""

    operator: str
    left: "Expression"
    right: "Expression"


Expression = Ref | Constant | Operation


@dataclass(frozen=True, slots=True)
class Relation:
    """`sign` is one of = ≤ ≥; ⊆ between lists of names."""

    left: Expression
    sign: str
    right: Expression


@dataclass(frozen=True, slots=True)
class Implication:
    """Where `when` holds, `then` must."""

    when: Relation
    then: Relation


Formula = Relation | Implication

_SPELLINGS: Mapping[str, str] = {
    "＝": "=", "==": "=", "<=": "≤", ">=": "≥", "≦": "≤", "≧": "≥",
    "−": "-", "–": "-", "－": "-", "＋": "+",
    "*": "×", "·": "×", "÷": "/", "／": "/",
    "∑": "Σ", "，": ",", "=>": "⇒", "→": "⇒",
}  # fmt: skip
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)"
    r'|"(?P<quoted>[^"]+)"'
    r"|(?P<name>[A-Za-z\u4e00-\u9fff“][\w（）“”:]*)"
    r"|(?P<mark>=>|<=|>=|==|[=＝≤≥≦≧⊆⇒→+＋\-−–－×*·/／÷Σ∑()\[\],，]))"
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@cache
def parse(text: str) -> Formula:
    """Read a formula; raises FormulaError saying what is wrong and where."""
    reader = _Reader(text)
    first = reader.relation()
    if reader.take("⇒"):
        formula: Formula = Implication(first, reader.relation())
    else:
        formula = first
    reader.end()
    return formula


def refs(node: Formula | Expression) -> Iterator[Ref]:
    """All references, from left to right."""
    if isinstance(node, Ref):
        yield node
    elif isinstance(node, Operation | Relation):
        yield from refs(node.left)
        yield from refs(node.right)
    elif isinstance(node, Implication):
        yield from refs(node.when)
        yield from refs(node.then)


def linear(node: Expression, weight: int = 1) -> tuple[tuple[int, Ref | Constant], ...]:
    """Write an expression as Σ weight × operand; raises FormulaError if it multiplies or divides printed numbers."""
    if isinstance(node, Ref | Constant):
        return ((weight, node),)
    if node.operator in ("+", "-"):
        return (*linear(node.left, weight), *linear(node.right, weight if node.operator == "+" else -weight))
    if node.operator == "×" and isinstance(node.left, Constant) and node.left.value == int(node.left.value):
        return linear(node.right, weight * int(node.left.value))
    what = Text(f"“{node.operator}”不能用于此类规则", f"“{node.operator}” cannot be used in a rule of this kind")
    raise FormulaError(what, verbatim("kind: ratio"))


class _Reader:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(self._split())
        self._at = 0

    def _split(self) -> Iterator[_Token]:
        at = 0
        while self._text[at:].strip():
            match = _TOKEN.match(self._text, at)
            if match is None or match.lastgroup is None:
                shown = self._text[at:].strip()[:12]
                what = Text(f"公式第{at + 1}个字符起无法识别：“{shown}”", f"cannot read “{shown}”")
                marks = "+ - × / ( ) Σ = ≤ ≥ ⇒"
                raise FormulaError(what, Text(f"只用名称、数和 {marks}", f"use only names, numbers and {marks}"))
            kind = match.lastgroup
            found = match.group(kind)
            yield _Token(kind, _SPELLINGS.get(found, found) if kind == "mark" else found)
            at = match.end()

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def take(self, mark: str) -> bool:
        """Step over the mark if it comes next."""
        token = self._peek()
        if token is None or token.kind != "mark" or token.text != mark:
            return False
        self._at += 1
        return True

    def need(self, mark: str) -> None:
        """Step over the mark, or refuse."""
        if not self.take(mark):
            written = "".join(token.text for token in self._tokens[: self._at])
            right = Text(f"在“{written}”后补上“{mark}”", f"add “{mark}” after “{written}”")
            raise FormulaError(self._expected(f"“{mark}”", f"“{mark}”"), right)

    def end(self) -> None:
        """Refuse anything left over."""
        if self._peek() is not None:
            found = self._found()
            what = Text(f"公式已完整，多出{found.zh}", f"the formula ends before {found.en}")
            right = Text("删去其后，或另写一条公式", "remove the rest, or write a second formula")
            raise FormulaError(what, right)

    def _found(self) -> Text:
        token = self._peek()
        return Text("公式结尾", "the end") if token is None else verbatim(f"“{token.text}”")

    def _expected(self, zh: str, en: str) -> Text:
        found = self._found()
        return Text(f"此处应为{zh}，写的是{found.zh}", f"expected {en}, found {found.en}")

    def relation(self) -> Relation:
        """Sum, sign, sum."""
        left = self.sum()
        sign = next((mark for mark in ("=", "≤", "≥", "⊆") if self.take(mark)), None)
        if sign is None:
            written = "".join(token.text for token in self._tokens[: self._at])
            what = self._expected("“=”、“≤”或“≥”", "“=”, “≤” or “≥”")
            ways = f"“{written} = …” / “{written} + …”"
            raise FormulaError(what, Text(f"写作{ways}", f"write {ways}"))
        return Relation(left, sign, self.sum())

    def sum(self) -> Expression:
        """Products with + and - between them."""
        node = self._product()
        while True:
            operator = next((mark for mark in ("+", "-") if self.take(mark)), None)
            if operator is None:
                return node
            node = Operation(operator, node, self._product())

    def _product(self) -> Expression:
        node = self._factor()
        while True:
            operator = next((mark for mark in ("×", "/") if self.take(mark)), None)
            if operator is None:
                return node
            node = Operation(operator, node, self._factor())

    def _factor(self) -> Expression:
        if self.take("("):
            node = self.sum()
            self.need(")")
            return node
        total = self.take("Σ")
        token = self._peek()
        if token is None or token.kind == "mark":
            ways = '本年收入合计 / T01[本年收入合计, 决算数] / "301" / 100'
            what = self._expected("名称或数", "a name or a number")
            raise FormulaError(what, Text(f"写作 {ways}", f"write {ways}"))
        self._at += 1
        if token.kind == "number" and not total:
            return Constant(Decimal(token.text))
        if token.text == "min" and self.take("("):
            left = self.sum()
            self.need(",")
            right = self.sum()
            self.need(")")
            return Operation("min", left, right)
        if token.kind == "name" and self.take("["):
            row = self._selector()
            column = self._selector() if self.take(",") else None
            self.need("]")
            return Ref(token.text, row, column, None, total)
        return Ref(None, None, None, token.text, total)

    def _selector(self) -> str:
        token = self._peek()
        if token is None or token.kind == "mark":
            ways = 'T01[本年收入合计, 决算数] / T06["301", 决算数]'
            what = self._expected("行或列的名称", "a row or column")
            raise FormulaError(what, Text(f"写作 {ways}", f"write {ways}"))
        self._at += 1
        return token.text
