"""copies: no form twice: neither the same body and project, nor the same content under another name (DOC-19)."""

from collections import defaultdict
from collections.abc import Iterator

from expectations.book import Book
from expectations.kinds.linear import Draft, Site
from expectations.model import Place
from expectations.pairing import folded
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.sheets import Sheet, sheets
from ingest.facts import UNITS

FEWEST = 8
"""A form with fewer numbers may agree with another one by chance."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a form: against every form before it."""
    held = [sheet for sheet in sheets(book).values() if sheet.form.family in clause.tables]
    site = Site(book, rule, clause, (), "copies", "copies")
    if len(held) < 2:
        yield site.draft("not_applicable", because("not_a_form_pair"))
        return
    titles: defaultdict[tuple[str, str], list[Sheet]] = defaultdict(list)
    contents: defaultdict[tuple[object, ...], list[Sheet]] = defaultdict(list)
    for sheet in held:
        yield _against(Site(book, rule, clause, (sheet.grid,), sheet.name, sheet.name), sheet, titles, contents)
        titles[_title(sheet)].append(sheet)
        contents[_content(sheet)].append(sheet)


def refuse(clause: Clause) -> str | None:
    """Why the clause compares no forms."""
    return None if clause.tables else "tables: [F19, F24]"


def _against(
    site: Site,
    sheet: Sheet,
    titles: defaultdict[tuple[str, str], list[Sheet]],
    contents: defaultdict[tuple[object, ...], list[Sheet]],
) -> Draft:
    here = Place(sheet.name, sheet.form.project or "", sheet.form.location)
    if not all(_title(sheet)):
        return Draft(site.outcome("not_checked", because("untitled"), places=(here,)))
    alike = titles[_title(sheet)]
    if alike:
        first = alike[0]
        place = first.form.location
        where = f"第{place.line}行" if place.line else f"第{place.page}页"
        there = Place(first.name, first.form.project or "", place)
        return Draft(site.outcome("failed", because("same_title", name=sheet.name, line=where), places=(here, there)))
    content = _content(sheet)
    twins = contents[content] if len(content) >= FEWEST else []
    if twins:
        first = twins[0]
        there = Place(first.name, first.form.project or "", first.form.location)
        reason = because("same_content", name=sheet.name, other=first.name)
        return Draft(site.outcome("failed", reason, places=(here, there), severity="warning"))
    return Draft(site.outcome("passed", places=(here,)))


def _title(sheet: Sheet) -> tuple[str, str]:
    return folded(sheet.form.unit), folded(sheet.form.project)


def _content(sheet: Sheet) -> tuple[object, ...]:
    """Every non-zero amount of the fund table, and every indicator with its values."""
    money = [fact.value for facts in sheet.grid.cells.values() for fact in facts if fact.unit in UNITS]
    leaves = [
        (i.indicator, i.weight, i.target_raw, i.actual_raw, i.score) for leaf in sheet.leaves for i in (leaf.item,)
    ]
    return (*money, *leaves) if any(money) else ()
