"""The deep-tree form: every accident of extraction gives the numbers of the clean form, or a doubt, never others."""

import re
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deep_accidents import ACCIDENTS
from deep_sample import FORM, OWNER, numbers, read
from ingest.deep.forms import read_deep_forms
from ingest.facts import Canonical, Fact
from ingest.pipeline import read as read_report
from ingest.text import blocks

REPORT = Path(__file__).parents[1] / ".." / "shared" / "reports" / "001_6c958481cf8447d1.txt"
ANNEX = "附件 2"
CLEAN = numbers(read(FORM))


def test_the_whole_form() -> None:
    forms = read(FORM)
    (form,) = forms.forms
    assert (form.family, form.unit, form.project, form.grade) == ("F19", "某市档案局（本级）", "档案整理", "优秀")
    assert (form.total_weight, form.total_score, form.fiscal_year) == (Decimal(100), Decimal("97.99"), 2019)
    assert not forms.doubts
    assert forms.tables[0].unit == "元"
    assert CLEAN["实际支出", "实际支出", "其他资金小计"] == "250000.00"
    assert CLEAN["预算执行率", "预算执行率(%)", "合计"] == "81.01"
    assert CLEAN["使用合计", "合计", "支出合计"] == "3651200.40"
    assert CLEAN["使用项目", "库房改造", "财政资金支出"] == "2400150.15"
    assert CLEAN["二级指标", "产出目标/2", "分值"] == "12.65"
    assert CLEAN["指标", "产出目标/1/修复页数", "得分"] == "7.21"
    assert CLEAN["影响力目标", "影响力目标", "分值"] == "10"
    assert [leaf.path.split("/")[1:] for leaf in forms.indicators][:4] == [
        ["1", "项目预算金额"],
        ["1", "预算执行率"],
        ["1", "资金使用规范性"],
        ["2", "项目质量可控性"],
    ]
    assert Counter(fact.unit for fact in forms.facts) == {"元": 39, "%": 30, "分": 35}


def damaged(old: str, new: str) -> str:
    assert FORM.count(old) == 1
    if "{}" not in new:
        return FORM.replace(old, new)
    before, after = FORM.split(old)
    rest, _, after = after.partition("\n")
    return before + new.replace("{}", rest) + "\n" + after


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_an_accident_changes_no_number(accident: str) -> None:
    forms = read(damaged(*ACCIDENTS[accident]))
    found = numbers(forms)
    relabelled = {key: value for key, value in CLEAN.items() if key not in found}
    assert {value for key, value in found.items() if key not in CLEAN} <= set(relabelled.values())
    assert sorted(found.values()) == sorted(CLEAN.values())
    assert all(
        key[0] == "资金实际支出率" or (key[0].startswith("使用") and "right" in accident) for key in relabelled
    ), relabelled
    assert all(doubt.repaired for doubt in forms.doubts), [doubt.reason for doubt in forms.doubts]
    assert forms.forms[0].grade == "优秀"


@pytest.mark.parametrize(
    ("accident", "field", "text"),
    [
        ("a name over a page", "indicator", "修复页数"),
        ("a name over a page, a letter twice", "indicator", "查阅满意度"),
        ("a name beside the next second level", "indicator", "修复页数"),
        ("half a weight in the target's cell", "target_raw", "合规"),
        ("score and criteria in one cell", "criteria", "1.可控：得满分。"),
        ("a small digit behind the name", "indicator", "资金使用规范性"),
    ],
)
def test_texts_go_on(accident: str, field: str, text: str) -> None:
    forms = read(damaged(*ACCIDENTS[accident]))
    assert text in [getattr(leaf, field) for leaf in forms.indicators]
    assert len(forms.indicators) == 10


def test_a_repair_keeps_both_readings() -> None:
    forms = read(damaged(*ACCIDENTS["the last digit above the rest"]))
    (fact,) = [fact for fact in forms.facts if fact.repaired_from]
    assert (fact.raw, fact.value, fact.repaired_from) == ("7 2.2", Decimal("2.27"), "7 | 2.2")
    (doubt,) = forms.doubts
    assert doubt.repaired
    assert doubt.readings == (("7 2.2", "2.27", "first"),)


def test_what_no_identity_confirms_is_a_doubt_and_no_number() -> None:
    text = FORM.replace("|81.01%|1.84|", "|81.01%|1.8 4|").replace("|97.99|", "|96.99|")
    forms = read(text)
    (fact,) = [fact for fact in forms.facts if fact.doubt]
    assert (fact.raw, fact.value) == ("1.8 4", None)
    (leaf,) = [leaf for leaf in forms.indicators if leaf.doubt]
    assert leaf.score is None
    assert [doubt.repaired for doubt in forms.doubts] == [False]


