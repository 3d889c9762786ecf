"""A sum that lacks something, over the rows of a table whose end was not seen: nobody's certain fault."""

from collections.abc import Sequence
from dataclasses import replace

from expectations.book import Grid
from expectations.ends import below_the_end, open_form
from expectations.kinds.linear import Draft, Operand
from expectations.model import Outcome
from expectations.reasons import both
from ingest.model import Text


def perhaps_cut(draft: Draft | None, grid: Grid, operands: Sequence[Operand]) -> Draft | None:
    """Lower the failure of whole = Σ parts, where the whole exceeds parts that may go on below the last row read."""
    if draft is None or draft.outcome.status != "failed" or not _lacks(draft.outcome, operands):
        return draft
    if grid.template.shape == "form":
        return lowered(draft, open_form(grid))
    whole = operands[0].number
    held = grid.keys.get(whole.fact.row_key, []) if whole is not None else []
    return lowered(draft, below_the_end(grid, held[0]) if held else None)


def _lacks(outcome: Outcome, operands: Sequence[Operand]) -> bool:
    """Are the parts, the longer of the two sides, too few and not too many?"""
    residual = outcome.residual or 0
    right = sum(operand.side for operand in operands)
    return residual > 0 if 2 * right >= len(operands) else residual < 0


def lowered(draft: Draft, reason: Text | None) -> Draft:
    """The failure as nobody's certain fault, where there is a reason why what is missing may not have been seen."""
    outcome = draft.outcome
    if reason is None or outcome.status != "failed":
        return draft
    severity = "warning" if outcome.severity == "error" else outcome.severity
    return replace(draft, outcome=replace(outcome, severity=severity, reason=both(outcome.reason, reason), unsure=True))


def over_rows(operands: Sequence[Operand]) -> bool:
    """Is the right side a sum of rows, or of rows of which one is not printed?"""
    parts = [operand for operand in operands if operand.side == 1]
    return len(parts) > 1 or any(part.spot is not None and part.spot.at < 0 for part in parts)
