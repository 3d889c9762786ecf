"""From places on paper to facts and doubts."""

from dataclasses import replace

from ingest.doubting import doubts_of, gathered, marked
from ingest.facts import Doubt
from ingest.model import UNREAD, Location, Misreading, Why
from report_sample import canonical

REASON = Why("存疑", "in doubt", "page")
OLDER = Why("早先存疑", "older", "digits")


def test_readings_keep_their_values() -> None:
    place = Location(page=4, bbox=(1, 2, 3, 4))
    (found,) = doubts_of("d", [Misreading(place, (("1,482.35", "a"), ("x", "b")), REASON, repaired=True)])
    assert (found.document, found.location, found.reason, found.repaired) == ("d", place, REASON, True)
    assert found.readings == (("1,482.35", "1482.35", "a"), ("x", None, "b"))


def test_open_doubt_marks_the_fact_of_its_cell() -> None:
    facts = canonical().facts
    cell = Location(page=facts[3].location.page, bbox=facts[3].location.bbox)
    found = marked(facts, [Misreading(cell, (), REASON)])
    assert [fact.doubt for fact in found if fact.doubt] == [REASON]
    assert found[3].doubt == REASON
    assert marked(facts, [Misreading(cell, (), REASON, repaired=True)]) == facts


def test_a_doubt_about_a_page_marks_all_facts_on_it() -> None:
    facts = canonical().facts
    found = marked(facts, [Misreading(Location(page=4), (), REASON)])
    assert {fact.location.page for fact in found if fact.doubt} == {4}
    assert all(fact.doubt for fact in found if fact.location.page == 4)


def test_an_older_doubt_stays() -> None:
    facts = tuple(replace(fact, doubt=OLDER) for fact in canonical().facts)
    assert {fact.doubt for fact in marked(facts, [Misreading(Location(page=4), (), REASON)])} == {OLDER}


def test_the_open_cells_of_a_text_table_are_one_doubt_that_names_its_lines() -> None:
    def doubt(line: int, raw: str, page: int | None = None) -> Doubt:
        place = Location(page=page, line=line, line_end=line, table="T02")
        return Doubt("d", place, ((raw, None, "first"),), REASON, repaired=False)

    found = gathered([doubt(7, UNREAD), doubt(3, "1.2.3"), doubt(9, UNREAD), doubt(1, UNREAD, page=2)])
    assert [(d.location.line, d.location.line_end) for d in found] == [(3, 3), (1, 1), (7, 9)]
    assert "2格" in found[-1].reason.zh
