"""How long reading and checking takes, on generated reports of three sizes, PDF and text (`make bench`).

Each time is the best of three, in one process, without the start of Great Expectations and without writing a page.
"""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from expectations.confront import confront
from expectations.suite import shipped
from fixtures import pdf, text
from fixtures.canon import SIZES, make_model
from fixtures.layout import Layout
from fixtures.report import report
from ingest.pipeline import read

T = TypeVar("T")
ROUNDS = 3


def best(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of the fastest of some rounds, and what it gave."""
    return min((timed(work) for _ in range(ROUNDS)), key=lambda round_: round_[0])


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what the work gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main() -> None:
    """Print one line a report."""
    rules = tuple(rule for suite in shipped() for rule in suite.rules)
    print(f"{'report':<14}{'pages':>6}{'facts':>8}{'checks':>8}{'read s':>9}{'check s':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            made = report(make_model(1, size=size), Layout())
            for name, data in (("report.pdf", pdf.write(made)[0]), ("report.txt", text.write(made)[0].encode())):
                path = Path(folder, name)
                path.write_bytes(data)
                reading, canonical = best(partial(read, str(path)))
                checking, outcomes = best(partial(confront, rules, canonical))
                pages = canonical.document.pages or 0
                counts = f"{pages:>6}{len(canonical.facts):>8}{len(outcomes):>8}"
                print(f"{size + path.suffix:<14}{counts}{reading:>9.2f}{checking:>9.3f}")


if __name__ == "__main__":
    main()
