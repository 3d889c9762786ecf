"""wording: what the narrative must say, or must not, under the headings of a subject.

A pattern is words, `#` for a number, `N` for a count and `…` for any words of the same sentence; `|` between ways to
say it. What is not said under the headings may be said elsewhere, in an annex or in a table of its own; only what is
said nowhere is missing, and that is certain only where its section is there and none of the words is. The words of
a table that was not read are no narrative: what they may say is not checked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from expectations import reasons
from expectations.book import Book
from expectations.ends import unfinished
from expectations.kinds.beyond import title_of, unread_tables, unread_words, why_unread
from expectations.kinds.linear import Draft
from expectations.kinds.placing import Verdict, doubtful, drafted, lacking
from expectations.model import Place
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.words import SENTENCES, Pattern, folded, pattern
from ingest.facts import Doubt, Paragraph, templates

_SHOWN = 80
_FOLLOWING = 6
"""How many paragraphs after a mention may still be about it."""
_TITLE = 40
_APART = re.compile(r"(?:见|参阅|列于|载于)[^，]{0,20}(?:附件|附表|附录)|(?:另行|单独)(?:予以)?(?:公开|公布|公示)")
_NAMED = re.compile(r"(?:见|参阅)[^，]{0,10}《([^《》]{3,40}表)》")
Told = tuple[str, Place]
"""Folded words and where they are printed."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a thing to be said."""
    hindered = lacking(rule, clause, book)
    if hindered is not None:
        yield hindered
        return
    mine = _under(clause, book)
    for written in clause.needs:
        name, _, ways = written.partition(":")
        yield drafted(rule, clause, book, (), name.strip(), _needed(rule, clause, book, name.strip(), ways, mine))
    for written in clause.bars:
        name, _, ways = written.partition(":")
        yield drafted(rule, clause, book, (), name.strip(), _barred(name.strip(), ways, mine))


def _barred(name: str, ways: str, mine: Sequence[Told]) -> Verdict:
    found = _first(ways, mine)
    if found is not None:
        return Verdict("failed", because("must_not_say", name=name), (found,), f"文:{name}")
    return Verdict("passed" if mine else "not_applicable", None if mine else because("no_narrative"))


def _needed(rule: Rule, clause: Clause, book: Book, name: str, ways: str, mine: Sequence[Told]) -> Verdict:
    found = _first(ways, mine)
    if found is not None:
        return Verdict("passed", None, (found,))
    if not book.has_narrative:
        return Verdict("not_checked", because("no_narrative"))
    found = _found(pattern(ways).numbered, _elsewhere(book)) if clause.section else None
    if found is not None:
        return Verdict("passed", because("said_elsewhere"), (found,))
    nothing = next((place for way in clause.nothing if (place := _first(way, mine)) is not None), None)
    if nothing is not None:
        return Verdict("passed", because("says_nothing"), (nothing,))
    tabled = _tabled(pattern(ways), clause, book)
    if tabled is not None:
        return Verdict("passed", because("said_elsewhere"), (tabled,))
    table = _perhaps_in(pattern(ways), clause, book)
    if table is not None:
        place = Place(table.location.table or "", table.location.table or "", table.location)
        return Verdict("not_checked", why_unread(table), (place,))
    referred = _referred(clause, book)
    if referred is not None:
        return Verdict("not_checked", because("given_apart", words=referred.raw), (referred,))
    if book.document.pages_unread:
        return Verdict("not_checked", reasons.pages_unread(book.document.pages_unread))
    touched = next((place for words, place in mine if pattern(ways).touches(words)), None)
    places = tuple(place for _, place in mine[:1]) if touched is None else (touched,)
    unsure = not mine or touched is not None or _are_zero(clause, book)
    severity = "warning" if unsure and (clause.severity or rule.severity) == "error" else ""
    reason = (
        reasons.must_say(name, clause.section, found=bool(mine))
        if touched is None
        else because("said_unread", name=name)
    )
    verdict = Verdict("failed", reason, places, f"文:{name}", severity)
    lowest = "info" in (clause.severity or rule.severity, severity)
    return verdict if lowest else doubtful(verdict, unfinished(book))


def _first(ways: str, told: Iterable[Told]) -> Place | None:
    return _found(pattern(ways), told)


def _found(sought: Pattern, told: Iterable[Told]) -> Place | None:
    return next((place for words, place in told if sought.search(words)), None)


def explained(clause: Clause, patterns: Iterable[str], book: Book) -> Place | None:
    """Where the narrative, or what may be a part of it, says one of these under the headings of the clause."""
    unread = unread_words(book)
    mine = [*_under(clause, book), *((folded(p.text), _place(p)) for p in book.paragraphs if id(p) in unread)]
    return next((place for ways in patterns if (place := _first(ways, mine)) is not None), None)


def _are_zero(clause: Clause, book: Book) -> bool:
    """Does a table say that there is nothing of it, so that only the words for that are missing?"""
    named = {tuple(written.split()) for written in clause.zero}
    facts = [f for f in book.canonical.facts if (f.template, f.row_concept, f.column_concept) in named]
    return bool(facts) and not any(fact.value or fact.doubt for fact in facts)


