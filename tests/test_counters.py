"""The counters of a form: one of each part, or a doubt that names the span."""

import re

import pytest

from deep_sample import FORM, numbers, read

TREE = FORM[FORM.index("项目自评价评分表\n\n") :]
FUNDS = FORM[FORM.index("项目|行次") : FORM.index("2.资金使用情况")]


def spans(text: str) -> list[tuple[int | None, int | None, str]]:
    return [(d.location.line, d.location.line_end, d.reason.en) for d in read(text).doubts if "disagree" in d.reason.en]


def test_agreement_says_nothing() -> None:
    assert not spans(FORM)
    assert not spans(FORM * 3)


def test_a_second_score_table_under_one_title_is_a_doubt_and_a_table_of_its_own() -> None:
    forms = read(FORM + "\n" + TREE)
    ((first, last, reason),) = spans(FORM + "\n" + TREE)
    assert (first, last) == (3, (FORM + "\n" + TREE).rstrip().count("\n") + 1)
    assert re.search(r"score tables 2, .*totals 2, .*grades 2", reason)
    assert len(forms.forms) == 1
    assert [table.id for table in forms.tables] == ["F19-001", "F19-001-2"]
    assert len(forms.indicators) == 10
    both = [(fact.row_label, fact.column_concept, fact.value) for fact in forms.facts if fact.unit == "分"]
    assert both[: len(both) // 2] == both[len(both) // 2 :]


def test_a_form_that_lost_its_title_is_a_form_and_a_doubt() -> None:
    lost = FORM[FORM.index("（二）资金") :]
    forms = read(FORM + "\n" + lost)
    assert [form.project for form in forms.forms] == ["档案整理", None]
    ((first, _, reason),) = spans(FORM + "\n" + lost)
    assert "titles 0" in reason
    assert first == (FORM + "\n").count("\n") + lost.split("\n").index("项目|行次|合计|财政资金|||||其他资金|||") + 1


@pytest.mark.parametrize(
    ("lost", "counter"),
    [
        ("总计||100|||97.99|\n", "totals 0"),
        ("评价等级||0|||优秀|\n", "grades 0"),
        ("合计|3651200.40|3401200.40|250000.00|0\n", "use tables 0"),
        (FUNDS, "fund tables 0"),
    ],
)
def test_a_missing_part_is_a_doubt_and_what_is_left_is_read(lost: str, counter: str) -> None:
    assert FORM.count(lost) == 1
    text = FORM + FORM.replace(lost, "")
    ((_, _, reason),) = spans(text)
    assert counter in reason
    assert len(read(text).forms) == 2
    found, clean = numbers(read(text)), numbers(read(FORM))
    assert found == clean
