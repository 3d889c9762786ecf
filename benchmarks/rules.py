"""What the rules cost: over one report, through Great Expectations, and beside one built-in expectation a check.

`python -m benchmarks.rules [REPORT]`: the last line writes every arithmetic check of the report as its own
ExpectColumnSumToBeBetween over the facts that take part, the naive way to say the same to Great Expectations, timed
on a sample and scaled up.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import great_expectations as ge
import pandas as pd  # type: ignore[import-untyped]
from great_expectations.expectations.core.expect_column_sum_to_be_between import ExpectColumnSumToBeBetween

from expectations import gxload
from expectations.confront import confront
from expectations.model import Outcome
from expectations.suite import shipped
from fixtures import text
from fixtures.canon import make_model
from fixtures.layout import Layout
from fixtures.report import report
from ingest.facts import Canonical
from ingest.pipeline import read

ROUNDS = 5
SAMPLE = 40
"""How many naive expectations are run; they cost the same each."""


def best(work: Callable[[], object]) -> float:
    """Seconds of processor time of the fastest of some rounds: other work on the machine does not count."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def naive(outcomes: Sequence[Outcome], facts: Canonical) -> float:
    """Seconds that one built-in expectation a check would take."""
    values = {fact.fact_id: float(fact.value) for fact in facts.facts if fact.value is not None}
    sums = [outcome for outcome in outcomes if outcome.left is not None and outcome.relation == "="]
    context = ge.get_context(mode="ephemeral")
    source = context.data_sources.add_pandas("naive")
    suite = ge.ExpectationSuite(name="naive")
    columns: dict[str, list[float]] = {}
    for number, outcome in enumerate(sums[:SAMPLE]):
        held = [
            (t.sign if t.side == "left" else -t.sign) * values[t.fact_id] for t in outcome.terms if t.fact_id in values
        ]
        columns[f"c{number}"] = held
    height = max(map(len, columns.values()))
    frame = pd.DataFrame({name: [*held, *([0.0] * (height - len(held)))] for name, held in columns.items()})
    batch = source.add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    for name in columns:
        suite.add_expectation(ExpectColumnSumToBeBetween(column=name, min_value=-0.01, max_value=0.01))
    definition = ge.ValidationDefinition(name="v", data=batch, suite=suite)
    context.suites.add(suite)
    context.validation_definitions.add(definition)
    started = time.process_time()
    definition.run(batch_parameters={"dataframe": frame})
    return (time.process_time() - started) / len(columns) * len(sums)


def main(arguments: Sequence[str]) -> None:
    """Print one line a measurement."""
    path = Path(arguments[0]) if arguments else Path("/tmp/gouji-bench.txt")  # noqa: S108 - a benchmark's own file
    if not arguments:
        path.write_text(
            text.write(report(make_model(7, size="large", units=12), Layout(unit_tables=True)))[0], encoding="utf-8"
        )
    canonical = read(str(path))
    rules = tuple(rule for suite in shipped() for rule in suite.rules)
    outcomes = confront(rules, canonical)
    alone = best(lambda: confront(rules, canonical))
    started = time.process_time()
    gx = gxload.gx()
    loading = time.process_time() - started
    gx.validate(rules, [canonical])
    through = best(lambda: gx.validate(rules, [canonical]))
    slow = naive(outcomes, canonical)
    print(f"{len(rules)} rules, {len(outcomes)} checks, {len(canonical.facts)} facts, {len(canonical.tables)} tables")
    print(f"rules alone                       {alone:8.3f} s")
    more = (through - alone) / len(rules) * 1000
    print(f"through Great Expectations        {through:8.3f} s   {more:.2f} ms a rule more")
    print(f"import of Great Expectations      {loading:8.3f} s   (in the background while documents are read)")
    print(f"one built-in expectation a check  {slow:8.3f} s   ({slow / alone:.0f} times as long)")


if __name__ == "__main__":
    main(sys.argv[1:])
