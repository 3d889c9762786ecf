"""Whole reports written to a folder, for the tests that look at them in a browser."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from expectations import gxshape
from expectations.findings import findings
from expectations.model import DocumentResult
from expectations.report.html import Context, pages
from expectations.report.output import run_record
from expectations.suite import shipped
from ingest.model import Sight
from ingest.pdf.pictures import Looker
from ingest.pipeline import read

RUN = run_record(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), 1.25, "gouji check", [("accounts", "1", "0" * 64)])


def checked(path: Path) -> DocumentResult:
    """Read and check one document without Great Expectations."""
    rules = [rule for suite in shipped() for rule in suite.rules]
    canonical = read(str(path))
    outcomes, _ = gxshape.results_without_gx(rules, [canonical])
    return findings(canonical, outcomes, rules)


def written(
    folder: Path, results: Sequence[DocumentResult], sights: Sequence[Sight | None] = (), lang: str = "zh"
) -> Path:
    """Write the pages of some results and return the first to open."""
    because = {rule.id: rule.because for suite in shipped() for rule in suite.rules}
    context = Context(RUN, lang, because, sights, out=str(folder))
    for name, text in pages(results, context):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "report.html"


def report(folder: Path, *documents: Path) -> Path:
    """Check documents and write their pages, with pictures; returns the first to open."""
    return written(folder, [checked(path) for path in documents], [Looker(str(path)) for path in documents])
