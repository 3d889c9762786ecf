"""Confront shipped rules, or clauses made up here, with documents written as in the suites (expectations.examples)."""

from expectations.confront import confront
from expectations.examples import document
from expectations.model import Outcome
from expectations.rule import Clause, Rule
from expectations.suite import shipped
from ingest.model import Text

RULES = {rule.id: rule for suite in shipped() for rule in suite.rules}


def check(rule_id: str, text: str) -> tuple[Outcome, ...]:
    """All outcomes of one shipped rule."""
    return confront((RULES[rule_id],), document(text))


def one(rule_id: str, text: str) -> Outcome:
    """The only outcome of one shipped rule."""
    (outcome,) = check(rule_id, text)
    return outcome


def rule_of(*clauses: Clause, severity: str = "error") -> Rule:
    """A rule of these clauses."""
    words = Text("试", "test")
    return Rule("A-1", words, words, severity, clauses, {})


def told(rule: Rule, text: str) -> list[tuple[str, str]]:
    """(place, status) of all outcomes."""
    return [(outcome.place, outcome.status) for outcome in confront((rule,), document(text))]


def english(outcome: Outcome) -> str:
    """The reason in English."""
    return outcome.reason["en"] if outcome.reason else ""
