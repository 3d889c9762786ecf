"""The kinds of rule. To add one: a module with `check` and `refuse`, and a line here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from expectations.book import Book
from expectations.kinds import bound, identity, presence, ratio, rollup, same, tie
from expectations.kinds.linear import Draft
from expectations.rule import Clause, Rule


@dataclass(frozen=True, slots=True)
class Kind:
    """How a clause of this kind is checked, and why one is refused (None: it is not)."""

    check: Callable[[Rule, Clause, Book], Iterator[Draft]]
    refuse: Callable[[Clause], str | None]


KINDS: Mapping[str, Kind] = {
    "identity": Kind(identity.check, identity.refuse),
    "rollup": Kind(rollup.check, rollup.refuse),
    "tie": Kind(tie.check, tie.refuse),
    "ratio": Kind(ratio.check, ratio.refuse),
    "bound": Kind(bound.check, bound.refuse),
    "same": Kind(same.check, same.refuse),
    "presence": Kind(presence.check, presence.refuse),
}
