"""wording: what the narrative must say, or must not, under the headings of a subject.

A pattern is words, `#` for a number and `…` for any words of the same sentence; `|` between ways to say it.
"""

from collections.abc import Iterator, Sequence

from expectations import reasons, remarks
from expectations.book import Book
from expectations.kinds.linear import Draft
from expectations.kinds.placing import Verdict, drafted, lacking
from expectations.model import Place
from expectations.rule import Clause, Rule
from expectations.words import folded, pattern
from ingest.facts import Paragraph

_SHOWN = 80
_FOLLOWING = 6
"""How many paragraphs after a mention may still be about it."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a thing to be said."""
    hindered = lacking(rule, clause, book)
    if hindered is not None:
        yield hindered
        return
    mine = _under(clause, book)
    wanted = [*((need, True) for need in clause.needs), *((bar, False) for bar in clause.bars)]
    text = [(folded(paragraph.text), paragraph) for paragraph in mine]
    for written, needed in wanted:
        name, _, ways = written.partition(":")
        yield drafted(
            rule, clause, book, (), name.strip(), _verdict(clause, book, name.strip(), ways, text, needed=needed)
        )


def _verdict(
    clause: Clause, book: Book, name: str, ways: str, text: Sequence[tuple[str, Paragraph]], *, needed: bool
) -> Verdict:
    found = next(((words, paragraph) for words, paragraph in text if pattern(ways).search(words)), None)
    if found is not None:
        shown = Place(name, found[1].text[:_SHOWN], found[1].location)
        if needed:
            return Verdict("passed", None, (shown,))
        return Verdict("failed", remarks.must_not_say(name), (shown,), f"文:{name}")
    if not needed:
        return Verdict("passed" if text else "not_applicable", None if text else remarks.NO_NARRATIVE)
    if not book.has_narrative:
        return Verdict("not_checked", remarks.NO_NARRATIVE)
    nothing = next(
        (paragraph for way in clause.nothing for words, paragraph in text if pattern(way).search(words)), None
    )
    if nothing is not None:
        return Verdict("passed", remarks.SAYS_NOTHING, (Place(name, nothing.text[:_SHOWN], nothing.location),))
    if book.document.pages_unread:
        return Verdict("not_checked", reasons.pages_unread("、".join(map(str, book.document.pages_unread))))
    places = tuple(Place("章节", paragraph.text[:_SHOWN], paragraph.location) for _, paragraph in text[:1])
    return Verdict("failed", remarks.must_say(name, clause.section, found=bool(text)), places, f"文:{name}")


def _under(clause: Clause, book: Book) -> list[Paragraph]:
    """The paragraphs below a heading with one of the words, and those around any mention of them.

    A heading may be lost at a page break, glued to the paragraph above; so what follows a mention counts as well.
    """
    if not clause.section:
        return list(book.paragraphs)
    words = [folded(word) for word in clause.section]
    found: list[Paragraph] = []
    near = 0
    for paragraph, head, text in _told(book):
        if any(word in text for word in words):
            near = _FOLLOWING + 1
        if near or any(word in head for word in words):
            found.append(paragraph)
        near = max(0, near - 1)
    return found


def _told(book: Book) -> list[tuple[Paragraph, str, str]]:
    """Each paragraph outside the glossary, the headings above it and its text, both folded."""
    found: list[tuple[Paragraph, str, str]] | None = book.memo.get("wording.told")
    if found is None:
        found = [
            (paragraph, folded(" ".join((*paragraph.section, paragraph.title or ""))), folded(paragraph.text))
            for paragraph in book.paragraphs
            if not any("名词解释" in heading for heading in paragraph.section)
        ]
        book.memo["wording.told"] = found
    return found


def refuse(clause: Clause) -> str | None:
    """Why the clause asks for nothing."""
    if not clause.needs and not clause.bars:
        return "须写明 needs: [“名称: 写法 | 写法”] 或 or bars"
    for written in (*clause.needs, *clause.bars):
        name, colon, ways = written.partition(":")
        if not colon or not name.strip() or not ways.strip():
            return "写作 write “名称: 写法 | 写法”, e.g. “团组数: 团组…#个”"
    return None
