"""The canonical/ folder of a run: the Arrow tables as parquet, every printed table as CSV."""

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ingest import arrow
from ingest.facts import Canonical, TableInfo
from ingest.numerals import is_blank, parse_amount

Write = Callable[[Path], None]
"""Writes one file at the path it is given."""

_UNSAFE = re.compile(r"[^0-9A-Za-z_\-\u4e00-\u9fff]+")
_FORMULA = frozenset({"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"})


def write(canonicals: Sequence[Canonical], folder: Path, more: Mapping[str, Write] | None = None) -> None:
    """Write `folder` whole or not at all; what stood there before is replaced.

    `more` adds files by name (checks.parquet, which only `expectations` can write). Raises OSError.
    """
    with replacing(folder) as made:
        tables = {
            "documents": arrow.documents_table(canonicals),
            "facts": arrow.facts_table(canonicals),
            "claims": arrow.claims_table(canonicals),
            "forms": arrow.forms_table(canonicals),
            "indicators": arrow.indicators_table(canonicals),
        }
        for name, held in tables.items():
            arrow.write_parquet(held, made / f"{name}.parquet")
        for name, one in (more or {}).items():
            one(made / name)
        _write_tables(canonicals, made / "tables")


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give a new folder beside `folder` that takes its place when the block ends well, and is removed otherwise."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    old = made / "old"
    try:
        new = made / "new"
        new.mkdir()
        yield new
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def csv_text(info: TableInfo) -> str:
    """One printed table as CSV: header labels a/b/c, then one row a printed row, numbers as printed.

    A text that a spreadsheet would take for a formula gets an apostrophe in front. The text starts with a
    byte order mark, without which spreadsheets misread Chinese.
    """
    body = io.StringIO()
    writer = csv.writer(body, lineterminator="\n")
    if info.grid:
        writer.writerow(_safe_cell(label) for label in header(info))
    for row in info.grid[info.header_rows :]:
        writer.writerow(map(_safe_cell, row))
    return "\ufeff" + body.getvalue()


def header(info: TableInfo) -> tuple[str, ...]:
    """Flatten the header rows to one label path a column, a/b/c; what is printed twice in a row counts once."""
    paths = []
    for column in zip(*info.grid[: info.header_rows], strict=True):
        parts: list[str] = []
        for text in column:
            label = "".join(text.split())
            if label and label not in parts[-1:]:
                parts.append(label)
        paths.append("/".join(parts))
    return tuple(paths) or ("",) * (len(info.grid[0]) if info.grid else 0)


def safe_names(names: Sequence[str]) -> tuple[str, ...]:
    """Turn ids into file names: letters, digits, Chinese characters, `_` and `-`; told apart where that merges two."""
    made: list[str] = []
    taken: set[str] = set()
    for name in names:
        base = _UNSAFE.sub("_", name)[:80].strip("_") or "_"
        free = next(item for item in _numbered(base) if item.casefold() not in taken)
        taken.add(free.casefold())
        made.append(free)
    return tuple(made)


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _write_tables(canonicals: Sequence[Canonical], folder: Path) -> None:
    folder.mkdir()
    documents = safe_names([canonical.document.id for canonical in canonicals])
    for document, canonical in zip(documents, canonicals, strict=True):
        if canonical.tables:
            (folder / document).mkdir()
        names = safe_names([info.id for info in canonical.tables])
        for name, info in zip(names, canonical.tables, strict=True):
            (folder / document / f"{name}.csv").write_bytes(csv_text(info).encode("utf-8", "backslashreplace"))


def _safe_cell(text: str) -> str:
    if text.lstrip(" ")[:1] in _FORMULA and not is_blank(text) and parse_amount(text) is None:
        return "'" + text
    return text
