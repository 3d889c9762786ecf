"""The kinds of rule. To add one: a module with `check` and `refuse`, and a line here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from expectations.book import Book
from expectations.kinds import (
    agree,
    bound,
    copies,
    evaluated,
    footing,
    identity,
    joint,
    leaf,
    manual,
    paired,
    presence,
    printed,
    ratio,
    reading,
    restated,
    rollup,
    same,
    shape,
    stated,
    tie,
    tree,
    whole,
    wording,
)
from expectations.kinds.linear import Draft
from expectations.rule import Clause, Rule


@dataclass(frozen=True, slots=True)
class Kind:
    """How a clause of this kind is checked, and what one that is refused lacks, as it is written (None: nothing)."""

    check: Callable[[Rule, Clause, Book], Iterator[Draft]]
    refuse: Callable[[Clause], str | None]
    plain: bool = False
    """It needs no formula."""
    shows: tuple[str, ...] = ("passed", "failed", "not_checked")
    """The examples that each of its rules must have."""


KINDS: Mapping[str, Kind] = {
    "identity": Kind(identity.check, identity.refuse),
    "rollup": Kind(rollup.check, rollup.refuse),
    "tie": Kind(tie.check, tie.refuse),
    "ratio": Kind(ratio.check, ratio.refuse),
    "bound": Kind(bound.check, bound.refuse),
    "same": Kind(same.check, same.refuse),
    "presence": Kind(presence.check, presence.refuse),
    "agree": Kind(agree.check, agree.refuse, plain=True),
    "shape": Kind(shape.check, shape.refuse, plain=True),
    "printed": Kind(printed.check, printed.refuse, plain=True),
    "wording": Kind(wording.check, wording.refuse, plain=True),
    "stated": Kind(stated.check, stated.refuse, plain=True),
    "footing": Kind(footing.check, footing.refuse, plain=True),
    "joint": Kind(joint.check, joint.refuse),
    "tree": Kind(tree.check, tree.refuse, plain=True),
    "restated": Kind(restated.check, restated.refuse, plain=True),
    "leaf": Kind(leaf.check, leaf.refuse, plain=True),
    "whole": Kind(whole.check, whole.refuse, plain=True),
    "copies": Kind(copies.check, copies.refuse, plain=True),
    "paired": Kind(paired.check, paired.refuse, plain=True),
    "evaluated": Kind(evaluated.check, evaluated.refuse, plain=True),
    "reading": Kind(reading.check, reading.refuse, plain=True, shows=("passed",)),
    "manual": Kind(manual.check, manual.refuse, plain=True, shows=()),
}
