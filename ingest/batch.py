"""Many documents: paths → canonical facts, in worker processes; one that cannot be read costs only itself."""

import gc
import hashlib
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import BinaryIO

from ingest import folder
from ingest.errors import ReadingError, Refused
from ingest.facts import (
    Canonical,
    Claim,
    ColumnInfo,
    DocumentInfo,
    Doubt,
    Fact,
    Form,
    Indicator,
    Mention,
    Paragraph,
    RowInfo,
    Sentence,
    TableInfo,
)
from ingest.model import Location, Text, Why, placed, strung
from ingest.pipeline import read
from ingest.plain import parts
from ingest.statutory.profiles import profile
from ingest.statutory.subjects import of_year, read_subjects

SUFFIXES = frozenset({".pdf", ".txt", ".md", ".html", ".htm"})
"""What is taken for a report where a folder is given; a file named outright may have any name."""

OTHERS = frozenset(
    {".doc", ".docx", ".wps", ".rtf", ".xls", ".xlsx", ".et", ".csv", ".ofd", ".zip", ".rar", ".7z"}
    | {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"}
)
"""What may hold a report in a form that is not read: a folder's are named, never passed over in silence."""

Progress = Callable[[str, str, Text | None, int, int], None]
"""Told (path, status, why not all of it was read, how many are done, of how many) as each document is finished."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are to be read."""

    stdin: BinaryIO
    """Where the bytes of the path `-` come from."""
    jobs: int = 0
    password: str | None = None
    reading: str = "first"
    ocr: str = "auto"
    profile: str | None = None
    """What the document must hold, in place of what its year and place say; `generic` takes any tables."""
    subjects: str | None = None
    """CSV file of the year's subject codes."""


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


def extract(paths: Sequence[str], out: Path, how: Reading, progress: Progress) -> list[Text]:
    """Read only: write the canonical facts of every document; one line for each that could not be read.

    Raises OSError for the folder.
    """
    with ExitStack() as stack:
        canonicals = read_all(sources(paths, out, how, stack), how.jobs, progress)
    folder.write(canonicals, out / "canonical")
    return unread_lines(canonicals)


def passed_over(paths: Sequence[str], out: Path) -> list[str]:
    """Name the files of the folders among `paths` that may be reports too, in a form that is not read."""
    folders = (Path(path) for path in paths if path != "-" and Path(path).is_dir())
    return [str(found) for searched in folders for found in _inside(searched, out, OTHERS)]


def not_read(path: str) -> Text:
    """Say of a file that was `passed_over` what to do about it."""
    return Text(
        f"{path}：未读取（只读PDF、文本、Markdown、HTML）；如是报告，请另存为PDF",
        f"{path}: not read (PDF, text, Markdown and HTML are); if it is a report, save it as PDF",
    )


def unread_lines(canonicals: Iterable[Canonical]) -> list[Text]:
    """Say for every document that could not be read: what, where, what to do."""
    documents = [c.document for c in canonicals if c.document.status in ("refused", "unreadable")]
    return [placed(d.path, d.reason) for d in documents if d.reason is not None]


def sources(paths: Sequence[str], out: Path, how: Reading, stack: ExitStack) -> list[Source]:
    """Find the documents of some paths; what `out` holds of an earlier run is none, `stack` closes what is spooled."""
    found: list[Source] = []
    for path in paths:
        if path == "-":
            spooled = stack.enter_context(tempfile.NamedTemporaryFile())  # noqa: SIM115 - the stack closes it
            shutil.copyfileobj(how.stdin, spooled)
            spooled.flush()
            found.append(Source("-", spooled.name, how.password))
        elif Path(path).is_dir():
            inside = _inside(Path(path), out, SUFFIXES)
            found.extend(Source(str(p), str(p), how.password) for p in inside)
            found.extend([Source(path, path, how.password)] if not inside else [])
        else:
            found.append(Source(path, path, how.password))
    # one document: its pages share the cores; several: they share them among each other
    pages = (how.jobs or os.cpu_count() or 1) if len(found) == 1 else 1
    if how.profile is not None:
        profile(how.profile)
    subjects = read_subjects(how.subjects) if how.subjects else ()
    return [
        replace(
            source,
            workers=pages,
            reading=how.reading,
            ocr=how.ocr,
            profile=how.profile,
            subjects=subjects,
        )
        for source in found
    ]


def _inside(searched: Path, out: Path, suffixes: frozenset[str]) -> list[Path]:
    """Find the files of a folder by their suffix; what an earlier run wrote there is none."""
    own = out.resolve()
    inside = (p for p in searched.rglob("*") if p.suffix.lower() in suffixes and p.is_file())
    return sorted(p for p in inside if not p.resolve().is_relative_to(own))


def read_all(
    sources: Sequence[Source], jobs: int, progress: Progress, meanwhile: Callable[[], None] | None = None
) -> tuple[Canonical, ...]:
    """Read every source in worker processes; one that takes its worker down with it costs only itself.

    A single document with nothing to do meanwhile is read here: the pages of a PDF have workers of their own, and
    handing a large document over costs a second.
    """
    _collect_seldom()
    if len(sources) == 1 and meanwhile is None:
        canonical = _read(sources[0])
        progress(sources[0].path, canonical.document.status, canonical.document.reason, 1, 1)
        return (canonical,)
    workers = max(1, min(jobs or os.cpu_count() or 1, len(sources)))
    with _pool(workers) as pool:
        # The workers are forked by the first submit, before `meanwhile` starts a thread of its own.
        futures = [pool.submit(_read, source) for source in sources]
        if meanwhile is not None:
            meanwhile()
        done: list[Canonical] = []
        for future, source in zip(futures, sources, strict=True):
            done.append(_result(future, source))
            info = done[-1].document
            progress(source.path, info.status, info.reason, len(done), len(sources))
        return tuple(done)


_MADE_OF = (
    *(Canonical, Claim, ColumnInfo, DocumentInfo, Doubt, Fact, Form, Indicator, Location, Mention, Paragraph, RowInfo),
    *(Sentence, TableInfo, Text, Why),
)
"""What a canonical document is made of, and a worker hands over."""


_DIED = Text("读取进程意外终止；请用阅读器打开后另存", "the reader died on it; open it in a viewer and save it again")


def _pool(workers: int) -> ProcessPoolExecutor:
    for kind in _MADE_OF:
        ForkingPickler.register(kind, parts)
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), initializer=_collect_seldom)


def _collect_seldom() -> None:
    """What a reader makes is frozen and without cycles: looking for garbage in it costs a fifth of all the work.

    So it is for what comes after: the rest of the program holds and confronts what was read.
    """
    gc.set_threshold(1_000_000, 20, 20)


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
        return _unread(source, "unreadable", _DIED)
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
        return _unread(source, status, strung((error.what, error.todo)))
    listed = of_year(source.subjects, canonical.document.fiscal_year)
    return replace(canonical, document=replace(canonical.document, path=source.path, subjects=listed))


def _unread(source: Source, status: str, reason: Text) -> Canonical:
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
