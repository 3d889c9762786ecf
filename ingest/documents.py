"""A path → a Document: its pages, its text and tables in reading order. The only module that imports pymupdf.

bytes ─ sniff ─┬─ PDF ─ per page: words and drawings, once ─ Ink ─ tables, lines ─┐
               └─ text ─ ingest.text ────────────────────────────────────────────┴─ Document
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from ingest.errors import Unreadable
from ingest.ink import Ink, Word
from ingest.lines import outside, running
from ingest.model import BBox, Block, Document, Line, Page, RawTable
from ingest.radicals import unify
from ingest.ruling import straighten
from ingest.sheets import clipped, painted, thin, turn, words
from ingest.sniff import foreign, is_pdf
from ingest.tables import can_feed, fed, second_reading
from ingest.text import blocks, decode

_AGAIN = "get the file again from where it was published"
_LOST = "treating as end of file"
"""What MuPDF says when it loses the rest of a page, or of a font. Lesser complaints (a wrong checksum) are notes."""
_COVERING = 0.3
"""Pictures over more than this part of a page make it a scan, if it has no text."""


def open_document(path: str, *, password: str | None = None) -> Document:
    """Read a report, PDF or text, by what its bytes are and not by its suffix.

    Raises Unreadable with what is wrong and what to do: missing, a folder, empty, another kind of file, encrypted,
    damaged, without pages, without any text (a scan).
    """
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if is_pdf(data):
        pages, found, notes = _read_pdf(path, data, password)
        return Document(sha256[:12], path, sha256, "pdf", None, pages, found, notes)
    other = foreign(data)
    if other is not None:
        raise Unreadable(path, *other)
    try:
        text, encoding = decode(data)
    except ValueError as error:
        raise Unreadable(path, "is neither a PDF nor text", "give the report as PDF or as plain text") from error
    if not text.strip():
        raise Unreadable(path, "holds nothing but blanks", "give the file that was published")
    return Document(sha256[:12], path, sha256, "text", encoding, (), blocks(unify(text)))


def _bytes(path: str) -> bytes:
    file = Path(path)
    try:
        if file.is_dir():
            raise Unreadable(path, "is a folder", "name the files in it")
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(path, "does not exist", "look at the spelling of the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(path, f"cannot be read ({reason})", "look at the rights of the file") from error
    if not data:
        raise Unreadable(path, "is empty", "get the file again")
    return data


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page with its kind and what stands on it."""

    page: Page
    ink: Ink


def _read_pdf(
    path: str, data: bytes, password: str | None
) -> tuple[tuple[Page, ...], tuple[Block, ...], tuple[str, ...]]:
    import pymupdf

    tools: Any = pymupdf.TOOLS
    tools.mupdf_display_errors(False)
    tools.mupdf_display_warnings(False)
    open_pdf: Callable[..., Any] = pymupdf.open
    damaged = (pymupdf.mupdf.FzErrorBase, RuntimeError)
    try:
        with open_pdf(stream=data, filetype="pdf") as pdf:
            _unlock(path, pdf, password)
            sheets, complaints = _sheets(pdf, tools)
            repaired = bool(pdf.is_repaired)
    except damaged as error:
        raise Unreadable(path, f"is damaged ({_first_line(str(error))})", _AGAIN) from error
    if repaired and b"%%EOF" not in data[-2048:]:
        raise Unreadable(path, "is cut off: the end of the file is missing", _AGAIN)
    _require_whole(path, sheets, complaints)
    _require_text(path, sheets)
    notes = ["the file was damaged; its table of objects was rebuilt"] if repaired else []
    notes += _page_notes(sheets, complaints)
    return tuple(sheet.page for sheet in sheets), _blocks(path, sheets, password), tuple(notes)


def _sheets(pdf: Any, tools: Any) -> tuple[list[_Sheet], dict[int, str]]:
    """Read all pages, and what MuPDF complained of while it read each."""
    sheets: list[_Sheet] = []
    complaints: dict[int, str] = {}
    for number in range(1, pdf.page_count + 1):
        tools.reset_mupdf_warnings()
        sheets.append(_sheet(pdf[number - 1], number))
        said = str(tools.mupdf_warnings())
        if "error" in said:
            complaints[number] = said
    return sheets, complaints


def _first_line(text: str) -> str:
    return text.strip().split("\n")[0][:120] or "MuPDF does not say where"


def _unlock(path: str, pdf: Any, password: str | None) -> None:
    if not pdf.needs_pass:
        return
    if password is None:
        raise Unreadable(path, "is encrypted", "give the password with --password")
    if not pdf.authenticate(password):
        raise Unreadable(path, "is encrypted with another password", "give the right one with --password")


