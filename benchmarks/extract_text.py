"""Reading a long text report: seconds, memory and how both grow, beside a naive reader in the same run.

python -m benchmarks.extract_text [REPORT.txt] [--copies 10]

Without a file a report of like size is made from `fixtures`. The naive reader is what one would write first: split
the lines, split the cells, `Decimal` every amount, find numbers in the other lines; no tables, no titles, no claims.
"""

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from fixtures import text as shape
from fixtures.canon import make_model
from fixtures.layout import SHENZHEN
from fixtures.report import report
from ingest.pipeline import read

AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def naive(path: str) -> int:
    """Count the amounts that a plain split finds."""
    found: list[Decimal] = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        cells = line.split("\t") if "\t" in line else AMOUNT.findall(line)
        found += [Decimal(cell.replace(",", "")) for cell in cells if AMOUNT.fullmatch(cell.strip() or "-")]
    return len(found)


def measured(path: str, *, plainly: bool) -> None:
    """Print what one reading in a process of its own costs: numbers, wall and CPU seconds, peak MB."""
    start, used = time.perf_counter(), time.process_time()
    if plainly:
        count = naive(path)
    else:
        canonical = read(path)
        count = len(canonical.facts) + len(canonical.claims)
    seconds, busy = time.perf_counter() - start, time.process_time() - used
    print(count, f"{seconds:.3f}", f"{busy:.3f}", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def child(path: Path, *, plainly: bool) -> tuple[int, float, float, int]:
    """Measure in a fresh process, so that no cache and no memory is left from before."""
    command = [sys.executable, "-m", "benchmarks.extract_text", str(path), "--child", "naive" if plainly else "gouji"]
    count, seconds, busy, peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(count), float(seconds), float(busy), int(peak)


def sample(folder: Path) -> Path:
    """A report of the size of a big city's department: about 1.7 MB of tables and narrative."""
    path = folder / "made.txt"
    parts = [shape.write(report(make_model(seed, year=2019, size=900, units=40), SHENZHEN))[0] for seed in range(8)]
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def main() -> None:
    """Measure once and with copies one after another."""
    parser = argparse.ArgumentParser(description="How long and how much reading a text report takes.")
    parser.add_argument("report", nargs="?", type=Path)
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--child", choices=("gouji", "naive"))
    chosen = parser.parse_args()
    if chosen.child is not None:
        measured(str(chosen.report), plainly=chosen.child == "naive")
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        one = chosen.report or sample(folder)
        many = folder / "many.txt"
        many.write_text("\n".join([one.read_text(encoding="utf-8")] * chosen.copies), encoding="utf-8")
        print(
            f"{one.name}: {one.stat().st_size / 1e6:.2f} MB; {chosen.copies} copies: {many.stat().st_size / 1e6:.1f} MB"
        )
        for plainly in (True, False):
            first, last = child(one, plainly=plainly), child(many, plainly=plainly)
            name = "naive" if plainly else "gouji"
            print(
                f"{name}: {first[0]} numbers, {first[1]:.2f} s ({first[2]:.2f} s CPU), {first[3]} MB; "
                f"{chosen.copies} copies: {last[1]:.2f} s ({last[2]:.2f} s CPU), {last[3]} MB; "
                f"ratio {last[1] / first[1]:.1f} (CPU {last[2] / first[2]:.1f})"
            )


if __name__ == "__main__":
    main()
