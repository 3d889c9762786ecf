"""The same report in every shape a converter may leave: the same facts and claims, or a word on what was not read."""

import random
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from opencc import OpenCC

from fixtures import shapes, text
from fixtures.canon import make_model
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


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("shape", ["pipe", "html"])
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
@pytest.mark.parametrize("seed", [3, 4])
def test_cells_a_line_give_the_same_facts_where_no_cell_is_blank(name: str, seed: int, tmp_path: Path) -> None:
    printed = made(name, seed)
    expected, found = reading(tmp_path, text.write(printed)[0]), reading(tmp_path, shapes.write(printed, "flat"))
    assert facts(found) == facts(expected)
    assert claims(found) == claims(expected)


@pytest.mark.parametrize("name", ["shanghai", "central"])
@pytest.mark.parametrize("shape", ["columns", "flat"])
def test_a_table_is_read_whole_or_is_a_doubt(name: str, shape: str, tmp_path: Path) -> None:
    """Where blanks leave the columns open nothing is invented, and every table left out is named."""
    printed = made(name)
    expected, found = reading(tmp_path, text.write(printed)[0]), reading(tmp_path, shapes.write(printed, shape))
    assert not facts(found) - facts(expected)
    left_out = {fact.template for fact in expected.facts} - {fact.template for fact in found.facts}
    assert left_out == {doubt.location.table for doubt in found.doubts}
    for template in {fact.template for fact in found.facts}:
        whole = Counter(fact_key(fact) for fact in expected.facts if fact.template == template)
        assert Counter(fact_key(fact) for fact in found.facts if fact.template == template) == whole


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gb18030", "utf-8-sig"])
def test_the_encoding_changes_no_fact_and_is_stated(encoding: str, tmp_path: Path) -> None:
    content = text.write(made("plain"))[0]
    expected, found = reading(tmp_path, content), reading(tmp_path, content.replace("\n", "\r\n").encode(encoding))
    assert facts(found) == facts(expected)
    assert claims(found) == claims(expected)
    assert any(encoding in note for note in found.document.notes) or encoding == "utf-8-sig"
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


def test_popplers_columns_of_a_real_report_give_no_wrong_fact(tmp_path: Path, need: Callable[..., str]) -> None:
    """What pdftotext -layout makes of the PDF: whole tables right, or left out with a doubt."""
    path = next(iter(sorted(REPORTS.glob("*.pdf"))), None)
    if path is None:
        pytest.skip("the real PDF is not here")
    out = tmp_path / "layout.txt"
    subprocess.run([need("pdftotext"), "-layout", str(path), str(out)], check=True)
    expected, found = read(str(path)), read(str(out))
    assert not facts(found) - facts(expected)
    read_tables = {fact.template for fact in found.facts}
    assert {"T01", "T02", "T03", "T05"} <= read_tables
    left_out = {fact.template for fact in expected.facts} - read_tables
    assert left_out <= {doubt.location.table for doubt in found.doubts}
