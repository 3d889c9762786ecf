"""Outcomes and doubts → what a person should look at: findings, one a cause, and the three lists beside them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from expectations.blame import causes
from expectations.cause import Candidate, Cause
from expectations.model import DocumentResult, Finding, Outcome, RuleText, Term
from expectations.order import rule_order
from expectations.pairing import likely_pairs
from expectations.places import faint, is_faint, location_of, table_index
from expectations.reread import misread as reread
from expectations.tally import coverage, gaps, rounding
from expectations.unread import Leftovers
from expectations.wording import (
    Names,
    cell_message,
    check_message,
    exchange_message,
    plain,
    rivals_note,
    row_message,
    shortest,
    undecided_note,
    unit_message,
    unread_note,
    words_message,
)
from ingest.facts import Canonical, Doubt, Fact
from ingest.model import Location, SecondReading, Text

NOTHING: Text = Text("", "")
SEVERITIES = ("error", "warning", "info")
MOST_PLACES = 20
"""How many places of one check the evidence shows."""
Made = tuple[Finding, tuple[str, ...]]
"""A finding and the fact ids of DocumentResult.located."""


def findings(
    canonical: Canonical,
    outcomes: Sequence[Outcome],
    rules: Iterable[RuleText],
    second: SecondReading | None = None,
) -> DocumentResult:
    """Say everything there is to say about one document; `rules` are those that made the outcomes.

    `second` reads the cells of failed checks again: a number that it finds otherwise is no error of the report.
    """
    by_id = {rule.id: rule for rule in rules}
    made = _findings(canonical, outcomes, by_id, second)
    return DocumentResult(
        canonical=canonical,
        outcomes=tuple(outcomes),
        findings=tuple(f for f, _ in made),
        rounding=rounding(canonical, outcomes),
        not_checked=gaps(canonical, outcomes, "not_checked"),
        not_applicable=gaps(canonical, outcomes, "not_applicable"),
        coverage=coverage(outcomes),
        titles={rule: by_id[rule].title for rule in sorted({o.rule for o in outcomes}, key=rule_order)},
        located={finding.id: cells for finding, cells in made},
        pairs=likely_pairs(canonical),
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """What making a finding needs to know about the document."""

    canonical: Canonical
    rules: Mapping[str, RuleText]
    names: Names
    leftovers: Leftovers
    second: SecondReading | None = None
    faint: tuple[Doubt, ...] = ()

    def finding(self, cause: Cause) -> Made:
        """Make the finding of one cause and name its cells; its id is made unique later."""
        first = cause.checks[0]
        suspect = cause.suspect
        located = suspect.cell if suspect else self._in_question(first)
        on_right = not suspect and located is not None and self._sides(located, first) == {"right"}
        facts = [fact for o in cause.checks for t in o.terms if (fact := self.names.fact(t))]
        failed = [o for o in cause.checks if o.status == "failed"]
        sure = bool(failed) and all(f.doubt is None and f.repaired_from is None for f in facts)
        sure = sure and not all(o.unsure for o in failed)
        sure = sure and not any(is_faint(place.location, self.faint) for o in failed for place in o.places)
        sure = sure and not any(map(self._of_pictured_words, failed))
        severity = min((o.severity for o in failed or cause.checks), key=SEVERITIES.index)
        unread = None if suspect else self.leftovers.explaining(first)
        misread = reread(([suspect.cell] if suspect else []) + facts, self.second)
        ours = unread is not None or misread is not None
        if severity == "error" and (ours or not sure):
            severity = "warning"
        rule = self.rules[first.rule]
        numbers = _numbers_of_cell(suspect, first) if suspect else _numbers_of_check(first, on_right=on_right)
        partner = suspect.partner if suspect else None
        cells = [f.fact_id for f in (located, partner, *(c.cell for c in cause.candidates)) if f is not None]
        finding = Finding(
            id=self._id(first, located),
            document=self.canonical.document.id,
            rule=first.rule,
            title=rule.title,
            because=rule.because,
            severity=severity,
            fault="extraction" if ours else "document" if sure else "undecided",
            location=self._location(first, located),
            message=_joined(
                _joined(self._message(cause, on_right=on_right), unread_note(unread)),
                misread.note if misread else NOTHING,
            ),
            evidence=self._evidence(cause.checks, numbers["unit"]),
            suspect=self._suspect(suspect, cause.candidates) if suspect else None,
            breaks=tuple(o.check_id for o in cause.checks),
            printed=numbers["printed"],
            expected=numbers["expected"],
            difference=numbers["difference"],
            unit=numbers["unit"],
            tolerance=numbers["tolerance"],
        )
        return finding, tuple(dict.fromkeys(cells))

    def _of_pictured_words(self, outcome: Outcome) -> bool:
        """Whether a check of words or of what is there rests on a page that was read from its picture."""
        pictured = self.canonical.document.pages_ocr
        places = [place.location.page for place in outcome.places]
        return outcome.left is None and bool(pictured) and (not places or any(page in pictured for page in places))

    def _message(self, cause: Cause, *, on_right: bool) -> Text:
        first = cause.checks[0]
        if cause.unit_of:
            return unit_message(cause.unit_of, len(cause.checks), self.names)
        if cause.row:
            return row_message(cause.checks, self.rules[first.rule].title, self.names)
        if cause.suspect and cause.suspect.partner is not None:
            titles = [self.rules[o.rule].title for o in cause.checks]
            return exchange_message(cause.suspect.cell, cause.suspect.partner, titles, self.names)
        if cause.suspect:
            titles = [self.rules[o.rule].title for o in cause.checks]
            best = cause.suspect
            said = cell_message(best.cell, best.proposed[0], best.mechanism, titles, self.names)
            return _joined(said, rivals_note(sum(c.cell.fact_id != best.cell.fact_id for c in cause.candidates)))
        if first.subject and len(cause.checks) > 1:
            return words_message(cause.checks, self.rules[first.rule].title)
        message = check_message(first, self.rules[first.rule].title, self.names, on_right=on_right)
        return _joined(message, undecided_note(len(cause.candidates)))

    def _in_question(self, outcome: Outcome) -> Fact | None:
        """The whole of a sum, the left of a tie; else whatever printed number takes part.

        None where the left is a number outside the tables: the check then says where it is printed.
        """
        if outcome.places and outcome.terms and not any(t.fact_id for t in outcome.terms if t.side == "left"):
            return None
        sides = {side: [t for t in outcome.terms if t.side == side] for side in ("left", "right")}
        order = ("right", "left") if len(sides["right"]) == 1 < len(sides["left"]) else ("left", "right")
        printed = (fact for side in order for t in sides[side] if (fact := self.names.fact(t)))
        return next(printed, None)

    @staticmethod
    def _sides(fact: Fact, outcome: Outcome) -> set[str]:
        return {t.side for t in outcome.terms if t.fact_id == fact.fact_id}

    def _location(self, outcome: Outcome, fact: Fact | None) -> Mapping[str, object]:
        if fact is not None:
            return self.names.place(fact)
        table = next((self.names.tables[t] for t in outcome.tables if t in self.names.tables), None)
        if outcome.places:
            place = outcome.places[0]
            return location_of(place.location, table=table.id if table else None, row=outcome.place)
        if table is None:
            return location_of(Location(), row=outcome.place)
        row = next((r for r in table.rows if outcome.place in {r.label, r.code, r.key, r.concept}), None)
        return location_of((row or table).location, table=table.id, row=row.label if row else outcome.place)

    def _evidence(self, checks: Sequence[Outcome], unit: object) -> tuple[Mapping[str, object], ...]:
        rows: list[Mapping[str, object]] = []
        seen: set[str] = set()
        for outcome in checks:
            for term in outcome.terms:
                if term.fact_id is not None and term.fact_id in seen:
                    continue
                seen.add(term.fact_id or "")
                rows.append(self._operand(term, unit))
            for place in outcome.places[:MOST_PLACES]:
                shown = location_of(place.location, section=place.location.section or place.label)
                rows.append({"role": "place", "value": None, "raw": place.raw, **shown})
        return tuple({str(row): row for row in rows}.values())

    def _operand(self, term: Term, unit: object) -> Mapping[str, object]:
        fact = self.names.fact(term)
        role = term.side if term.sign > 0 else f"{term.side}-minus"
        place = self.names.place(fact) if fact else location_of(Location(), row=term.label)
        same = fact is not None and fact.value is not None and fact.unit == unit
        value = fact.value if fact is not None and same else term.value
        text = None if value is None else plain(value)
        return {"role": role, "value": text, "raw": fact.raw if fact else "", **place}

    def _suspect(self, best: Candidate, candidates: Sequence[Candidate]) -> Mapping[str, object]:
        others = [self._candidate(c) for c in candidates if c.cell.fact_id != best.cell.fact_id]
        return {**self._candidate(best), "mechanism": best.mechanism, "alternatives": others}

    def _candidate(self, candidate: Candidate) -> dict[str, object]:
        cell = candidate.cell
        printed = None if cell.value is None else plain(cell.value)
        proposed = [plain(p) for p in candidate.proposed]
        return {"location": self.names.place(cell), "printed": printed, "proposed": proposed}

    def _id(self, outcome: Outcome, fact: Fact | None) -> str:
        """Hash of rule, entity, year, concept, row label: the same in the next version of the document."""
        info = self.canonical.document
        concept, row = (fact.concept, self.names.row(fact)) if fact else ("", outcome.place)
        form = next((f for f in self.canonical.forms if f.form_id in outcome.tables), None)
        own = (form.unit or "", form.project or "") if form is not None else ()
        key = (outcome.rule, info.entity or "", str(info.fiscal_year or ""), concept, row, *own)
        return hashlib.sha256("\x1f".join(key).encode("utf-8", "replace")).hexdigest()[:12]


def _findings(
    canonical: Canonical,
    outcomes: Sequence[Outcome],
    rules: Mapping[str, RuleText],
    second: SecondReading | None,
) -> Sequence[Made]:
    facts = {f.fact_id: f for f in canonical.facts}
    leftovers = Leftovers(canonical)
    maker = _Maker(canonical, rules, Names(facts, table_index(canonical)), leftovers, second, faint(canonical))
    made = [maker.finding(cause) for cause in causes(outcomes, facts)]
    made.sort(key=lambda m: (SEVERITIES.index(m[0].severity), rule_order(m[0].rule), m[0].breaks))
    return list(_unique(made))


def _joined(text: Text, note: Text) -> Text:
    return Text(f"{text.zh}{note.zh}".strip(), f"{text.en}{note.en}".strip())


def _unique(made: Iterable[Made]) -> Iterable[Made]:
    """Number those that share an id (two forms of one kind in one document), in their order."""
    seen: dict[str, int] = defaultdict(int)
    for finding, cells in made:
        seen[finding.id] += 1
        number = seen[finding.id]
        yield finding if number == 1 else replace(finding, id=f"{finding.id}-{number}"), cells


def _numbers_of_check(outcome: Outcome, *, on_right: bool) -> dict[str, str | None]:
    left, right, residual = outcome.left, outcome.right, outcome.residual
    if on_right:
        left, right, residual = right, left, None if residual is None else -residual
    tolerance = None if outcome.tolerance is None else plain(shortest(outcome.tolerance))
    shown = [None if v is None else plain(v) for v in (left, right, residual)]
    return {
        "printed": shown[0],
        "expected": shown[1],
        "difference": shown[2],
        "unit": outcome.unit,
        "tolerance": tolerance,
    }


def _numbers_of_cell(suspect: Candidate, outcome: Outcome) -> dict[str, str | None]:
    cell, right = suspect.cell, suspect.proposed[0]
    value = cell.value or Decimal(0)
    same_unit = outcome.unit == cell.unit and outcome.tolerance is not None
    return {
        "printed": plain(value),
        "expected": plain(right),
        "difference": plain(value - right),
        "unit": cell.unit,
        "tolerance": plain(shortest(outcome.tolerance)) if same_unit and outcome.tolerance is not None else None,
    }
