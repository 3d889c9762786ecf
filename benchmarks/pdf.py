"""How fast tables of a PDF are read, and in how much memory, beside other readers: `python -m benchmarks.pdf [FILE…]`.

Generated reports, sparse (tables and narrative) and dense (tables only), and the files given. Each reader runs in a
process of its own, all of them in turn, round after round, so that a busy machine is busy for all; the fastest round
counts. CPU seconds of the reader and its children, without imports; camelot and pdfplumber read tables only.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import camelot.io
import pymupdf

from fixtures import pdf
from fixtures.canon import make_model
from fixtures.layout import Layout
from fixtures.report import Break, report
from fixtures.sheet import Sheet
from ingest.documents import open_document

BASE = "camelot lattice"
"""What the others are compared with: its defaults."""


def gouji_first(path: str) -> None:
    """Everything on every page, first reading."""
    open_document(path, ocr="never", workers=1)


def gouji_both(path: str) -> None:
    """And every table again by the independent engine."""
    open_document(path, ocr="never", workers=1, reading="both")


def camelot_lattice(path: str) -> None:
    """As shipped."""
    read: Callable[..., object] = camelot.io.read_pdf
    read(path, pages="all", flavor="lattice")


def camelot_vector(path: str) -> None:
    """Without rendering, texts cut at rules."""
    read: Callable[..., object] = camelot.io.read_pdf
    read(path, pages="all", flavor="lattice", engine="vector", split_text=True)


def plumber(path: str) -> None:
    """pdfplumber, if it is installed: nothing else needs it."""
    pdfplumber: Any = import_module("pdfplumber")
    with pdfplumber.open(path) as file:
        for page in file.pages:
            page.extract_tables()


READERS: Mapping[str, Callable[[str], None]] = {
    "gouji first": gouji_first,
    "gouji both": gouji_both,
    BASE: camelot_lattice,
    "camelot vector+split": camelot_vector,
    "pdfplumber": plumber,
}


def used() -> float:
    """CPU seconds of this process and its children so far."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def one(reader: str, path: str) -> dict[str, float]:
    """Run a reader here: its CPU seconds, wall seconds and peak memory (MB, of the largest process)."""
    work = READERS[reader]
    cpu, wall = used(), time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        work(path)
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"cpu": used() - cpu, "wall": time.perf_counter() - wall, "mb": max(peaks) / 1024}


def apart(reader: str, path: str) -> dict[str, float] | None:
    """Run a reader in a fresh interpreter; None if it is not installed or fails."""
    command = [sys.executable, "-m", "benchmarks.pdf", "--one", reader, path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def pages_of(path: str) -> int:
    """How many pages a PDF has."""
    file: Any = pymupdf.open(path)  # type: ignore[no-untyped-call]
    return int(file.page_count)


def made(folder: Path) -> dict[str, str]:
    """Write the generated reports: name → path."""
    sparse = report(make_model(3, size="small"), Layout())
    dense = report(make_model(3, size="large"), Layout(unit_tables=True))
    dense = replace(dense, blocks=tuple(block for block in dense.blocks if isinstance(block, (Sheet, Break))))
    paths = {}
    for name, one_report in (("sparse", sparse), ("dense", dense)):
        path = folder / f"{name}.pdf"
        path.write_bytes(pdf.write(one_report)[0])
        paths[name] = str(path)
    return paths


def repeated(path: str, pages: int, target: Path) -> str:
    """Write the pages of a file over and over, until there are that many."""
    source: Any = pymupdf.open(path)  # type: ignore[no-untyped-call]
    long: Any = pymupdf.open()  # type: ignore[no-untyped-call]
    while long.page_count < pages:
        long.insert_pdf(source, to_page=min(source.page_count, pages - long.page_count) - 1)
    long.save(str(target), deflate=True)
    return str(target)


def table(name: str, path: str, rounds: int) -> None:
    """Print one line a reader for one file."""
    pages = pages_of(path)
    results: dict[str, list[dict[str, float]]] = {reader: [] for reader in READERS}
    for _ in range(rounds):
        for reader in READERS:
            result = apart(reader, path)
            results[reader] += [result] if result is not None else []
    base = min((result["cpu"] for result in results[BASE]), default=0.0)
    print(f"\n{name}: {pages} pages\n{'':<22}{'pages/s':>9}{'ms/page':>9}{'peak MB':>9}{'× ' + BASE:>19}")
    for reader, found in results.items():
        if not found:
            print(f"{reader:<22}{'not installed':>18}")
            continue
        best = min(found, key=lambda result: result["cpu"])
        print(
            f"{reader:<22}{pages / best['cpu']:>9.1f}{1000 * best['cpu'] / pages:>9.1f}"
            f"{max(result['mb'] for result in found):>9.0f}{base / best['cpu']:>19.1f}"
        )


def long_run(path: str, pages: int, folder: Path) -> None:
    """Print how long a long sparse report takes with two workers, and what the largest process needs."""
    target = repeated(path, pages, folder / "long.pdf")
    cpu, wall = used(), time.perf_counter()
    open_document(target, ocr="never", workers=2)
    wall, cpu = time.perf_counter() - wall, used() - cpu
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{pages} sparse pages, 2 workers: {wall:.1f} s, {cpu:.1f} CPU s; worker {child:.0f}, parent {mine:.0f} MB")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print everything; with --one, the measure of one reader as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pdf", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="more files to read")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--long", type=int, default=1000, metavar="PAGES", help="pages of the long report; 0: none")
    parser.add_argument("--one", metavar="READER", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(one(options.one, options.files[0])))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = made(folder)
        if options.long:
            long_run(files["sparse"], options.long, folder)
        for label, path in (*files.items(), *((Path(path).name, path) for path in options.files)):
            table(label, path, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
