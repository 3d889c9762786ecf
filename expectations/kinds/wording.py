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
    """The paragraphs below a heading with one of the words, that heading and an item of that title included."""
    if not clause.section:
        return list(book.paragraphs)
    words = [folded(word) for word in clause.section]
    return [paragraph for head, paragraph in _heads(book) if any(word in head for word in words)]


def _heads(book: Book) -> list[tuple[str, Paragraph]]:
    """Each paragraph with what says its subject: the headings above it, its title and its first words."""
    found: list[tuple[str, Paragraph]] | None = book.memo.get("wording.heads")
    if found is None:
        found = [
            (folded(" ".join((*paragraph.section, paragraph.title or "", paragraph.text[:_SHOWN]))), paragraph)
            for paragraph in book.paragraphs
        ]
        book.memo["wording.heads"] = found
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
