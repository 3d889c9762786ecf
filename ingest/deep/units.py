"""What the budget leaf of a deep-tree form tells of its fund table: the money unit, which is never assumed."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.deep.figures import number
from ingest.deep.funds import Funds
from ingest.deep.regions import Printed
from ingest.deep.repair import Decisions
from ingest.deep.tree import Tree, joined
from ingest.facts import UNITS
from ingest.model import Why
from ingest.values import read_value
from ingest.wording import normalise

_PRINTED = re.compile(r"单位：(?:人民币)?(万元|亿元|元)|（(?:单位：)?(万元|亿元|元)）")
BUDGET = "项目预算金额"


def printed_unit(rows: Sequence[Printed]) -> str:
    """The unit printed in the fund part of a form, short texts only; "" if there is none."""
    for row in rows:
        for text in row.filled:
            match = _PRINTED.search(text) if len(text) < 30 else None
            if match is not None:
                return match[1] or match[2]
    return ""


def implied_unit(funds: Funds, trees: Sequence[Tree], decisions: Decisions) -> str:
    """The one unit in which 预算安排 is the leaf's budget, or 实际支出 its actual value, to the printed digits.

    The leaf prints its unit, as in 30 万元 beside 300000; "" where it does not, or where nothing fits.
    """
    found = {
        unit
        for amount, printed, of in _pairs(funds, trees, decisions)
        for unit, scale in UNITS.items()
        if amount and of and _same(amount * scale, printed, UNITS[of])
    }
    return found.pop() if len(found) == 1 else ""


def cut_short(funds: Funds, trees: Sequence[Tree], decisions: Decisions) -> Why | None:
    """Why the budget leaf is in doubt: it prints the first digits of its amount, in a form that breaks numbers.

    A narrow cell drops the last digit of 5310000 to the next line, where it may get lost.
    """
    if not decisions.repairs:
        return None
    for amount, printed, of in _pairs(funds, trees, decisions):
        whole, part = format(amount, "f"), format(printed, "f")
        if of in ("", "元") and whole != part and whole.startswith(part):
            return Why(
                f"末位数字可能缺失，资金表为{whole}",
                f"the last digits may be missing; the fund table says {whole}",
                "digits",
            )
    return None


def _pairs(funds: Funds, trees: Sequence[Tree], decisions: Decisions) -> Iterator[tuple[Decimal, Decimal, str]]:
    """预算安排 with the budget leaf's target, 实际支出 with its actual value, and the leaf's unit ("" if none)."""
    amounts: dict[str, Decimal] = {}
    for item in funds.figures:
        if item.slot.column_concept == "合计" and item.place not in decisions.doubts:
            text = decisions.repairs.get(item.place, (item.texts[0] if item.texts else "", None))[0]
            value = number(text)
            if value is not None:
                amounts[item.slot.row_concept] = value
    for tree in trees[:1]:
        for node in tree.nodes:
            if node.kind == "leaf" and normalise(joined(node.name)) == BUDGET:
                for texts, row in ((node.target, "预算安排"), (node.actual, "实际支出")):
                    said = read_value(joined(texts))
                    unit = said.unit or ""
                    if row in amounts and said.value is not None and unit in ("", *UNITS) and said.operator is None:
                        yield amounts[row], said.value, unit


def _same(amount: Decimal, printed: Decimal, scale: int) -> bool:
    """Whether an amount in 元 prints as `printed` in its unit, rounded or cut off."""
    exponent = printed.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * scale
    return abs(printed * scale - amount) * 2 <= step or 0 <= amount - printed * scale < step
