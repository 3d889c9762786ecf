"""Which test of the reading (rules.md §14, Q-01 … Q-14) a doubt belongs to, so that it can be named."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ingest.facts import Doubt
from ingest.model import Why

TESTS: Mapping[str, str] = {
    "counts": "Q-01",
    "untitled": "Q-01",
    "digits": "Q-02",
    "number": "Q-02",
    "joined": "Q-03",
    "dimension": "Q-04",
    "alone": "Q-06",
    "part": "Q-06",
    "faint": "Q-08",
    "page": "Q-08",
    "readings": "Q-08",
    "unread": "Q-08",
    "unruled": "Q-08",
    "columns": "Q-09",
    "unit": "Q-11",
    "percent": "Q-12",
    "heading": "",
}
"""Kind of doubt → the rule that asked; empty for one that no rule names."""
_PRINTED_SO = ("number", "percent")


def rule_of(why: Why) -> str:
    """The rule whose test a doubt is; empty for one that no rule names."""
    return TESTS.get(why.kind, "")


def is_printed_so(why: Why) -> bool:
    """Does the doubt say what is printed, two numbers or a rate in a cell of amounts, and not how it was read?"""
    return why.kind in _PRINTED_SO


def cited(why: Why) -> Why:
    """The reason of a doubt with the rule that it belongs to."""
    rule = rule_of(why)
    return replace(why, zh=f"{rule} {why.zh}", en=f"{rule} {why.en}") if rule else why


def doubts_of(doubts: Iterable[Doubt], rule: str) -> Iterator[Doubt]:
    """The doubts of one test, in their order."""
    return (doubt for doubt in doubts if rule_of(doubt.reason) == rule)
