"""Is a difference nothing but a number that we did not read? Then the fault is our reading, not the report."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from expectations.model import Outcome
from ingest.facts import Canonical

_AMOUNT = re.compile(r"[-−]?\d[\d,，]*\.\d+")
"""Decimals are asked for: codes, years and line numbers have none."""


class Leftovers:
    """The amounts that stand in the grids of a document and became no fact; looked for only when asked."""

    def __init__(self, canonical: Canonical) -> None:
        self._canonical = canonical

    def explaining(self, outcome: Outcome) -> Decimal | None:
        """Give an unread amount in one of the check's tables that is exactly its difference."""
        gap = outcome.residual
        if not gap:
            return None
        return next((a for a in self._amounts(outcome.tables) if abs(a) == abs(gap)), None)

    def _amounts(self, tables: Sequence[str]) -> list[Decimal]:
        return [
            Decimal(re.sub("[,，]", "", text).replace("−", "-"))
            for info in self._canonical.tables
            if info.id in tables
            for row, line in enumerate(info.grid[info.header_rows :], info.header_rows)
            for column, text in enumerate(line)
            if _AMOUNT.fullmatch(text.strip())
            and (info.id, row, column) not in self._taken
            and (info.id, re.sub(r"\s+", "", text)) not in self._stated
        ]

    @cached_property
    def _taken(self) -> frozenset[tuple[str, int, int]]:
        return frozenset((f.table, f.row, f.column) for f in self._canonical.facts)

    @cached_property
    def _stated(self) -> frozenset[tuple[str, str]]:
        """Target and actual values of indicators: they are read, as what an indicator says."""
        items = self._canonical.indicators
        return frozenset((item.form_id, raw) for item in items for raw in (item.target_raw, item.actual_raw) if raw)
