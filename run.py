"""The whole program on one page: paths in, a folder of reports out.

paths → read (worker processes) → confront (through Great Expectations) → findings → reports
"""

import gc
import hashlib
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from expectations import catalogue, gxload, waivers
from expectations.baseline import Baseline
from expectations.baseline import load as load_baseline
from expectations.findings import findings
from expectations.model import DocumentResult, Outcome, Text
from expectations.report import output, outputs, parquet, terminal
from expectations.report.material import Material
from expectations.rule import Rule
from expectations.suite import Suite, load, shipped
from ingest import folder
from ingest.documents import rereader
from ingest.errors import ReadingError, Refused
from ingest.facts import Canonical, DocumentInfo
from ingest.model import SecondReading
from ingest.pdf.pictures import Looker
from ingest.pipeline import read
from ingest.statutory.profiles import profile
from ingest.statutory.subjects import of_year, read_subjects

SUFFIXES = frozenset({".pdf", ".txt", ".md", ".html", ".htm"})
"""What is taken for a report where a folder is given; a file named outright may have any name."""

Progress = Callable[[str, str, int, int], None]
"""Told (path, status, how many are done, of how many) as each document is finished."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read: the path as given, and the file that holds its bytes (another one for standard input)."""

    path: str
    file: str
    password: str | None = None
    reading: str = "first"
    ocr: str = "auto"
    profile: str | None = None
    subjects: tuple[tuple[int, str, str], ...] = ()
    workers: int = 0
    """Processes for the pages of one PDF."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may be told."""

    out: Path
    formats: frozenset[str] = frozenset({"html", "json"})
    suites: tuple[str, ...] = ()
    lang: str = "zh"
    jobs: int = 0
    password: str | None = None
    reading: str = "first"
    ocr: str = "auto"
    command: str = ""
    profile: str | None = None
    """What the document must hold, in place of what its year and place say; `generic` takes any tables."""
    subjects: str | None = None
    """CSV file of the year's subject codes."""
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
    """What to say about waivers that did nothing."""

    def exit_status(self, fail_on: str) -> int:
        """0 clean; 1 findings at or above `fail_on`; 2 a document could not be checked."""
        if self.unread():
            return 2
        counted = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]
        found = [f for r in self.results for f in r.findings if f.severity in counted and f.waived is None]
        return int(bool(self.baseline.new(found) if self.baseline else found))

    def unread(self) -> list[str]:
        """One line for every document that could not be checked: what, where, what to do."""
        return _unread_lines(result.canonical for result in self.results)

    def summary(self, lang: str) -> object:
        """Say in a few lines what was found and where the report is: something that rich can print."""
        return terminal.whole(self.results, str(self.page), lang, self.baseline, self.notes)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What `extract` read."""

    canonicals: tuple[Canonical, ...]

    def unread(self) -> list[str]:
        """As Run.unread."""
        return _unread_lines(self.canonicals)


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
        sources = _sources(paths, options, stack)
        canonicals = _read_all(sources, options.jobs, progress, gxload.start_importing)
        readable = {canonical.document.id: canonical for canonical in canonicals if canonical.tables}
        validated = gxload.gx().validate(rules, tuple(readable.values()))
        outcomes = _by_document(validated.outcomes)
        found = [
            findings(c, outcomes.get(c.document.id, ()), rules, _other_eyes(source, c))
            for source, c in zip(sources, canonicals, strict=True)
        ]
        names = [(suite.name, suite.version, suite.sha256) for suite in suites]
        record = output.run_record(started, time.monotonic() - clock, options.command, names)
        waived = waivers.apply(found, accepted, date.fromisoformat(str(record["started"])[:10]))
        material = Material(
            results=waived.results,
            out=options.out,
            record=record,
            lang=options.lang,
            rules=rules,
            validation=validated.result,
            sights=[Looker(source.file, source.password) for source in sources],
            baseline=before,
            notes=waived.notes(),
        )
        _write(material, options.formats)
    return Run(waived.results, options.out / outputs.first_file(options.formats), before, waived.notes())


def extract(paths: Sequence[str], options: Options, progress: Progress) -> Extracted:
    """Read only: write the canonical facts of every document; raises OSError for the folder."""
    with ExitStack() as stack:
        canonicals = _read_all(_sources(paths, options, stack), options.jobs, progress)
    folder.write(canonicals, options.out / "canonical")
    return Extracted(canonicals)


def export(target: Path, suite_files: Sequence[str]) -> None:
    """Write the suites as a Great Expectations project; raises SuiteError, and OSError for the folder."""
    gxload.gx().export(rules(suite_files), target)


def rules(suite_files: Sequence[str]) -> tuple[Rule, ...]:
    """All rules of the shipped suites and of the files; raises SuiteError."""
    return _rules(_suites(suite_files))


def describe(rule_id: str, suite_files: Sequence[str], lang: str) -> str:
    """One rule in full; raises UnknownRule and SuiteError."""
    return catalogue.describe(catalogue.find(rule_id, rules(suite_files)), lang)


def _suites(files: Sequence[str]) -> tuple[Suite, ...]:
    return (*shipped(), *(load(path) for path in files))


def _rules(suites: Sequence[Suite]) -> tuple[Rule, ...]:
    return tuple(rule for suite in suites for rule in suite.rules)


def _by_document(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.document, []).append(outcome)
    return found


def _unread_lines(canonicals: Iterable[Canonical]) -> list[str]:
    documents = [c.document for c in canonicals if c.document.status in ("refused", "unreadable")]
    return [f"{document.path}: {document.reason}" for document in documents]


def _other_eyes(source: Source, canonical: Canonical) -> SecondReading | None:
    """What reads cells of a PDF again, for those of failed checks; a text cannot be read in another way."""
    return rereader(source.file, password=source.password) if canonical.document.pages else None


def _sources(paths: Sequence[str], options: Options, stack: ExitStack) -> list[Source]:
    found: list[Source] = []
    for path in paths:
        if path == "-":
            spooled = stack.enter_context(tempfile.NamedTemporaryFile())  # noqa: SIM115 - the stack closes it
            shutil.copyfileobj(sys.stdin.buffer, spooled)
            spooled.flush()
            found.append(Source("-", spooled.name, options.password))
        elif Path(path).is_dir():
            inside = _reports(Path(path), options.out)
            found.extend(Source(str(p), str(p), options.password) for p in inside)
            found.extend([Source(path, path, options.password)] if not inside else [])
        else:
            found.append(Source(path, path, options.password))
    # one document: its pages share the cores; several: they share them among each other
    pages = (options.jobs or os.cpu_count() or 1) if len(found) == 1 else 1
    if options.profile is not None:
        profile(options.profile)
    subjects = read_subjects(options.subjects) if options.subjects else ()
    return [
        replace(
            source,
            workers=pages,
            reading=options.reading,
            ocr=options.ocr,
            profile=options.profile,
            subjects=subjects,
        )
        for source in found
    ]


def _reports(searched: Path, out: Path) -> list[Path]:
    """What may be a report in a folder; what an earlier run wrote there is none."""
    own = out.resolve()
    inside = (p for p in searched.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    return sorted(p for p in inside if not p.resolve().is_relative_to(own))


def _read_all(
    sources: Sequence[Source], jobs: int, progress: Progress, meanwhile: Callable[[], None] = lambda: None
) -> tuple[Canonical, ...]:
    """Read every source in worker processes; one that takes its worker down with it costs only itself."""
    workers = max(1, min(jobs or os.cpu_count() or 1, len(sources)))
    with _pool(workers) as pool:
        # The workers are forked by the first submit, before `meanwhile` starts a thread of its own.
        futures = [pool.submit(_read, source) for source in sources]
        meanwhile()
        done: list[Canonical] = []
        for future, source in zip(futures, sources, strict=True):
            done.append(_result(future, source))
            progress(source.path, done[-1].document.status, len(done), len(sources))
        return tuple(done)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), initializer=_collect_seldom)


def _collect_seldom() -> None:
    """What a reader makes is frozen and without cycles: looking for garbage in it costs a fifth of the reading."""
    gc.set_threshold(200_000, 20, 20)


def _result(future: Future[Canonical], source: Source) -> Canonical:
    error = future.exception()
    if isinstance(error, BrokenProcessPool):
        with _pool(1) as alone:
            again = alone.submit(_read, source)
            error = again.exception()
            future = again if error is None else future
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool):
        return _unread(source, "unreadable", "the reader died on it; open it in a viewer and save it again")
    raise error


def _read(source: Source) -> Canonical:
    try:
        canonical = read(
            source.file,
            password=source.password,
            reading=source.reading,
            ocr=source.ocr,
            workers=source.workers,
            profile=source.profile,
        )
    except ReadingError as error:
        status = "refused" if isinstance(error, Refused) else "unreadable"
        return _unread(source, status, f"{error.what}; {error.todo}")
    listed = of_year(source.subjects, canonical.document.fiscal_year)
    return replace(canonical, document=replace(canonical.document, path=source.path, subjects=listed))


def _unread(source: Source, status: str, reason: str) -> Canonical:
    file = Path(source.file)
    data = file.read_bytes() if file.is_file() and os.access(file, os.R_OK) else None
    sha256 = hashlib.sha256(data).hexdigest() if data is not None else ""
    info = DocumentInfo(
        id=(sha256 or hashlib.sha256(source.path.encode("utf-8", "surrogateescape")).hexdigest())[:12],
        path=source.path,
        sha256=sha256,
        kind="unknown",
        entity=None,
        fiscal_year=None,
        profile="default",
        pages=None,
        status=status,
        reason=reason,
    )
    return Canonical(info, (), ())


def _write(material: Material, formats: Collection[str]) -> None:
    outcomes = [outcome for result in material.results for outcome in result.outcomes]
    checks = {"checks.parquet": lambda path: parquet.write_checks(outcomes, path)}
    folder.write([result.canonical for result in material.results], material.out / "canonical", checks)
    outputs.write(material, formats)
