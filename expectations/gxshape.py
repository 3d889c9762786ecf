"""Suites and verdicts in Great Expectations' own JSON shapes, written without importing it.

`expectations.gx` fills the same shapes from a run of Great Expectations; a test holds the two equal. Run ids, time
stamps and random ids are left out: the same input gives the same bytes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from expectations.confront import confront
from expectations.model import STATUSES, Outcome
from expectations.report.files import write_text
from expectations.rule import Rule
from ingest.errors import GoujiError
from ingest.facts import Canonical
from ingest.model import Text

EXPECTATION = "expect_gouji_rule"
SUITE = "gouji"
BATCH = "gouji-facts"
SEVERITY = {"error": "critical", "warning": "warning", "info": "info"}
"""gouji's severities in Great Expectations' words."""

LISTED = ("failed", "implausible", "not_checked")
"""The statuses whose checks are listed one by one, in this order."""
MOST_LISTED = 100
"""How many checks one result lists; the counts always cover all of them, and `left_out` says how many are not shown."""

_RANK = {"info": 0, "warning": 1, "error": 2}
_NO_EXCEPTION = {"raised_exception": False, "exception_traceback": None, "exception_message": None}

Json = dict[str, Any]


_INERT = str.maketrans({"<": "＜", ">": "＞", "&": "＆", "$": "＄"})


def inert(text: str) -> str:
    """Make a text harmless in Data Docs, which take some texts as HTML and `$` as the start of a parameter."""
    return text.translate(_INERT)


def description(rule: Rule) -> str:
    """Say id, severity and title in one line: the only words that every page of Great Expectations shows."""
    return inert(f"{rule.id} [{rule.severity}] {rule.title['zh']} {rule.title['en']}")


def suite_json(rules: Sequence[Rule]) -> Json:
    """All rules as one suite, as `ExpectationSuite.to_json_dict` writes it (ids left out)."""
    return {
        "name": SUITE,
        "expectations": [_configuration(rule, {"rule": rule.as_mapping()}) for rule in rules],
        "meta": {"great_expectations_version": _version()},
        "notes": None,
    }


def verdict(rule: Rule, outcomes: Sequence[Outcome]) -> tuple[bool, Json]:
    """Decide one rule: (success, result), the result in JSON-safe form.

    An expectation has one severity, its rule's. So it fails where a check failed with at least that severity: a
    check of an error rule that the context lowered to a warning is listed, and fails nothing. `implausible`
    and `not_checked` are listed too, and `observed_value` says aloud how many there are. No check at all is not
    success: each rule has at least one for each document.
    """
    counts = Counter(outcome.status for outcome in outcomes)
    broken = [one for one in outcomes if one.status == "failed" and _RANK[one.severity] >= _RANK.get(rule.severity, 0)]
    doubtful = sorted((one for one in outcomes if one.status in LISTED), key=lambda one: LISTED.index(one.status))
    shown = [f"{status} {counts[status]}" for status in reversed(STATUSES) if counts[status]]
    return bool(outcomes) and not broken, {
        "observed_value": ", ".join(shown) or "no check",
        "details": {
            "rule": rule.id,
            "checks": len(outcomes),
            "counts": {status: counts[status] for status in STATUSES},
            "listed": list(map(_check, doubtful[:MOST_LISTED])),
            "left_out": max(0, len(doubtful) - MOST_LISTED),
        },
    }


def result_json(rule: Rule, success: bool, result: Json) -> Json:
    """One rule's result, as `ExpectationValidationResult.to_json_dict` writes it (ids left out)."""
    return {
        "success": success,
        "expectation_config": _configuration(rule, {"batch_id": BATCH, "rule": rule.as_mapping()}),
        "result": result,
        "meta": {},
        "exception_info": dict(_NO_EXCEPTION),
    }


def validation_json(results: Sequence[Json]) -> Json:
    """All results together, as `ExpectationSuiteValidationResult.to_json_dict` writes them (ids and times left out)."""
    good = sum(1 for result in results if result["success"])
    return {
        "success": good == len(results),
        "results": list(results),
        "suite_name": SUITE,
        "suite_parameters": {},
        "statistics": {
            "evaluated_expectations": len(results),
            "successful_expectations": good,
            "unsuccessful_expectations": len(results) - good,
            "success_percent": good / len(results) * 100 if results else None,
        },
        "meta": {
            "great_expectations_version": _version(),
            "active_batch_definition": {
                "datasource_name": "gouji",
                "data_connector_name": "fluent",
                "data_asset_name": "facts",
                "batch_identifiers": {"dataframe": "<DATAFRAME>"},
            },
        },
        "id": None,
    }


