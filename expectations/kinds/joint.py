"""joint: relations that hold one by one must hold together (rules.md §1.5, the tightening of trees, made general).

Every printed number is an interval. Each relation narrows each of its numbers to what the others leave it; where an
interval becomes empty no values exist that round to what is printed. Whole half steps, so nothing is approximate.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from expectations.binding import settled, tables_of
from expectations.book import Book
from expectations.kinds import places, rollup
from expectations.kinds.linear import Draft
from expectations.kinds.placing import Verdict, cell_of, drafted
from expectations.model import Outcome
from expectations.reasons import because
from expectations.rule import Clause, Rule
from ingest.facts import Fact

_HELD = frozenset({"passed", "rounding", "implausible"})
_MOST_STEPS = 200_000
"""Narrowing by ever smaller steps cannot happen between whole half steps; this only bounds the work."""
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Tie:
    """Σ weight × number = 0."""

    place: str
    tables: tuple[str, ...]
    terms: tuple[tuple[int, str], ...]
    exact: bool


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a connected group of relations; the first clause of a rule speaks for all of them."""
    if clause is not rule.clauses[0]:
        return
    facts: dict[str, Fact] = {fact.fact_id: fact for fact in book.canonical.facts}
    drafts = [draft for one in rule.clauses for draft in _drafts(rule, one, book)]
    ties = [tie for draft in drafts if (tie := _tie(draft.outcome)) is not None]
    count = 0
    for group in _groups(ties):
        # What holds exactly on the printed numbers has a solution: the printed numbers.
        if all(tie.exact for tie in group):
            continue
        count += 1
        names = tuple(dict.fromkeys(name for tie in group for name in tie.tables))
        grids = [grid for held in book.grids.values() for grid in held if grid.info.id in names]
        broken = _narrowed(group, facts, book)
        if broken is None:
            yield drafted(rule, clause, book, grids, group[0].place, Verdict("passed"))
        else:
            cells = [facts[name] for _, name in broken.terms]
            shown = tuple(map(cell_of, cells[:_SHOWN]))
            reason = because("not_together", place=broken.place, count=len(group))
            yield drafted(
                rule, clause, book, grids, broken.place, Verdict("failed", reason, shown, f"联合:{broken.place}")
            )
    if not count:
        unread = next((d.outcome.reason for d in drafts if d.outcome.status == "not_checked"), None)
        none = Verdict("not_checked", unread) if unread else Verdict("not_applicable", because("no_numbers"))
        yield drafted(rule, clause, book, (), rule.id, Verdict("passed", because("all_exact")) if ties else none)


def _drafts(rule: Rule, clause: Clause, book: Book) -> list[Draft]:
    """What the relation gives by itself; another rule may have worked it out already."""
    known = book.memory.get(clause_key(clause))
    if known is not None:
        return known
    if any(not book.grids[template] for template in tables_of(settled(clause))):
        return []
    made = settled(clause)
    run = rollup.check if made.kind == "rollup" else places.run
    return list(run(rule, clause, book))


def clause_key(clause: Clause) -> tuple[object, ...]:
    """What a relation is apart from its rule and kind."""
    made = settled(clause)
    return (made.cites, made.formula, made.table, made.each, made.side, made.rows, made.columns, made.blank, made.given)


def _tie(outcome: Outcome) -> _Tie | None:
    if outcome.status not in _HELD or outcome.left is None or outcome.relation != "=":
        return None
    terms = tuple(
        (term.sign if term.side == "left" else -term.sign, term.fact_id) for term in outcome.terms if term.fact_id
    )
    if len(terms) < 2 or any(abs(weight) != 1 for weight, _ in terms):
        return None
    if any(term.fact_id is None and term.value for term in outcome.terms):
        return None
    return _Tie(outcome.place, outcome.tables, terms, outcome.status == "passed")


def _groups(ties: Sequence[_Tie]) -> Iterable[list[_Tie]]:
    parent = list(range(len(ties)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first: dict[str, int] = {}
    for at, tie in enumerate(ties):
        for _, name in tie.terms:
            parent[root(at)] = root(first.setdefault(name, at))
    groups: defaultdict[int, list[_Tie]] = defaultdict(list)
    for at, tie in enumerate(ties):
        groups[root(at)].append(tie)
    return groups.values()


def _narrowed(group: Sequence[_Tie], facts: dict[str, Fact], book: Book) -> _Tie | None:
    """Narrow until nothing changes; the relation that no values satisfy, or None."""
    low: dict[str, int] = {}
    high: dict[str, int] = {}
    users: defaultdict[str, list[int]] = defaultdict(list)
    for at, tie in enumerate(group):
        for _, name in tie.terms:
            if name not in low:
                number = book.number(facts[name])
                # A cut-off number may lie a whole unit above: 截尾 must not become a contradiction.
                low[name], high[name] = number.value - number.wide, number.value + number.wide
            users[name].append(at)
    waiting = deque(range(len(group)))
    queued = set(waiting)
    steps = 0
    while waiting and steps < _MOST_STEPS:
        at = waiting.popleft()
        queued.discard(at)
        terms = group[at].terms
        least = sum(low[name] if weight > 0 else -high[name] for weight, name in terms)
        most = sum(high[name] if weight > 0 else -low[name] for weight, name in terms)
        if least > 0 or most < 0:
            return group[at]
        steps += len(terms)
        for weight, name in terms:
            mine_low, mine_high = (low[name], high[name]) if weight > 0 else (-high[name], -low[name])
            new_low, new_high = max(mine_low, mine_high - most), min(mine_high, mine_low - least)
            if (new_low, new_high) == (mine_low, mine_high):
                continue
            low[name], high[name] = (new_low, new_high) if weight > 0 else (-new_high, -new_low)
            least += new_low - mine_low
            most += new_high - mine_high
            for user in users[name]:
                if user not in queued:
                    queued.add(user)
                    waiting.append(user)
    return None


def refuse(clause: Clause) -> str | None:
    """Why the clause is no relation that could be joined."""
    return None if clause.cites or clause.formula else "cites: … / formula: …"
