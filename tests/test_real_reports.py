"""The real reports, counted a second way: every printed number of a statutory table is a fact."""

import re
from collections import Counter
from pathlib import Path

import pymupdf
import pytest

from ingest.facts import Canonical
from ingest.pipeline import read

REPORTS = Path(__file__).parents[1] / ".." / "shared" / "reports"
STATUTORY = {"T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09", "T02U", "T03U"}
AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")


def _report(pattern: str) -> Path:
    found = sorted(REPORTS.glob(pattern))
    if not found:
        pytest.skip(f"the real report {pattern} is not here")
    return found[0]


def _facts(canonical: Canonical) -> Counter[str]:
    return Counter(fact.raw for fact in canonical.facts if fact.template in STATUTORY)


def test_every_amount_of_the_text_tables_is_a_fact() -> None:
    """Counted here from the raw lines: the rows between a caption 公开NN表 and the 注 below it."""
    path = _report("001_*.txt")
    expected: Counter[str] = Counter()
    inside = False
    for line in path.read_text(encoding="utf-8").splitlines():
        caption = re.sub(r"\s", "", line)
        if re.fullmatch(r"公开\d\d(-\d)?表", caption):
            inside = True
        elif caption.startswith("注："):
            inside = False
        elif inside and "\t" in line:
            cells = [cell.strip() for cell in line.split("\t")]
            one_line_table = sum(bool(AMOUNT.fullmatch(cell)) for cell in cells) == len(cells) - 1
            expected.update(cell for cell in cells if AMOUNT.fullmatch(cell) or (one_line_table and cell.isdecimal()))
    assert expected.total() > 2000
    assert _facts(read(str(path))) == expected


def test_every_amount_of_the_pdf_tables_is_a_fact_where_it_is_printed() -> None:
    """Counted here from the words of the table pages; each fact's box holds the word it was read from."""
    path = _report("*.pdf")
    canonical = read(str(path))
    pages = {fact.location.page for fact in canonical.facts if fact.template in STATUTORY}
    with pymupdf.open(path) as document:  # type: ignore[no-untyped-call]
        words = Counter(
            word[4]
            for page in document
            if page.number + 1 in pages
            for word in page.get_text("words")
            if AMOUNT.fullmatch(word[4])
        )
        assert _facts(canonical) == words
        for fact in canonical.facts:
            if fact.template in STATUTORY:
                assert fact.location.page is not None
                inside = document[fact.location.page - 1].get_text("words", clip=fact.location.bbox)
                assert [word[4] for word in inside] == [fact.raw]


def test_the_real_form_closes() -> None:
    """Its broken amount is joined because the sources add up to it, and both readings are kept."""
    canonical = read(str(_report("000_*.txt")))
    repaired = [fact for fact in canonical.facts if fact.repaired_from]
    assert [(fact.concept, str(fact.value)) for fact in repaired] == [("年度资金总额/全年执行数", "14268915.71")]
    leaves = [indicator for indicator in canonical.indicators if indicator.weight]
    assert sum(leaf.weight for leaf in leaves if leaf.weight) == 90
    assert canonical.forms[0].total_weight == 100
