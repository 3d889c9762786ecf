"""The example reports: their raw accounts add up, their writers are deterministic, their truth is really printed."""

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import accounts, cases, oracle, oracle_form, pdf, text
from fixtures.__main__ import main
from fixtures.canon import Model, make_model
from fixtures.damage import tear_number
from fixtures.faults import KINDS, plant
from fixtures.form import form_report, make_form
from fixtures.grid import Box
from fixtures.layout import CENTRAL, NORTHWEST, SHANGHAI, SHENZHEN, SOUTHWEST, Layout, from_words
from fixtures.report import Report, report
from fixtures.truth import Expected, expected_facts, facts_of

LAYOUTS = {
    "plain": Layout(),
    "shenzhen": SHENZHEN,
    "shanghai": SHANGHAI,
    "central": CENTRAL,
    "last": Layout(total="last", codes="three", three_public="vertical", zero="-", groups=2, unit_tables=True),
    "fullwidth": Layout(fullwidth=True, zero="blank", three_public="interleaved", class_rows=26, yuan="T05+T07"),
    "torn": Layout(total="mixed", torn_rows=True, drop_trailing=True, zero="blank", rows_per_page=11),
    "trimmed": Layout(trim_zeros=True, comma=False, torn_headings=True, rows_per_page=9, repeat_header=True),
    "header": Layout(total="header", short_capital=True, column_numbers=False, rules="boxes", zero="—"),
    "southwest": SOUTHWEST,
    "northwest": NORTHWEST,
    "further": Layout(serial=True, extra=True, three_public="years", unit_tables=True, unit_word=""),
}
MODELS = st.builds(
    make_model,
    st.integers(0, 10**6),
    year=st.sampled_from((2019, 2020, 2022, 2024)),
    size=st.one_of(st.sampled_from(("small", "medium")), st.integers(1, 120)),
    units=st.integers(1, 30),
    fund=st.booleans(),
    capital=st.booleans(),
)


def _identities(model: Model) -> None:
    """Every identity of the accounts, on the raw 分, exactly."""
    income = accounts.total(model.entries, accounts.income)
    spent = accounts.total(model.entries, accounts.spending)
    opening, closing = (
        model.sum(f"general_{word}", f"fund_{word}", f"capital_{word}") for word in ("opening", "closing")
    )
    assert (
        income["本年收入合计"] + model.surplus_used + model.other_opening + opening
        == spent["本年支出合计"] + model.distributed + model.other_closing + closing
    )
    for kind, projects in (("general", ("general_basic", "general_project")), ("fund", ("fund_project",))):
        assert model.sum(f"{kind}_income", f"{kind}_opening") == model.sum(*projects, f"{kind}_closing")
    assert sum(model.economic.values()) == model.sum("general_basic")
    assert sum(accounts.economic_groups(model).values()) == model.sum("general_basic")
    assert min(model.surplus_used, model.distributed, model.other_opening, model.other_closing) >= 0
    for columns in (accounts.income, accounts.spending, accounts.general, accounts.fund, accounts.capital):
        lines = dict(accounts.by_subject(model, columns))
        total = accounts.total(model.entries, columns)
        for column in total:
            assert total[column] == sum(line[column] for code, line in lines.items() if len(code) == 3)
            for code, line in lines.items():
                assert line[column] >= 0
                below = [lines[c][column] for c in lines if len(c) == len(code) + 2 and c.startswith(code)]
                assert not below or line[column] == sum(below)
    units = accounts.by_unit(model, accounts.income)
    assert sum(line["本年收入合计"] for _, line in units) == income["本年收入合计"]
    for code, line in accounts.by_subject(model, accounts.fund):
        assert line["年初结转和结余"] + line["本年收入"] - line["本年支出合计"] == line["年末结转和结余"], code
    assert model.actual.total <= model.budget.total


def test_identities_hold_on_the_raw_amounts_of_200_seeds() -> None:
    for seed in range(200):
        size = ("small", "medium", "large")[seed % 3]
        _identities(make_model(seed, year=2019 + seed % 7, size=size, units=1 + seed % 12, capital=seed % 2 == 0))


