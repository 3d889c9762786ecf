"""same: two lists hold the same things (=), or one only what the other has (⊆).

Lists are the rows of a table, `T02U[单位] = T03U[单位]`, `T05[科目] ⊆ T03[科目]` (by code), and what the document
says of itself: `目录[表]`, `正文[表]`, `目录[章节]`, `正文[章节]`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from expectations import reasons
from expectations.binding import LISTS, bound, settled
from expectations.book import Book, Grid
from expectations.ends import open_list
from expectations.formula import Ref, Relation
from expectations.kinds.cut import lowered
from expectations.kinds.linear import Draft, Site
from expectations.kinds.places import no_object, tables
from expectations.kinds.placing import place_of
from expectations.model import Place
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.unseen import lost_from
from expectations.words import alike, bare, folded, reworded
from ingest.facts import templates
from ingest.model import Text, verbatim

MOST_NAMES = 5
"""How many names a reason lists."""
_CODED = ("类", "款", "项")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    place: Place


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a pair of lists."""
    clause = settled(clause)
    formula = bound(clause)
    assert isinstance(formula, Relation)  # noqa: S101 - refused below
    assert isinstance(formula.left, Ref)  # noqa: S101
    assert isinstance(formula.right, Ref)  # noqa: S101
    if formula.left.table in LISTS:
        yield _document(Site(book, rule, clause, (), clause.formula, ""), formula.left, formula.right, formula.sign)
        return
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
        else:
            site = Site(book, rule, clause, held, clause.formula, "")
            left, right = (_rows(held[i], ref.row or "") for i, ref in ((0, formula.left), (-1, formula.right)))
            draft = _compare(site, held[0].template.name, held[-1].template.name, left, right, formula.sign)
            unseen = _unseen(held, left, right, book) if draft.outcome.status == "failed" else None
            if unseen is None and draft.outcome.status == "failed":
                draft = _open(draft, held, left, right, formula.sign, book)
            yield site.draft("not_checked", unseen) if unseen is not None else draft


def _rows(grid: Grid, wanted: str) -> dict[str, _Entry]:
    if wanted == "科目":
        return {
            row.code: _Entry(grid.label(at), place_of(grid, row))
            for at, row in enumerate(grid.rows)
            if row.code and row.concept in _CODED
        }
    rows = [grid.rows[at] for at in grid.select(wanted)]
    return {folded(row.label): _Entry(row.label, place_of(grid, row)) for row in rows}


def _unseen(held: Sequence[Grid], left: Mapping[str, _Entry], right: Mapping[str, _Entry], book: Book) -> Text | None:
    """Why what one list lacks may be printed all the same, beyond what was read of its table."""
    for grid, mine, theirs in ((held[0], left, right), (held[-1], right, left)):
        for key in theirs:
            reason = lost_from(grid, key, book) if key not in mine else None
            if reason is not None:
                return reason
    return None


def _open(
    draft: Draft, held: Sequence[Grid], left: Mapping[str, _Entry], right: Mapping[str, _Entry], sign: str, book: Book
) -> Draft:
    """What one list lacks below the last row that was read of its table is nobody's certain fault."""
    pairs = ((held[-1], left.keys() - right.keys()), (held[0], right.keys() - left.keys()))[: 2 if sign == "=" else 1]
    found = [open_list(grid, lost, book) for grid, lost in pairs if lost]
    return lowered(draft, found[0] if found and all(found) else None)


def _document(site: Site, left: Ref, right: Ref, sign: str) -> Draft:
    """Lists of the document itself: without a 目录 there is nothing to compare."""
    mine, theirs = (_named(site.book, ref.row or "", ref.table or "") for ref in (left, right))
    kind = site.book.document.kind
    if site.rule.documents and kind != "unknown" and kind not in site.rule.documents:
        return site.draft("not_applicable", because("other_kind"))
    if not mine or not theirs:
        return site.draft("not_applicable", because("no_contents"))
    names = verbatim(left.table or ""), verbatim(right.table or "")
    draft = _compare(site, *names, mine, theirs, sign)
    if draft.outcome.status == "failed" and site.book.document.pages_unread:
        return site.draft("not_checked", reasons.pages_unread(site.book.document.pages_unread))
    return draft


def _named(book: Book, what: str, place: str) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for mention in book.mentions:
        if mention.what == what and (mention.place == place or (place == "正文" and mention.place == "标题")):
            name = templates()[mention.value].name["zh"] if mention.value in templates() else mention.value
            found.setdefault(mention.value, _Entry(name, Place(mention.place, mention.raw, mention.location)))
    return found


def _compare(
    site: Site, first: Text, last: Text, mine: Mapping[str, _Entry], theirs: Mapping[str, _Entry], sign: str
) -> Draft:
    if not mine and not theirs:
        return no_object(site)
    only = [entry for key, entry in mine.items() if key not in theirs]
    others = [entry for key, entry in theirs.items() if key not in mine] if sign == "=" else []
    if site.clause.formula.startswith("目录"):
        # A heading deeper in the text than the 目录 puts it is there all the same.
        there = [*theirs.values(), *_headings(site.book)]
        only, others = _reworded(only, there), _reworded(others, list(mine.values()))
    if not only and not others:
        return site.draft("passed")
    spelt = len(only) == len(others) and all(any(alike(a.name, b.name) for b in others) for a in only)
    severity = "warning" if spelt and site.severity == "error" else site.severity
    reason = _reason(first, last, [entry.name for entry in only], [entry.name for entry in others])
    shown = tuple(entry.place for entry in (*only, *others))
    return Draft(site.outcome("failed", reason, severity=severity, places=shown, subject=f"名单:{site.clause.formula}"))


def _headings(book: Book) -> list[_Entry]:
    return [
        _Entry(bare(p.text), Place("正文", p.text, p.location))
        for p in book.paragraphs
        if p.kind in ("heading", "item")
    ]


def _reworded(entries: Sequence[_Entry], there: Sequence[_Entry]) -> list[_Entry]:
    """Leave out what stands on the other side in other function words (domain.md §10.12)."""
    names = [entry.name for entry in there]
    return [entry for entry in entries if not reworded(entry.name, names)]


def _reason(first: Text, last: Text, only: Sequence[str], others: Sequence[str]) -> Text:
    zh = f"仅《{first['zh']}》有：{_listed(only)}；仅《{last['zh']}》有：{_listed(others)}"
    return Text(zh, f"only in {first['en']}: {_listed(only)}; only in {last['en']}: {_listed(others)}")


def _listed(names: Sequence[str]) -> str:
    more = f"…（{len(names)}）" if len(names) > MOST_NAMES else ""
    return "、".join(names[:MOST_NAMES]) + more if names else "—"


def refuse(clause: Clause) -> str | None:
    """Why the clause compares no lists."""
    formula = bound(clause)
    right = "T02U[单位] = T03U[单位] / T05[科目] ⊆ T03[科目]"
    if not isinstance(formula, Relation) or formula.sign not in ("=", "⊆"):
        return right
    if not isinstance(formula.left, Ref) or not isinstance(formula.right, Ref):
        return right
    return None