def _require_whole(path: str, sheets: Sequence[_Sheet], complaints: Mapping[int, str]) -> None:
    """Refuse a file of which a part is lost: a sum over half a page would look like an error of the report."""
    if not sheets:
        raise Unreadable(path, "is a PDF without pages", _AGAIN)
    lost = [number for number, said in complaints.items() if _LOST in said]
    if lost:
        raise Unreadable(path, f"is damaged: {_pages(lost)} cannot be read whole", _AGAIN)


def _require_text(path: str, sheets: Sequence[_Sheet]) -> None:
    if any(sheet.ink.words for sheet in sheets):
        return
    scans = [sheet.page.number for sheet in sheets if sheet.page.kind == "scan"]
    if scans:
        what = f"has no text: {_pages(scans)} of {len(sheets)} are pictures (a scan)"
        raise Unreadable(path, what, "give the PDF with its text, or run OCR on it first")
    raise Unreadable(path, f"has no text on any of its {len(sheets)} pages", "give the file that was published")


def _page_notes(sheets: Sequence[_Sheet], complaints: Mapping[int, str]) -> list[str]:
    """Say aloud which pages give no text, or text that cannot be trusted."""
    notes = []
    scans = [sheet.page.number for sheet in sheets if sheet.page.kind == "scan"]
    if scans:
        notes.append(f"{_pages(scans)}: pictures without text, not read")
    broken = [
        sheet.page.number
        for sheet in sheets
        if 20 * sum(word.text.count("\ufffd") for word in sheet.ink.words) > sum(len(w.text) for w in sheet.ink.words)
    ]
    if broken:
        notes.append(f"{_pages(broken)}: a font does not say which characters it prints")
    notes.extend(f"page {number}: faulty ({_first_line(said)})" for number, said in complaints.items())
    return notes


def _pages(numbers: Sequence[int]) -> str:
    """Return "page 3" or "pages 1-4, 7"."""
    runs: list[str] = []
    for _, group in groupby(enumerate(sorted(numbers)), key=lambda item: item[1] - item[0]):
        run = [number for _, number in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}")
    return f"{'page' if len(numbers) == 1 else 'pages'} {', '.join(runs)}"


def _blocks(path: str, sheets: Sequence[_Sheet], password: str | None) -> tuple[Block, ...]:
    """Tables and lines of all pages in reading order, without page numbers and running heads."""
    ruled = [sheet.page.number for sheet in sheets if sheet.page.kind == "ruled"]
    alone = {} if not ruled or can_feed() else second_reading(path, ruled, password=password)
    pages: list[tuple[Ink, list[Block]]] = []
    for sheet in sheets:
        tables: tuple[RawTable, ...] = ()
        free = sheet.ink.words
        if sheet.page.number in alone:
            tables = alone[sheet.page.number]
            free = tuple(word for word in free if not any(_inside(word, table.location.bbox) for table in tables))
        elif sheet.page.kind == "ruled":
            tables, free = fed(sheet.ink)
        pages.append((sheet.ink, list(_in_order(sheet.ink, tables, free))))
    dropped = running([(ink, [block for block in found if isinstance(block, Line)]) for ink, found in pages])
    return tuple(block for _, found in pages for block in found if isinstance(block, RawTable) or block not in dropped)


def _inside(word: Word, box: BBox | None) -> bool:
    return box is not None and box[0] <= word.centre <= box[2] and box[1] <= word.middle <= box[3]


def _in_order(ink: Ink, tables: Sequence[RawTable], free: Sequence[Word]) -> Iterator[Block]:
    rest = list(free)
    for table in tables:
        top = table.location.bbox[1] if table.location.bbox else 0.0
        yield from outside(ink, [word for word in rest if word.middle < top])
        yield table
        rest = [word for word in rest if word.middle >= top]
    yield from outside(ink, rest)


def _sheet(page: Any, number: int) -> _Sheet:
    """Read one page, turned so that its text stands upright."""
    page.remove_rotation()
    content = page.get_text("rawdict")
    degrees = turn(content)
    if degrees:
        page.set_rotation(degrees)
        page.remove_rotation()
        content = page.get_text("rawdict")
    width, height = float(page.rect.width), float(page.rect.height)
    held = tuple(
        word for word in words(content) if 0 <= word.centre <= width and 0 <= word.middle <= height and word.height > 0
    )
    pictures: list[BBox] = [info["bbox"] for info in page.get_image_info()]
    horizontals, verticals = straighten(clipped([*painted(page.get_cdrawings()), *thin(pictures)], width, height))
    ink = Ink(number, width, height, held, horizontals, verticals)
    return _Sheet(Page(number, width, height, _kind(ink, pictures)), ink)


def _kind(ink: Ink, pictures: Sequence[BBox]) -> str:
    if not ink.words:
        covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in pictures)
        if covered > _COVERING * ink.width * ink.height:
            return "scan"
        return "prose" if pictures else "blank"
    return "ruled" if len(ink.horizontals) >= 2 and len(ink.verticals) >= 2 else "prose"
