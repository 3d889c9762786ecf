"""Every output: valid by its own rules, the same every time, and harmless whatever a document says."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fluidattacks_core.sarif import SarifLog
from junitparser import Error, Failure, JUnitXml, Skipped
from openpyxl import load_workbook

from cli import FORMATS
from expectations.baseline import Baseline
from expectations.findings import findings
from expectations.model import DocumentResult
from expectations.report import junit, markdown, sarif, xlsx
from expectations.report.material import Material
from expectations.report.output import run_record
from expectations.report.outputs import WRITERS, first_file, write
from expectations.suite import shipped
from ingest.model import Why
from report_sample import canonical, hostile, outcomes, refused, sample

RECORD = run_record(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), 1.25, "gouji check x.pdf", [("accounts", "1", "0" * 64)])
RULES = tuple(rule for suite in shipped() for rule in suite.rules)
HOSTILE = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "-1+1|cmd",
    "\u202eRTL\u2066 مرحبا",
    "a\x00\x07\x0b\x1b[31mb\ufffe\ud800c",
    "![x](http://evil.example/x.png) [link](javascript:alert(1)) <img src=x> |a|`b`",
    "]]><failure message='x'/>&#0;",
    "::error file=x::boom\n# heading\n- [ ] task @everyone https://evil.example www.evil.example",
    "长" * 40_000,
]


def material(*results: DocumentResult, out: Path = Path("out"), **more: Any) -> Material:
    return Material(results or (sample(), refused()), out, RECORD, rules=RULES, **more)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def sarif_of(made: Material) -> Any:
    held = json.loads(sarif.text(made))
    SarifLog.model_validate(held, by_alias=True, by_name=False)
    return held["runs"][0]


def test_the_command_line_knows_every_format() -> None:
    assert set(FORMATS) == set(WRITERS)
    assert first_file(["json", "html"]) == "report.html"
    assert first_file(["sarif"]) == "results.sarif"


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(material(out=tmp_path / name), WRITERS)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert {"report.html", "issues.xlsx", "results.sarif", "junit.xml", "summary.md", "findings.json"} <= set(
        files(tmp_path / "a")
    )


def test_sarif_is_valid_and_names_lines_for_a_text_and_pages_for_a_pdf() -> None:
    run = sarif_of(material())
    assert [r["level"] for r in run["results"]] == ["error"] * 3
    assert run["results"][0]["message"]["text"].startswith("第")
    assert "region" not in run["results"][0]["locations"][0]["physicalLocation"]
    assert run["results"][0]["partialFingerprints"] == {"goujiFinding/v1": sample().findings[0].id}
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == run["results"][0]["ruleId"]
    assert not run["invocations"][0]["executionSuccessful"]
    said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert said.endswith("预算文件，不是决算")
    assert run["artifacts"][0]["location"]["uri"].startswith("reports/%E4%BA%91")


@pytest.mark.parametrize(("lang", "says", "keeps"), [("zh", "预算文件", "a budget"), ("en", "a budget", "预算文件")])
def test_why_a_document_was_refused_is_said_in_the_language_of_the_run(lang: str, says: str, keeps: str) -> None:
    made = material(lang=lang)
    for said in (sarif.text(made), junit.text(made), markdown.text(made)):
        assert says in said
        assert keeps not in said


BLURRED = Why("不清", "blurred", "faint")


def test_a_doubted_number_says_why_in_the_language_of_the_run() -> None:
    source = canonical()
    doubted = replace(source, facts=(replace(source.facts[0], doubt=BLURRED), *source.facts[1:]))
    for lang, says in (("zh", "不清"), ("en", "blurred")):
        book = load_workbook(io.BytesIO(xlsx.data(material(findings(doubted, (), RULES), lang=lang))))
        assert says in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize(
    ("path", "uri"),
    [("/a b/c.pdf", "file:///a%20b/c.pdf"), ("a/报.txt", "a/%E6%8A%A5.txt"), ("-", "-"), ("a:b", "a%3Ab")],
)
def test_paths_become_uris(path: str, uri: str) -> None:
    assert sarif.uri(path) == uri


def test_sarif_says_what_is_waived_and_what_is_new() -> None:
    first, second, *_ = sample().findings
    run = sarif_of(material(baseline=Baseline(frozenset({second.id}))))
    assert [r["baselineState"] for r in run["results"]] == ["new", "unchanged", "new"]
    assert first.id != second.id


def test_junit_has_one_case_a_rule_and_a_reason_for_what_did_not_run() -> None:
    made = JUnitXml.fromstring(junit.text(material()).encode())
    suites = list(made)
    assert [suite.name for suite in suites] == [canonical().document.path, "预算公开.pdf"]
    cases = {case.name.split(" ")[0]: case for case in suites[0]}
    assert set(cases) == {outcome.rule for outcome in outcomes(canonical())}
    assert [type(r) for r in cases["T02-1"].result] == [Failure]
    assert "2012604" in cases["T02-1"].result[0].message
    assert [type(r) for r in cases["T07-2"].result] == [Skipped]
    assert "三公" in cases["T07-2"].result[0].message
    assert cases["T01-4"].result == []
    broken = {o.rule for o in outcomes(canonical()) for f in sample().findings if o.check_id in f.breaks}
    assert {name for name, case in cases.items() if any(isinstance(r, Failure) for r in case.result)} == broken
    assert [type(r) for case in suites[1] for r in case.result] == [Error]
    assert (made.tests, made.failures, made.errors) == (len(cases) + 1, len(broken), 1)


def test_what_a_baseline_has_is_no_failure_in_junit() -> None:
    known = Baseline(frozenset(finding.id for finding in sample().findings))
    made = JUnitXml.fromstring(junit.text(material(baseline=known)).encode())
    assert made.failures == 0
    assert sample().findings[0].id in junit.text(material(baseline=known))


def test_markdown_counts_and_names() -> None:
    text = markdown.text(material())
    assert text.startswith("## gouji 勾稽：3 处错误，0 处疑点\n")
    assert "预算公开" in text
    assert text.count("\n- **错误**") == 3


def test_the_workbook_opens_again_with_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "issues.xlsx"
    path.write_bytes(xlsx.data(material()))
    book = load_workbook(path)
    assert book.sheetnames == ["问题清单", "尾差", "未校验", "数字"]
    sheet = book["问题清单"]
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, sheet[2], strict=True))
    assert row["原文为"].value == 1482.35
    assert row["原文为"].number_format == "#,##0.00"
    link = row["链接"].hyperlink
    assert link.target == "report.html"
    assert link.location == f"go-{canonical().document.id}-finding-{sample().findings[0].id}"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    assert sheet.column_dimensions["E"].width > 40
    assert book["数字"].max_row == 1 + len(canonical().facts)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_harmless_everywhere(text: str, lang: str, tmp_path: Path) -> None:
    made = material(hostile(text), refused(), out=tmp_path, lang=lang)
    write(made, [name for name in WRITERS if name not in {"html", "gx"}])
    sarif_of(made)
    held = (tmp_path / "junit.xml").read_text(encoding="utf-8")
    suites = list(JUnitXml.fromstring(held.encode()))
    assert [len(list(suite)) for suite in suites] == [len({o.rule for o in outcomes(canonical())}), 1]
    tags = {node.tag for node in ET.fromstring(held).iter()}  # noqa: S314 - made by ourselves
    assert tags == {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"}
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert not re.search(r"<[a-z!/]|https?://|(?<!\\)\]\(|^::|[\x00-\x08\x0b-\x1f]|\u202e", summary, re.MULTILINE)
    assert len([line for line in summary.splitlines() if line.startswith("|")]) == 4
    book = load_workbook(tmp_path / "issues.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}, "no formula, no error"
    with zipfile.ZipFile(io.BytesIO((tmp_path / "issues.xlsx").read_bytes())) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in sheet for sheet in sheets)


def test_a_text_that_looks_like_a_formula_stays_one_when_it_is_saved_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "issues.xlsx"
    path.write_bytes(xlsx.data(material(hostile("=1+1"))))
    cells = [cell for row in load_workbook(path)["数字"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert all(cell.quotePrefix for cell in cells)
