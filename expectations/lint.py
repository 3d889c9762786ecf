"""What is wrong with suites that load: rules that say the same, identities that contradict or follow from each other.

Identities of a table are linear; with whole weights their rank and their consequences are exact (Gauss over Fractions).
"""

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from expectations.binding import bound, row_terms, settled
from expectations.errors import FormulaError
from expectations.examples import document, run_examples
from expectations.formula import Constant, Ref, Relation, linear
from expectations.rule import Clause, Rule
from ingest.facts import templates
from ingest.model import Text, placed, strung, verbatim

Row = dict[str, Fraction]
"""One relation Σ weight × name = 0, by name."""
_JOINED = frozenset({"joint"})
"""Kinds that repeat the relations of other rules on purpose."""


def problems(rules: Sequence[Rule]) -> Iterator[Text]:
    """Everything that is wrong, one line each with file, line, what was written and what would be right."""
    yield from _ids(rules)
    yield from _examples(rules)
    yield from _twice(rules)
    yield from _identities(rules)


def unexercised(rules: Iterable[Rule], judged: Collection[str]) -> Iterator[Text]:
    """The rules that no report in hand gives a verdict; `judged` are those that some report does.

    A rule that only its own examples have seen may never meet the facts it asks for. A manual rule has none.
    """
    for rule in rules:
        if rule.id not in judged and rule.examples:
            what = Text("没有样例报告用到", "no fixture exercises it")
            yield _line(rule, what, Text("用 --on 给一份用到它的报告", "name a report that does with --on"))


def _line(rule: Rule, what: Text, right: Text) -> Text:
    return placed(f"{rule.source[0]}:{rule.source[1]}: {rule.id}", strung((what, right)))


def _ids(rules: Sequence[Rule]) -> Iterator[Text]:
    first: dict[str, Rule] = {}
    for rule in rules:
        for name in (rule.id, *rule.merges):
            if name in first:
                other = first[name]
                place = f"{other.source[0]}:{other.source[1]} ({other.id})"
                what = Text(f"编号 {name} 重复，见 {place}", f"duplicate id {name}, also {place}")
                yield _line(rule, what, Text("换一个编号", "give it another"))
            first.setdefault(name, rule)


def _examples(rules: Iterable[Rule]) -> Iterator[Text]:
    for rule in rules:
        for problem in run_examples(rule):
            what = Text(
                f"示例写为“{problem.expected}”，结果为“{problem.found}”",
                f"an example is filed under “{problem.expected}” but shows “{problem.found}”",
            )
            right = strung((*_meant(problem.example), Text("改示例或改规则", "correct one of them")))
            yield _line(rule, what, strung((right, verbatim(problem.example.rstrip())), ":\n", ":\n"))


def _meant(example: str) -> Iterator[Text]:
    """Rows and columns of an example that its template does not know and that are nearly ones it does."""
    for info in document(example).tables:
        template = templates()[info.template]
        rows = ((row.concept, row_terms(template)) for row in info.rows if row.code is None)
        columns = ((column.concept, tuple(template.columns)) for column in info.columns)
        for word, known in (*rows, *columns):
            close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
            if word not in known and close:
                yield Text(
                    f"{template.id} 没有“{word}”，是否为“{close[0]}”？",
                    f"{template.id} has no “{word}”, did you mean “{close[0]}”?",
                )


def _twice(rules: Iterable[Rule]) -> Iterator[Text]:
    """Two relations that are the same numbers with the same weights, whatever they are written like."""
    first: dict[tuple[object, ...], tuple[Rule, Clause]] = {}
    for rule in rules:
        for clause in rule.clauses:
            if clause.kind in _JOINED:
                continue
            key = _meaning(clause)
            if key in first and first[key][0] is not rule:
                other, theirs = first[key]
                written = theirs.formula or theirs.cites or theirs.must or theirs.what
                place = f"{other.id} ({other.source[0]}:{other.source[1]}) “{written}”"
                what = Text(f"与 {place} 相同", f"says the same as {place}")
                right = Text(
                    f"删去，并在 {other.id} 写 merges: [{rule.id}]",
                    f"remove it and write merges: [{rule.id}] in {other.id}",
                )
                yield _line(rule, what, right)
            first.setdefault(key, (rule, clause))