def test_a_leaf_without_a_score_stays_a_leaf() -> None:
    forms = read(FORM.replace("|整理卷数|8.56|≥20000卷|21450卷|8.56|", "|整理卷数|8.56||||"))
    leaf = forms.indicators[4]
    assert (leaf.indicator, leaf.weight, leaf.score) == ("整理卷数", Decimal("8.56"), None)


def test_an_error_of_the_report_is_read_as_printed() -> None:
    forms = read(
        FORM.replace("||12.65||||", "||12.56||||").replace("资金结余|(5)=(3)-(4)|855923.48", "资金结余|(5)|855932.48")
    )
    assert numbers(forms)["二级指标", "产出目标/2", "分值"] == "12.56"
    assert numbers(forms)["资金结余", "资金结余", "合计"] == "855932.48"
    assert not forms.doubts


def test_a_point_read_into_a_weight_goes_where_two_sums_say_so() -> None:
    found = read(FORM.replace("投入和管理目标||25||||", "投入和管理目标||2.5||||"))
    assert numbers(found) == CLEAN
    assert [doubt.repaired for doubt in found.doubts] == [True]
    lone = read(FORM.replace("|查阅满意度|35|", "|查阅满意度|3.5|"))
    assert numbers(lone)["指标", "效果目标/1/查阅满意度", "分值"] == "3.5"


def test_digits_cut_off_past_the_point_are_in_doubt() -> None:
    forms = read(FORM.replace("预算安排|(1)|4507123.88|", "预算安排|(1)|4507123.8|"))
    (fact,) = [fact for fact in forms.facts if fact.doubt]
    assert fact.value is None
    assert fact.doubt is not None
    assert all("4507123.88" in words for words in fact.doubt.values())


def test_a_budget_leaf_that_lost_a_digit_in_a_narrow_cell_is_in_doubt() -> None:
    text = FORM.replace("|450.71 万元|", "|4507123.8|").replace("|365.12 万元|", "|3651200.4|")
    assert not [leaf for leaf in read(text).indicators if leaf.doubt]
    narrow = text.replace("|预算执行率|2.27|", "|预算执行率|2.2 7|")
    (leaf,) = [leaf for leaf in read(narrow).indicators if leaf.doubt]
    assert leaf.indicator == "项目预算金额"


def test_a_money_unit_is_never_assumed() -> None:
    silent = FORM.replace("450.71 万元", "4507123.88").replace("365.12 万元", "3651200.40")
    forms = read(silent)
    assert forms.tables[0].unit == ""
    assert "未印金额单位" in forms.doubts[0].reason.zh
    together = read(FORM * 5 + silent)
    assert {table.unit for table in together.tables} == {"元"}
    assert [doubt.repaired for doubt in together.doubts] == [True]
    printed = read(silent.replace("1.资金安排情况", "1.资金安排情况").replace("项目|行次|", "单位：万元\n项目|行次|"))
    assert printed.tables[0].unit in ("", "万元")


def test_the_body_in_one_word_with_the_project() -> None:
    second = FORM.replace("某市档案局（本级）\n", "").replace("档案整理项目绩效", "某市档案馆档案整理项目绩效")
    assert [(form.unit, form.project) for form in read(FORM + second).forms] == [
        ("某市档案局（本级）", "档案整理"),
        ("某市档案馆", "档案整理"),
    ]
    same_line = FORM.replace("某市档案局（本级）\n\n档案", "某市档案馆 档案")
    assert read(same_line).forms[0].unit == "某市档案馆"


def test_headings_and_other_forms_are_no_deep_forms() -> None:
    assert not read("2019年度项目绩效情况自评表\n\n附件1\n\n项目支出绩效自评表\n").forms
    forms = read("2019 年度项目绩效情况自评表\n\n" + FORM + "\n附件 2\n\n评价报告|一\n")
    assert len(forms.forms) == 1
    assert numbers(forms) == CLEAN


def test_blank_lines_and_trailing_blanks_say_nothing() -> None:
    lines = FORM.split("\n")
    assert numbers(read("\n".join(line for line in lines if line))) == CLEAN
    assert numbers(read("\n\n".join(lines))) == CLEAN
    assert numbers(read("\n".join(f"{line}  " for line in lines))) == CLEAN


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_a_broken_number_is_read_right_or_not_at_all(data: st.DataObject) -> None:
    """Break up to four numbers of the tree or the fund table anywhere, in either order."""
    rows = FORM.split("\n")
    places = [
        (index, column)
        for index, row in enumerate(rows)
        for column, cell in enumerate(row.split("|"))
        if "|" in row and re.fullmatch(r"\d+\.\d+|\d{2,}", cell)
    ]
    for index, column in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4, unique=True)):
        cells = rows[index].split("|")
        at = data.draw(st.integers(1, len(cells[column]) - 1))
        pieces = [cells[column][:at], cells[column][at:]]
        cells[column] = " ".join(reversed(pieces) if data.draw(st.booleans()) else pieces)
        rows[index] = "|".join(cells)
    found = numbers(read("\n".join(rows)))
    assert found.keys() <= CLEAN.keys()
    for key, value in found.items():
        assert value == "None" or Decimal(value) == Decimal(CLEAN[key])


