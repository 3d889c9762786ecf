"""A path → a Document: its pages, its text and tables in reading order. The only module that imports pymupdf.

bytes ─ sniff ─┬─ PDF ─ workers: per page words and drawings, once ─ Ink ─ leaf ─┬─ gathered ─┐
               │                                  second reading, on demand ─────┘            ├─ Document
               └─ text ─ ingest.text ─────────────────────────────────────────────────────────┘

A PDF is opened in forked children only: what it does to them costs a page, not the run.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from ingest.errors import Unreadable
from ingest.model import BBox, Document, RawTable, SecondReading, Text
from ingest.ocr import DPI, missing
from ingest.ocr import read as recognise
from ingest.ocr import turn as turn_of
from ingest.pdf import condition, second
from ingest.pdf.assembly import Head, Leaves, bound
from ingest.pdf.ink import Ink
from ingest.pdf.leaves import Leaf, leaf, read_from_picture
from ingest.pdf.lines import text_in
from ingest.pdf.radicals import unify
from ingest.pdf.ruling import close_sides, straighten
from ingest.pdf.sheets import clipped, covered, hidden, outlined, painted, run_off, thin, turn, words
from ingest.pdf.sniff import foreign, is_pdf
from ingest.pdf.workers import CHUNK, GIVEN_UP, LIMITS, Limits, Lost, each
from ingest.tables import can_feed, fed, prepare, unfed
from ingest.text import blocks, decode

T = TypeVar("T")
Paint = Callable[[Any, BBox], T]
"""Draws a box of a page that stands upright; runs in a child."""

_LOST = re.compile(r"treating as end of file|zlib error|unknown filter|is not a stream")
"""What MuPDF says when the rest of a page or of a font is lost, or a checksum says that it is not what was written."""
_FAULTY = re.compile(r"error|invalid|repairing")
"""What it says of lesser faults: the page is read, and its numbers are in doubt."""
_REPAIRED = "repairing PDF"
_MOST_CROSSINGS = 150_000
"""Horizontals times verticals; a table of 100 rows and 50 columns has 5,151, a map or a hatching has millions (5 s)."""
_DRAWING = Lost("线条过多，未读取", "has too many lines for tables and was not read")
_UNKNOWN_FONT = Lost("字体既未嵌入也未说明所印字符", "is printed in a font that is neither embedded nor known")
_MOST_PAGES = 50_000
_MANY = 40
"""So many pages are read by one worker; a longer file is worth two for the rest."""
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
        leaves = pdf.recognised(leaves, always=ocr == "always") if ocr != "never" else leaves
        return bound(path, sha256, leaves)
    other = foreign(data)
    if other is not None:
        raise Unreadable(path, *other)
    try:
        text, encoding = decode(data)
    except ValueError as error:
        raise Unreadable(
            path,
            Text("既不是PDF也不是文本", "is neither a PDF nor text"),
            Text("请提供PDF或纯文本形式的报告", "give the report as PDF or as plain text"),
        ) from error
    if not text.strip():
        raise Unreadable(path, Text("只有空白", "holds nothing but blanks"), condition.PUBLISHED)
    whole = text[-1:] in "\r\n"
    return Document(sha256[:12], path, sha256, "text", encoding, (), blocks(unify(text)), open_end=not whole)


def rereader(path: str, *, password: str | None = None) -> SecondReading:
    """Return other eyes on the cells of a PDF; raises Unreadable. A text has none: they know nothing."""
    pdf = PdfFile(path, _bytes(path), password)
    return second.Majority(path, password, pdf.cells, pdf.boxes)


def _bytes(path: str) -> bytes:
    file = Path(path)
    try:
        if file.is_dir():
            raise Unreadable(
                path,
                Text("是文件夹，其中没有PDF或文本", "is a folder without PDF or text"),
                Text("请指明文件", "name the files"),
            )
        data = file.read_bytes()
    except FileNotFoundError as error:
        todo = Text("请核对路径", "look at the spelling of the path")
        raise Unreadable(path, Text("不存在", "does not exist"), todo) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        todo = Text("请检查文件权限", "look at the rights of the file")
        raise Unreadable(path, Text(f"无法读取（{reason}）", f"cannot be read ({reason})"), todo) from error
    if not data:
        raise Unreadable(path, Text("是空文件", "is empty"), condition.AGAIN)
    return data


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
        started = each(self._start, range(_MANY + 1), limits=self.limits)
        head = started.pop(0)
        if not isinstance(head, Head):
            why = head if isinstance(head, Lost) else GIVEN_UP
            raise Unreadable(self.path, Text(f"已损坏：{why.zh}", f"is damaged: {why.en}"), condition.AGAIN)
        share = max(8, min(CHUNK, -(-(head.count - _MANY) // self.workers)))
        pages = range(_MANY + 1, head.count + 1)
        rest = each(self._pages, pages, workers=self.workers, chunk=share, limits=self.limits)
        found = {**started, **rest}
        read = {number: held for number, held in found.items() if isinstance(held, Leaf)}
        lost = {number: held for number, held in found.items() if isinstance(held, Lost)}
        if any(_REPAIRED in held.complaint for held in read.values()):
            head = replace(head, repaired=True)
        self._require_end(head)
        return Leaves(read, lost, head)

    def _has_end(self) -> bool:
        return b"%%EOF" in self.data[-2048:]

    def _require_end(self, head: Head) -> None:
        if head.repaired and not self._has_end():
            raise Unreadable(self.path, *condition.CUT_OFF)

    def confirmed(self, leaves: Leaves) -> Leaves:
        """Read every ruled table again by the independent engine, and a third time where the two differ."""
        ruled = [n for n, held in leaves.read.items() if any(isinstance(block, RawTable) for block in held.blocks)]
        again = second.reread_pages(self.path, ruled, password=self.password, workers=self.workers, limits=self.limits)
        done = second.confirm(leaves.read, again, self.boxes)
        settled = sum(doubt.repaired for doubt in done.doubts)
        note = condition.note_second(done.agreed, settled, len(done.doubts) - settled)
        return replace(leaves, read=done.leaves, doubts=done.doubts, notes=(note,))

    def recognised(self, leaves: Leaves, *, always: bool) -> Leaves:
        """Read the scanned pages, or all, from their pictures; without the extra `ocr` they stay as they are.

        A page whose fonts are not known is looked at only in a sound file: a damaged font draws anything. Of a page
        with a few words over a picture nobody knows whether it is a scan: it is one if there is a table.
        """
        sound = not (leaves.head.repaired or leaves.lost or any(held.complaint for held in leaves.read.values()))
        wanted = {n for n, held in leaves.read.items() if held.page.kind == "scan" and (sound or not held.unmapped)}
        overlaid = {n for n, held in leaves.read.items() if held.overlaid and sound}
        scans = sorted(leaves.read if always else wanted | overlaid)
        if not scans or missing() is not None:
            return leaves
        share = max(4, min(CHUNK, -(-len(scans) // self.workers)))
        found = each(self._pictures, scans, workers=self.workers, chunk=share, limits=_OCR_LIMITS)
        seen = {
            n: held
            for n, held in found.items()
            if isinstance(held, Leaf) and held.blocks and (held.page.kind == "ruled" or n not in overlaid)
        }
        return replace(leaves, read={**leaves.read, **seen})

    def _pictures(self, numbers: Sequence[int]) -> Iterator[tuple[int, Leaf]]:
        with self._open() as pdf:
            for number in numbers:
                page = pdf[number - 1]
                paper = (float(page.rect.width), float(page.rect.height))
                scan = recognise(*_pixels(page), DPI, number, paper)
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

    def painted(self, regions: Mapping[int, Sequence[BBox]], paint: Paint[T]) -> dict[int, tuple[T, ...]]:
        """Let `paint` draw regions of pages (page number → boxes); a page that cannot be drawn is left out."""
        _prepare()

        def job(numbers: Sequence[int]) -> Iterator[tuple[int, tuple[T, ...] | Lost]]:
            import pymupdf

            with self._open() as pdf:
                for number in numbers:
                    try:
                        page = pdf[number - 1]
                        _upright(page)
                        _upright_scan(page, number)
                        yield number, tuple(paint(page, box) for box in regions[number])
                    except (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError, IndexError) as error:
                        yield number, Lost("无法显示", f"cannot be drawn ({str(error).strip()[:80]})")

        # which way up a scan lies is seen by reading some of it
        found = each(job, sorted(regions), limits=self.limits if missing() else _OCR_LIMITS)
        return {number: held for number, held in found.items() if not isinstance(held, Lost)}

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
            cut = not self._has_end() and b"endobj" in self.data
            why = condition.CUT_OFF if cut else condition.damaged(str(error))
            raise Unreadable(self.path, *why) from error

    def _start(self, numbers: Sequence[int]) -> Iterator[tuple[int, Head | Leaf | Lost]]:
        """Read the head (as number 0) and the first pages, as far as there are any: most files need no second child."""
        head = self._head()
        if 0 in numbers:
            yield 0, head
        yield from self._pages([number for number in numbers if 1 <= number <= head.count])

    def _head(self) -> Head:
        with self._open() as pdf:
            count = int(pdf.page_count)
            repaired = bool(pdf.is_repaired)
            attached = tuple(_as_named(str(name)) for name in pdf.embfile_names())
        head = Head(count, repaired, attached)
        self._require_end(head)
        if not count:
            raise Unreadable(self.path, *condition.NO_PAGES)
        if count > _MOST_PAGES:
            raise Unreadable(self.path, *condition.too_many(count))
        return head

    def _pages(self, numbers: Sequence[int]) -> Iterator[tuple[int, Leaf | Lost]]:
        import pymupdf

        tools: Any = pymupdf.TOOLS
        grids = fed if can_feed() else unfed(self.path, self.password)
        with self._open() as pdf:
            for number in numbers:
                tools.reset_mupdf_warnings()
                try:
                    page = pdf[number - 1]
                    ink, pictures, unseen = sheet(page, number)
                except (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError) as error:
                    yield number, Lost("无法读取", f"cannot be read ({str(error).strip()[:80]})")
                    continue
                said = str(tools.mupdf_warnings())
                if _LOST.search(said):
                    yield number, Lost("内容已损坏，无法读取", "cannot be read whole")
                    continue
                if len(ink.horizontals) * len(ink.verticals) > _MOST_CROSSINGS:
                    yield number, _DRAWING
                    continue
                found = leaf(ink, pictures, unseen, grids)
                if found.unmapped and any(font[1] == "n/a" for font in page.get_fonts()):
                    yield number, _UNKNOWN_FONT  # drawn in a font of MuPDF's choice: a picture of it says nothing
                    continue
                hollow = found.page.kind == "blank" and not page.get_contents()
                faulty = said if _FAULTY.search(said) else condition.OFF_PAPER if ink.runs_off else ""
                yield number, replace(found, complaint=faulty, hollow=hollow)


def _prepare() -> None:
    """Import now what is slow to import: children share it."""
    import pymupdf  # noqa: F401

    prepare()


def _as_named(name: str) -> str:
    """Return a name that was written as UTF-8, and read as Latin-1 for want of a byte order mark, as it was meant."""
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name


def sheet(page: Any, number: int) -> tuple[Ink, list[BBox], int]:
    """Read one page, turned so that its text stands upright: its ink, its pictures, how much text cannot be seen."""
    content, turned = _upright(page)
    width, height = float(page.rect.width), float(page.rect.height)
    held = tuple(
        word for word in words(content) if 0 <= word.centre <= width and 0 <= word.middle <= height and word.height > 0
    )
    images = page.get_image_info()
    pictures: list[BBox] = [info["bbox"] for info in images]
    drawings = page.get_cdrawings()
    strokes = [*painted(drawings), *thin(pictures)]
    rules = straighten(clipped(strokes, width, height))
    if not held and outlined(drawings):
        pictures.append((0.0, 0.0, width, height))
    opaque = [info["bbox"] for info in images if not info["has-mask"]]
    under = opaque and covered(page.get_bboxlog(), opaque, width * height)
    unseen = sum(len(word.text) for word in held) if under else hidden(content)
    beyond = run_off(strokes, width, height)
    return Ink(number, width, height, held, *close_sides(*rules), turned=turned, beyond=beyond), pictures, unseen


def _pixels(page: Any) -> tuple[bytes, tuple[int, int]]:
    """A page as OCR takes it: red, green and blue, and its size in pixels."""
    picture = page.get_pixmap(dpi=DPI, colorspace="rgb", alpha=False)
    return bytes(picture.samples), (picture.width, picture.height)


def _upright_scan(page: Any, number: int) -> None:
    """Turn a page that is a picture as OCR turned it: the places found on it are those of the turned page."""
    if missing() is None and leaf(*sheet(page, number)).page.kind == "scan":
        page.set_rotation(turn_of(*_pixels(page), DPI))
        page.remove_rotation()


def _upright(page: Any) -> tuple[Any, int]:
    """Turn a page so that most of its text can be read; return that text with its places, and by how many degrees."""
    page.remove_rotation()
    content = page.get_text("rawdict", flags=_PLAIN_TEXT)
    degrees = turn(content)
    if degrees:
        page.set_rotation(degrees)
        page.remove_rotation()
        content = page.get_text("rawdict", flags=_PLAIN_TEXT)
    return content, degrees
