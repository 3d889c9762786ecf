"""One rule of gouji as an expectation of Great Expectations, and the metrics that decide it.

The whole rule stands in the expectation's kwargs. All expectations of a suite share one metric, which confronts the
batch once with all of their rules together (the soft tier counts over all checks of a document, so the rules
cannot be decided one by one). How the shared metric learns of the rules: each expectation asks for it with its own
rule among the kwargs, where the metric's id ignores it; the metric then depends on one small metric a rule, which
hands the rule over, and the graph of Great Expectations sees to it that these come first.
"""

import json
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from great_expectations.compatibility import pydantic
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.core.id_dict import IDDict
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.render.components import (
    CollapseContent,
    LegacyDiagnosticRendererType,
    RenderedStringTemplateContent,
)
from great_expectations.render.renderer.renderer import renderer
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

from expectations.confront import confront
from expectations.gxshape import by_rule, inert, sentence, verdict
from expectations.model import Outcome
from expectations.order import rule_order
from expectations.rule import Rule, rule_from_mapping
from ingest.arrow import FrameError, canonicals_from_frame
from ingest.model import Text

RULE = "gouji.rule"
OUTCOMES = "gouji.outcomes"

collected: ContextVar[list[Outcome] | None] = ContextVar("collected", default=None)
"""Where a run of ours takes what the metric produced: results carry only what they list."""

_handed_over: WeakKeyDictionary[ExecutionEngine[Any], dict[str, Rule]] = WeakKeyDictionary()
"""The rules of the suite that is being resolved on an engine; emptied when they are confronted."""


class OutcomesKwargs(IDDict):
    """Kwargs of the shared metric: they carry a rule, which is no part of the metric's identity."""

    _id_ignore_keys: ClassVar[set[str]] = {"rule"}  # type: ignore[misc]


class GoujiRule(TableMetricProvider):
    """Hand one rule over to the shared metric of the same engine."""

    metric_name = RULE
    value_keys = ("rule",)

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805
        execution_engine: PandasExecutionEngine,
        metric_value_kwargs: Mapping[str, Any],
        **_: object,
    ) -> str:
        rule = parsed(metric_value_kwargs["rule"])
        _handed_over.setdefault(execution_engine, {})[rule.id] = rule
        return rule.id


class GoujiOutcomes(TableMetricProvider):
    """Confront the batch once with every rule handed over: outcomes by rule id."""

    metric_name = OUTCOMES
    value_keys = ()

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        **_: object,
    ) -> dict[str, list[Outcome]]:
        rules = sorted(_handed_over.pop(execution_engine, {}).values(), key=lambda rule: rule_order(rule.id))
        frame, _kwargs, _accessors = execution_engine.get_compute_domain(
            domain_kwargs=metric_domain_kwargs, domain_type=MetricDomainTypes.TABLE
        )
        canonicals = canonicals_from_frame(frame)
        if not canonicals:
            what = Text("批次中没有文件，未作任何校验", "the batch holds no document; nothing was checked")
            raise FrameError(what)
        outcomes = [outcome for canonical in canonicals for outcome in confront(rules, canonical)]
        taken = collected.get()
        if taken is not None:
            taken.extend(outcomes)
        return by_rule(rules, outcomes)

    @classmethod
    def _get_evaluation_dependencies(
        cls,
        metric: MetricConfiguration,
        configuration: object = None,
        execution_engine: ExecutionEngine[Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> dict[str, MetricConfiguration]:
        del configuration, execution_engine, runtime_configuration
        rule = {"rule": metric.metric_value_kwargs["rule"]}
        return {RULE: MetricConfiguration(RULE, metric.metric_domain_kwargs, rule)}


class ExpectGoujiRule(BatchExpectation):
    """Expect a batch of gouji's facts to satisfy one rule.

    The batch is a pandas frame of facts.parquet. Succeeds unless a check failed with at least the rule's severity;
    `result.details` counts every check by status and lists the failing and doubtful ones.
    """

    rule: dict[str, Any] | str
    """`Rule.as_mapping()`, or the same as JSON text: Great Expectations copies kwargs some 16 times in a run, which
    makes an expectation cost 1.9 ms as text and 5 ms as a mapping."""

    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)
    success_keys: ClassVar[tuple[str, ...]] = ("rule",)

    @pydantic.validator("rule")
    def _whole(cls, value: dict[str, Any] | str) -> dict[str, Any] | str:  # noqa: N805
        parsed(value)
        return value

    def get_validation_dependencies(
        self,
        execution_engine: ExecutionEngine[Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> ValidationDependencies:
        """Ask for the shared metric, this rule in its kwargs."""
        dependencies = super().get_validation_dependencies(execution_engine, runtime_configuration)
        dependencies.set_metric_configuration(
            OUTCOMES, MetricConfiguration(OUTCOMES, {"batch_id": self.batch_id}, OutcomesKwargs(rule=self.rule))
        )
        return dependencies

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, Any]:
        del runtime_configuration, execution_engine
        rule = parsed(self.rule)
        success, result = verdict(rule, metrics[OUTCOMES][rule.id])
        return {"success": success, "result": result}

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_STATEMENT)
    def _diagnostic_unexpected_statement_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> list[RenderedStringTemplateContent | CollapseContent]:
        """Name each listed check below the rule; their texts come from documents, so they are made inert."""
        if result is None or "details" not in result.result:
            shown: list[RenderedStringTemplateContent | CollapseContent] = (
                super()._diagnostic_unexpected_statement_renderer(configuration, result, runtime_configuration)
            )
            return shown
        details = result.result["details"]
        lines = [sentence(check) for check in details["listed"]]
        if details["left_out"]:
            lines.append(f"… {details['left_out']} more")
        return [
            RenderedStringTemplateContent(
                content_block_type="string_template",
                string_template={"template": "$line", "params": {"line": inert(line)}, "tag": "div"},
            )
            for line in lines
        ]


def parsed(rule: Mapping[str, Any] | str) -> Rule:
    """Build the rule of some kwargs, each only once.

    Raises ValueError if it is no rule.
    """
    text = rule if isinstance(rule, str) else json.dumps(rule, sort_keys=True, ensure_ascii=False)
    try:
        return _parsed(text)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not a rule as gouji writes it: {error!r}") from error


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Rule:
    return rule_from_mapping(json.loads(text))
