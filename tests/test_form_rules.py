"""Generated forms of both families give no false alarm, planted slips are found, and nothing depends on the way in."""

import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from benchmarks.forms import found, planted, rules, table
from expectations.confront import confront
from expectations.findings import findings
from expectations.model import Finding
from fixtures import text
from fixtures.form import form_report, make_form
from fixtures.form19 import annex_text, make_form19, print_form
from fixtures.layout import Layout
from ingest import arrow
from ingest.errors import Refused
from ingest.facts import Canonical
from ingest.pipeline import read

FORMS = 40


def annex(count: int, **changes: object) -> str:
    return annex_text([print_form(make_form19(n)) for n in range(count)], summaries=True, **changes)  # type: ignore[arg-type]


def canonical(words: str, folder: Path) -> Canonical:
    path = folder / "forms.txt"
    path.write_text(words, encoding="utf-8")
    return read(str(path))


def of(rule: str, held: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in held if finding.rule == rule]


def test_clean_deep_tree_forms_with_their_summaries_give_no_finding() -> None:
    assert found(annex(FORMS)) == ()


@pytest.mark.parametrize("seed", range(4))
def test_clean_national_forms_give_no_error(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a repeatable layout, no secret
    layout = Layout(
        percent_sign=random.random() < 0.5,
        brackets=random.random() < 0.5,
        placeholders=random.random() < 0.5,
        unit=random.choice(("万元", "元")),
    )
    forms = [replace(make_form(seed * 10 + n), project=f"第{n + 1}期堤岸加固项目") for n in range(10)]
    errors = [f for f in found(text.write(form_report(forms, layout))[0]) if f.severity == "error"]
    assert errors == []


def test_planted_slips_of_every_kind_are_found() -> None:
    forms, slips = planted(72)
    for kind, (hits, count) in table(slips, found(annex_text(forms))).items():
        assert count > 0, kind
        assert hits == count, (kind, hits, count)


@pytest.mark.parametrize(
    ("key", "text_", "rule"),
    [("得分", "77.7", "PS-08"), ("预算", "1.23", "PS-06"), ("执行", "1.23", "PS-06"), ("执行率", "12.34", "PS-05")],
)
def test_a_wrong_number_of_a_summary_is_found_where_it_stands(key: str, text_: str, rule: str) -> None:
    held = of(rule, found(annex(6, wrong={3: {key: text_}})))
    assert held
    assert {finding.severity for finding in held} == {"error"}
    lines = annex(6, wrong={3: {key: text_}}).split("\n")
    assert text_ in lines[int(str(held[0].location["line"])) - 1]


def test_summaries_without_a_form_are_one_finding() -> None:
    words = annex(6)
    last = make_form19(5).project
    cut = words[: words.rindex(f"{last}项目绩效情况自评表")]
    (finding,) = of("PS-02", found(cut))
    assert last in finding.message["zh"]


def test_the_claimed_number_of_summaries_is_checked() -> None:
    assert of("PS-01", found(annex(6).replace("等6个项目", "等8个项目")))


def test_a_form_printed_twice_is_found() -> None:
    forms = [print_form(make_form19(n)) for n in (0, 1, 0)]
    assert of("DOC-19", found(annex_text(forms)))


def test_a_copied_form_under_another_name_is_a_warning() -> None:
    first = make_form19(0)
    forms = [print_form(first), print_form(replace(first, project="苗圃灌溉改造"))]
    (finding,) = of("DOC-19", found(annex_text(forms)))
    assert finding.severity == "warning"


def test_a_slip_in_the_name_pairs_by_likeness_and_is_listed(tmp_path: Path) -> None:
    words = annex(6)
    project = make_form19(2).project
    held = canonical(words.replace(f"{project}项目绩效情况自评表", f"{project}示范项目绩效情况自评表"), tmp_path)
    made = findings(held, confront(rules(), held), rules())
    assert [finding.rule for finding in made.findings] == []
    assert [pair["similarity"] for pair in made.pairs]


def test_a_frame_of_facts_gives_the_same_verdicts(tmp_path: Path) -> None:
    held = canonical(annex(8, wrong={3: {"得分": "77.7"}}), tmp_path)
    (back,) = arrow.canonicals_from_frame(arrow.frame([held]))
    assert confront(rules(), back) == confront(rules(), held)


def test_every_form_has_every_check_with_a_status(tmp_path: Path) -> None:
    held = canonical(annex(5), tmp_path)
    outcomes = confront(rules(), held)
    of_forms = {rule.id for rule in rules() if re.match(r"F19|SC-0[1-3]", rule.id)}
    for form in held.forms:
        assert {o.rule for o in outcomes if form.form_id in o.tables} >= of_forms
    assert len({o.check_id for o in outcomes}) == len(outcomes)


def test_a_form_whose_cells_stand_one_a_line_is_named(tmp_path: Path) -> None:
    """Nothing can be read of it, and nobody shall say that there is none."""
    with pytest.raises(Refused, match="单元格逐行排列"):
        canonical("项目支出绩效自评表\n项目名称\n某项目\n年度资金总额\n12.00\n", tmp_path)


def test_a_form_of_a_budget_project_is_no_budget(tmp_path: Path) -> None:
    words = text.write(form_report([make_form(1)], Layout()))[0].replace(
        "项目支出绩效自评表", "2024年部门预算项目绩效自评表"
    )
    assert len(canonical(words, tmp_path).forms) == 1


def test_an_evaluation_report_alone_is_read_and_checked() -> None:
    words = """某专项资金绩效评价报告

经综合评价，该项目综合得分95分，评价等级为“优”。其中：决策类指标权重20分，得分{}分。

绩效评价指标体系评分表

一级指标|二级指标|三级指标|分值|评分标准|得分
决策（20分）|项目立项|立项依据充分性|12|充分得满分|12
||立项程序规范性|8|规范得满分|7
产出（80分）|产出数量|实际完成率|80|按率计分|76
合计|||100||95
""".replace("|", "\t")
    assert [f.rule for f in found(words.format(19)) if f.severity != "info"] == []
    assert [f.rule for f in found(words.format(18)) if f.severity == "error"] == ["EV-02"]
