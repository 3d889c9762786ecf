"""`rules lint`: what is wrong with suites that load, each with file, line, what was written and what would be right."""

from pathlib import Path

from expectations.catalogue import lint, unseen
from expectations.confront import confront
from expectations.lint import problems, shared
from expectations.suite import Rule, load, run_examples, shipped
from fixtures.cases import HOME
from ingest.pipeline import read
from test_suite import GOOD

ACCOUNTS = [rule for suite in shipped() for rule in suite.rules if "final_accounts" in rule.documents]


def rules_of(folder: Path, *parts: str) -> tuple[Rule, ...]:
    head = GOOD[: GOOD.index("  - id")]
    path = folder / "mine.yaml"
    path.write_text(head + "".join(parts), encoding="utf-8")
    return load(str(path)).rules


def one(name: str, formula: str) -> str:
    body = GOOD[GOOD.index("  - id") :]
    return body.replace("A-1", name).replace("收入总计 = 支出总计", formula)


def test_the_shipped_rules_of_the_accounts_say_each_thing_once() -> None:
    assert list(problems(ACCOUNTS)) == []


def test_two_rules_that_say_the_same_in_other_words(tmp_path: Path) -> None:
    made = rules_of(tmp_path, one("A-1", "收入总计 = 支出总计"), one("A-2", "支出总计 = 收入总计"))
    said = [line.en for line in problems(made) if "says the same" in line.en]
    assert len(said) == 1
    assert said[0].startswith("mine.yaml:")
    assert "A-2" in said[0]
    assert "merges: [A-2]" in said[0]


def test_an_identity_that_follows_from_the_others(tmp_path: Path) -> None:
    made = rules_of(
        tmp_path,
        one("A-1", "收入总计 = 支出总计"),
        one("A-2", "收入总计 = 本年收入合计 + 年初结转和结余"),
        one("A-3", "支出总计 = 本年收入合计 + 年初结转和结余"),
    )
    assert [line for line in problems(made) if "follows from the other" in line.en and "A-3" in line.en]


def test_identities_that_contradict_each_other(tmp_path: Path) -> None:
    made = rules_of(
        tmp_path,
        one("A-1", "收入总计 = 本年收入合计 + 年初结转和结余"),
        one("A-2", "收入总计 = 本年收入合计"),
    )
    (said,) = [line.en for line in problems(made) if "forces" in line.en]
    assert "年初结转和结余" in said
    assert "= 0" in said


def test_an_example_filed_under_the_wrong_status(tmp_path: Path) -> None:
    made = rules_of(tmp_path, one("A-1", "收入总计 = 支出总计").replace("支出总计 | 2.00", "支出总计 | 1.01"))
    assert any("filed under “failed”" in line.en for line in problems(made))


def test_a_duplicate_of_a_shipped_id_and_an_unknown_concept(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(GOOD.replace("A-1", "T01-5"), encoding="utf-8")
    assert any("duplicate id T01-5" in line.en for line in lint([str(path)]))
    path.write_text(GOOD.replace("收入总计 = 支出总计", "收入总额 = 支出总计"), encoding="utf-8")
    (said,) = lint([str(path)])
    assert "did you mean “收入总计”" in said.en
    assert all(words.startswith(f"{path}:11:") for words in said.values())


def test_what_the_catalogue_names_twice_is_merged() -> None:
    merged = shared(ACCOUNTS)
    assert merged["X-15"] == "LB-02"
    assert merged["DOC-23"] == "DOC-05"
    assert not merged.keys() & {rule.id for rule in ACCOUNTS}


def test_every_rule_of_the_accounts_is_exercised_by_a_fixture() -> None:
    """What only a PDF, a list of subjects or another kind of report shows has tests of its own."""
    canonicals = [read(str(path)) for path in sorted(HOME.rglob("*.txt"))]
    named = {line.en.split(": ")[1] for line in unseen((), canonicals)}
    families = ("Q-", "DOC-", "T", "X-", "U-", "LB-")
    assert {name for name in named if name.startswith(families)} <= {"Q-08", "LB-04"}
    assert "T01-1" not in named
    assert {line.en.split(": ")[1] for line in unseen((), ())} > {"T01-1", "DOC-01"}
    assert not any(": DOC-21: " in line.en for line in unseen((), ()))


OWN = """\
suite: own
version: "1"
documents: [final_accounts]
rules:
  - id: OWN-1
    title: {zh: 收入总计不小于本年收入合计, en: Total income is at least the income of the year}
    because: {zh: 总计另含年初结转, en: The total holds the opening balance as well}
    severity: warning
    kind: bound
    formula: T01[收入总计, 决算数] ≥ T01[本年收入合计, 决算数]
    examples:
      passed: |
        T01 万元     | 决算数
        本年收入合计 |   1.00
        收入总计     |   2.00
      failed: |
        T01 万元     | 决算数
        本年收入合计 |   3.00
        收入总计     |   2.00
      not_checked: |
        T01 万元     | 决算数
        本年收入合计 |      ?
        收入总计     |   2.00
"""


def test_a_new_rule_is_one_yaml_file(tmp_path: Path) -> None:
    """What CONTRIBUTING.md says: the rule with its examples in one file, linted, and it runs beside the others."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    assert lint([str(path)]) == []
    (rule,) = load(str(path)).rules
    assert run_examples(rule) == ()
    canonical = read(str(HOME / "clean" / "report.txt"))
    assert {o.status for o in confront((*ACCOUNTS, rule), canonical) if o.rule == "OWN-1"} == {"passed"}
