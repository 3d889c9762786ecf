"""Is what gouji says true, and does it say everything? `python -m benchmarks.truth [REPORTS] [FAULTS]`.

REPORTS generated reports without a fault must give no error and no warning; then each kind of fault is planted once in
FAULTS of them and must be found. A fault of a number counts where it breaks a sum by more than rounding explains
(fixtures.faults.Fault.certain). Printed as one table, kind by kind; exit status 1 below the goals.
"""

import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from pathlib import Path
from random import Random

from expectations.confront import confront
from expectations.findings import findings
from expectations.model import Finding
from expectations.suite import shipped
from fixtures.canon import make_model
from fixtures.faults import KINDS, plant
from fixtures.layout import _CHOICES, Layout
from fixtures.report import Report, report
from fixtures.slips import SLIPS, slip
from fixtures.text import write
from ingest.errors import ReadingError
from ingest.pipeline import read

GOAL = 0.99
RULES = tuple(rule for suite in shipped() for rule in suite.rules)
_ARITHMETIC = ("T0", "X-", "U-01", "U-02", "U-03")


def random_layout(random: Random) -> Layout:
    """Any combination of the switches of fixtures.layout."""
    values: dict[str, object] = {}
    for field in fields(Layout):
        if field.name in _CHOICES:
            values[field.name] = random.choice(_CHOICES[field.name])
        elif isinstance(field.default, bool):
            values[field.name] = random.random() < 0.5
        elif field.name == "rows_per_page":
            values[field.name] = random.choice((12, 20, 34))
        elif field.name == "yuan":
            values[field.name] = random.choice(("", "T05", "T05+T06", "T01"))
    return Layout(**values)  # type: ignore[arg-type]


def random_report(seed: int) -> Report:
    """Any year, size and layout; the department's place and name follow from the seed as well."""
    random = Random(seed)
    layout = random_layout(random)
    year = random.choice((2019, 2020, 2021, 2022, 2023, 2024, 2025))
    size = random.choice(("small", "small", "medium"))
    units = random.choice((1, 3, 5))
    fund, capital = random.random() < 0.8, random.random() < 0.4
    model = make_model(seed, year=year, size=size, units=units, fund=fund, capital=capital)
    return report(model, layout)


def found_in(written: Report, folder: Path, name: str) -> list[Finding] | str:
    """What gouji finds in a report; the reason if it cannot read it."""
    path = folder / f"{name}.txt"
    path.write_text(write(written)[0], encoding="utf-8")
    try:
        canonical = read(str(path))
    except ReadingError as error:
        return str(error)
    return list(findings(canonical, confront(RULES, canonical), RULES).findings)


def one(job: tuple[str, int]) -> tuple[str, str, str]:
    """(kind, outcome, what was said) of one report: clean, or with one fault of the kind."""
    kind, seed = job
    with tempfile.TemporaryDirectory() as folder:
        written = random_report(seed)
        wanted: tuple[str, ...] = ()
        certain = True
        if kind in KINDS or kind in SLIPS:
            try:
                if kind in KINDS:
                    written, fault = plant(written, kind, seed)
                    wanted, certain = fault.breaks, bool(fault.certain)
                else:
                    written, slipped = slip(written, kind, seed)
                    wanted = slipped.rules
            except ValueError:
                return kind, "no place", ""
        made = found_in(written, Path(folder), f"{kind}-{seed}")
    if isinstance(made, str):
        return kind, "refused", f"{seed}: {made}"
    said = "; ".join(f"{f.severity} {f.rule} {f.message['zh'][:90]}" for f in made[:3])
    if kind == "clean":
        worst = next((f for f in made if f.severity == "error" or f.rule.startswith(_ARITHMETIC)), None)
        return kind, "false" if worst else "other" if made else "silent", f"{seed}: {said}"
    hit = any(f.rule in wanted for f in made) if kind in SLIPS else bool(made)
    return kind, ("found" if hit else "missed") if certain else ("found, small" if hit else "small"), f"{seed}: {said}"


def main(arguments: list[str]) -> int:
    """Print the table; 1 if a clean report was accused or a kind was found too seldom."""
    reports, faults = (int(arguments[n]) if len(arguments) > n else default for n, default in ((0, 200), (1, 100)))
    jobs = [("clean", seed) for seed in range(reports)]
    jobs += [(kind, seed) for kind in (*KINDS, *SLIPS) for seed in range(1000, 1000 + faults)]
    counts: dict[str, Counter[str]] = {}
    shown: list[str] = []
    with ProcessPoolExecutor(2) as pool:
        for kind, outcome, said in pool.map(one, jobs, chunksize=8):
            counts.setdefault(kind, Counter())[outcome] += 1
            if outcome in ("false", "missed", "refused", "other"):
                shown.append(f"{kind} {outcome} {said}")
    print(f"{'kind':12} {'planted':>8} {'certain':>8} {'found':>6} {'missed':>7} {'share':>7}")
    status = int(bool(counts["clean"]["false"]))
    for kind, count in counts.items():
        if kind == "clean":
            print(f"{kind:12} {count.total():8} {'':8} accused {count['false']}, other warnings {count['other']}")
            continue
        certain = count["found"] + count["missed"] + count["refused"]
        share = count["found"] / certain if certain else 1.0
        status |= int(share < GOAL)
        lost = count["missed"] + count["refused"]
        print(f"{kind:12} {count.total() - count['no place']:8} {certain:8} {count['found']:6} {lost:7} {share:7.1%}")
    for line in shown[:60]:
        print(line)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