# --- the real annex -------------------------------------------------------------------------------------------

needs_report = pytest.mark.skipif(not REPORT.exists(), reason=f"{REPORT} is not here: the real reports are not shipped")


@pytest.fixture(scope="module")
def canonical() -> Canonical:
    return read_report(str(REPORT))


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The annex as it stands on disk, index = line number; the other lines are empty."""
    text = REPORT.read_text(encoding="utf-8").split("\n")
    start = next(n for n, line in enumerate(text) if line.strip() == "附件 1")
    end = next(n for n, line in enumerate(text) if line.strip() == ANNEX)
    return ["", *(line if start < n < end else "" for n, line in enumerate(text))]


def _first(line: str) -> str:
    return re.sub(r"\s", "", line.lstrip("\t").split("\t")[0])


@needs_report
def test_every_form_of_the_annex_is_there(canonical: Canonical, lines: list[str]) -> None:
    titles = [n for n, line in enumerate(lines) if re.fullmatch(r"[^\t]*绩效情况自评表\**", re.sub(" ", "", line))][1:]
    budgets = [n for n, line in enumerate(lines) if "\t" in line and _first(line) == "预算安排"]
    totals = [n for n, line in enumerate(lines) if "\t" in line and re.fullmatch("总计?", _first(line))]
    forms = [form for form in canonical.forms if form.family == "F19"]
    assert [form.location.line for form in forms] == titles
    assert len(budgets) == len(forms) == 202
    assert len(totals) == 203
    by_table: dict[str, list[Fact]] = {}
    for fact in canonical.facts:
        if fact.template == "F19":
            by_table.setdefault(fact.table, []).append(fact)
    assert len(by_table) == len(totals)
    assert sorted(fact.location.line or 0 for facts in by_table.values() for fact in facts if _is_total(fact)) == totals
    for form in forms:
        concepts = Counter(fact.row_concept for fact in by_table[form.form_id])
        assert {"预算安排", "项目实际投入", "资金到位", "实际支出", "资金结余"} <= concepts.keys()
        assert {"预算执行率", "资金到位率", "资金实际支出率", "使用合计", "使用项目"} <= concepts.keys()
        assert {"投入和管理目标", "产出目标", "效果目标", "影响力目标", "总计", "指标"} <= concepts.keys()
        assert form.total_weight == 100
        assert form.total_score is not None
        assert form.grade in ("优秀", "良好")
        assert form.unit


def _is_total(fact: Fact) -> bool:
    return fact.row_concept == "总计" and fact.column_concept == "得分"


@needs_report
def test_every_number_of_the_fund_rows_and_every_leaf_is_a_fact(canonical: Canonical, lines: list[str]) -> None:
    """Count the cells by the columns of the usual rows; rows with broken numbers have as many or fewer."""
    facts = Counter(fact.location.line for fact in canonical.facts if fact.template == "F19")
    short = []
    for number, line in enumerate(lines):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 6 or not any(cells[1:]):
            continue
        if re.match(r"\(\d\)", cells[1]):
            wanted = sum(bool(re.search(r"\d", cell)) for cell in cells[2:])
        elif re.fullmatch(r"\d+(\.\d+)?", cells[2]) and re.fullmatch(r"\d+(\.\d+)?", cells[5]):
            wanted = 2
        else:
            continue
        if facts[number] < wanted:
            short.append(number)
    assert short == []


@needs_report
def test_weights_and_scores_close_where_the_source_does(
    canonical: Canonical, capsys: pytest.CaptureFixture[str]
) -> None:
    open_weights, open_scores, rounded = [], [], []
    forms = [form for form in canonical.forms if form.family == "F19"]
    for form in forms:
        leaves = [leaf for leaf in canonical.indicators if leaf.form_id == form.form_id]
        assert all(leaf.weight is not None and leaf.score is not None for leaf in leaves)
        dimensions: dict[str | None, Decimal] = {}
        for leaf in leaves:
            dimensions[leaf.dimension] = dimensions.get(leaf.dimension, Decimal(0)) + (leaf.weight or 0)
        printed = {
            fact.row_concept: fact.value
            for fact in canonical.facts
            if fact.table == form.form_id and fact.row_concept in dimensions and fact.column_concept == "分值"
        }
        if dimensions != printed or sum(dimensions.values()) != 100:
            open_weights.append(form.location.line)
        difference = abs(sum((leaf.score or Decimal(0) for leaf in leaves), Decimal(0)) - (form.total_score or 0))
        if difference > Decimal("0.005") * (len(leaves) + 1):
            open_scores.append(form.location.line)
        elif difference:
            rounded.append(form.location.line)
    closed = len(forms) - len(open_scores) - len(rounded)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(forms)} forms: weights close in {len(forms) - len(open_weights)}, "
            f"scores in {closed}, by rounding in {len(rounded)} more\n"
        )
    assert open_weights == []
    assert open_scores == []
    assert rounded == [24567, 24771, 25167, 25271]  # leaf scores rounded from more digits


@needs_report
def test_what_adds_up_fails_only_where_the_source_is_wrong(canonical: Canonical) -> None:
    """The lines of 资金结余, 合计 and second-level rows whose printed parts do not give them, read one by one."""
    grids: dict[str, dict[tuple[str, str], Fact]] = {}
    for fact in canonical.facts:
        if fact.template == "F19":
            name = fact.row_label if fact.row_concept in ("二级指标", "指标", "使用项目") else fact.row_concept
            grids.setdefault(fact.table, {})[name, fact.column_concept] = fact
    wrong: set[int | None] = set()
    for table, grid in grids.items():
        columns = {column for _, column in grid}
        for column in columns:
            wrong |= _open(grid, ("资金结余", column), [("资金到位", column)], [("实际支出", column)])
            items = [key for key, fact in grid.items() if fact.row_concept == "使用项目" and key[1] == column]
            wrong |= _open(grid, ("使用合计", column), items)
        for row in {key[0] for key, fact in grid.items() if fact.row_concept in ("使用合计", "使用项目")}:
            wrong |= _open(grid, (row, "支出合计"), [(row, "财政资金支出"), (row, "其他资金支出")])
        for row in ("预算安排", "项目实际投入", "资金到位", "实际支出", "资金结余"):
            wrong |= _open(grid, (row, "合计"), [(row, "财政资金小计"), (row, "其他资金小计")])
            wrong |= _open(
                grid, (row, "财政资金小计"), [(row, name) for name in ("中央级", "省级", "市级", "区县转移")]
            )
            wrong |= _open(grid, (row, "其他资金小计"), [(row, name) for name in ("单位自有", "银行贷款", "社会资本")])
        for label, fact in [(key[0], fact) for key, fact in grid.items() if fact.row_concept == "二级指标"]:
            leaves = [key for key in grid if key[0].startswith(f"{label}/") and key[1] == "分值"]
            wrong |= _open(grid, (label, "分值"), leaves) if fact.column_concept == "分值" else set()
        assert grid["总计", "分值"].value == 100, table
    assert wrong == {23159, 24305, 24325, 24813, 24814}


def _open(
    grid: dict[tuple[str, str], Fact],
    whole: tuple[str, str],
    parts: list[tuple[str, str]],
    less: list[tuple[str, str]] | None = None,
) -> set[int | None]:
    terms = [(1, key) for key in parts if key in grid] + [(-1, key) for key in less or [] if key in grid]
    values = [(sign, grid[key].value) for sign, key in terms]
    if whole not in grid or not terms or grid[whole].value is None or any(value is None for _, value in values):
        return set()
    total = sum((sign * value for sign, value in values if value is not None), Decimal(0))
    return set() if total == grid[whole].value else {grid[whole].location.line}


@needs_report
def test_what_stays_in_doubt_is_little_and_said(canonical: Canonical) -> None:
    doubts = [doubt for doubt in canonical.doubts if not doubt.repaired]
    assert [(doubt.location.line, doubt.location.line_end) for doubt in doubts if not doubt.readings] == [(3979, 4143)]
    facts = [fact for fact in canonical.facts if fact.template == "F19" and fact.value is None]
    assert [fact.location.line for fact in facts] == [19341, 19342]  # a digit that is printed nowhere
    assert all(fact.doubt for fact in facts)
    assert [leaf.location.line for leaf in canonical.indicators if leaf.doubt] == [6473, 7729]
    assert [leaf.location.line for leaf in canonical.indicators if not leaf.indicator] == [17319]  # printed without


@needs_report
def test_noise_between_the_lines_changes_no_fact(lines: list[str]) -> None:
    def key(text: str) -> list[tuple[str, ...]]:
        forms = read_deep_forms(blocks(text), OWNER)
        return [(f.table, f.row_concept, f.row_label, f.column_concept, str(f.value)) for f in forms.facts]

    clean = key("\n".join(lines))
    noisy = [line + " " * (n % 3) for n, line in enumerate(lines) if line.strip() or n % 2]
    assert key("\n".join(noisy)) == clean
    assert len(clean) > 28_000
