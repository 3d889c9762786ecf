"""The suites through the real Great Expectations: same verdicts as without it, in our run and in a user's own."""

import json
import os
import re
import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from expectations import gxload, gxshape
from expectations.confront import confront
from expectations.examples import document
from expectations.model import Outcome
from expectations.rule import Rule
from expectations.suite import shipped
from ingest import arrow
from ingest.facts import Canonical
from ingest.model import Text

ROOT = Path(__file__).parents[1]
RULES: tuple[Rule, ...] = tuple(rule for suite in shipped() for rule in suite.rules)


@pytest.fixture(scope="module")
def gx() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gxload.start_importing()
        return gxload.gx()


def example(rule: Rule, status: str) -> Canonical:
    """Read the rule's first example of a status, as a document with a name of its own."""
    made = document(rule.examples[status][0])
    name = f"{rule.id}-{status}"
    return replace(
        made,
        document=replace(made.document, id=name),
        tables=tuple(replace(table, document=name) for table in made.tables),
        facts=tuple(replace(fact, document=name) for fact in made.facts),
    )


DOCUMENTS = tuple(example(rule, status) for rule in RULES for status in ("passed", "failed") if status in rule.examples)


def direct(rules: Sequence[Rule], documents: Sequence[Canonical]) -> list[Outcome]:
    return [outcome for canonical in documents for outcome in confront(rules, canonical)]


def test_a_run_gives_the_outcomes_and_results_of_the_direct_path(gx: ModuleType) -> None:
    validated = gx.validate(RULES, DOCUMENTS)
    outcomes, result = gxshape.results_without_gx(RULES, DOCUMENTS)
    assert validated.outcomes == outcomes
    assert validated.result == result
    assert sorted(outcomes, key=repr) == sorted(direct(RULES, DOCUMENTS), key=repr)
    assert result["statistics"]["unsuccessful_expectations"] > len(RULES) / 2
    json.dumps(result)


def test_each_expectation_fails_on_its_failing_example_only(gx: ModuleType) -> None:
    rules = [rule for rule in RULES if "failed" in rule.examples][:6]
    for rule in rules:
        good = gx.validate([rule], [example(rule, "passed")])
        bad = gx.validate([rule], [example(rule, "failed")])
        assert (good.result["success"], bad.result["success"]) == (True, False), rule.id


def test_the_same_checkpoint_twice_confronts_each_batch_afresh(gx: ModuleType) -> None:
    rule = next(rule for rule in RULES if "failed" in rule.examples)
    definition = gx.runner.definition([rule])
    seen = [
        definition.run(batch_parameters={"dataframe": arrow.frame([example(rule, status)])}).success
        for status in ("passed", "failed", "passed")
    ]
    assert seen == [True, False, True]


def test_an_empty_batch_is_no_success(gx: ModuleType) -> None:
    ran = gx.runner.definition(RULES[:2]).run(batch_parameters={"dataframe": arrow.frame([])})
    assert not ran.success
    assert "holds no document" in str(ran.results[0].exception_info)


def test_a_strange_batch_names_what_is_missing(gx: ModuleType) -> None:
    held = arrow.frame(DOCUMENTS[:1]).drop(columns="concept")
    ran = gx.runner.definition(RULES[:1]).run(batch_parameters={"dataframe": held})
    assert not ran.success
    assert "no column concept" in str(ran.results[0].exception_info)
    shown = gx.ExpectGoujiRule._diagnostic_unexpected_statement_renderer(result=ran.results[0])  # noqa: SLF001
    assert "no column concept" in str([part.to_json_dict() for part in shown])


def test_a_rule_that_could_not_be_run_is_raised_not_reported(gx: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gx.runner, "frame", lambda _: arrow.frame([]))
    with pytest.raises(gx.EngineError, match=r"could not run the rule: .*the batch holds no document"):
        gx.validate(RULES[:2], DOCUMENTS[:1])


def test_two_rules_of_one_name_are_refused(gx: ModuleType) -> None:
    twice = [RULES[0], replace(RULES[0], title=Text("另", "other"))]
    for use in (gx.validate, gxshape.results_without_gx):
        with pytest.raises(gxshape.RepeatedRuleError, match=RULES[0].id):
            use(twice, DOCUMENTS[:1])


def test_a_rule_that_is_none_is_refused(gx: ModuleType) -> None:
    with pytest.raises(ValueError, match="not a rule as gouji writes it"):
        gx.ExpectGoujiRule(rule={"id": "X-99"})


