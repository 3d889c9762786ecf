"""The national form in the wordings of other places: the same numbers read, no false alarm, planted slips found."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.forms import rules
from expectations.confront import confront
from expectations.findings import findings
from expectations.model import Finding
from fixtures import pdf, shapes, text
from fixtures.form import make_form
from fixtures.formstyles import STYLES, styled_report
from fixtures.layout import Layout
from fixtures.report import Report
from fixtures.sheet import Cell
from fixtures.truth import facts_of
from ingest.facts import Canonical
from ingest.pipeline import read

SHAPES = ("tabs", "pipe", "html", "columns", "pdf")
CASES = [(style, shape) for style in STYLES for shape in SHAPES if (style, shape) != ("operators", "columns")]
"""A cell of words as wide as the row leaves no gap by which columns of blanks could be told."""
ARITHMETIC = ("F24-01", "F24-02", "F24-03", "F24-05", "F24-06", "F24-07")
LAYOUT = Layout(unit="元")


def _printed(made: Report, shape: str, folder: Path) -> Canonical:
    path = folder / f"form.{'pdf' if shape == 'pdf' else 'txt'}"
    if shape == "pdf":
        path.write_bytes(pdf.write(made)[0])
    else:
        words = text.write(made)[0] if shape == "tabs" else shapes.write(made, shape)
        path.write_text(words, encoding="utf-8")
    return read(str(path))


def _found(canonical: Canonical) -> Sequence[Finding]:
    return findings(canonical, confront(rules(), canonical), rules()).findings


def _numbers(canonical: Canonical) -> dict[tuple[str, str, str], Decimal | None]:
    return {
        (fact.table, fact.row_key, fact.column_concept): fact.value
        for fact in canonical.facts
        if fact.template == "F24"
    }


@pytest.mark.parametrize(("style", "shape"), CASES)
def test_every_style_is_read_whole_and_accused_of_nothing(style: str, shape: str, tmp_path: Path) -> None:
    made = styled_report([make_form(seed) for seed in (3, 4)], STYLES[style], LAYOUT)
    canonical = _printed(made, shape, tmp_path)
    due = {
        (f"F24-{fact.sheet + 1:03d}", fact.row_key, fact.column_concept): Decimal(fact.value)
        for fact in facts_of(made)
        if not fact.optional
    }
    assert _numbers(canonical) == due
    assert [finding.rule for finding in _found(canonical) if finding.rule in ARITHMETIC] == []


@pytest.mark.parametrize(
    ("place", "column", "rule"),
    [("总分", "得分", "F24-06"), ("年度资金总额", "执行率", "F24-02"), ("年度资金总额", "得分", "F24-03")],
)
@pytest.mark.parametrize("style", STYLES)
def test_a_slip_is_found_in_every_style(style: str, place: str, column: str, rule: str, tmp_path: Path) -> None:
    made = styled_report([make_form(3)], STYLES[style], LAYOUT)
    canonical = _printed(_spoiled(made, place, column), "tabs", tmp_path)
    held = [finding for finding in _found(canonical) if finding.rule == rule or rule in str(finding.evidence)]
    assert [finding.severity for finding in held if finding.severity != "info"], style


def _spoiled(made: Report, place: str, column: str) -> Report:
    """The report with 7 more in the tens of one number."""
    sheet = made.sheets[0]

    def spoil(cell: Cell | None) -> Cell | None:
        mark = cell.mark if cell is not None else None
        if cell is None or mark is None or (mark.row_concept, mark.column_concept) != (place, column):
            return cell
        value = mark.number or cell.text
        wrong = str(Decimal(value) - 3)
        shown = f"{Decimal(wrong) / 100}" if cell.text.startswith("0.") else cell.text.replace(value, wrong)
        return replace(cell, text=shown, mark=replace(mark, number=wrong))

    body = tuple(tuple(map(spoil, row)) for row in sheet.body)
    return made.with_sheets((replace(sheet, body=body),))