def _under(clause: Clause, book: Book) -> list[Told]:
    """The paragraphs below a heading with one of the words, and those around any mention of them.

    A heading may be lost at a page break, glued to the paragraph above; so what follows a mention counts as well.
    """
    if not clause.section:
        unread = unread_words(book)
        return [(folded(p.text), _place(p)) for p in book.paragraphs if id(p) not in unread]
    words = [folded(word) for word in clause.section]
    found: list[Told] = []
    near = 0
    for paragraph, head, text in _told(book):
        if any(word in text for word in words):
            near = _FOLLOWING + 1
        if near or any(word in head for word in words):
            found.append((text, _place(paragraph)))
        near = max(0, near - 1)
    return found


def _place(paragraph: Paragraph) -> Place:
    return Place("情况说明", paragraph.text[:_SHOWN], paragraph.location)


def _told(book: Book) -> list[tuple[Paragraph, str, str]]:
    """Each paragraph outside the glossary and unread tables, the headings above it and its text, both folded."""
    found: list[tuple[Paragraph, str, str]] | None = book.memo.get("wording.told")
    if found is None:
        found = [
            (paragraph, folded(" ".join((*paragraph.section, paragraph.title or ""))), folded(paragraph.text))
            for paragraph in book.paragraphs
            if not any("名词解释" in heading for heading in paragraph.section)
            and id(paragraph) not in unread_words(book)
        ]
        book.memo["wording.told"] = found
    return found


def _elsewhere(book: Book) -> list[Told]:
    """All other words: the rest of the narrative, annexes, and the tables that are not of amounts by subject.

    A row of a table is a sentence, and so is a column under its heading.
    """
    found: list[Told] | None = book.memo.get("wording.elsewhere")
    if found is None:
        found = [(text, _place(paragraph)) for paragraph, _, text in _told(book)]
        own = {id(paragraph) for paragraph in book.paragraphs} | unread_words(book).keys()
        found += [
            (folded(paragraph.text), _place(paragraph))
            for paragraph in book.canonical.paragraphs
            if paragraph.kind != "contents" and id(paragraph) not in own
        ]
        for info in book.canonical.tables:
            if templates()[info.template].shape in ("raw", "items"):
                lines = [*info.grid, *zip(*_square(info.grid), strict=True)]
                place = Place(info.title or "其他表格", info.title, info.location)
                found += [("，".join(folded(cell) for cell in line if cell), place) for line in lines]
        book.memo["wording.elsewhere"] = found
    return found


def _tabled(sought: Pattern, clause: Clause, book: Book) -> Place | None:
    """A table about the subject that has a row or a column for it: a blank or a dash there says that there is none."""
    for info in book.canonical.tables:
        title = folded(info.title)
        if info.template == "raw" and any(folded(word) in title for word in clause.section):
            cell = next((cell for line in info.grid for cell in line if sought.touches(folded(cell))), None)
            if cell is not None:
                return Place(info.title, cell, info.location)
    return None


def _perhaps_in(sought: Pattern, clause: Clause, book: Book) -> Doubt | None:
    """A table that was not read and is about the subject by its title, or has words for it."""
    words = [folded(word) for word in clause.section]
    for doubt in unread_tables(book):
        if any(word in title_of(doubt) for word in words):
            return doubt
    unread = unread_words(book)
    told = (p for p in book.canonical.paragraphs if id(p) in unread)
    return next((unread[id(p)] for p in told if sought.search(folded(p.text))), None)


def _referred(clause: Clause, book: Book) -> Place | None:
    """Where the narrative says that the subject is given in an annex or a table, or prints the title of one, unread."""
    words = [folded(word) for word in clause.section]
    read = {folded(info.title) for info in book.canonical.tables if info.title}
    for paragraph, head, text in _told(book):
        for sentence in SENTENCES.split(text):
            about = any(word in sentence or word in head for word in words)
            named = _NAMED.search(sentence)
            title = named[1] if named is not None else sentence if _is_title(sentence) else ""
            mine = any(word in title for word in words)
            unread = mine and not any(title in other or other in title for other in read)
            if (about and _APART.search(sentence)) or unread:
                return Place("情况说明", sentence[:_SHOWN], paragraph.location)
    return None


def _is_title(words: str) -> bool:
    return len(words) < _TITLE and words.endswith(("表", "表）"))


def _square(grid: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(map(len, grid), default=0)
    return [[*row, *([""] * (width - len(row)))] for row in grid]


def refuse(clause: Clause) -> str | None:
    """Why the clause asks for nothing."""
    if not clause.needs and not clause.bars:
        return "needs: [名称: 写法 | 写法] / bars: […]"
    for written in (*clause.needs, *clause.bars):
        name, colon, ways = written.partition(":")
        if not colon or not name.strip() or not ways.strip():
            return "名称: 写法 | 写法 (团组数: 团组…N个)"
    for written in clause.zero:
        table, _, rest = written.partition(" ")
        row, _, column = rest.partition(" ")
        known = templates().get(table)
        if known is None or row not in known.rows or column not in known.columns:
            return "zero: [T07 决算数 公务接待费]"
    return None