def outcome(status: str, severity: str, number: int = 0) -> Outcome:
    return Outcome(f"c{number}", "d", "R", ("T01",), "合计", status, severity)


@pytest.mark.parametrize(
    ("severity", "outcomes", "success"),
    [
        ("error", [outcome("passed", "error"), outcome("rounding", "error")], True),
        ("error", [outcome("failed", "error")], False),
        ("error", [outcome("failed", "warning"), outcome("implausible", "warning")], True),
        ("error", [outcome("not_checked", "error")], True),
        ("warning", [outcome("failed", "warning")], False),
        ("warning", [outcome("failed", "info")], True),
        ("error", [], False),
    ],
)
def test_success_is_what_the_severity_of_the_rule_says(severity: str, outcomes: list[Outcome], success: bool) -> None:
    assert gxshape.verdict(replace(RULES[0], severity=severity), outcomes)[0] is success


def test_what_is_not_listed_is_counted() -> None:
    outcomes = [outcome("not_checked", "error", number) for number in range(150)] + [outcome("failed", "error", 150)]
    _, result = gxshape.verdict(RULES[0], outcomes)
    details = result["details"]
    assert (details["checks"], len(details["listed"]), details["left_out"]) == (151, gxshape.MOST_LISTED, 51)
    assert details["listed"][0]["status"] == "failed"
    assert result["observed_value"] == "not_checked 150, failed 1"


def script(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a plain script in another process, as a user of Great Expectations would."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", text, *arguments], capture_output=True, text=True, env=environment, check=False
    )


BLOCK = """
import sys
def refuse(event, arguments):
    if event == "socket.connect" or event == "socket.getaddrinfo":
        raise RuntimeError(f"network: {event} {arguments}")
sys.addaudithook(refuse)
"""
OPEN = """
import json
import great_expectations as gx
context = gx.get_context(mode="file", project_root_dir=sys.argv[1])
"""
RUN = """
import pandas
results = {}
for name, parameters in (("gouji", None), ("gouji-dataframe", {"dataframe": pandas.read_parquet(sys.argv[2])})):
    (one,) = context.checkpoints.get(name).run(batch_parameters=parameters).run_results.values()
    results[name] = {r.expectation_config.kwargs["rule"]["id"]: [r.success, r.result] for r in one.results}
print("RESULT" + json.dumps(results))
"""


@pytest.fixture(scope="module")
def project(gx: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    gx.export(RULES, folder)
    arrow.write_parquet(arrow.facts_table(DOCUMENTS), folder / "data" / "facts.parquet")
    return folder


def expected() -> dict[str, Any]:
    _, result = gxshape.results_without_gx(RULES, DOCUMENTS)
    return {
        one["expectation_config"]["kwargs"]["rule"]["id"]: [one["success"], one["result"]] for one in result["results"]
    }


def test_a_plain_script_gets_the_same_verdicts_from_the_export(project: Path) -> None:
    ran = script(BLOCK + OPEN + "import expectations.gx\n" + RUN, str(project), str(project / "data/facts.parquet"))
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.partition("RESULT")[2])
    assert found == {"gouji": expected(), "gouji-dataframe": expected()}


def test_without_our_import_loading_fails_and_says_what_to_import(project: Path) -> None:
    ran = script(BLOCK + OPEN + RUN, str(project), str(project / "data/facts.parquet"))
    assert ran.returncode != 0
    assert "import expectations.gx" in ran.stderr.splitlines()[-1]
    assert "RESULT" not in ran.stdout


def test_a_suite_emptied_on_loading_does_not_pass_the_guard(project: Path) -> None:
    late = """
suite = context.suites.get("gouji")
import expectations.gx
suite = context.suites.add(gx.ExpectationSuite("late", expectations=suite.expectations))
batch = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
data = context.validation_definitions.add(gx.ValidationDefinition(name="late", data=batch, suite=suite))
point = gx.Checkpoint(name="late", validation_definitions=[data], actions=[expectations.gx.GoujiGuard()])
import pandas
context.checkpoints.add(point).run(batch_parameters={"dataframe": pandas.read_parquet(sys.argv[2])})
"""
    ran = script(BLOCK + OPEN + late, str(project), str(project / "data/facts.parquet"))
    assert ran.returncode != 0
    assert "no rule of gouji took part" in ran.stderr.splitlines()[-1], ran.stderr


def test_a_second_export_into_the_same_folder_is_refused(gx: ModuleType, project: Path) -> None:
    with pytest.raises(gx.project.ExportError, match="empty folder"):
        gx.export(RULES, project)


