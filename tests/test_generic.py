"""Tables that no template knows are kept and footed; what adds up is inferred, so it warns and never accuses."""

from pathlib import Path

import pytest

from expectations.confront import confront
from expectations.findings import findings
from expectations.model import Finding
from in_words import RULES
from ingest.errors import Refused
from ingest.pipeline import read

SUMS = """某公司2024年支出汇总

单位：万元

项目	第一季度	第二季度	第三季度	合计
工资	10.00	12.00	11.00	33.00
材料	5.00	6.00	7.00	18.00
运输	1.00	2.00	3.00	6.00
合计	16.00	20.00	21.00	57.00
"""


def found(folder: Path, text: str) -> list[Finding]:
    path = folder / "any.txt"
    path.write_text(text, encoding="utf-8")
    canonical = read(str(path), profile="generic")
    rules = tuple(RULES.values())
    return list(findings(canonical, confront(rules, canonical), rules).findings)


def test_sums_that_hold_are_silent(tmp_path: Path) -> None:
    assert found(tmp_path, SUMS) == []


@pytest.mark.parametrize(
    ("old", "new"), [("18.00", "81.00"), ("\t20.00", "\t22.00"), ("3.00\t6.00", "3.00\t9.00"), ("57.00", "75.00")]
)
def test_one_wrong_number_is_a_warning(tmp_path: Path, old: str, new: str) -> None:
    made = found(tmp_path, SUMS.replace(old, new, 1))
    assert made
    assert {f.severity for f in made} == {"warning"}
    assert {f.rule for f in made} <= {"GEN-1", "GEN-2"}


def test_numbers_that_do_not_add_up_anywhere_prove_no_structure(tmp_path: Path) -> None:
    rates = (
        SUMS.replace("16.00\t20.00\t21.00\t57.00", "3.00\t99.00\t1.00\t8.00")
        .replace("33.00", "1.00")
        .replace("18.00", "2.00")
    )
    assert found(tmp_path, rates) == []


def test_levels_are_inferred_from_subtotals(tmp_path: Path) -> None:
    text = (
        "项目\t预算数\t决算数\n甲一\t1.00\t2.00\n甲二\t3.00\t4.00\n甲小计\t4.00\t6.00\n乙一\t5.00\t6.00\n乙小计\t5.00\t6.00\n"
        "合计\t9.00\t12.00\n"
    )
    assert found(tmp_path, text) == []
    assert found(tmp_path, text.replace("9.00", "9.50")) == []


def test_a_document_of_another_kind_is_refused_without_the_profile_and_read_with_it(tmp_path: Path) -> None:
    path = tmp_path / "any.txt"
    path.write_text(SUMS, encoding="utf-8")
    with pytest.raises(Refused):
        read(str(path))
    canonical = read(str(path), profile="generic")
    assert canonical.document.kind == "generic"
    assert [table.template for table in canonical.tables] == ["raw"]
    path.write_text("只有文字，没有表格。\n", encoding="utf-8")
    with pytest.raises(Refused, match="no table of numbers"):
        read(str(path), profile="generic")


def test_two_lists_side_by_side_are_footed_each_by_itself(tmp_path: Path) -> None:
    """Beside a 合计 column of the right list stand the amounts of the left one: they are no addends."""
    rows = [(f"甲{n}", 2 * n, f"乙{n}", 3 * n, n) for n in range(1, 6)]
    lines = ["某公司2024年收支汇总", "", "单位：万元", "", "收入\t金额\t支出\t合计\t基本\t项目"]
    lines += ["\t".join((a, f"{x}.00", b, f"{y + z}.00", f"{y}.00", f"{z}.00")) for a, x, b, y, z in rows]
    assert found(tmp_path, "\n".join(lines) + "\n") == []