def results_without_gx(rules: Sequence[Rule], canonicals: Sequence[Canonical]) -> tuple[tuple[Outcome, ...], Json]:
    """Confront directly and write the results as Great Expectations would: the path for many documents."""
    outcomes = in_rule_order(rules, [one for canonical in canonicals for one in confront(rules, canonical)])
    return outcomes, result_of(rules, outcomes)


def result_of(rules: Sequence[Rule], outcomes: Iterable[Outcome]) -> Json:
    """Write outcomes that exist already, of any number of documents, as Great Expectations would."""
    grouped = by_rule(rules, outcomes)
    return validation_json([result_json(rule, *verdict(rule, grouped[rule.id])) for rule in rules])


class RepeatedRuleError(GoujiError):
    """Two rules of a run have the same id: results are joined on it."""


def unrepeated(rules: Sequence[Rule]) -> Sequence[Rule]:
    """Return the rules if each id is there once; raises RepeatedRuleError."""
    repeated = sorted(name for name, count in Counter(rule.id for rule in rules).items() if count > 1)
    if repeated:
        names = ", ".join(repeated)
        raise RepeatedRuleError(
            Text(
                f"规则编号重复：{names}；每条规则须有自己的编号",
                f"more than one rule named {names}; give each rule its own id",
            )
        )
    return rules


def by_rule(rules: Sequence[Rule], outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """Group outcomes by rule id; each rule has an entry.

    Raises RepeatedRuleError, and KeyError for the outcome of another rule.
    """
    grouped: dict[str, list[Outcome]] = {rule.id: [] for rule in unrepeated(rules)}
    for outcome in outcomes:
        grouped[outcome.rule].append(outcome)
    return grouped


def in_rule_order(rules: Sequence[Rule], outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Sort outcomes by document (in the order met), then rule (in suite order); otherwise as they came."""
    documents = {name: index for index, name in enumerate(dict.fromkeys(one.document for one in outcomes))}
    places = {rule.id: index for index, rule in enumerate(rules)}
    return tuple(sorted(outcomes, key=lambda one: (documents[one.document], places[one.rule])))


def write(rules: Sequence[Rule], validation: Mapping[str, Any], folder: Path) -> None:
    """Write suite.json and validation.json into `folder`, which is made if need be. Raises OSError."""
    for name, held in (("suite", suite_json(rules)), ("validation", validation)):
        write_text(folder / f"{name}.json", json.dumps(held, ensure_ascii=False, indent=1) + "\n")


def _configuration(rule: Rule, kwargs: Json) -> Json:
    return {
        "type": EXPECTATION,
        "kwargs": kwargs,
        "meta": {},
        "description": description(rule),
        "severity": SEVERITY.get(rule.severity, "info"),
    }


def sentence(check: Mapping[str, Any]) -> str:
    """Say one listed check in a line of plain text."""
    sides = "" if check["left"] is None else f": {check['left']} {check['relation']} {check['right']} {check['unit']}"
    residual = "" if check["residual"] is None else f" ({check['residual']})"
    reason = "" if check["reason"] is None else f": {check['reason'].get('zh', '')} {check['reason'].get('en', '')}"
    return (
        f"{check['status']}: {check['document']} {' '.join(check['tables'])} {check['place']}{sides}{residual}{reason}"
    )


def _check(outcome: Outcome) -> Json:
    return {
        "check_id": outcome.check_id,
        "document": outcome.document,
        "tables": list(outcome.tables),
        "place": outcome.place,
        "status": outcome.status,
        "severity": outcome.severity,
        "relation": outcome.relation,
        "left": _digits(outcome.left),
        "right": _digits(outcome.right),
        "residual": _digits(outcome.residual),
        "tolerance": _digits(outcome.tolerance),
        "unit": outcome.unit,
        "reason": None if outcome.reason is None else dict(outcome.reason),
    }


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


@cache
def _version() -> str:
    return version("great_expectations")