@settings(max_examples=25, deadline=None)
@given(MODELS, st.sampled_from(sorted(LAYOUTS)))
def test_rounding_alone_breaks_no_rule(model: Model, name: str) -> None:
    _identities(model)
    assert oracle.violations(facts_of(report(model, LAYOUTS[name]))) == ()


def test_rounding_leaves_residues_as_in_real_reports() -> None:
    """Some parents differ from the sum of their children in the last digit."""
    facts = expected_facts(make_model(3, size="large"), Layout())
    values = {(f.template, f.code, f.column_concept): round(float(f.value) * 100) for f in facts if f.code}
    off = 0
    for (table, code, column), value in values.items():
        below = [v for (t, c, k), v in values.items() if t == table == "T03" and k == column and c[:-2] == code]
        off += bool(below) and sum(below) != value
    assert off > 3


def test_same_seed_same_model_and_other_seed_another() -> None:
    assert make_model(5, size=30) == make_model(5, size=30)
    assert make_model(5) != make_model(6)


def test_any_size_and_number_of_units() -> None:
    model = make_model(1, size=400, units=40)
    assert len({entry.code for entry in model.entries}) >= 400
    assert len({name for name, _ in model.units}) == 40
    _identities(model)


@pytest.mark.parametrize("wrong", [{"year": 2017}, {"size": 0}, {"units": 0}])
def test_impossible_models_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="needed"):
        make_model(1, **wrong)  # type: ignore[arg-type]


def test_layout_switches_come_from_words() -> None:
    layout = from_words({"total": "last", "comma": "no", "rows_per_page": "12", "yuan": "T05+T06"})
    assert (layout.total, layout.comma, layout.rows_per_page) == ("last", False, 12)
    assert (layout.unit_of("T05"), layout.unit_of("T04")) == ("元", "万元")
    for pairs in ({"totl": "last"}, {"total": "middle"}, {"comma": "true"}, {"groups": "4"}):
        with pytest.raises(ValueError, match="layout switch"):
            from_words(pairs)


def test_tables_of_2019_and_2024() -> None:
    old, new = (report(make_model(1, year=year), SHENZHEN).sheets for year in (2019, 2024))
    assert [s.template for s in old] == ["T01", "T02", "T02U", "T03", "T03U", "T04", "T05", "T06", "T07", "T08"]
    assert [s.template for s in new][-3:] == ["T07", "T08", "T09"]
    for sheets, classes in ((old, 22), (new, 24)):
        marks = [mark for _, _, _, mark in sheets[0].marked()]
        assert sum(mark.row_concept == "类" for mark in marks) == classes
    assert [s.number for s in old][1:3] == ["公开 02 表", "公开 02-1 表"]
    assert any("用事业基金弥补收支差额" in str(row) for row in old[0].rows)


def test_an_empty_table_says_so() -> None:
    sheet = next(s for s in report(make_model(1, fund=False), Layout()).sheets if s.template == "T08")
    assert list(sheet.marked()) == []
    assert sheet.statement.endswith("故本表无数据。")


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_sheets_are_rectangles_covered_once(name: str) -> None:
    """Spans and cells of every sheet cover the whole grid and nothing twice."""
    made = [report(make_model(2, size="medium", capital=True, year=year), LAYOUTS[name]) for year in (2019, 2024)]
    forms = form_report([make_form(seed) for seed in range(4)], Layout(placeholders=True))
    for sheet in itertools.chain(forms.sheets, *(one.sheets for one in made)):
        width = len(sheet.widths)
        covered: Counter[tuple[int, int]] = Counter()
        for number, row in enumerate(sheet.rows):
            assert len(row) == width, sheet.title
            for column, cell in enumerate(row):
                if cell is not None:
                    covered.update(
                        itertools.product(range(number, number + cell.rowspan), range(column, column + cell.colspan))
                    )
        assert covered == Counter(itertools.product(range(len(sheet.rows)), range(width))), (sheet.title, name)


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_truth_is_in_the_text(name: str) -> None:
    """Each expected number stands on its line, in its field."""
    written = report(make_model(8, size="medium", units=4), LAYOUTS[name])
    words, lines = text.write(written)
    printed = words.splitlines()
    for fact in facts_of(written, lines=lines):
        assert fact.line is not None
        assert printed[fact.line - 1].split("\t")[fact.column] == fact.raw


