"""Is a difference nothing but a number that we did not read? Then the fault is our reading, not the report."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from expectations.model import Outcome
from ingest.facts import Fact, TableInfo

_AMOUNT = re.compile(r"[-−]?\d[\d,，]*\.\d+")
"""Decimals are asked for: codes, years and line numbers have none."""


class Leftovers:
    """The amounts that stand in the grids of a document and became no fact."""

    def __init__(self, tables: Iterable[TableInfo], facts: Iterable[Fact]) -> None:
        taken = {(f.table, f.row, f.column) for f in facts}
        self._amounts: Mapping[str, frozenset[Decimal]] = {
            info.id: frozenset(
                Decimal(re.sub("[,，]", "", text).replace("−", "-"))
                for row, line in enumerate(info.grid[info.header_rows :], info.header_rows)
                for column, text in enumerate(line)
                if (info.id, row, column) not in taken and _AMOUNT.fullmatch(text.strip())
            )
            for info in tables
        }

    def explaining(self, outcome: Outcome) -> Decimal | None:
        """Give an unread amount in one of the check's tables that is exactly its difference."""
        gap = outcome.residual
        if not gap:
            return None
        return next((a for t in outcome.tables for a in self._amounts.get(t, ()) if abs(a) == abs(gap)), None)