def test_our_run_needs_no_network_and_says_nothing() -> None:
    text = BLOCK + (
        "from expectations.examples import document\n"
        "from expectations.suite import shipped\n"
        "from expectations import gxload\n"
        "gxload.start_importing()\n"
        "rules = [rule for suite in shipped() for rule in suite.rules]\n"
        "shown = next(rule.examples['failed'][0] for rule in rules if 'failed' in rule.examples)\n"
        "gxload.gx().validate(rules, [document(shown)])\n"
    )
    ran = script(text)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_data_docs_show_hostile_text_as_text(gx: ModuleType, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script> $rule & <b>"
    rule = next(rule for rule in RULES if rule.id == "T01-1")
    gx.export([replace(rule, title=Text(evil, evil))], tmp_path)
    held = example(rule, "failed")
    rows = [tuple(replace(row, label=evil) for row in table.rows) for table in held.tables]
    tables = tuple(replace(table, rows=labels) for table, labels in zip(held.tables, rows, strict=True))
    facts = tuple(replace(fact, row_label=evil, column_label=evil) for fact in held.facts)
    arrow.write_parquet(
        arrow.facts_table([replace(held, tables=tables, facts=facts)]), tmp_path / "data" / "facts.parquet"
    )
    docs = "context.checkpoints.get('gouji').run(); context.build_data_docs()\n"
    ran = script(BLOCK + OPEN + "import expectations.gx\n" + docs, str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    pages = list((tmp_path / "gx" / "uncommitted" / "data_docs").rglob("*.html"))
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert any(f"{rule.id} [{rule.severity}] ＜script＞alert(1)" in text for text in texts)
    assert any("failed: " in text and "＜script＞" in text.partition("failed: ")[2] for text in texts)
    for text in texts:
        assert "<script>alert(1)" not in text


def test_data_docs_load_and_run_nothing(gx: ModuleType) -> None:
    page = (
        '<html><head lang="en"><link rel="stylesheet" href="https://x.example/a.css"/>'
        "<script src='//x.example/a.js'></script><script>$('x')</script><link href=local.css></head>"
        "<body><img src=http://x.example/a.png><p>kept</p></body></html>"
    )
    made = gx.docs.offline(page)
    assert "x.example" not in made
    assert "<script" not in made
    assert "<p>kept</p>" in made
    assert "local.css" in made
    assert made.startswith('<html><head lang="en"><meta http-equiv="Content-Security-Policy" content="default-src')
    assert gx.docs.offline(made) == made


def test_data_docs_of_a_project_open_without_network(gx: ModuleType, tmp_path: Path) -> None:
    gx.export(RULES[:2], tmp_path)
    build = "import expectations.gx as ours\ncontext.checkpoints.get('gouji').run()\nprint(*ours.build_docs(context))\n"
    ran = script(BLOCK + OPEN + "import expectations.gx\n" + build, str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    index = Path(ran.stdout.split()[-1])
    assert index.is_file()
    pages = [page.read_text(encoding="utf-8") for page in index.parent.rglob("*.html")]
    assert len(pages) >= 3
    for text in pages:
        assert gx.docs.POLICY in text
        assert not re.search(r"<script|(?:src|href)=[\"']?(?:https?:)?//[^>]*\.(?:js|css)", text)
    assert any(f"{RULES[0].id} [{RULES[0].severity}]" in text for text in pages)


def test_files_of_the_output_folder_are_the_same_every_time(gx: ModuleType, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        gxshape.write(RULES, gx.validate(RULES, DOCUMENTS[:3]).result, tmp_path / name)
    for file in ("suite.json", "validation.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    suite = json.loads((tmp_path / "one" / "suite.json").read_text(encoding="utf-8"))
    assert suite["expectations"] == [
        without_id(one) for one in gx.runner.suite_of(RULES).to_json_dict()["expectations"]
    ]


def without_id(configuration: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in configuration.items() if key != "id"}


def test_the_cost_of_a_rule_stays_in_milliseconds(gx: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    document_, more = DOCUMENTS[:1], [replace(rule, id=f"Z-{n}-{rule.id}") for n in range(3) for rule in RULES]

    def seconds(rules: Sequence[Rule]) -> float:
        def once() -> float:
            started = time.process_time()
            gx.validate(rules, document_)
            return time.process_time() - started

        return min(once() for _ in range(3))

    each = (seconds(more) - seconds(RULES)) / (len(more) - len(RULES))
    with capsys.disabled():
        sys.stdout.write(f"\n  Great Expectations: {each * 1000:.1f} ms a rule\n")
    assert each < 0.020