def test_a_torn_row_runs_on_after_the_page_break() -> None:
    """The eleventh line of T01, 十一、城乡社区支出, is the last of its page."""
    words, lines = text.write(report(make_model(8, size="medium"), LAYOUTS["torn"]))
    printed = words.splitlines()
    last, gap, rest = printed[lines[0, 13] - 1 :][:3]
    assert last.split("\t")[3] == "十一、城"
    assert gap == ""
    assert [field for field in rest.split("\t") if field] == ["乡社区支出"]


def test_a_torn_number_keeps_its_truth() -> None:
    clean = report(make_model(8, size="medium"), LAYOUTS["torn"])
    torn = tear_number(clean, 3, "T03")
    assert torn.sheets != clean.sheets
    assert _by_place(facts_of(torn)) == _by_place(facts_of(clean))
    assert text.write(torn)[0] != text.write(clean)[0]
    with pytest.raises(ValueError, match="blank cell"):
        tear_number(report(make_model(8), Layout()), 3, "T03")


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_truth_is_in_the_pdf(name: str) -> None:
    """Every cell of every table, numbers and labels, is what the page holds inside its box."""
    written = report(make_model(8, size="medium", units=4), LAYOUTS[name])
    data, spots = pdf.write(written)
    assert len(data) < 400_000
    _compare(written, data, spots)


def test_truth_is_in_the_form_pdf() -> None:
    written = form_report([make_form(seed) for seed in range(5)], Layout(unit="元", placeholders=True))
    data, spots = pdf.write(written)
    _compare(written, data, spots)


def _compare(written: Report, data: bytes, spots: Mapping[pdf.Place, pdf.Spot]) -> None:
    """Character by character: MuPDF joins words over a rule where full-width signs meet."""
    document: Any = pymupdf.open(stream=data)  # type: ignore[no-untyped-call]
    held: dict[tuple[int, Box], str] = {}
    boxes: dict[int, list[Box]] = {}
    for page, box in spots.values():
        boxes.setdefault(page, []).append(box)
    for number, page in enumerate(document, 1):
        for x, y, sign in _signs(page):
            for box in boxes.get(number, ()):
                if box[0] < x < box[2] and box[1] < y < box[3]:
                    held[number, box] = held.get((number, box), "") + sign
    for (sheet, row, column), spot in spots.items():
        cell = written.sheets[sheet].rows[row][column]
        assert cell is not None
        assert held.get(spot, "") == "".join(cell.text.split()), (sheet, row, column)
    marked = {(fact.sheet, fact.row, fact.column): fact for fact in facts_of(written, spots)}
    assert marked.keys() <= spots.keys()
    assert all(fact.page == spots[place][0] for place, fact in marked.items())


def _signs(page: Any) -> Iterator[tuple[float, float, str]]:
    """Centre and sign of every printed character, in printing order."""
    for block in page.get_text("rawdict")["blocks"]:
        for line in block["lines"]:
            for span in line["spans"]:
                for char in span["chars"]:
                    x0, top, x1, bottom = char["bbox"]
                    if char["c"].strip():
                        yield (x0 + x1) / 2, (top + bottom) / 2, char["c"]


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_writers_are_deterministic(name: str) -> None:
    written = [report(make_model(4, units=3), LAYOUTS[name]) for _ in range(2)]
    assert text.write(written[0]) == text.write(written[1])
    assert pdf.write(written[0]) == pdf.write(written[1])


