"""One cause in several places without a common cell: two numbers exchanged, a row missing, a sign."""

from expectations.confront import confront
from expectations.examples import document
from expectations.findings import findings
from expectations.model import Finding
from in_words import RULES

HEAD = "T03 万元                | 本年支出合计 | 基本支出 | 项目支出\n"
TABLE = (
    HEAD
    + """合计                    |        60.00 |    37.50 |    22.50
201 一般公共服务支出    |        60.00 |    37.50 |    22.50
20101 人大事务          |        60.00 |    37.50 |    22.50
2010101 行政运行        |        30.00 |    27.50 |     2.50
2010102 一般行政        |        20.00 |     6.25 |    13.75
2010103 机关服务        |        10.00 |     3.75 |     6.25
"""
)


def found(words: str) -> list[Finding]:
    rules = tuple(RULES[name] for name in ("T03-1", "T03-2", "TAB-1"))
    canonical = document(words)
    return list(findings(canonical, confront(rules, canonical), rules).findings)


def test_the_table_is_right() -> None:
    assert found(TABLE) == []


def test_two_columns_exchanged_are_one_finding() -> None:
    (finding,) = found(TABLE.replace("    27.50 |     2.50", "     2.50 |    27.50"))
    assert finding.suspect is not None
    assert len(finding.breaks) == 2
    assert "exchanged" in finding.message["en"]
    assert {row["row"] for row in finding.evidence if row["raw"] in ("2.50", "27.50")} >= {"2010101 行政运行"}


def test_two_rows_exchanged_in_one_column_are_one_finding() -> None:
    (finding,) = found(
        TABLE.replace("|        20.00 |", "|        x |")
        .replace("|        10.00 |", "|        20.00 |")
        .replace("        x", "        10.00")
    )
    assert "exchanged" in finding.message["en"]
    assert finding.severity == "error"


def test_a_missing_row_is_one_finding_for_all_its_columns() -> None:
    lines = TABLE.strip().split("\n")
    (finding,) = found("\n".join([*lines[:5], *lines[6:], lines[1]]).replace(f"{lines[1]}\n", "", 1))
    assert len(finding.breaks) == 3
    assert finding.suspect is None
    assert "a whole row seems to be missing" in finding.message["en"]


def test_a_wrong_sign_is_one_finding_with_the_negative_amount() -> None:
    (finding,) = found(TABLE.replace("|     6.25 |    13.75", "|     6.25 |   -13.75"))
    assert finding.suspect is not None
    assert finding.suspect["mechanism"] == "sign"
    assert len(finding.breaks) == 3


def test_two_faults_are_not_taken_for_an_exchange() -> None:
    made = found(TABLE.replace("|    27.50 |     2.50", "|    28.50 |     2.50").replace("     6.25\n", "     7.25\n"))
    assert len(made) == 2
