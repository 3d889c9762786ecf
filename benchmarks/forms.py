"""Self-assessment forms: planted slips found by kind, false alarms on clean forms, and how long the checks take.

    python benchmarks/forms.py [forms] [report ...]

Prints a table by kind for so many generated deep-tree forms (250), and the seconds of confronting all forms of each
report named, rules of forms only.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from expectations.confront import confront
from expectations.findings import findings
from expectations.model import Finding
from expectations.rule import Rule
from expectations.suite import shipped
from fixtures.faults19 import KINDS, Slip, plant
from fixtures.form19 import Printed, annex_text, make_form19, print_form
from ingest.pipeline import read

SUITES = ("forms", "forms19", "scores", "summaries", "evaluation")


def rules() -> tuple[Rule, ...]:
    """The rules of forms, summaries and evaluation reports."""
    return tuple(rule for suite in shipped() if suite.name in SUITES for rule in suite.rules)


def found(text: str) -> tuple[Finding, ...]:
    """Every finding of a text report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "forms.txt")
        path.write_text(text, encoding="utf-8")
        canonical = read(str(path))
    made = rules()
    return findings(canonical, confront(made, canonical), made).findings


def planted(count: int) -> tuple[list[Printed], dict[int, Slip]]:
    """So many forms, each with one slip, the kinds in turn; the slips by the number of the form (from 1)."""
    forms: list[Printed] = []
    slips: dict[int, Slip] = {}
    kinds = list(KINDS)
    for number in range(count):
        clean = print_form(make_form19(number))
        for turn in range(len(kinds)):
            made = plant(clean, kinds[(number + turn) % len(kinds)], number)
            if made is not None:
                forms.append(made[0])
                slips[number + 1] = made[1]
                break
    return forms, slips


def table(slips: dict[int, Slip], held: tuple[Finding, ...]) -> dict[str, tuple[int, int]]:
    """Kind → (found, planted): a finding of one of its rules with evidence in its own form."""
    seen: dict[str, set[str]] = {}
    for finding in held:
        for place in (finding.location, *finding.evidence):
            seen.setdefault(str(place.get("table")), set()).add(finding.rule)
    counts: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for number, slip in slips.items():
        counts[slip.kind] += 1
        rules_seen = seen.get(f"F19-{number:03d}", set())
        hits[slip.kind] += any(rule.startswith(wanted) for rule in rules_seen for wanted in slip.rules)
    return {kind: (hits[kind], counts[kind]) for kind in KINDS}


def main(arguments: list[str]) -> None:
    """Print the tables."""
    count = int(arguments[0]) if arguments else 250
    clean = found(annex_text([print_form(make_form19(n)) for n in range(count)], summaries=True))
    print(f"{count} clean forms: {Counter(finding.severity for finding in clean) or 'no finding'}")
    forms, slips = planted(count)
    for kind, (hits, all_of_them) in table(slips, found(annex_text(forms))).items():
        print(f"{kind:<22}{hits:>5} of {all_of_them}")
    for path in arguments[1:]:
        canonical, made = read(path), rules()
        start = time.perf_counter()
        outcomes = confront(made, canonical)
        print(f"{path}: {len(canonical.forms)} forms, {len(outcomes)} checks, {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
