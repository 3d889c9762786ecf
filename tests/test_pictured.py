"""What rests on words read from a picture accuses nobody: OCR may lose a sign of a word and be sure of it."""

from dataclasses import replace
from pathlib import Path

from expectations.confront import confront
from expectations.findings import findings
from expectations.model import Finding
from expectations.suite import shipped
from ingest.facts import Canonical
from ingest.pipeline import read

REPORT = Path(__file__).parents[1] / "fixtures" / "clean" / "report.pdf"
RULES = tuple(rule for suite in shipped() for rule in suite.rules)


def _a_year_cut_short() -> Canonical:
    clean = read(str(REPORT))
    at = next(n for n, mention in enumerate(clean.mentions) if (mention.what, mention.place) == ("年度", "封面"))
    spoiled = replace(clean.mentions[at], value=clean.mentions[at].value[:3])
    return replace(clean, mentions=(*clean.mentions[:at], spoiled, *clean.mentions[at + 1 :]))


def _of_years(canonical: Canonical) -> list[Finding]:
    found = findings(canonical, confront(RULES, canonical), RULES).findings
    return [finding for finding in found if finding.rule == "DOC-05"]


def test_words_of_a_text_layer_accuse_and_words_of_a_picture_do_not() -> None:
    canonical = _a_year_cut_short()
    printed = _of_years(canonical)
    assert {(finding.severity, finding.fault) for finding in printed} == {("error", "document")}
    pages = tuple(range(1, (canonical.document.pages or 0) + 1))
    pictured = _of_years(replace(canonical, document=replace(canonical.document, pages_ocr=pages)))
    assert {(finding.severity, finding.fault) for finding in pictured} == {("warning", "undecided")}
    assert len(pictured) == len(printed)
