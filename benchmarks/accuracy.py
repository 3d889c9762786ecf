"""How much of what is printed is read right: generated reports by each producer, compared cell by cell.

python -m benchmarks.accuracy --producers chromium docx --tables 60 --borders full
python -m benchmarks.accuracy --producers pymupdf@200 --tables 20          a scan at 200 dpi
python -m benchmarks.accuracy --producers pymupdf@150+any --prose          scans in mixed conditions, with their prose

`accused` counts findings of severity error that the same report, read as text, does not have.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from expectations.confront import confront
from expectations.findings import findings
from expectations.model import Finding
from expectations.suite import shipped
from fixtures.canon import make_model
from fixtures.form import form_report, make_form
from fixtures.layout import CENTRAL, SHANGHAI, SHENZHEN, Layout
from fixtures.producers.compare import Score, compare
from fixtures.producers.making import PRODUCERS, produce
from fixtures.producers.style import BORDERS, Style
from fixtures.report import Report, report
from fixtures.text import write
from fixtures.truth import Expected, facts_of
from ingest.documents import open_document
from ingest.errors import ReadingError
from ingest.facts import Canonical, Fact
from ingest.pipeline import canonical, read
from ingest.stitching import join
from ingest.wording import normalise

LAYOUTS: Mapping[str, Layout] = {
    "plain": Layout(),
    "repeat": Layout(repeat_header=True, unit_tables=True),
    "shenzhen": SHENZHEN,
    "shanghai": SHANGHAI,
    "central": CENTRAL,
    "last": Layout(total="last", codes="three", three_public="vertical", zero="-", groups=2, unit_tables=True),
    "fullwidth": Layout(fullwidth=True, zero="blank", three_public="interleaved", class_rows=26, yuan="T05+T07"),
    "trimmed": Layout(trim_zeros=True, comma=False, repeat_header=True),
    "header": Layout(total="header", short_capital=True, column_numbers=False, zero="—"),
}


RULES = tuple(rule for suite in shipped() for rule in suite.rules)
_ADDED = ("facts", "right_facts", "doubted", "wrong", "wrong_doubted", "accused", "seconds")


@dataclass(slots=True)
class Result:
    """One document, or many added up; `facts` are numbers with template, row, column and value."""

    score: Score = field(default_factory=Score)
    facts: int = 0
    right_facts: int = 0
    doubted: int = 0
    wrong: int = 0
    wrong_doubted: int = 0
    accused: int = 0
    seconds: float = 0.0
    failed: list[str] = field(default_factory=list)


SIZES: Sequence[str | int] = ("small", "medium", "medium", 70, "large")


def reports(
    tables: int, seed: int, *, prose: bool = True, sizes: Sequence[str | int] = SIZES
) -> Iterator[tuple[str, Report]]:
    """Make reports until they hold that many tables: layouts in turn, many sizes, every fifth of three forms."""
    count, names = 0, list(LAYOUTS)
    for number in range(1000):
        if count >= tables:
            return
        random = Random(1000 * seed + number)
        name = names[number % len(names)]
        if number % 5 == 4:
            made = form_report(
                [make_form(random.randrange(10**6)) for _ in range(3)], replace(LAYOUTS[name], unit="元")
            )
            name += "-forms"
        else:
            size = random.choice(sizes)
            model = make_model(random.randrange(10**6), year=random.choice((2019, 2022, 2024)), size=size, units=6)
            made = report(model, LAYOUTS[name] if prose else replace(LAYOUTS[name], narrative="none"))
        count += len(made.sheets)
        yield name, made


def measure(producer: str, made: Report, style: Style, seed: int, keep: Path | None, ocr: str) -> Result:
    """Print one report, read it, compare."""
    with tempfile.TemporaryDirectory() as folder:
        path = (keep or Path(folder)) / f"{producer}-{style.borders}-{seed}.pdf"
        path.write_bytes(produce(producer, made, style, seed))
        started = time.monotonic()
        result = Result(Score(numbers=sum(1 for s in made.sheets for _ in s.marked()), sheets=len(made.sheets)))
        try:
            document = open_document(str(path), ocr=ocr)
            result.score = compare(made, document.blocks, join(document.blocks), folded="@" in producer)
            result.seconds = time.monotonic() - started
            found = canonical(document)
            _facts(result, made, found)
            _accusations(result, made, found, seed)
        except ReadingError as error:
            result.failed.append(str(error))
    return result


def _accusations(result: Result, made: Report, found: Canonical, seed: int) -> None:
    """Errors of a report without a fault; what the layout itself lacks its text form lacks as well."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{seed}.txt"
        path.write_text(write(made)[0], encoding="utf-8")
        owed = Counter(finding.rule for finding in _errors(read(str(path))))
    for finding in _errors(found):
        owed[finding.rule] -= 1
        if owed[finding.rule] < 0:
            result.accused += 1
            result.score.misses.insert(0, f"ACCUSED: {finding.rule} {finding.message['zh']}")


