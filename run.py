"""The whole program on one page: paths in, a folder of reports out.

paths → read (worker processes) → confront (through Great Expectations) → findings → reports
"""

import time
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

from expectations import catalogue, gxload, waivers
from expectations.baseline import Baseline
from expectations.baseline import load as load_baseline
from expectations.findings import findings
from expectations.model import DocumentResult, Outcome
from expectations.report import output, outputs, parquet, terminal
from expectations.report.material import Material
from expectations.rule import Rule
from expectations.suite import Suite, load, shipped
from ingest import folder
from ingest.batch import Progress, Reading, Source, not_read, passed_over, read_all, sources, unread_lines
from ingest.documents import rereader
from ingest.facts import Canonical
from ingest.model import SecondReading, Text
from ingest.pdf.pictures import Looker
from ingest.pipeline import read

__all__ = ["Options", "Reading", "Run", "check", "describe", "export", "lint", "rules"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may be told."""

    out: Path
    how: Reading
    formats: frozenset[str] = frozenset({"html", "json"})
    suites: tuple[str, ...] = ()
    lang: str = "zh"
    command: str = ""
    waivers: str | None = None
    """File of findings that are known and accepted."""
    baseline: str | None = None
    """An earlier findings.json: what it has does not fail the run."""


@dataclass(frozen=True, slots=True)
class Run:
    """Every document in the order given, read or not, and the file to open first."""

    results: tuple[DocumentResult, ...]
    page: Path
    baseline: Baseline | None = None
    notes: tuple[Text, ...] = ()
    """What to say aloud: files of a folder that are not read, waivers that did nothing."""

    def exit_status(self, fail_on: str) -> int:
        """0 clean; 1 findings at or above `fail_on`; 2 a document could not be checked."""
        if self.unread():
            return 2
        counted = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]
        found = [f for r in self.results for f in r.findings if f.severity in counted and f.waived is None]
        return int(bool(self.baseline.new(found) if self.baseline else found))

    def unread(self) -> Sequence[Text]:
        """One line for every document that could not be checked: what, where, what to do."""
        return unread_lines(result.canonical for result in self.results)

    def summary(self, lang: str) -> object:
        """Say in a few lines what was found and where the report is: something that rich can print."""
        return terminal.whole(self.results, str(self.page), lang, self.baseline, self.notes)


def check(paths: Sequence[str], options: Options, progress: Progress) -> Run:
    """Read, confront and report.

    Raises SuiteError, WaiversError and BaselineError for a file that does not load, OSError for the folder.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    suites = _suites(options.suites)
    rules = _rules(suites)
    accepted = waivers.load(options.waivers) if options.waivers else ()
    before = load_baseline(options.baseline) if options.baseline else None
    with ExitStack() as stack:
        found = sources(paths, options.out, options.how, stack)
        canonicals = read_all(found, options.how.jobs, progress, gxload.start_importing)
        readable = {c.document.id: c for c in canonicals if c.document.status in ("checked", "partial")}
        validated = gxload.gx().validate(rules, tuple(readable.values()))
        outcomes = _by_document(validated.outcomes)
        results = [
            findings(c, outcomes.get(c.document.id, ()), rules, _other_eyes(source, c))
            for source, c in zip(found, canonicals, strict=True)
        ]
        names = [(suite.name, suite.version, suite.sha256) for suite in suites]
        record = output.run_record(started, time.monotonic() - clock, options.command, names)
        waived = waivers.apply(results, accepted, date.fromisoformat(str(record["started"])[:10]))
        notes = (*map(not_read, passed_over(paths, options.out)), *waived.notes())
        material = Material(
            results=waived.results,
            out=options.out,
            record=record,
            lang=options.lang,
            rules=rules,
            validation=validated.result,
            sights=[Looker(source.file, source.password) for source in found],
            baseline=before,
            notes=notes,
        )
        _write(material, options.formats)
    return Run(waived.results, options.out / outputs.first_file(options.formats), before, notes)


def export(target: Path, suite_files: Sequence[str]) -> None:
    """Write the suites as a Great Expectations project; raises SuiteError, and OSError for the folder."""
    gxload.gx().export(rules(suite_files), target)


def rules(suite_files: Sequence[str]) -> tuple[Rule, ...]:
    """All rules of the shipped suites and of the files; raises SuiteError."""
    return _rules(_suites(suite_files))


def describe(rule_id: str, suite_files: Sequence[str], lang: str) -> str:
    """One rule in full; raises UnknownRule and SuiteError."""
    return catalogue.describe(catalogue.find(rule_id, rules(suite_files)), lang)


def lint(suite_files: Sequence[str], reports: Sequence[str]) -> tuple[Sequence[Text], Sequence[Text]]:
    """What is wrong with suites, and which of their rules neither a shipped example nor one of the reports exercises.

    Raises ReadingError for a report that cannot be read.
    """
    examples = sorted(str(path) for path in Path(str(files("fixtures"))).rglob("*.txt"))
    canonicals = [read(path) for path in (*examples, *reports)]
    return catalogue.lint(suite_files), catalogue.unseen(suite_files, canonicals)


def _suites(suite_files: Sequence[str]) -> tuple[Suite, ...]:
    return (*shipped(), *(load(path) for path in suite_files))


def _rules(suites: Sequence[Suite]) -> tuple[Rule, ...]:
    return tuple(rule for suite in suites for rule in suite.rules)


def _by_document(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.document, []).append(outcome)
    return found


def _other_eyes(source: Source, canonical: Canonical) -> SecondReading | None:
    """What reads cells of a PDF again, for those of failed checks; a text cannot be read in another way."""
    return rereader(source.file, password=source.password) if canonical.document.pages else None


def _write(material: Material, formats: Collection[str]) -> None:
    outcomes = [outcome for result in material.results for outcome in result.outcomes]
    checks = {"checks.parquet": lambda path: parquet.write_checks(outcomes, path)}
    folder.write([result.canonical for result in material.results], material.out / "canonical", checks)
    outputs.write(material, formats)
