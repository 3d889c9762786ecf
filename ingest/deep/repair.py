"""A form's numbers, settled by its own identities: what each broken one is worth, and which stay in doubt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.deep.figures import UNCONFIRMED, Figure, Place, broken, choices, decided
from ingest.deep.funds import Funds, fund_sums, settled_rates
from ingest.deep.sums import Settled, Sum, settle
from ingest.deep.tree import Node, Tree
from ingest.model import Why
from ingest.templates import Template

_NAMELESS = Why("无名称的行，且与合计不符", "a row without a name that does not fit the total", "digits")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What to read at each place: repairs as `Frame.repairs`, and why a place has no sure reading."""

    repairs: Mapping[Place, tuple[str, str | None]]
    doubts: Mapping[Place, Why]


def decide(funds: Funds, trees: Sequence[Tree], template: Template) -> Decisions:
    """Settle all numbers of one form together."""
    tree_numbers = [entry.figure for tree in trees for entry in tree.entries if entry.figure is not None]
    places = [_at(tree) for tree in trees]
    weights = [item for tree, at in zip(trees, places, strict=True) for item in _weight_sums(tree, at)]
    scores = [item for tree, at in zip(trees, places, strict=True) for item in _score_sums(tree, at)]
    figures = [*funds.figures, *tree_numbers]
    known = choices(figures)
    sums = [item for item in (*fund_sums(funds.figures, template), *weights, *scores) if _complete(item, known)]
    settled = settle(known, sums)
    figures, settled = _points_dropped(figures, weights, sums, settled)
    repairs, doubtful = decided(figures, settled)
    rates = settled_rates(funds.figures, settled)
    pieces = {item.place: " | ".join(item.pieces) for item in funds.figures}
    repairs.update({place: (text, pieces[place]) for place, text in rates.items()})
    doubts = dict.fromkeys(doubtful - set(rates), UNCONFIRMED)
    doubts.update(_cut_short(funds.figures, settled))
    doubts.update(_nameless(funds, settled))
    return Decisions(repairs, doubts)


def _complete(item: Sum[Place], known: Mapping[Place, tuple[Decimal, ...]]) -> bool:
    return all(place in known for place in (*item.plus, *item.minus))


_Places = Mapping[tuple[int, str], Place]
"""(row, 分值 or 得分) → where the number stands."""


def _at(tree: Tree) -> _Places:
    return {
        (entry.slot.row, entry.slot.column_concept): entry.figure.place
        for entry in tree.entries
        if entry.figure is not None
    }


def _weight_sums(tree: Tree, at: _Places) -> Iterator[Sum[Place]]:
    """A second level is its leaves, a dimension its second levels, 总计 and 100 the dimensions."""

    def weights(nodes: Sequence[Node]) -> tuple[Place, ...]:
        return tuple(at[node.row, "分值"] for node in nodes if (node.row, "分值") in at)

    dimensions = [node for node in tree.nodes if node.kind == "dimension"]
    for dimension in dimensions:
        below = [node for node in tree.nodes if node.dimension == dimension.dimension and node is not dimension]
        seconds = [node for node in below if node.kind == "second"]
        loose = [node for node in below if node.kind == "leaf" and node.second == 0]
        yield from _one(weights([dimension]), weights([*seconds, *loose]))
        for second in seconds:
            leaves = [node for node in below if node.kind == "leaf" and node.second == second.second]
            yield from _one(weights([second]), weights(leaves))
    whole = weights(dimensions)
    if len(whole) == len(dimensions) and whole:
        yield Sum(whole, constant=HUNDRED)
        if tree.total is not None and (tree.total[0], "分值") in at:
            yield Sum((at[tree.total[0], "分值"],), whole)


def _one(whole: tuple[Place, ...], parts: tuple[Place, ...]) -> Iterator[Sum[Place]]:
    if whole and parts:
        yield Sum(whole, parts)


def _score_sums(tree: Tree, at: _Places) -> Iterator[Sum[Place]]:
    """总计 is the sum of the leaves' scores; a leaf without one makes that sum say nothing."""
    leaves = [node for node in tree.nodes if node.kind == "leaf"]
    if tree.total is None or (tree.total[0], "得分") not in at:
        return
    if leaves and all((node.row, "得分") in at for node in leaves):
        yield Sum((at[tree.total[0], "得分"],), tuple(at[node.row, "得分"] for node in leaves))


def _points_dropped(
    figures: Sequence[Figure], weights: Sequence[Sum[Place]], sums: Sequence[Sum[Place]], settled: Settled[Place]
) -> tuple[list[Figure], Settled[Place]]:
    """Read a weight like 2.5 as 25 where all its sums, two at least, fail as printed and hold with 25.

    A number broken over two lines of a narrow cell comes out with a point where the break was.
    """
    failed = set(settled.broken)
    suspects = {place for item in failed for place in (*item.plus, *item.minus)}
    changed: dict[Place, Figure] = {}
    for item in figures:
        if item.place not in suspects:
            continue
        own = [sum_ for sum_ in weights if item.place in (*sum_.plus, *sum_.minus)]
        if item.literal and "." in item.texts[0] and len(own) > 1 and failed.issuperset(own):
            whole = item.texts[0].replace(".", "")
            changed[item.place] = broken(item.slot, item.pieces, (item.texts[0], whole))
    if not changed:
        return list(figures), settled
    trial = [changed.get(item.place, item) for item in figures]
    again = settle(choices(trial), sums)
    right = {
        place: item
        for place, item in changed.items()
        if again.values[place] == (Decimal(item.texts[1]),)
        and not any(place in (*sum_.plus, *sum_.minus) for sum_ in again.broken)
    }
    kept = [right.get(item.place, item) for item in figures]
    return kept, settle(choices(kept), sums) if right != changed else again


def _cut_short(figures: Sequence[Figure], settled: Settled[Place]) -> Iterator[tuple[Place, Why]]:
    """Amounts of a failing sum that are the beginning, past the point, of what the sum asks for."""
    literal = {item.place: item for item in figures if item.literal and "." in item.texts[0]}
    for item in settled.broken:
        members = [*((place, 1) for place in item.plus), *((place, -1) for place in item.minus)]
        if any(len(settled.values[place]) != 1 for place, _ in members):
            continue
        residual = sum((sign * settled.values[place][0] for place, sign in members), -item.constant)
        for place, sign in members:
            if place in literal:
                printed = settled.values[place][0]
                wanted = printed - sign * residual
                if str(wanted).startswith(str(printed)) and len(str(wanted)) > len(str(printed)):
                    yield place, _cut_at(wanted)


def _cut_at(wanted: Decimal) -> Why:
    return Why(
        f"末位数字可能缺失，勾稽关系要求{wanted}",
        f"the last digits may be missing; an identity asks for {wanted}",
        "digits",
    )


def _nameless(funds: Funds, settled: Settled[Place]) -> Iterator[tuple[Place, Why]]:
    """Numbers of a use item without a name are doubtful where a sum they are in fails."""
    failing = {place for item in settled.broken for place in (*item.plus, *item.minus)}
    for place in funds.nameless:
        if place in failing:
            yield place, _NAMELESS
