"""Documents made up from facts alone, where their tables were not written beside them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ingest.facts import Canonical, ColumnInfo, DocumentInfo, Fact, RowInfo, TableInfo
from ingest.kinds import kind_of
from ingest.model import Location
from ingest.statutory.profiles import choose

Key = TypeVar("Key")

SELF_ASSESSMENT = frozenset({"F24", "F19"})


def canonicals(facts: Sequence[Fact]) -> tuple[Canonical, ...]:
    """Group facts into documents, in the order of their first fact.

    Only rows and columns that hold a number are known: what is blank on paper is absent here.
    """
    return tuple(map(_canonical, _groups((fact.document, fact) for fact in facts)))


def _groups(pairs: Iterable[tuple[Key, Fact]]) -> list[tuple[Fact, ...]]:
    held: dict[Key, list[Fact]] = {}
    for key, fact in pairs:
        held.setdefault(key, []).append(fact)
    return [tuple(group) for group in held.values()]


def _canonical(facts: tuple[Fact, ...]) -> Canonical:
    first = facts[0]
    held = {fact.template for fact in facts}
    forms, scores = not SELF_ASSESSMENT.isdisjoint(held), "EV" in held
    info = DocumentInfo(
        id=first.document,
        path=first.document,
        sha256="",
        kind=kind_of(accounts=not held <= SELF_ASSESSMENT | {"EV"}, forms=forms, scores=scores),
        entity=first.entity,
        fiscal_year=first.fiscal_year,
        profile=choose(first.fiscal_year),
        pages=None,
        status="checked",
    )
    return Canonical(info, tuple(map(_table, _groups((fact.table, fact) for fact in facts))), facts)


def _table(facts: tuple[Fact, ...]) -> TableInfo:
    first = facts[0]
    rows = {
        (fact.row, fact.row_concept, fact.code, fact.row_label): RowInfo(
            fact.row, fact.row_concept, fact.code, fact.row_label, Location(fact.location.page, line=fact.location.line)
        )
        for fact in facts
    }
    columns = {fact.column: ColumnInfo(fact.column, fact.column_concept, fact.column_label) for fact in facts}
    return TableInfo(
        id=first.table,
        document=first.document,
        template=first.template,
        title="",
        unit=first.unit,
        state="filled",
        location=Location(first.location.page, line=first.location.line),
        rows=tuple(row for _, row in sorted(rows.items(), key=lambda item: (item[0][0], item[0][1]))),
        columns=tuple(columns[index] for index in sorted(columns)),
        header_rows=0,
        grid=(),
    )
