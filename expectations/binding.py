"""A clause → a formula whose every name is a row and a column of a known table, in the standard terms.

After binding a Ref has table, row and column; EACH stands for the row or column that the check is made for.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache

from expectations.errors import FormulaError
from expectations.formula import Constant, Expression, Formula, Implication, Operation, Ref, Relation, parse
from expectations.rule import Clause
from ingest.facts import Template, templates
from ingest.model import Text, verbatim

EACH = "*"
LISTS: Mapping[str, tuple[str, ...]] = {"目录": ("表", "章节"), "正文": ("表", "章节")}
"""What a document says of itself, as lists of names (kind: same)."""
LOOPS = ("", "row", "column", "类", "科目")
_LOOP_WORDS = {"row": ("行", ""), "column": ("", "列"), "类": ("类", ""), "科目": ("科目", "")}
_CODE_LENGTHS = {"functional": (3, 5, 7), "economic": (3, 5)}
_SHAPE_ROWS = {
    "coded": ("合计", "类", "款", "项"),
    "units": ("合计", "单位"),
    "groups": ("类", "款"),
    "form": ("指标", "二级指标", "使用项目"),
}


@cache
def settled(clause: Clause) -> Clause:
    """Fill in what a cited identity says about itself: table, each, side, and that it is a rollup.

    Raises FormulaError if there is no such identity.
    """
    if not clause.cites:
        return clause
    table, _, name = clause.cites.partition(".")
    template = _template(table)
    if name not in template.identities:
        what = Text(f"{table} 没有恒等式“{name}”", f"{table} has no identity “{name}”")
        raise FormulaError(what, nearest(name, template.identities))
    identity = template.identities[name]
    kind = "rollup" if identity.rollup else clause.kind
    return replace(clause, kind=kind, table=table, each=clause.each or identity.each, side=identity.side)


@cache
def bound(clause: Clause, text: str = "") -> Formula:
    """The formula of a settled clause (or another one in its place) with every name resolved.

    Raises FormulaError naming what no table has, with the nearest term that one has.
    """
    if text or clause.formula:
        return _bind(parse(text or clause.formula), clause)
    table, _, name = clause.cites.partition(".")
    identity = _template(table).identities[name]
    right = [*((word, "+") for word in identity.parts), *((word, "-") for word in identity.less)]
    return _bind(Relation(_sum((w, "+") for w in identity.whole), "=", _sum(right)), clause)


@cache
def tables_of(clause: Clause) -> tuple[str, ...]:
    """Templates that a settled clause reads, in the order of its formula."""
    if clause.kind == "rollup":
        return (clause.table,)
    if not clause.formula and not clause.cites:
        return ("raw",) if clause.kind == "footing" else clause.tables
    found: dict[str, None] = {}
    texts = [clause.formula, clause.given] if clause.given else [clause.formula]
    for text in texts:
        _walk(bound(clause, text), lambda ref: found.setdefault(ref.table or "", None))
    return tuple(table for table in found if table not in LISTS)


def nearest(word: str, known: Iterable[str]) -> Text:
    """Say which known term the word is closest to, or list them."""
    terms = list(known)
    close = difflib.get_close_matches(word, terms, n=1, cutoff=0.5)
    if close:
        return Text(f"是否为“{close[0]}”？", f"did you mean “{close[0]}”?")
    if not terms:
        return Text("没有可用的名称", "nothing is known here")
    return listed(terms)


def listed(terms: Iterable[str]) -> Text:
    """Say which names are known."""
    known = tuple(terms)
    return Text(f"可用：{'、'.join(known)}", f"known: {', '.join(known)}")


def row_terms(template: Template) -> tuple[str, ...]:
    """What a row may be called in a formula, codes aside."""
    groups = dict.fromkeys(spec.group for spec in template.rows.values() if spec.group)
    classes = ("类",) if template.classes else ()
    return (*template.rows, *groups, *classes, *_SHAPE_ROWS.get(template.shape, ()), *template.dimensions)


def _template(table: str) -> Template:
    if table not in templates():
        raise FormulaError(Text(f"没有表“{table}”", f"there is no table “{table}”"), nearest(table, templates()))
    return templates()[table]


def _sum(words: Iterable[tuple[str, str]]) -> Expression:
    node: Expression | None = None
    for word, sign in words:
        ref = Ref(None, None, None, word.removeprefix("Σ"), word.startswith("Σ"))
        node = ref if node is None else Operation(sign, node, ref)
    return node if node is not None else Ref(None, None, None, "")


def _walk(node: Formula | Expression, see: Callable[[Ref], object]) -> None:
    if isinstance(node, Ref):
        see(node)
    elif isinstance(node, Operation | Relation):
        _walk(node.left, see)
        _walk(node.right, see)
    elif isinstance(node, Implication):
        _walk(node.when, see)
        _walk(node.then, see)


def _bind(formula: Formula, clause: Clause) -> Formula:
    if isinstance(formula, Implication):
        return Implication(_relation(formula.when, clause), _relation(formula.then, clause))
    return _relation(formula, clause)


def _relation(relation: Relation, clause: Clause) -> Relation:
    return Relation(_expression(relation.left, clause), relation.sign, _expression(relation.right, clause))


def _expression(node: Expression, clause: Clause) -> Expression:
    if isinstance(node, Ref):
        return _ref(node, clause)
    if isinstance(node, Constant):
        return node
    return Operation(node.operator, _expression(node.left, clause), _expression(node.right, clause))


def _ref(ref: Ref, clause: Clause) -> Ref:
    if ref.name is None and ref.table in LISTS and clause.kind == "same":
        known = LISTS[ref.table or ""]
        if ref.row not in known:
            what = Text(f"{ref.table}没有“{ref.row}”", f"{ref.table} has no “{ref.row}”")
            raise FormulaError(what, nearest(ref.row or "", known))
        return Ref(ref.table, ref.row, None, None, True)
    if ref.name is None:
        template = _template(ref.table or "")
        if clause.kind == "same" and ref.row == "科目" and template.shape in ("coded", "groups"):
            return Ref(template.id, ref.row, None, None, True)
        row_word, column_word = _LOOP_WORDS.get(clause.each, ("", ""))
        row = EACH if row_word and ref.row == row_word else _row(ref.row or "", template)
        if clause.kind == "same":
            return Ref(template.id, row, None, None, True)
        column = EACH if column_word and ref.column == column_word else _column(ref.column, template)
        return Ref(template.id, row, column, None, ref.total)
    if not clause.table:
        what = Text(f"“{ref.name}”没有说明是哪张表", f"“{ref.name}” names no table")
        raise FormulaError(what, verbatim(f"T01[{ref.name}, 决算数] / table: T01"))
    template = _template(clause.table)
    if clause.each == "column":
        return Ref(template.id, _row(ref.name, template), EACH, None, ref.total)
    if clause.each == "row":
        return Ref(template.id, EACH, _column(ref.name, template), None, ref.total)
    raise FormulaError(
        Text(f"“{ref.name}”是行还是列？", f"is “{ref.name}” a row or column?"),
        Text(
            f"each: row / each: column / {clause.table}[行, 列]",
            f"each: row / each: column / {clause.table}[row, column]",
        ),
    )


def _row(word: str, template: Template) -> str:
    head = word.partition(":")[0]
    if word.isdecimal():
        lengths = _CODE_LENGTHS.get(template.codes, ())
        if len(word) not in lengths:
            shown = "、".join(map(str, lengths))
            wanted = Text(f"{shown}位数字", f"{shown} digits") if lengths else nearest(word, row_terms(template))
            what = Text(f"{template.id} 没有编码“{word}”", f"{template.id} has no code “{word}”")
            raise FormulaError(what, wanted)
        return word
    if head in row_terms(template):
        return word
    what = Text(f"{template.id} 没有行“{word}”", f"{template.id} has no row “{word}”")
    raise FormulaError(what, nearest(word, row_terms(template)))


def _column(word: str | None, template: Template) -> str:
    if word is None:
        if len(template.columns) == 1:
            return next(iter(template.columns))
        what = Text(f"{template.id} 有多列", f"{template.id} has several columns")
        raise FormulaError(what, nearest("", template.columns))
    if word in template.columns:
        return word
    what = Text(f"{template.id} 没有列“{word}”", f"{template.id} has no column “{word}”")
    raise FormulaError(what, nearest(word, template.columns))