def test_committed_cases_are_what_the_generator_makes() -> None:
    """If this fails on purpose, run `python -m fixtures` and review the difference."""
    for name, (written, planted) in cases.committed().items():
        for file, content in cases.files(written, planted).items():
            assert (cases.HOME / name / file).read_bytes() == content, f"{name}/{file}"


@pytest.mark.parametrize("name", ["faulty", "form_faulty"])
def test_the_faults_of_the_committed_cases_are_printed_and_break_their_rules(name: str) -> None:
    findings = json.loads((cases.HOME / name / "expected_findings.json").read_text("utf-8"))
    facts = json.loads((cases.HOME / name / "expected_facts.json").read_text("utf-8"))
    assert len({finding["kind"] for finding in findings}) >= 2
    for finding in findings:
        assert finding["breaks"]
        for cell in finding["cells"]:
            key = {name: cell[name] for name in ("row_concept", "row_label", "column_concept")}
            alike = [f for f in facts if f["template"] == finding["template"] and key.items() <= f.items()]
            assert cell["printed"] in [f["raw"] for f in alike if f.get("code") == cell["code"]]


def test_the_clean_cases_break_nothing() -> None:
    for name in ("clean", "form_clean"):
        facts = facts_of(cases.committed()[name][0])
        assert (*oracle.violations(facts), *oracle_form.violations(facts)) == ()


@pytest.mark.parametrize(("kind", "name"), list(itertools.product(KINDS, sorted(LAYOUTS))))
def test_a_planted_fault_is_one_cause_and_breaks_rules(kind: str, name: str) -> None:
    clean = report(make_model(9, size="medium", units=6), LAYOUTS[name])
    for seed in range(3):
        spoiled, fault = plant(clean, kind, seed)
        assert fault.breaks == oracle.broken(facts_of(spoiled))
        before, after = _by_place(facts_of(clean)), _by_place(facts_of(spoiled))
        if kind not in ("row", "unit"):
            changed = {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}
            assert 1 <= len(changed) <= len(fault.cells) <= 2
        assert spoiled.sheets[fault.sheet].template == fault.template


def _by_place(facts: tuple[Expected, ...]) -> dict[tuple[int, int, int], str]:
    return {(fact.sheet, fact.row, fact.column): fact.raw for fact in facts}


def test_forms_add_up_and_their_faults_break_rules() -> None:
    for seed in range(60):
        form = form_report([make_form(seed), make_form(seed + 1000)], Layout(percent_sign=seed % 2 == 0))
        assert oracle_form.violations(facts_of(form)) == ()
        for kind in ("digit", "swap", "sign"):
            spoiled, fault = plant(form, kind, seed)
            assert fault.breaks
            assert oracle_form.violations(facts_of(spoiled))


def test_unknown_faults_and_impossible_places_are_refused() -> None:
    clean = report(make_model(9), Layout())
    with pytest.raises(ValueError, match="no fault kind"):
        plant(clean, "typo", 1)
    with pytest.raises(ValueError, match="no place"):
        plant(clean, "row", 1, ("T07",))


def test_the_command_makes_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m fixtures --seed 3 --year 2019 --layout total=last --fault digit:T05 --out DIR`."""
    words = ["--seed", "3", "--year", "2019", "--layout", "total=last", "comma=no", "--fault", "digit:T05"]
    assert main([*words, "--out", str(tmp_path / "one")]) == 0
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert names == {"report.txt", "report.pdf", "expected_facts.json", "expected_findings.json"}
    assert "2019年度部门决算" in (tmp_path / "one" / "report.txt").read_text("utf-8")
    assert main(["--forms", "2", "--out", str(tmp_path / "two")]) == 0
    assert (tmp_path / "two" / "report.txt").read_text("utf-8").count("项目支出绩效自评表") == 2
    assert main(["--layout", "total=middle", "--out", str(tmp_path / "three")]) == 2
    assert main(["--size", "huge", "--out", str(tmp_path / "three")]) == 2
    assert "no size 'huge'" in capsys.readouterr().err
    assert not (tmp_path / "three").exists()
