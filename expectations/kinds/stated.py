"""stated: the amounts that the narrative gives unit by unit are those of the table by unit (`tables`, `columns`)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from expectations import reasons
from expectations.binding import settled
from expectations.book import Book, Grid
from expectations.intervals import rounded
from expectations.kinds.linear import Draft, Site
from expectations.kinds.places import tables
from expectations.model import Place, Term
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.words import folded
from ingest.facts import Claim, Fact

_FEWEST = 2
"""One unit named with an amount is a remark; several are the list."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check an amount of a unit, and one for the list as a whole."""
    clause = settled(clause)
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
            continue
        for column in clause.columns:
            yield from _table(Site(book, rule, clause, held, column, column), held[0], column, book)


def _table(site: Site, grid: Grid, column: str, book: Book) -> Iterator[Draft]:
    claims = [
        c
        for c in book.canonical.claims
        if c.unit_name and c.project is None and c.about == column and c.quantity == "金额"
    ]
    named: dict[int, Claim] = {}
    for claim in claims:
        at = _row(grid, claim.unit_name or "")
        if at is not None:
            named.setdefault(at, claim)
    if len(named) < _FEWEST:
        yield site.draft("not_applicable", because("no_unit_list"))
        return
    for at, claim in named.items():
        here = Site(book, site.rule, site.clause, site.grids, grid.label(at), f"{grid.rows[at].key}|{column}")
        yield _compare(here, claim, grid.cells.get((at, column), []))
    lost = [grid.label(at) for at in grid.select("单位") if at not in named]
    first = next(iter(named.values()))
    where = (Place("情况说明", first.sentence[:60], first.location),)
    if lost:
        reason = reasons.units_left_out(lost)
        yield Draft(site.outcome("failed", reason, places=where, subject=f"单位名单:{column}", severity="warning"))
    else:
        yield Draft(site.outcome("passed", places=where))


def _row(grid: Grid, name: str) -> int | None:
    """The row of a unit: its name, or a name of which the text leaves out the place in front."""
    words = _plain(name)
    exact = [at for at in grid.select("单位") if _plain(grid.rows[at].label) == words]
    ends = [at for at in grid.select("单位") if _plain(grid.rows[at].label).endswith(words) and len(words) > 3]
    found = exact or ends
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return folded(name).replace("（", "").replace("）", "")


def _compare(site: Site, claim: Claim, facts: Sequence[Fact]) -> Draft:
    """Both numbers as intervals of their own printed digits."""
    if len(facts) != 1 or facts[0].value is None or facts[0].doubt or claim.value is None or claim.doubt:
        return site.draft("not_checked", because("not_all_read"))
    fact, value = facts[0], facts[0].value
    step = 2 * 10 ** max(fact.decimals, claim.decimals)
    printed = rounded(int(value * fact.scale * step), fact.scale * step // 2 // 10**fact.decimals)
    said = rounded(int(claim.value * claim.scale * step), claim.scale * step // 2 // 10**claim.decimals)
    right = claim.value * claim.scale / Decimal(fact.scale)
    status = "passed" if value == right else "rounding" if printed.meets(said) else "failed"
    return Draft(
        site.outcome(
            status,
            because("said_otherwise", said=f"{claim.raw}{claim.unit}", printed=fact.raw)
            if status == "failed"
            else None,
            terms=(
                Term("left", 1, site.place, value, fact.fact_id),
                Term("right", 1, f"{claim.unit_name}（文字）", right, None),
            ),
            places=(Place("情况说明", claim.raw, claim.location),),
            left=value,
            right=right,
            residual=value - right,
            unit=fact.unit,
        )
    )


def refuse(clause: Clause) -> str | None:
    """Why the clause names no column of a table by unit."""
    return None if len(clause.tables) == 1 and clause.columns else "tables: [T02U], columns: [本年收入合计]"
