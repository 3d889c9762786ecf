"""How quickly the page of a report opens and filters in a real browser: `python benchmarks/page.py REPORT...`.

Prints, for each report, the seconds to make its page, its size, the seconds to the first paint and until the page can
be used (the data parsed, the first findings built), and the milliseconds of one change of the filter; and the same for
a page of 500 findings and 20,000 checks. Needs chromium and the dev extra.
"""

import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from time import perf_counter

from playwright.sync_api import Browser, sync_playwright

from expectations import gxshape
from expectations.findings import findings
from expectations.model import DocumentResult
from expectations.report.html import Context, pages
from expectations.report.output import run_record
from expectations.suite import shipped
from ingest.pdf.pictures import Looker
from ingest.pipeline import read

FAULTY = Path(__file__).parents[1] / "fixtures" / "faulty" / "report.pdf"
PAINT = "performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)[0]"
FILTER = """async words => {
  const find = document.getElementById("find");
  const frame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  await frame();
  const started = performance.now();
  find.value = words;
  find.dispatchEvent(new Event("input", {bubbles: true}));
  document.body.offsetHeight;
  return performance.now() - started;
}"""


def checked(path: Path) -> DocumentResult:
    """Read and check one document without Great Expectations."""
    rules = [rule for suite in shipped() for rule in suite.rules]
    canonical = read(str(path))
    outcomes, _ = gxshape.results_without_gx(rules, [canonical])
    return findings(canonical, outcomes, rules)


def written(folder: Path, result: DocumentResult, path: Path) -> tuple[Path, float]:
    """Write the page of a document; its path, and the seconds it took to make."""
    because = {rule.id: rule.because for suite in shipped() for rule in suite.rules}
    record = run_record(datetime.now(UTC), 0, "", [])
    started = perf_counter()
    ((name, text),) = pages([result], Context(record, "zh", because, [Looker(str(path))], out=str(folder)))
    seconds = perf_counter() - started
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name, seconds


def grown(result: DocumentResult, checks: int, count: int) -> DocumentResult:
    """The same document with its checks repeated, and `count` failures of one cell."""
    rules = [rule for suite in shipped() for rule in suite.rules]
    many = [
        replace(outcome, check_id=f"{outcome.check_id}.{i}")
        for i in range(1 + checks // max(1, len(result.outcomes)))
        for outcome in result.outcomes
        if outcome.status != "failed"
    ][:checks]
    failed = next(one for one in result.outcomes if one.status == "failed" and len(one.terms) > 3)
    facts = {fact.fact_id: fact for fact in result.canonical.facts}
    more, broken = [], []
    for i in range(count):
        terms = []
        for term in failed.terms:
            if term.fact_id in facts:
                more.append(replace(facts[term.fact_id], fact_id=f"{term.fact_id}.{i}", row_label=f"第{i}行"))
                terms.append(replace(term, fact_id=more[-1].fact_id))
            else:
                terms.append(term)
        broken.append(replace(failed, check_id=f"{failed.check_id}.x{i}", place=f"第{i}行", terms=tuple(terms)))
    canonical = replace(result.canonical, facts=(*result.canonical.facts, *more))
    return findings(canonical, [*many, *broken], rules)


def measure(browser: Browser, name: str, page: Path, made: float) -> None:
    """Open a page three times and print the best of each figure."""
    paints, ready, filters = [], [], []
    for _ in range(3):
        tab = browser.new_page()
        started = perf_counter()
        tab.goto(page.as_uri(), wait_until="load")
        ready.append(perf_counter() - started)
        tab.wait_for_function(f"() => {PAINT} > 0")
        paints.append(tab.evaluate(PAINT) / 1000)
        if tab.locator("#find").count():
            filters.append(min(tab.evaluate(FILTER, words) for words in ("a", "合计", "")))
        tab.close()
    size = page.stat().st_size / 1e6
    took = f"{min(filters):.0f} ms" if filters else "-"
    print(
        f"{name:44} made {made:.2f} s  {size:5.1f} MB paint {min(paints):.2f} s ready {min(ready):.2f} s filter {took}"
    )


def main() -> None:
    """Measure the reports named on the command line, then the large one."""
    program = which("chromium") or which("google-chrome")
    if program is None:
        sys.exit("benchmarks/page.py needs chromium")
    paths = [Path(word) for word in sys.argv[1:]] or [FAULTY]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for i, path in enumerate(paths):
            measure(browser, path.name, *written(Path(folder, str(i)), checked(path), path))
        big = grown(checked(FAULTY), 20_000, 500)
        name = f"{len(big.findings)} findings, {len(big.outcomes)} checks"
        measure(browser, name, *written(Path(folder, "big"), big, FAULTY))
        browser.close()


if __name__ == "__main__":
    main()
