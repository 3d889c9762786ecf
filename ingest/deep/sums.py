"""Which of its possible readings is each number? What the sums of a form allow decides, and nothing else.

Every number has the readings its printed pieces allow, a clean one just its own. A sum leaves of a number only the
readings that some choice of all its other members completes exactly; sums are looked at again until nothing changes.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

_MOST = 20_000
"""Partial sums kept for one sum; with more of them open it says nothing (about 14 broken numbers of one kind)."""


@dataclass(frozen=True, slots=True)
class Sum(Generic[K]):
    """What adds up: Σ plus − Σ minus = constant."""

    plus: tuple[K, ...]
    minus: tuple[K, ...] = ()
    constant: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Settled(Generic[K]):
    """The values left, and the numbers of which a sum that holds leaves just one."""

    values: Mapping[K, tuple[Decimal, ...]]
    confirmed: frozenset[K]
    broken: tuple[Sum[K], ...]
    """The sums that no choice of readings satisfies."""


def settle(choices: Mapping[K, tuple[Decimal, ...]], sums: Sequence[Sum[K]]) -> Settled[K]:
    """Narrow the readings by the sums; one that cannot hold narrows nothing."""
    values = {key: tuple(dict.fromkeys(options)) for key, options in choices.items()}
    while True:
        before = dict(values)
        failed: list[Sum[K]] = []
        holding: list[Sum[K]] = []
        for item in sums:
            left = _possible(item, values)
            if left is None:
                continue
            if not left:
                failed.append(item)
                continue
            holding.append(item)
            values.update(left)
        if values == before:
            break
    sure = {key for item in holding for key in (*item.plus, *item.minus) if len(values[key]) == 1}
    return Settled(values, frozenset(sure), tuple(failed))


def _possible(item: Sum[K], values: Mapping[K, tuple[Decimal, ...]]) -> dict[K, tuple[Decimal, ...]] | None:
    """Each member's readings that occur in a solution; {} without one, None if there are too many to look at.

    A reading occurs in a solution if some sum of what stands before it and some of what stands after it complete it.
    """
    members = [*((key, 1) for key in item.plus), *((key, -1) for key in item.minus)]
    open_, constant = [], -item.constant
    for key, sign in members:
        if len(values[key]) == 1:
            constant += sign * values[key][0]
        else:
            open_.append((key, sign))
    found = {key: values[key] for key, _ in members}
    if not open_:
        return {} if constant else found
    before: list[set[Decimal]] = [{constant}]
    for key, sign in open_:
        before.append({head + sign * value for head in before[-1] for value in values[key]})
        if len(before[-1]) > _MOST:
            return None
    if Decimal(0) not in before[-1]:
        return {}
    wanted = {Decimal(0)}
    for (key, sign), heads in zip(reversed(open_), reversed(before[:-1]), strict=True):
        found[key] = tuple(value for value in values[key] if any(rest - sign * value in heads for rest in wanted))
        wanted = {head for rest in wanted for value in found[key] if (head := rest - sign * value) in heads}
    return found
