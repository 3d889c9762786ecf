"""Project summaries matched with annexed forms: by body and project, by project alone, then by likeness (rules.md §8).

A pair by likeness needs a likeness of at least 0.8 of both names, each the other's best, and is listed in the report.
Two names that both occur on the other side are two things, however alike: 某局东区分局 is not 某局西区分局.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from expectations.summaries import Summary, gathered
from ingest.facts import Canonical, Form

LIKE = Decimal("0.8")
_CODE = re.compile(r"^[0-9A-Za-z]{8,}[-－—]")
"""The number of a project that a form prints before its name."""
_SUFFIXES = re.compile(r"(?:项目|经费|专项|单位|绩效)+$")


@dataclass(frozen=True, slots=True)
class Pair:
    """A summary and its form; `similarity` is 1 where the names agree."""

    summary: Summary
    form: Form
    similarity: Decimal

    @property
    def exact(self) -> bool:
        """Do body and project agree, so that nobody can doubt the pair?"""
        return self.similarity == 1


@dataclass(frozen=True, slots=True)
class Matching:
    """Which summary goes with which form, and what is left over on either side, in printed order."""

    pairs: tuple[Pair, ...]
    summaries: tuple[Summary, ...]
    forms: tuple[Form, ...]


def matched(summaries: Sequence[Summary], forms: Sequence[Form]) -> Matching:
    """Match as far as the names allow; a key that two forms or two summaries share matches in printed order."""
    free: dict[tuple[str, str], list[Form]] = {}
    for form in forms:
        free.setdefault(_key(form.unit, form.project), []).append(form)
    pairs: list[Pair] = []
    left: list[Summary] = []
    for summary in summaries:
        held = free.get(_key(summary.unit, summary.project))
        if held:
            pairs.append(Pair(summary, held.pop(0), Decimal(1)))
        else:
            left.append(summary)
    rest = [form for form in forms if any(form is other for held in free.values() for other in held)]
    named = _by_project(left, rest, summaries, forms)
    pairs += named
    left = [summary for summary in left if all(summary is not pair.summary for pair in named)]
    rest = [form for form in rest if all(form is not pair.form for pair in named)]
    alike = _alike(left, rest, summaries, forms)
    taken = {id(thing) for pair in alike for thing in (pair.summary, pair.form)}
    order = {id(summary): number for number, summary in enumerate(summaries)}
    return Matching(
        tuple(sorted((*pairs, *alike), key=lambda pair: order[id(pair.summary)])),
        tuple(summary for summary in left if id(summary) not in taken),
        tuple(form for form in rest if id(form) not in taken),
    )


def likely_pairs(canonical: Canonical) -> tuple[Mapping[str, object], ...]:
    """What findings.json lists under `pairs`: those matched by likeness, not by name."""
    found = matched(gathered(canonical), canonical.forms)
    return tuple(
        {
            "document": canonical.document.id,
            "summary": pair.summary.name,
            "form": " ".join(part for part in (pair.form.unit, pair.form.project) if part),
            "similarity": f"{pair.similarity:.2f}",
        }
        for pair in found.pairs
        if not pair.exact
    )


def _by_project(
    left: Sequence[Summary], rest: Sequence[Form], summaries: Sequence[Summary], forms: Sequence[Form]
) -> list[Pair]:
    """A summary that names no body goes with the one form of its project, where the document has one of each."""
    told, printed = Counter(folded(s.project) for s in summaries), Counter(folded(f.project) for f in forms)
    once = {name for name, count in told.items() if count == printed[name] == 1}
    return [
        Pair(summary, form, Decimal(1))
        for summary in left
        for form in rest
        if folded(summary.project) == folded(form.project) in once and not (summary.unit and form.unit)
    ]


def _alike(
    left: Sequence[Summary], rest: Sequence[Form], summaries: Sequence[Summary], forms: Sequence[Form]
) -> list[Pair]:
    known = (
        ({folded(s.unit) for s in summaries}, {folded(f.unit) for f in forms}),
        ({folded(s.project) for s in summaries}, {folded(f.project) for f in forms}),
    )
    scores: dict[tuple[int, int], Decimal] = {}
    for i, summary in enumerate(left):
        for j, form in enumerate(rest):
            one = _likeness(summary.unit, form.unit, known[0])
            other = _likeness(summary.project, form.project, known[1])
            if min(one, other) >= LIKE:
                scores[i, j] = min(one, other)
    found = []
    for (i, j), score in scores.items():
        row = [other for (a, b), other in scores.items() if a == i and b != j]
        column = [other for (a, b), other in scores.items() if b == j and a != i]
        if all(score > other for other in (*row, *column)):
            found.append(Pair(left[i], rest[j], score))
    return found


def _likeness(one: str | None, other: str | None, known: tuple[set[str], set[str]]) -> Decimal:
    a, b = folded(one), folded(other)
    if a == b:
        return Decimal(1)
    if not a or not b or (a in known[1] and b in known[0]):
        return Decimal(0)
    agreed = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return min(Decimal(2 * agreed) / (len(a) + len(b)), Decimal("0.99"))


def _key(unit: str | None, project: str | None) -> tuple[str, str]:
    return folded(unit), folded(project)


def folded(name: str | None) -> str:
    """Without blanks and brackets, without the words that a title adds: 项目, 经费, 单位."""
    text = _CODE.sub("", re.sub(r"[\s()\[\]【】“”\"《》·]", "", unicodedata.normalize("NFKC", name or "")))
    return _SUFFIXES.sub("", text) or text
