"""A table that was not seen whole accuses nobody for want of a row; a whole one that lacks a row is found."""

from dataclasses import replace
from pathlib import Path

import pytest

from expectations.confront import confront
from expectations.examples import document
from expectations.model import Outcome
from fixtures import text
from fixtures.canon import make_model
from fixtures.layout import Layout
from fixtures.report import Report, report
from in_words import RULES, check, english
from ingest.pipeline import read

WHOLE = """
T03 万元                | 本年支出合计
合计                    |       100.00
201 一般公共服务支出    |        60.00
20101 人大事务          |        60.00
2010101 行政运行        |        40.00
{gone}208 社会保障和就业支出  |        40.00
20805 养老支出          |        40.00
2080505 养老保险        |        {last}
"""


def judged(rule: str, words: str) -> dict[str, Outcome]:
    return {o.place: o for o in check(rule, words)}


def test_a_row_missing_in_a_whole_table_is_an_error() -> None:
    made = judged("T03-2", WHOLE.format(gone="", last="40.00"))
    assert made["20101 人大事务 / 本年支出合计"].status == "failed"


def test_a_row_that_stands_in_another_table_or_in_prose_is_not_missing() -> None:
    raw = "\nraw 万元 | 决算数\n2010102 一般行政 | 20.00\n"
    made = judged("T03-2", WHOLE.format(gone="", last="40.00") + raw)
    assert made["20101 人大事务 / 本年支出合计"].status == "not_checked"
    assert "2010102" in english(made["20101 人大事务 / 本年支出合计"])
    for other in (
        "\nraw 万元 | 决算数\n30102 津贴补贴 | 20.00\n",
        raw + "合计 | 20.00\n",
        raw + "2010101 行政运行 | 1.00\n",
    ):
        made = judged("T03-2", WHOLE.format(gone="", last="40.00") + other)
        assert made["20101 人大事务 / 本年支出合计"].status == "failed"


def test_the_end_of_a_table_without_its_total_was_not_seen() -> None:
    cut = WHOLE.format(gone="2010102 一般行政 | 20.00\n", last="30.00").replace(
        "合计                    |       100.00\n", ""
    )
    made = judged("T03-2", cut)
    assert made["20805 养老支出 / 本年支出合计"].status == "not_checked"
    assert "not read to its end" in english(made["20805 养老支出 / 本年支出合计"])


def test_a_total_at_the_end_says_that_the_table_was_seen() -> None:
    lines = WHOLE.format(gone="2010102 一般行政 | 20.00\n", last="30.00").strip().split("\n")
    ending = "\n".join([lines[0], *lines[2:], lines[1]])
    assert judged("T03-2", ending)["20805 养老支出 / 本年支出合计"].status == "failed"


def test_a_last_group_without_rows_is_perhaps_cut_off() -> None:
    cut = WHOLE.format(gone="2010102 一般行政 | 20.00\n", last="").rsplit("\n2080505", 1)[0]
    assert {o.status for o in check("TAB-3", cut)} == {"not_checked"}
    assert judged("DOC-08", cut.replace("T03", "T05"))["208"].status == "not_checked"


def test_classes_that_the_total_table_has_and_the_other_does_not_reach() -> None:
    total = "T01 万元 | 决算数\n201 一般公共服务支出 | 60.00\n221 住房保障支出 | 40.00\n本年支出合计 | 100.00\n"
    cut = "T03 万元 | 本年支出合计\n合计 | 100.00\n201 一般公共服务支出 | 60.00\n2010101 行政运行 | 60.00\n"
    found = {
        o.place: o for o in confront((RULES["T03-2"], RULES["X-04"]), document(f"{total}\n{cut}")) if "合计" in o.place
    }
    assert found["合计 / 本年支出合计"].status == "not_checked"


def test_two_pieces_of_one_table_are_not_two_tables() -> None:
    first = "T05 万元 | 本年支出合计\n合计 | 100.00\n201 一般公共服务支出 | 60.00\n2010101 行政运行 | 60.00\n"
    second = "T05 万元 | 本年支出合计\n208 社会保障和就业支出 | 40.00\n2080505 养老保险 | 40.00\n"
    statuses = {o.place: o.status for o in check("T05-1", f"{first}\n{second}")}
    assert statuses["合计 / 本年支出合计"] == "not_checked"
    assert [o.status for o in check("DOC-03", f"{first}\n{second}")] == ["not_checked"]


@pytest.mark.parametrize("how", ["page", "prose", "title"])
def test_a_text_that_tears_a_table(how: str, tmp_path: Path) -> None:
    """The last row beyond a page number, flattened to prose, or below the title once more."""
    written = report(make_model(4), Layout(total="first"))
    lines = text.write(written)[0].split("\n")
    sheet = next(s for s in written.sheets if s.template == "T03")
    row = "\t".join(cell.text if cell else "" for cell in sheet.body[-1])
    at = next(n for n, line in enumerate(lines) if line.strip() == row.strip())
    if how == "page":
        lines[at:at] = ["", "— 12 —", ""]
    elif how == "prose":
        lines[at] = " ".join(lines[at].split())
    else:
        lines[at:at] = ["", sheet.title, ""]
    path = tmp_path / "torn.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    outcomes = confront(tuple(RULES.values()), read(str(path)))
    assert [o for o in outcomes if o.status == "failed" and o.severity == "error"] == []


def test_a_row_left_out_of_a_whole_text_table_is_found(tmp_path: Path) -> None:
    written: Report = report(make_model(4), Layout(total="last"))
    sheet = next(s for s in written.sheets if s.template == "T03")
    at = next(n for n, row in enumerate(sheet.body) if (cell := row[0]) is not None and len(cell.text.strip()) == 7)
    gone = replace(sheet, body=sheet.body[:at] + sheet.body[at + 1 :])
    path = tmp_path / "gone.txt"
    path.write_text(
        text.write(written.with_sheets(tuple(gone if s is sheet else s for s in written.sheets)))[0], encoding="utf-8"
    )
    outcomes = confront(tuple(RULES.values()), read(str(path)))
    assert any(o.status == "failed" and o.severity == "error" for o in outcomes)
