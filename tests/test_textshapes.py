"""The same report in every shape a converter may leave: the same facts and claims, or a word on what was not read."""

import random
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from opencc import OpenCC

from expectations.confront import confront
from expectations.findings import findings
from expectations.suite import shipped
from fixtures import pdf, shapes, text
from fixtures.canon import make_model
from fixtures.form import form_report, make_form
from fixtures.layout import CENTRAL, SHANGHAI, SHENZHEN, Layout
from fixtures.report import Report, report
from ingest.facts import Canonical, Claim, Fact
from ingest.pipeline import read

REPORTS = Path(__file__).parents[1] / ".." / "shared" / "reports"
LAYOUTS = {"plain": Layout(), "shenzhen": SHENZHEN, "shanghai": SHANGHAI, "central": CENTRAL}
Key = tuple[object, ...]


def made(name: str, seed: int = 3) -> Report:
    year = 2019 if name == "shenzhen" else 2024
    return report(make_model(seed, size="medium", year=year, units=6), LAYOUTS[name])


def reading(folder: Path, content: str | bytes, name: str = "report.txt") -> Canonical:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(str(path))


def fact_key(fact: Fact) -> Key:
    return (
        fact.template,
        fact.row_key,
        fact.column_concept,
        fact.value,
        fact.decimals,
        fact.unit,
        fact.period,
        fact.basis,
    )


def claim_key(claim: Claim) -> Key:
    return (claim.section, claim.item, claim.about, claim.quantity, claim.compared_with, claim.value, claim.unit)


def facts(canonical: Canonical) -> Counter[Key]:
    """The facts in the standard terms; tables of no known kind (`raw`) are only as good as their page breaks."""
    return Counter(fact_key(fact) for fact in canonical.facts if fact.template != "raw")


def claims(canonical: Canonical) -> Counter[Key]:
    return Counter(map(claim_key, canonical.claims))


def sure(canonical: Canonical) -> Counter[Key]:
    """The facts that nobody doubts."""
    return Counter(fact_key(fact) for fact in canonical.facts if fact.template != "raw" and fact.doubt is None)


def holds(expected: Canonical, found: Canonical) -> None:
    """No fact is invented, whatever is not there is named by a doubt about its table, and nobody is accused."""
    assert not sure(found) - facts(expected)
    lost = {key[0] for key in facts(expected) - sure(found)}
    assert lost <= {doubt.location.table for doubt in found.doubts}
    rules = [rule for suite in shipped() for rule in suite.rules]
    made = findings(found, confront(rules, found), rules, None).findings
    assert not [finding.message["zh"] for finding in made if finding.severity == "error"]


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("shape", ["pipe", "repeated", "html", "marked"])
def test_pipe_and_html_tables_give_the_same_facts(name: str, shape: str, tmp_path: Path) -> None:
    printed = made(name)
    expected, found = reading(tmp_path, text.write(printed)[0]), reading(tmp_path, shapes.write(printed, shape))
    assert facts(found) == facts(expected)
    assert claims(found) == claims(expected)
    assert not found.doubts


@pytest.mark.parametrize("name", ["plain", "shenzhen", "shanghai"])
@pytest.mark.parametrize("seed", [3, 4])
def test_columns_of_blanks_give_the_same_facts(name: str, seed: int, tmp_path: Path) -> None:
    printed = made(name, seed)
    expected, found = reading(tmp_path, text.write(printed)[0]), reading(tmp_path, shapes.write(printed, "columns"))
    assert facts(found) == facts(expected)
    assert claims(found) == claims(expected)


@pytest.mark.parametrize("name", ["plain", "shenzhen"])
@pytest.mark.parametrize("shape", ["flat", "raw"])
def test_cells_a_line_give_the_same_facts_where_no_cell_is_blank(name: str, shape: str, tmp_path: Path) -> None:
    printed = made(name, 4)
    expected, found = reading(tmp_path, text.write(printed)[0]), reading(tmp_path, shapes.write(printed, shape))
    assert facts(found) == facts(expected)
    assert claims(found) == claims(expected)


@pytest.mark.parametrize("name", ["shanghai", "central"])
@pytest.mark.parametrize("shape", ["shifted", "columns", "raw", "flat", "gaps"])
def test_where_blanks_leave_no_trace_nothing_is_invented(name: str, shape: str, tmp_path: Path) -> None:
    printed = made(name)
    expected, found = reading(tmp_path, text.write(printed)[0]), reading(tmp_path, shapes.write(printed, shape))
    holds(expected, found)
    if shape != "gaps":
        assert 10 * (facts(expected) & sure(found)).total() > 7 * facts(expected).total()


