"""Do the numbers of one table add up as its template says? Ingestion asks where it is not sure of its reading."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ingest.facts import Fact
from ingest.templates import Identity, Template

Values = Mapping[str, list[Fact]]
"""The numbers of one row or one column, by the term of the other."""


def footing(template: Template, facts: Sequence[Fact]) -> tuple[int, int]:
    """Count the identities (not the rollups along codes) that hold and that do not, row by row, column by column.

    Numbers rounded to u₁, u₂, … may be Σu/2 apart. A part that is not printed is zero; an identity without its
    whole, or with none of its parts, is left out.
    """
    held = broken = 0
    for identity in template.identities.values():
        if identity.rollup:
            continue
        for values in _across(identity, template, facts):
            verdict = _holds(identity, template, values)
            held += verdict is True
            broken += verdict is False
    return held, broken


def _across(identity: Identity, template: Template, facts: Sequence[Fact]) -> Iterator[Values]:
    groups: defaultdict[object, defaultdict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.value is None:
            continue
        if identity.each == "row":
            key = fact.row_concept if template.shape == "items" else fact.row
            groups[key][fact.column_concept].append(fact)
        else:
            names = {fact.row_concept, fact.code or fact.row_concept}
            for name in names:
                groups[fact.column_concept][name].append(fact)
    yield from groups.values()


def _holds(identity: Identity, template: Template, values: Values) -> bool | None:
    whole = list(_named(identity.whole, template, values))
    parts, less = list(_named(identity.parts, template, values)), list(_named(identity.less, template, values))
    numbers = [fact for fact in (*whole, *parts, *less) if fact.value is not None]
    if not whole or not parts or len({fact.unit for fact in numbers}) > 1:
        return None
    bound = sum((Decimal(1).scaleb(-fact.decimals) for fact in numbers), Decimal(0))
    return abs(_sum(whole) - _sum(parts) + _sum(less)) * 2 <= bound


def _named(names: Sequence[str], template: Template, values: Values) -> Iterator[Fact]:
    for name in names:
        group = name.removeprefix("Σ")
        if group == name:
            yield from values.get(name, ())
            continue
        yield from values.get(group, ())
        for concept, spec in template.rows.items():
            if spec.group == group:
                yield from values.get(concept, ())


def _sum(facts: Sequence[Fact]) -> Decimal:
    return sum((fact.value for fact in facts if fact.value is not None), Decimal(0))
