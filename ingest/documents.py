"""A path → a Document: its pages, its text and tables in reading order. The only module that imports pymupdf.

bytes ─ sniff ─┬─ PDF ─ workers: per page words and drawings, once ─ Ink ─ leaf ─┬─ gathered ─┐
               │                                  second reading, on demand ─────┘            ├─ Document
               └─ text ─ ingest.text ─────────────────────────────────────────────────────────┘

A PDF is opened in forked children only: what it does to them costs a page, not the run.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest import condition, second
from ingest.errors import Unreadable
from ingest.ink import Ink
from ingest.leaves import Leaf, gathered, leaf, read_from_picture
from ingest.lines import text_in
from ingest.model import BBox, Document, Misreading, Page, RawTable, SecondReading
from ingest.ocr import DPI, missing
from ingest.ocr import read as recognise
from ingest.radicals import unify
from ingest.ruling import straighten
from ingest.sheets import clipped, hidden, painted, thin, turn, words
from ingest.sniff import foreign, is_pdf
from ingest.tables import can_feed, fed, prepare, unfed
from ingest.text import blocks, decode
from ingest.workers import LIMITS, Limits, Lost, each, once

_LOST = "treating as end of file"
"""What MuPDF says when it loses the rest of a page, or of a font. Lesser complaints (a wrong checksum) are notes."""
_MOST_PAGES = 50_000
_MANY = 40
"""From so many pages on a file is worth two workers."""
_OCR_LIMITS = Limits(seconds=90.0, patience=180.0, memory=3 << 30)
"""OCR takes 2-4 s and 0.4 GB a page, much of it once."""
_PLAIN_TEXT = 1 | 2 | 64
"""MuPDF's ligatures, blanks and page box, and not its guess of a character from the number of a glyph
(TEXT_CID_FOR_UNKNOWN_UNICODE), which makes wrong digits out of unknown ones; pictures are left out too."""


def open_document(
    path: str,
    *,
    password: str | None = None,
    reading: str = "first",
    ocr: str = "auto",
    workers: int = 0,
    limits: Limits = LIMITS,
) -> Document:
    """Read a report, PDF or text, by what its bytes are and not by its suffix.

    `reading` is `first`, or `both`: every ruled table of a PDF is read by an independent engine as well. `ocr` is
    `auto` (scanned pages, where the extra is installed), `never`, or `always` (every page). A PDF of many pages is
    read by `workers` processes (0: two, if there are two cores). Raises Unreadable with what
    is wrong and what to do: missing, a folder, empty, another kind of file, encrypted, damaged, without pages,
    without any text (a scan). Pages that cannot be read, beside others that can, are named in `Document.unread`.
    """
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if is_pdf(data):
        pdf = PdfFile(path, data, password, workers or min(2, os.cpu_count() or 1), limits)
        leaves = pdf.leaves()
        leaves = pdf.confirmed(leaves) if reading == "both" else leaves
        return _document(pdf, sha256, pdf.recognised(leaves, always=ocr == "always") if ocr != "never" else leaves)
    other = foreign(data)
    if other is not None:
        raise Unreadable(path, *other)
    try:
        text, encoding = decode(data)
    except ValueError as error:
        raise Unreadable(
            path,
            "既不是PDF也不是文本 is neither a PDF nor text",
            "请提供PDF或纯文本形式的报告 give the report as PDF or as plain text",
        ) from error
    if not text.strip():
        raise Unreadable(path, "只有空白 holds nothing but blanks", condition.PUBLISHED)
    return Document(sha256[:12], path, sha256, "text", encoding, (), blocks(unify(text)))


def rereader(path: str, *, password: str | None = None) -> SecondReading:
    """Return other eyes on the cells of a PDF; raises Unreadable. A text has none: they know nothing."""
    pdf = PdfFile(path, _bytes(path), password)
    return second.Majority(path, password, pdf.cells, pdf.boxes)


def _bytes(path: str) -> bytes:
    file = Path(path)
    try:
        if file.is_dir():
            raise Unreadable(path, "是文件夹 is a folder", "请指明其中的文件 name the files in it")
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(path, "不存在 does not exist", "请核对路径 look at the spelling of the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        todo = "请检查文件权限 look at the rights of the file"
        raise Unreadable(path, f"无法读取 cannot be read ({reason})", todo) from error
    if not data:
        raise Unreadable(path, "是空文件 is empty", condition.AGAIN)
    return data


@dataclass(frozen=True, slots=True)
class _Head:
    """What a PDF says before its first page is read."""

    count: int
    repaired: bool
    attached: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaves:
    """All pages of a PDF: read, or lost with the reason."""

    read: Mapping[int, Leaf]
    lost: Mapping[int, Lost]
    head: _Head
    doubts: tuple[Misreading, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PdfFile:
    """The bytes of a PDF and how to open them; nothing is open outside a child."""

    path: str
    data: bytes
    password: str | None
    workers: int = 1
    limits: Limits = LIMITS

    def leaves(self) -> Leaves:
        """Read every page in children; raises Unreadable where the file as a whole cannot be opened."""
        _prepare()
        head = once(self._head, limits=self.limits)
        if isinstance(head, Lost):
            raise Unreadable(self.path, f"已损坏：{head.zh} is damaged: {head.en}", condition.AGAIN)
        workers = self.workers if head.count >= _MANY else 1
        found = each(self._pages, range(1, head.count + 1), workers=workers, limits=self.limits)
        read = {number: held for number, held in found.items() if isinstance(held, Leaf)}
        lost = {number: held for number, held in found.items() if isinstance(held, Lost)}
        return Leaves(read, lost, head)

    def confirmed(self, leaves: Leaves) -> Leaves:
        """Read every ruled table again by the independent engine, and a third time where the two differ."""
        ruled = [n for n, held in leaves.read.items() if any(isinstance(block, RawTable) for block in held.blocks)]
        again = second.reread_pages(
            self.path, ruled, password=self.password, workers=self.workers, limits=self.limits
        )
        done = second.confirm(leaves.read, again, self.boxes)
        settled = sum(doubt.repaired for doubt in done.doubts)
        note = condition.note_second(done.agreed, settled, len(done.doubts) - settled)
        return replace(leaves, read=done.leaves, doubts=done.doubts, notes=(note,))

    def recognised(self, leaves: Leaves, *, always: bool) -> Leaves:
        """Read the scanned pages, or all, from their pictures; without the extra `ocr` they stay as they are."""
        scans = [n for n, held in leaves.read.items() if always or held.page.kind == "scan"]
        if not scans or missing() is not None:
            return leaves
        found = each(self._pictures, scans, workers=self.workers, limits=_OCR_LIMITS)
        seen = {n: held for n, held in found.items() if isinstance(held, Leaf) and held.blocks}
        return replace(leaves, read={**leaves.read, **seen})

    def _pictures(self, numbers: Sequence[int]) -> Iterator[tuple[int, Leaf]]:
        with self._open() as pdf:
            for number in numbers:
                page = pdf[number - 1]
                picture = page.get_pixmap(dpi=DPI, colorspace="gray", alpha=False)
                paper = (float(page.rect.width), float(page.rect.height))
                scan = recognise(bytes(picture.samples), (picture.width, picture.height), DPI, number, paper)
                yield number, read_from_picture(scan.tables, scan.ink)

    def cells(self, numbers: Sequence[int]) -> dict[int, second.Read]:
        """Read the table cells of some pages as `leaves` does."""
        _prepare()

        def job(wanted: Sequence[int]) -> Iterator[tuple[int, second.Read | Lost]]:
            for number, held in self._pages(wanted):
                tables = () if isinstance(held, Lost) else held.blocks
                yield number, second.cells_of(block for block in tables if isinstance(block, RawTable))

        return second.kept(each(job, numbers, limits=self.limits))

    def boxes(self, numbers: Sequence[int]) -> dict[int, second.Read]:
        """Read the table cells of some pages as PyMuPDF finds them, filled from words (the third reading)."""
        _prepare()
        return second.kept(each(self._boxes, numbers, limits=self.limits))

    def _boxes(self, numbers: Sequence[int]) -> Iterator[tuple[int, second.Read]]:
        import pymupdf

        quiet: Callable[[], None] = pymupdf.no_recommend_layout
        quiet()
        with self._open() as pdf:
            for number in numbers:
                page = pdf[number - 1]
                ink, _, _ = sheet(page, number)
                boxes = [box for table in page.find_tables().tables for box in table.cells if box is not None]
                yield number, tuple((box, text_in(ink.within(box))) for box in boxes)

    @contextmanager
    def _open(self) -> Iterator[Any]:
        """Open the file, in a child; raises Unreadable."""
        import pymupdf

        tools: Any = pymupdf.TOOLS
        tools.mupdf_display_errors(False)
        tools.mupdf_display_warnings(False)
        opened: Callable[..., Any] = pymupdf.open
        try:
            with opened(stream=self.data, filetype="pdf") as pdf:
                if pdf.needs_pass and self.password is None:
                    raise Unreadable(self.path, *condition.ENCRYPTED)
                if pdf.needs_pass and not pdf.authenticate(self.password):
                    raise Unreadable(self.path, *condition.WRONG_PASSWORD)
                yield pdf
        except (pymupdf.mupdf.FzErrorBase, RuntimeError) as error:
            raise Unreadable(self.path, *condition.damaged(str(error))) from error

    def _head(self) -> _Head:
        with self._open() as pdf:
            count = int(pdf.page_count)
            repaired = bool(pdf.is_repaired)
            attached = tuple(str(name) for name in pdf.embfile_names())
        if repaired and b"%%EOF" not in self.data[-2048:]:
            raise Unreadable(self.path, *condition.CUT_OFF)
        if not count:
            raise Unreadable(self.path, *condition.NO_PAGES)
        if count > _MOST_PAGES:
            raise Unreadable(self.path, *condition.too_many(count))
        return _Head(count, repaired, attached)

    def _pages(self, numbers: Sequence[int]) -> Iterator[tuple[int, Leaf | Lost]]:
        import pymupdf

        tools: Any = pymupdf.TOOLS
        grids = fed if can_feed() else unfed(self.path, self.password)
        with self._open() as pdf:
            for number in numbers:
                tools.reset_mupdf_warnings()
                try:
                    ink, pictures, unseen = sheet(pdf[number - 1], number)
                except (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError) as error:
                    yield number, Lost("无法读取", f"cannot be read ({str(error).strip()[:80]})")
                    continue
                said = str(tools.mupdf_warnings())
                if _LOST in said:
                    yield number, Lost("内容不完整，无法读取", "cannot be read whole")
                    continue
                yield number, replace(leaf(ink, pictures, unseen, grids), complaint=said if "error" in said else "")


def _prepare() -> None:
    """Import now what is slow to import: children share it."""
    import pymupdf  # noqa: F401

    prepare()


def sheet(page: Any, number: int) -> tuple[Ink, list[BBox], int]:
    """Read one page, turned so that its text stands upright: its ink, its pictures, how much text is invisible."""
    page.remove_rotation()
    content = page.get_text("rawdict", flags=_PLAIN_TEXT)
    degrees = turn(content)
    if degrees:
        page.set_rotation(degrees)
        page.remove_rotation()
        content = page.get_text("rawdict", flags=_PLAIN_TEXT)
    width, height = float(page.rect.width), float(page.rect.height)
    held = tuple(
        word for word in words(content) if 0 <= word.centre <= width and 0 <= word.middle <= height and word.height > 0
    )
    pictures: list[BBox] = [info["bbox"] for info in page.get_image_info()]
    horizontals, verticals = straighten(clipped([*painted(page.get_cdrawings()), *thin(pictures)], width, height))
    return Ink(number, width, height, held, horizontals, verticals), pictures, hidden(content)


def _document(pdf: PdfFile, sha256: str, leaves: Leaves) -> Document:
    _require_text(pdf.path, leaves)
    found, by_file = gathered(leaves.read)
    pages = {number: held.page for number, held in leaves.read.items()}
    pages |= {number: Page(number, 0.0, 0.0, "lost") for number in leaves.lost}
    regions = tuple(doubt for number in sorted(leaves.read) for doubt in leaves.read[number].doubts)
    unread = {page.number for page in pages.values() if page.kind in ("scan", "lost")}
    unread |= {doubt.location.page for doubt in regions if doubt.location.page is not None}
    return Document(
        id=sha256[:12],
        path=pdf.path,
        sha256=sha256,
        format="pdf",
        encoding=None,
        pages=tuple(pages[number] for number in sorted(pages)),
        blocks=found,
        notes=tuple(_notes(leaves, by_file=by_file)),
        unread=tuple(sorted(unread)),
        doubts=(*regions, *leaves.doubts),
    )


def _require_text(path: str, leaves: Leaves) -> None:
    """Refuse a file without any page that was read and has something on it."""
    if any(held.blocks or held.doubts for held in leaves.read.values()):
        return
    kinds = {number: held.page.kind for number, held in leaves.read.items()}
    unmapped = [number for number, held in leaves.read.items() if held.unmapped]
    scans = [number for number, kind in kinds.items() if kind == "scan" and number not in unmapped]
    if leaves.lost:
        why = next(iter(leaves.lost.values()))
        raise Unreadable(path, *condition.lost(list(leaves.lost), why.zh, why.en))
    if unmapped:
        raise Unreadable(path, *condition.unmapped(unmapped))
    if scans:
        raise Unreadable(path, *condition.scanned(scans, len(kinds)))
    raise Unreadable(path, *condition.blank(len(kinds)))


def _notes(leaves: Leaves, *, by_file: bool) -> Iterator[str]:
    """Say aloud what was repaired, which pages give no text, and which text cannot be trusted."""
    if leaves.head.repaired:
        yield condition.REPAIRED
    if leaves.head.attached:
        yield condition.note_attached(leaves.head.attached)
    kinds = {number: held.page.kind for number, held in leaves.read.items()}
    unmapped = [number for number, held in leaves.read.items() if held.unmapped]
    scans = [number for number, kind in kinds.items() if kind == "scan" and number not in unmapped]
    mixed = [number for number, kind in kinds.items() if kind == "mixed"]
    seen = [number for number, held in leaves.read.items() if held.page.ocr]
    if seen:
        yield condition.note_ocr(seen)
    if scans:
        yield condition.note_scans(scans)
    if unmapped:
        yield condition.note_unmapped(unmapped)
    if mixed:
        yield condition.note_mixed(mixed)
    yield from condition.note_lost({number: (why.zh, why.en) for number, why in leaves.lost.items()})
    for number, held in leaves.read.items():
        if held.complaint:
            yield condition.note_faulty(number, held.complaint)
    if by_file:
        yield condition.note_order()
    yield from leaves.notes
