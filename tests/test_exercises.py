"""The written example reports: each rule that they are there for fires in one of a pair and is silent in the other."""

import pytest

from expectations.confront import confront
from fixtures.cases import HOME
from in_words import RULES
from ingest.pipeline import read

FOR = {
    "accounts": ("T09-1", "GEN-1", "GEN-2", "U-07"),
    "form": ("F24-04", "F24-13", "SC-07", "SC-11", "SC-13"),
    "evaluation": ("PS-12", "EV-06", "EV-07", "EV-08"),
}
PLACES = [(name, rule) for name, rules in FOR.items() for rule in rules]


def statuses(name: str, rule: str) -> set[str]:
    canonical = read(str(HOME / "exercises" / f"{name}.txt"))
    return {outcome.status for outcome in confront((RULES[rule],), canonical)}


@pytest.mark.parametrize(("name", "rule"), PLACES)
def test_each_rule_is_silent_where_all_is_right_and_fires_where_it_is_not(name: str, rule: str) -> None:
    right, wrong = statuses(name, rule), statuses(f"{name}_faulty", rule)
    assert "passed" in right
    assert "failed" not in right
    assert "failed" in wrong