def _meaning(clause: Clause) -> tuple[object, ...]:
    """What a relation says, apart from its wording: the same for `A = B + C` and `C + B = A`."""
    clause = settled(clause)
    rest = (clause.each, clause.side, clause.rows, clause.columns, clause.blank, clause.given, clause.tables)
    if clause.kind == "rollup":
        return ("rollup", clause.table, *rest)
    if not clause.formula and not clause.cites:
        forms = (clause.leaves, clause.besides, clause.funds, clause.options)
        return (clause.kind, clause.what, clause.must, clause.section, clause.needs, clause.bars, *forms, *rest)
    formula = bound(clause)
    row = _row(formula) if isinstance(formula, Relation) else None
    if row is None or not isinstance(formula, Relation):
        return (clause.kind, str(formula), *rest)
    lead = next(iter(sorted(row.items())), ("", Fraction(1)))[1]
    turned = formula.sign == "=" and lead < 0
    signed = {name: -weight if turned or formula.sign == "≥" else weight for name, weight in row.items()}
    sign = "≤" if formula.sign == "≥" else formula.sign
    return (sign, tuple(sorted(signed.items())), *rest)


def _row(relation: Relation) -> Row | None:
    """Left − right as weights of names; None where numbers are multiplied, or compared with a constant."""
    if any(
        not isinstance(node, Ref | Constant) and node.operator not in "+-×" for node in (relation.left, relation.right)
    ):
        return None
    found: Row = defaultdict(Fraction)
    for side, expression in ((1, relation.left), (-1, relation.right)):
        try:
            terms = linear(expression)
        except FormulaError:
            return None
        for weight, node in terms:
            if isinstance(node, Constant):
                if node.value:
                    return None
                continue
            name = f"{'Σ' if node.total else ''}{node.table}[{node.row},{node.column}]"
            found[name] += Fraction(side * weight)
    return {name: weight for name, weight in found.items() if weight}


def _identities(rules: Iterable[Rule]) -> Iterator[Text]:
    """Relations of one table that hold in the same places, taken together."""
    groups: dict[tuple[str, str, str], list[tuple[Rule, Row]]] = defaultdict(list)
    for rule in rules:
        for clause in map(settled, rule.clauses):
            if clause.kind != "identity" or clause.rows or clause.columns or clause.given:
                continue
            formula = bound(clause)
            row = _row(formula) if isinstance(formula, Relation) else None
            if row:
                table = next(iter(row)).lstrip("Σ").partition("[")[0]
                groups[table, clause.each, clause.side].append((rule, row))
    for (table, _, _), held in groups.items():
        yield from _system(table, held)


def _system(table: str, held: Sequence[tuple[Rule, Row]]) -> Iterator[Text]:
    basis: list[Row] = []
    for rule, row in held:
        rest = _reduced(row, basis)
        others = "、".join(dict.fromkeys(r.id for r, theirs in held if r is not rule and theirs.keys() & row.keys()))
        if not rest:
            what = Text(
                f"{table} 的其他恒等式（{others}）已含有它",
                f"it follows from the other identities of {table} ({others})",
            )
            yield _line(rule, what, Text("删去", "remove it"))
            continue
        basis.append(rest)
        forced = next((name for name in _forced(basis)), None)
        if forced is not None:
            name = forced.partition("[")[2].partition(",")[0]
            what = Text(
                f"与 {table} 的其他恒等式（{others}）合起来要求 {forced} = 0",
                f"with the other identities of {table} ({others}) it forces {forced} = 0",
            )
            yield _line(rule, what, Text(f"在其一中补上或删去“{name}”", f"add or remove “{name}” in one of them"))
            basis.pop()


def _reduced(row: Row, basis: Sequence[Row]) -> Row:
    """The row after taking out every pivot of the basis (each basis row's first name in order)."""
    rest = dict(row)
    for other in basis:
        pivot = min(other)
        weight = rest.get(pivot)
        if weight:
            factor = weight / other[pivot]
            for name, theirs in other.items():
                rest[name] = rest.get(name, Fraction(0)) - factor * theirs
    return {name: weight for name, weight in rest.items() if weight}


def _forced(basis: Sequence[Row]) -> Iterator[str]:
    """Names that must be zero: alone in a row of the fully reduced system."""
    for at, row in enumerate(basis):
        rest = row
        for _ in basis:
            rest = _reduced(rest, [other for n, other in enumerate(basis) if n != at])
        if len(rest) == 1:
            yield next(iter(rest))


def shared(rules: Iterable[Rule]) -> Mapping[str, str]:
    """Ids of the catalogue that another rule covers → that rule."""
    return {name: rule.id for rule in rules for name in rule.merges}
