"""Run the suites through Great Expectations: one suite, all documents in one batch.

Measured with 156 rules: 0.3 s for a batch of any size beside confronting it, so one batch for all documents.
A checkpoint around the validation would add a fifth for comparing what was just made with itself.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import great_expectations
from great_expectations import ExpectationSuite, ValidationDefinition
from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations import gxshape
from expectations.gx.rule import ExpectGoujiRule, collected
from expectations.model import Outcome
from expectations.rule import Rule
from ingest.arrow import frame
from ingest.errors import GoujiError
from ingest.facts import Canonical
from ingest.model import Text


class EngineError(GoujiError):
    """Great Expectations could not run a rule; the message names the rule and the reason."""


class Validated(NamedTuple):
    """What a run produced."""

    outcomes: tuple[Outcome, ...]
    """Every check of every document: by document, then by rule in suite order."""
    result: dict[str, Any]
    """As `gxshape.validation_json`."""


def suite_of(rules: Sequence[Rule]) -> ExpectationSuite:
    """Make the suite for people to read, rules spelled out, by the constructor: `add_expectation` merges rules."""
    return _suite([expectation_of(rule, rule.as_mapping()) for rule in gxshape.unrepeated(rules)])


def expectation_of(rule: Rule, kwarg: dict[str, object] | str) -> ExpectGoujiRule:
    """Make one rule's expectation; `description` carries what Data Docs must show (notes and meta break its pages)."""
    severity = FailureSeverity(gxshape.SEVERITY.get(rule.severity, "info"))
    return ExpectGoujiRule(rule=kwarg, description=gxshape.description(rule), severity=severity)


def _suite(expectations: Sequence[ExpectGoujiRule]) -> ExpectationSuite:
    return ExpectationSuite(name=gxshape.SUITE, expectations=list(expectations))


def validate(rules: Sequence[Rule], canonicals: Sequence[Canonical]) -> Validated:
    """Confront documents with rules through a validation of Great Expectations; nothing is stored or sent.

    Raises EngineError if any rule could not be run, RepeatedRuleError if two have the same id.
    """
    if not rules or not canonicals:
        return Validated(*gxshape.results_without_gx(rules, canonicals))
    taken: list[Outcome] = []
    token = collected.set(taken)
    try:
        with _quiet():
            result = definition(rules).run(batch_parameters={"dataframe": frame(canonicals)})
    finally:
        collected.reset(token)
    written = result.to_json_dict()["results"]  # type: ignore[no-untyped-call]
    return Validated(gxshape.in_rule_order(rules, taken), _as_written(rules, written))


def definition(rules: Sequence[Rule]) -> ValidationDefinition:
    """Make the validation of a frame of facts (`batch_parameters={"dataframe": …}`) in memory only."""
    context = great_expectations.get_context(mode="ephemeral")
    silence(context)
    batch = (
        context.data_sources.add_pandas("gouji")
        .add_dataframe_asset("facts")
        .add_batch_definition_whole_dataframe("all documents")
    )
    texts = [json.dumps(rule.as_mapping(), ensure_ascii=False) for rule in gxshape.unrepeated(rules)]
    suite = _suite([expectation_of(rule, text) for rule, text in zip(rules, texts, strict=True)])
    made = ValidationDefinition(name="gouji", data=batch, suite=context.suites.add(suite))
    return context.validation_definitions.add(made)


def silence(context: AbstractDataContext) -> None:
    """No progress bars and no usage statistics."""
    context.enable_analytics(enable=False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)


def _as_written(rules: Sequence[Rule], results: Any) -> dict[str, Any]:
    """Bring results into suite order (they come grouped, so by rule id), spell rules out, leave random ids out."""
    found = {}
    for one in results:
        kwargs = one["expectation_config"]["kwargs"]
        kwargs["rule"] = json.loads(kwargs["rule"])
        del one["expectation_config"]["id"]
        name = kwargs["rule"]["id"]
        _raise_for(name, one["exception_info"])
        found[name] = one
    missing = [rule.id for rule in rules if rule.id not in found]
    if missing or len(results) != len(rules):
        raise EngineError(
            Text(
                f"Great Expectations 对 {len(rules)} 条规则给出 {len(results)} 个结果；缺少：{missing}",
                f"Great Expectations gave {len(results)} results for {len(rules)} rules; missing: {missing}",
            )
        )
    return gxshape.validation_json([found[rule.id] for rule in rules])


def _raise_for(rule: str, exception_info: dict[str, Any]) -> None:
    """Raise EngineError if a result holds an exception; the info is one record or one a metric."""
    flat = [exception_info] if "raised_exception" in exception_info else list(exception_info.values())
    for info in flat:
        if info["raised_exception"]:
            why = info["exception_message"]
            raise EngineError(
                Text(
                    f"{rule}: Great Expectations 未能运行该规则：{why}",
                    f"{rule}: Great Expectations could not run the rule: {why}",
                )
            )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Great Expectations' own log off the terminal; what goes wrong is raised from its results."""
    logger = logging.getLogger("great_expectations")
    level, propagate = logger.level, logger.propagate
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False
    try:
        yield
    finally:
        logger.setLevel(level)
        logger.propagate = propagate
