"""same: two tables must list the same rows; written `T02U[单位] = T03U[单位]`."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from expectations.binding import bound, settled
from expectations.book import Book, Grid
from expectations.formula import Ref, Relation
from expectations.kinds.linear import Draft, Site
from expectations.kinds.places import no_object, tables
from expectations.model import Text
from expectations.rule import Clause, Rule

MOST_NAMES = 5
"""How many names a reason lists."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a pair of tables."""
    clause = settled(clause)
    formula = bound(clause)
    assert isinstance(formula, Relation)  # noqa: S101 - refused below
    assert isinstance(formula.left, Ref)  # noqa: S101
    assert isinstance(formula.right, Ref)  # noqa: S101
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
        else:
            site = Site(book, rule, clause, held, clause.formula, "")
            left, right = (
                [held[i].rows[at].label for at in held[i].select(ref.row or "")]
                for i, ref in ((0, formula.left), (-1, formula.right))
            )
            yield _compare(site, held, left, right)


def _compare(site: Site, held: Sequence[Grid], left: Sequence[str], right: Sequence[str]) -> Draft:
    if not left and not right:
        return no_object(site)
    mine, theirs = ({_folded(name): name for name in names} for names in (left, right))
    only = [name for key, name in mine.items() if key not in theirs]
    others = [name for key, name in theirs.items() if key not in mine]
    if not only and not others:
        return site.draft("passed")
    spelt = len(only) == len(others) and all(any(_alike(a, b) for b in others) for a in only)
    severity = "warning" if spelt else site.rule.severity
    return Draft(site.outcome("failed", _reason(held, only, others), severity=severity))


def _reason(held: Sequence[Grid], only: Sequence[str], others: Sequence[str]) -> Text:
    first, last = held[0].template, held[-1].template
    zh = f"仅《{first.name['zh']}》有：{_listed(only)}；仅《{last.name['zh']}》有：{_listed(others)}"
    return {"zh": zh, "en": f"only in {first.id}: {_listed(only)}; only in {last.id}: {_listed(others)}"}


def _listed(names: Sequence[str]) -> str:
    more = f"…（{len(names)}）" if len(names) > MOST_NAMES else ""
    return "、".join(names[:MOST_NAMES]) + more if names else "—"


def _folded(name: str) -> str:
    """Without blanks, with brackets of one width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))


def _alike(a: str, b: str) -> bool:
    """Do at least four characters in five agree, so that it may be one name in two spellings?"""
    agreed = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return 5 * 2 * agreed >= 4 * (len(a) + len(b))


def refuse(clause: Clause) -> str | None:
    """Why the clause compares no lists."""
    formula = bound(clause)
    if not isinstance(formula, Relation) or formula.sign != "=":
        return "写作 write “T02U[单位] = T03U[单位]”"
    if not isinstance(formula.left, Ref) or not isinstance(formula.right, Ref):
        return "写作 write “T02U[单位] = T03U[单位]”"
    return None
