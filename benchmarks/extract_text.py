"""Extracting a long text report: seconds, memory and how both grow, beside a naive reader in the same run.

python -m benchmarks.extract_text [REPORT.txt] [--copies 10]

Measured is the whole command `gouji extract`, from the start of its process to the end. Without a file a report of like
size is made from `fixtures`. The naive reader is what one would write first: split the lines, split the cells,
`Decimal` every amount, find numbers in the other lines; no tables, no titles, no claims, nothing written.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from fixtures import text as shape
from fixtures.canon import make_model
from fixtures.layout import SHENZHEN
from fixtures.report import report

ROOT = Path(__file__).resolve().parents[1]
AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def naive(path: Path) -> int:
    """Count the amounts that a plain split finds."""
    found: list[Decimal] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t") if "\t" in line else AMOUNT.findall(line)
        found += [Decimal(cell.replace(",", "")) for cell in cells if AMOUNT.fullmatch(cell.strip() or "-")]
    return len(found)


def measured(command: Sequence[str]) -> tuple[float, float, int]:
    """Run a command; return its wall and CPU seconds and its peak in MB. Raises CalledProcessError."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def commands(path: Path, out: Path) -> dict[str, list[str]]:
    """What is measured, by name; each is a process of its own, so that no cache is left from before."""
    return {
        "naive": [sys.executable, "-m", "benchmarks.extract_text", str(path), "--naive"],
        "gouji": [sys.executable, str(ROOT / "cli.py"), "extract", str(path), "--out", str(out), "-q"],
    }


def sample(folder: Path) -> Path:
    """A report of the size of a big city's department: about 1.7 MB of tables and narrative."""
    path = folder / "made.txt"
    parts = [shape.write(report(make_model(seed, year=2019, size=900, units=40), SHENZHEN))[0] for seed in range(8)]
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def main() -> None:
    """Measure once and with copies one after another."""
    parser = argparse.ArgumentParser(description="How long and how much extracting a text report takes.")
    parser.add_argument("report", nargs="?", type=Path)
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--naive", action="store_true", help="be the naive reader, to be measured")
    chosen = parser.parse_args()
    if chosen.naive:
        print(naive(chosen.report))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        one = chosen.report or sample(folder)
        many = folder / "many.txt"
        many.write_text("\n".join([one.read_text(encoding="utf-8")] * chosen.copies), encoding="utf-8")
        print(
            f"{one.name}: {one.stat().st_size / 1e6:.2f} MB; {chosen.copies} copies: {many.stat().st_size / 1e6:.1f} MB"
        )
        for name, command in commands(one, folder / "out").items():
            first, last = measured(command), measured(commands(many, folder / "out")[name])
            print(
                f"{name}: {first[0]:.2f} s ({first[1]:.2f} s CPU), {first[2]} MB; "
                f"{chosen.copies} copies: {last[0]:.2f} s ({last[1]:.2f} s CPU), {last[2]} MB; "
                f"ratio {last[0] / first[0]:.1f} (CPU {last[1] / first[1]:.1f})"
            )


if __name__ == "__main__":
    main()
