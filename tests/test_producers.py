"""The committed files of every producer are read cell for cell, and what compares them misses nothing."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from benchmarks.accuracy import LAYOUTS
from fixtures import text
from fixtures.canon import make_model
from fixtures.layout import Layout
from fixtures.producers import markup, samples, truth
from fixtures.producers.__main__ import main
from fixtures.producers.compare import Score, compare
from fixtures.producers.making import PRODUCERS
from fixtures.producers.pairs import forms_together, pair
from fixtures.producers.style import Style, sides
from fixtures.report import Report, report
from fixtures.truth import facts_of
from ingest.documents import open_document
from ingest.facts import Canonical
from ingest.model import Document, Line, RawTable
from ingest.pipeline import read
from ingest.stitching import join


def _scored(document: Document) -> Score:
    return compare(samples.sample(), document.blocks, join(document.blocks))


@pytest.mark.parametrize("producer", sorted(PRODUCERS))
def test_every_cell_of_a_sample_is_read(producer: str) -> None:
    score = _scored(open_document(str(samples.HOME / samples.names()[producer])))
    assert score.misses == []
    assert (score.right_numbers, score.exact_parts, score.logical) == (score.numbers, score.parts, score.sheets)
    assert score.numbers > 100
    assert score.parts > score.sheets, "no table of the sample runs over a page"
    assert score.false_tables == 0


@pytest.mark.parametrize("producer", sorted(PRODUCERS))
def test_the_facts_of_a_sample_are_the_printed_ones(producer: str) -> None:
    printed = {
        (fact.template, fact.row_key, fact.column_concept): fact.raw
        for fact in facts_of(samples.sample())
        if not fact.optional
    }
    canonical = read(str(samples.HOME / samples.names()[producer]))
    found = {(fact.template, fact.row_key, fact.column_concept): fact.raw for fact in canonical.facts}
    assert found == printed
    assert not [fact for fact in canonical.facts if fact.doubt is not None]


def test_the_truth_beside_the_samples_is_theirs() -> None:
    kept = (samples.HOME / samples.TRUTH).read_bytes()
    assert kept == truth.as_json(samples.sample())
    held = json.loads(kept)
    numbers = [cell for cell in held["cells"] if cell["text"].replace(",", "").replace(".", "").isdigit()]
    assert len(numbers) > 100
    assert {cell["template"] for cell in held["cells"]} == {"T04", "T05", "T07"}


def test_the_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in samples.HOME.iterdir() if path.suffix in (".pdf", ".json")) < 1_000_000


def test_a_changed_cell_and_a_lost_part_are_misses() -> None:
    document = open_document(str(samples.HOME / "pymupdf.pdf"))
    tables = [place for place, block in enumerate(document.blocks) if isinstance(block, RawTable)]
    first = document.blocks[tables[0]]
    assert isinstance(first, RawTable)
    cell = first.rows[5][2]
    assert cell is not None
    row = (*first.rows[5][:2], replace(cell, text="1.23"), *first.rows[5][3:])
    spoiled = replace(first, rows=(*first.rows[:5], row, *first.rows[6:]))
    blocks = tuple(spoiled if block is first else block for block in document.blocks)
    score = _scored(replace(document, blocks=blocks))
    assert score.numbers - score.right_numbers == 1
    assert (score.parts - score.exact_parts, score.sheets - score.logical) == (1, 1)
    short = _scored(
        replace(document, blocks=tuple(b for place, b in enumerate(document.blocks) if place != tables[-1]))
    )
    assert short.right_numbers < short.numbers
    assert short.logical < short.sheets


def test_a_table_out_of_prose_is_a_false_one() -> None:
    document = open_document(str(samples.HOME / "pymupdf.pdf"))
    line = next(block for block in document.blocks if isinstance(block, Line))
    table = next(block for block in document.blocks if isinstance(block, RawTable))
    cell = table.rows[0][0]
    assert cell is not None
    invented = RawTable(((replace(cell, text=line.text, rowspan=1, colspan=1),) * 2,), line.location, "camelot-fed")
    assert _scored(replace(document, blocks=(invented, *document.blocks))).false_tables == 1


def test_markup_escapes_what_is_printed() -> None:
    made = report(make_model(3), Layout(narrative="none"))
    hostile = replace(made.sheets[0], title='<script>"表"</script>')
    page = markup.write(made.with_sheets((hostile, *made.sheets[1:])), Style(), "serif")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_borders_are_switches() -> None:
    sheet = samples.sample().sheets[0]
    last = len(sheet.widths) - 1
    assert sides(sheet, Style(borders="open"), 4, 0)[0] == 0
    assert sides(sheet, Style(borders="open"), 4, last)[2] == 0
    assert sides(sheet, Style(borders="open"), 4, 1)[0] > 0
    assert sides(sheet, Style(borders="three"), 0, 0) == (0, 1, 0, 0)
    assert sides(sheet, Style(borders="none"), 0, 0) == (0, 0, 0, 0)


@pytest.fixture(scope="module")
def told() -> tuple[Report, Canonical]:
    """The report with everything in it, and what its text says."""
    made, words = pair()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.txt")
        path.write_text(words, encoding="utf-8")
        return made, read(str(path))


@pytest.mark.parametrize("producer", sorted(PRODUCERS))
def test_a_pdf_says_what_its_text_says(
    producer: str,
    told: tuple[Report, Canonical],
    printer: Callable[[str, Report, Style], bytes],
    tmp_path: Path,
) -> None:
    """Facts, forms, indicators, claims and paragraphs; two and more forms on a page, forms that run over pages."""
    made, words = told
    path = tmp_path / "report.pdf"
    path.write_bytes(printer(producer, made, Style()))
    paper = read(str(path), ocr="never")
    assert facts_in(paper) == facts_in(words)
    assert len(words.facts) > 700
    assert forms_in(paper) == forms_in(words)
    assert len(words.forms) == 6
    assert indicators_in(paper) == indicators_in(words)
    assert claims_in(paper) == claims_in(words)
    assert len(words.claims) > 80
    assert paragraphs_in(paper) == paragraphs_in(words)
    assert paper.document.pages_unread == ()


@pytest.fixture(scope="module")
def annex() -> tuple[Report, Canonical]:
    """Forms of all styles and both families, some on a page with others, and what their text says."""
    made = forms_together(18)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "forms.txt")
        path.write_text(text.write(made)[0], encoding="utf-8")
        return made, read(str(path))


@pytest.mark.parametrize(
    ("producer", "tear"), [*((name, False) for name in sorted(PRODUCERS)), ("docx", True), ("weasyprint", True)]
)
def test_an_annex_of_forms_says_what_its_text_says(
    producer: str,
    tear: bool,
    annex: tuple[Report, Canonical],
    printer: Callable[[str, Report, Style], bytes],
    tmp_path: Path,
) -> None:
    """Page breaks wherever they fall, in merged labels too; the head of the paper reads like the title of a form."""
    made, words = annex
    path = tmp_path / "forms.pdf"
    path.write_bytes(printer(producer, made, Style(tear=tear)))
    paper = read(str(path), ocr="never")
    assert forms_in(paper) == forms_in(words)
    assert facts_in(paper) == facts_in(words)
    assert indicators_in(paper) == indicators_in(words)
    assert len(words.forms) == 18


@pytest.mark.parametrize(("producer", "layout"), list(zip(sorted(PRODUCERS), cycle(LAYOUTS.values()))))
def test_the_prose_of_every_layout_says_what_its_text_says(
    producer: str, layout: Layout, printer: Callable[[str, Report, Style], bytes], tmp_path: Path
) -> None:
    """Every claim with what it is about, compared with, its section, item and sentence; order and all."""
    made = report(make_model(731, size="small", units=3), layout)
    (tmp_path / "report.txt").write_text(text.write(made)[0], encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(printer(producer, made, Style()))
    paper, words = (read(str(tmp_path / f"report.{suffix}"), ocr="never") for suffix in ("pdf", "txt"))
    assert said_in(paper) == said_in(words)
    assert len(words.claims) > 60


def said_in(canonical: Canonical) -> list[tuple[object, ...]]:
    return [
        (c.value, c.unit, c.about, c.quantity, c.compared_with, c.section, c.item, c.unit_name, c.basis, c.period,
         c.doubt, c.sentence)
        for c in canonical.claims
    ]  # fmt: skip


def facts_in(canonical: Canonical) -> Counter[tuple[object, ...]]:
    return Counter(
        (f.template, f.row_concept, f.code, f.row_label, f.column_concept, f.value, f.unit, f.doubt)
        for f in canonical.facts
    )


def forms_in(canonical: Canonical) -> list[tuple[object, ...]]:
    return [
        (f.family, f.unit, f.project, f.fiscal_year, f.total_weight, f.total_score, f.grade) for f in canonical.forms
    ]


def indicators_in(canonical: Canonical) -> list[tuple[object, ...]]:
    return [
        (i.dimension, i.path, i.indicator, i.weight, i.target_value, i.target_unit, i.actual_value, i.actual_unit,
         i.score, i.doubt)
        for i in canonical.indicators
    ]  # fmt: skip


def claims_in(canonical: Canonical) -> Counter[tuple[object, ...]]:
    return Counter((c.value, c.unit, c.about, c.project, c.doubt) for c in canonical.claims)


def paragraphs_in(canonical: Canonical) -> list[str]:
    """Without captions, which share a line on paper, and the title of a score table, which is a row of it there."""
    texts = ["".join(p.text.split()) for p in canonical.paragraphs if p.kind not in ("caption", "contents")]
    return [text for text in texts if text != "项目自评价评分表"]


@pytest.mark.parametrize("borders", ["three", "none"])
@pytest.mark.parametrize("producer", ["reportlab-ttf", "weasyprint"])
def test_tables_without_rules_give_the_printed_facts(
    producer: str, borders: str, printer: Callable[[str, Report, Style], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(printer(producer, samples.sample(), Style(borders=borders)))
    printed = {
        (fact.template, fact.row_key, fact.column_concept): fact.raw
        for fact in facts_of(samples.sample())
        if not fact.optional
    }
    canonical = read(str(path), ocr="never")
    assert {(f.template, f.row_key, f.column_concept): f.raw for f in canonical.facts} == printed
    assert canonical.doubts == ()


def test_the_command_makes_files_and_refuses_unknown_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--producers", "pymupdf", "--seed", "4", "--size", "small", "--layout", "narrative=none"]
    assert main([*words, "--out", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"pymupdf.pdf", "truth.json"}
    assert main(["--producers", "typewriter", "--out", str(tmp_path)]) == 2
    assert main(["--producers", "pymupdf", "--borders", "none", "--out", str(tmp_path)]) == 2
    assert main(["--size", "huge", "--out", str(tmp_path)]) == 2
    assert "no producer 'typewriter'" in capsys.readouterr().err
