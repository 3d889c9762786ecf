"""Words of tables that were not read: they stand among the paragraphs, and say nothing for the narrative."""

from collections.abc import Mapping

from expectations import reasons
from expectations.book import Book
from expectations.words import folded
from ingest.facts import Doubt, Paragraph, templates
from ingest.model import Location, Text

_NOT_READ = "unruled"
"""Kind of the doubt about a table of which no cell was read."""


def unread_words(book: Book) -> Mapping[int, Doubt]:
    """Of each paragraph (by its `id`) that is a part of a table that was not read, the doubt about that table.

    From its title on, or from where it begins, to the next heading: how far it goes, nobody knows. One without a title
    that is known may be no table at all, and is followed to the end of its page.
    """
    found: dict[int, Doubt] | None = book.memo.get("beyond.words")
    if found is None:
        found = {}
        for doubt in unread_tables(book):
            for paragraph in _region(book.canonical.paragraphs, doubt):
                found.setdefault(id(paragraph), doubt)
        book.memo["beyond.words"] = found
    return found


def unread_tables(book: Book) -> tuple[Doubt, ...]:
    """The doubts about tables that are there and were not read."""
    return tuple(doubt for doubt in book.canonical.doubts if doubt.reason.kind == _NOT_READ)


def title_of(doubt: Doubt) -> str:
    """The title as printed and as its template has it, folded; empty where neither is known."""
    name = templates()[doubt.template].name["zh"] if doubt.template is not None else ""
    return folded(f"{doubt.location.table or ''} {name}")


def why_unread(doubt: Doubt) -> Text:
    """The table was not read, or where no title tells which it is, its page."""
    if doubt.template is not None:
        return reasons.table_unread(doubt)
    page = doubt.location.page
    return reasons.pages_unread((page,)) if page is not None else doubt.reason


def _region(paragraphs: tuple[Paragraph, ...], doubt: Doubt) -> tuple[Paragraph, ...]:
    first = next((at for at, one in enumerate(paragraphs) if _begins(one.location, doubt.location)), len(paragraphs))
    title = folded(doubt.location.table or "")
    above = [
        at
        for at, one in enumerate(paragraphs[:first])
        if one.location.page == doubt.location.page and folded(one.text) == title and one.kind != "contents"
    ]
    start = above[-1] if above else first
    behind_title = start + 1 if above else start
    beyond = (at for at in range(behind_title, len(paragraphs)) if _ends(paragraphs[at], doubt))
    return paragraphs[start : next(beyond, None)]


def _ends(paragraph: Paragraph, doubt: Doubt) -> bool:
    return paragraph.kind == "heading" or (doubt.template is None and paragraph.location.page != doubt.location.page)


def _begins(place: Location, table: Location) -> bool:
    """Does a paragraph stand below the upper edge of a table?"""
    if place.page is None or table.page is None:
        return place.line is not None and table.line is not None and place.line >= table.line
    if place.page != table.page or place.bbox is None or table.bbox is None:
        return place.page >= table.page
    return (place.bbox[1] + place.bbox[3]) / 2 >= table.bbox[1]