@pytest.mark.parametrize("seed", range(40, 46))
def test_random_layouts_in_the_shapes_that_lose_most(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311
    layout = replace(
        LAYOUTS[chance.choice(list(LAYOUTS))],
        zero=chance.choice(["blank", "-", "mixed"]),
        codes=chance.choice(["one", "three"]),
        total=chance.choice(["first", "last", "header"]),
        three_public=chance.choice(["block", "interleaved", "vertical"]),
        row_numbers=chance.random() < 0.5,
        column_numbers=chance.random() < 0.5,
        unit_tables=chance.random() < 0.5,
    )
    printed = report(make_model(seed, size="small", year=2024, units=4), layout)
    expected = reading(tmp_path, text.write(printed)[0])
    for shape in ("shifted", "repeated", "columns", "raw", "flat", "gaps"):
        holds(expected, reading(tmp_path, shapes.write(printed, shape)))


@pytest.mark.parametrize("how", ["-layout", "-raw", ""])
def test_what_poppler_makes_of_a_pdf_accuses_nobody(how: str, tmp_path: Path, need: Callable[..., str]) -> None:
    printed = made("shanghai", 4)
    (tmp_path / "report.pdf").write_bytes(pdf.write(printed)[0])
    out = tmp_path / "poppler.txt"
    options = [how] if how else []
    subprocess.run([need("pdftotext"), *options, str(tmp_path / "report.pdf"), str(out)], check=True)
    expected, found = reading(tmp_path, text.write(printed)[0]), read(str(out))
    holds(expected, found)
    share = (facts(expected) & sure(found)).total()
    assert not how or 10 * share > 9 * facts(expected).total()


@pytest.mark.parametrize("shape", ["pipe", "repeated", "html", "marked", "shifted", "columns", "raw", "flat"])
def test_a_form_is_read_as_it_is_in_tabs_or_named_as_unread(shape: str, tmp_path: Path) -> None:
    accounts, forms = made("plain"), form_report([make_form(1), make_form(2)], Layout())
    printed = Report(accounts.title, (*accounts.blocks, *forms.blocks), accounts.layout)
    expected, found = reading(tmp_path, text.write(printed)[0]), reading(tmp_path, shapes.write(printed, shape))
    holds(expected, found)
    assert len(found.forms) == 2 or sum(doubt.location.table == "F24" for doubt in found.doubts) == 2


@pytest.mark.parametrize("name", ["plain", "shanghai"])
def test_a_narrative_whose_tables_are_published_apart_is_read(name: str, tmp_path: Path) -> None:
    printed = made(name)
    expected, found = reading(tmp_path, text.write(printed)[0]), reading(tmp_path, shapes.narrative(printed))
    assert (found.document.kind, found.document.status) == ("final_accounts", "partial")
    assert "没有读出决算表" in (found.document.reason or {"zh": ""})["zh"]
    assert Counter((c.value, c.unit) for c in found.claims) == Counter((c.value, c.unit) for c in expected.claims)
    rules = [rule for suite in shipped() for rule in suite.rules]
    outcomes = confront(rules, found)
    missing = {outcome.status for outcome in outcomes if outcome.rule == "DOC-01"}
    assert missing == {"not_checked"}
    assert not [o.rule for o in outcomes if o.status == "failed" and o.severity == "error"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gb18030", "utf-8-sig"])
def test_the_encoding_changes_no_fact_and_is_stated(encoding: str, tmp_path: Path) -> None:
    content = text.write(made("plain"))[0]
    expected, found = reading(tmp_path, content), reading(tmp_path, content.replace("\n", "\r\n").encode(encoding))
    assert facts(found) == facts(expected)
    assert claims(found) == claims(expected)
    assert any(encoding in note.en for note in found.document.notes) or encoding == "utf-8-sig"
    assert [fact.location.line for fact in found.facts] == [fact.location.line for fact in expected.facts]


def test_traditional_characters_are_simplified_for_matching_only(tmp_path: Path) -> None:
    content = text.write(made("plain"))[0]
    traditional = OpenCC("s2tw").convert(content)
    expected, found = reading(tmp_path, content), reading(tmp_path, traditional.encode("big5", errors="ignore"))
    keys = [(f.template, f.row_concept, f.code, f.column_concept, f.value) for f in expected.facts]
    assert [(f.template, f.row_concept, f.code, f.column_concept, f.value) for f in found.facts] == keys
    assert found.document.entity == OpenCC("s2tw").convert(expected.document.entity or "")
    assert any("財政撥款" in fact.column_label + fact.row_label for fact in found.facts)
    assert any("收、支總計" in claim.sentence and claim.about == "收支总计" for claim in found.claims)


def noisy(content: str, chance: random.Random) -> str:
    """Blank lines dropped, doubled and put between rows, blanks at line ends."""
    lines: list[str] = []
    for line in content.split("\n"):
        if line.strip():
            lines.append(line + "  " * (chance.random() < 0.3))
            if "\t" in line and chance.random() < 0.03:
                lines.append("")
        elif (draw := chance.random()) >= 0.3:
            lines += ["", ""] if draw > 0.7 else [""]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", LAYOUTS)
def test_line_noise_changes_no_fact(name: str, seed: int, tmp_path: Path) -> None:
    content = text.write(made(name))[0]
    expected, found = reading(tmp_path, content), reading(tmp_path, noisy(content, random.Random(seed)))  # noqa: S311
    assert facts(found) == facts(expected)
    assert claims(found) == claims(expected)


@pytest.mark.parametrize("pattern", ["000_*.txt", "001_*.txt"])
def test_line_noise_changes_no_fact_of_a_real_report(pattern: str, tmp_path: Path) -> None:
    path = next(iter(sorted(REPORTS.glob(pattern))), None)
    if path is None:
        pytest.skip(f"the real report {pattern} is not here")
    content = path.read_text(encoding="utf-8")
    expected, found = read(str(path)), reading(tmp_path, noisy(content, random.Random(11)))  # noqa: S311
    assert facts(found) == facts(expected)
    assert claims(found) == claims(expected)
    assert len(found.forms) == len(expected.forms)


@pytest.mark.parametrize("how", ["-layout", "-raw"])
def test_popplers_text_of_a_real_report_gives_the_same_facts(
    how: str, tmp_path: Path, need: Callable[..., str]
) -> None:
    path = next(iter(sorted(REPORTS.glob("*.pdf"))), None)
    if path is None:
        pytest.skip("the real PDF is not here")
    out = tmp_path / "poppler.txt"
    subprocess.run([need("pdftotext"), how, str(path), str(out)], check=True)
    assert facts(read(str(out))) == facts(read(str(path)))