def _errors(found: Canonical) -> list[Finding]:
    made = findings(found, confront(RULES, found), RULES).findings
    return [finding for finding in made if finding.severity == "error"]


def _facts(result: Result, made: Report, found: Canonical) -> None:
    """The end of the way: canonical facts, by what they are and not by where they stand."""
    wanted = Counter((*_key(fact), fact.value) for fact in facts_of(made) if not fact.optional)
    result.facts = wanted.total()
    taken = Counter((*_key(fact), str(fact.value)) for fact in found.facts)
    result.right_facts = (wanted & taken).total()
    for key in list((wanted - taken).elements())[:4]:
        result.score.misses.append(f"fact not read: {key}")
    known: dict[tuple[str, str, str], set[str]] = {}
    for key in wanted:
        known.setdefault(key[:3], set()).add(key[3])
    for fact in found.facts:
        doubted = fact.doubt is not None
        result.doubted += doubted
        printed = known.get(_key(fact))
        if printed is not None and str(fact.value) not in printed:
            result.wrong += 1
            result.wrong_doubted += doubted
            kind = "doubted" if doubted else "WRONG"
            result.score.misses.append(f"{kind}: {fact.concept}, printed {sorted(printed)}, read {fact.raw!r}")


def _key(fact: Expected | Fact) -> tuple[str, str, str]:
    """What a fact is; a unit's name may be printed with full-width or half-width brackets."""
    return fact.template, normalise(fact.row_key), fact.column_concept


def whole(producer: str, options: argparse.Namespace) -> Result:
    """All reports of one producer, two at a time."""
    total = Result()
    style = Style(borders=options.borders, tear=options.tear)
    sizes = ("small",) if options.small else SIZES
    with ProcessPoolExecutor(options.jobs) as pool:
        made = list(reports(options.tables, options.seed, prose=options.prose or "@" not in producer, sizes=sizes))
        futures = [
            pool.submit(measure, producer, one, style, number, options.keep, options.ocr)
            for number, (_, one) in enumerate(made)
        ]
        for (name, _), (number, future) in zip(made, enumerate(futures), strict=True):
            result = future.result()
            total.score.add(result.score)
            for field_name in _ADDED:
                setattr(total, field_name, getattr(total, field_name) + getattr(result, field_name))
            total.failed += result.failed
            for miss in [*result.failed, *result.score.misses][: options.show]:
                print(f"  {producer} #{number} ({name}): {miss}")
    return total


def _line(name: str, result: Result) -> str:
    score = result.score
    return (
        f"{name:24} {_share(score.right_numbers, score.numbers):>22} {_share(score.exact_parts, score.parts):>16}"
        f" {_share(score.logical, score.sheets):>15} {score.false_tables:6d}"
        f" {_share(result.right_facts, result.facts):>22} {result.wrong:6d} {result.wrong_doubted:6d}"
        f" {result.doubted:6d} {result.accused:7d} {result.seconds:7.1f}"
    )


def _share(part: int, all_of: int) -> str:
    return f"{part}/{all_of} {100 * part / all_of:.3f}%" if all_of else "-"


def main() -> int:
    """Print one line a producer; 1 if a document could not be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument(
        "--producers", nargs="+", default=list(PRODUCERS), help="NAME, NAME@DPI or NAME@DPI+CONDITION+…"
    )
    parser.add_argument("--tables", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--borders", choices=BORDERS, default="full")
    parser.add_argument("--tear", action="store_true", help="rows may be torn by a page break")
    parser.add_argument("--ocr", choices=["auto", "always"], default="auto")
    parser.add_argument("--prose", action="store_true", help="scan the pages of words as well")
    parser.add_argument("--small", action="store_true", help="small reports only: more of them for the time")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=3, help="misses shown a document")
    parser.add_argument("--keep", type=Path, help="keep the files in this folder")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    heads = ("numbers", "tables", "logical", "false", "facts", "wrong", "doubt", "doubts", "accused", "s")
    print("{:24} {:>22} {:>16} {:>15} {:>6} {:>22} {:>6} {:>6} {:>6} {:>7} {:>7}".format("", *heads))
    failed = False
    for name in options.producers:
        result = whole(name, options)
        print(_line(name, result), flush=True)
        failed = failed or bool(result.failed)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
