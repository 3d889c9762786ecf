"""The leaves of a PDF → a Document, with everything said aloud that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.errors import Unreadable
from ingest.model import Document, Location, Misreading, Page, Text
from ingest.pdf import condition
from ingest.pdf.leaves import Leaf, gathered
from ingest.pdf.workers import Lost


@dataclass(frozen=True, slots=True)
class Head:
    """What a PDF says before its first page is read."""

    count: int
    repaired: bool
    attached: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaves:
    """All pages of a PDF: read, or lost with the reason."""

    read: Mapping[int, Leaf]
    lost: Mapping[int, Lost]
    head: Head
    doubts: tuple[Misreading, ...] = ()
    notes: tuple[Text, ...] = ()


def bound(path: str, sha256: str, leaves: Leaves) -> Document:
    """Make the Document of a PDF; raises Unreadable if no page of it could be read."""
    _require_text(path, leaves)
    found = gathered(leaves.read)
    pages = {number: held.page for number, held in leaves.read.items()}
    pages |= {number: Page(number, 0.0, 0.0, "lost") for number in leaves.lost}
    faulty = [
        Misreading(Location(page=number), (), condition.doubt_of(held.complaint))
        for number, held in leaves.read.items()
        if held.complaint
    ]
    unread = {page.number for page in pages.values() if page.kind in ("scan", "lost")}
    unread |= {number for number, held in leaves.read.items() if held.hollow or held.pictured or held.gridless}
    unread |= {doubt.location.page for doubt in found.doubts if doubt.location.page is not None}
    return Document(
        id=sha256[:12],
        path=path,
        sha256=sha256,
        format="pdf",
        encoding=None,
        pages=tuple(pages[number] for number in sorted(pages)),
        blocks=found.blocks,
        notes=tuple(_notes(leaves, by_file=found.by_file)),
        unread=tuple(sorted(unread)),
        doubts=(*found.doubts, *faulty, *leaves.doubts),
        attached=leaves.head.attached,
    )


def _require_text(path: str, leaves: Leaves) -> None:
    """Refuse a file without any page that was read and has something on it."""
    if any(held.blocks for held in leaves.read.values()):
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


def _notes(leaves: Leaves, *, by_file: bool) -> Iterator[Text]:
    """Say aloud what was repaired, which pages give no text, and which text cannot be trusted."""
    if leaves.head.repaired:
        yield condition.REPAIRED
    if leaves.head.attached:
        yield condition.note_attached(leaves.head.attached)
    kinds = {number: held.page.kind for number, held in leaves.read.items()}
    unmapped = [number for number, held in leaves.read.items() if held.unmapped]
    scans = [number for number, kind in kinds.items() if kind == "scan" and number not in unmapped]
    mixed = [number for number, held in leaves.read.items() if held.pictured]
    seen = [number for number, held in leaves.read.items() if held.page.ocr]
    if seen:
        yield condition.note_ocr(seen)
    gridless = [number for number, held in leaves.read.items() if held.gridless]
    if gridless:
        yield condition.note_gridless(gridless)
    if scans:
        yield condition.note_scans(scans)
    if unmapped:
        yield condition.note_unmapped(unmapped)
    hollow = [number for number, held in leaves.read.items() if held.hollow]
    if hollow:
        yield condition.note_hollow(hollow)
    if mixed:
        yield condition.note_mixed(mixed)
    yield from condition.note_lost({number: (why.zh, why.en) for number, why in leaves.lost.items()})
    for number, held in leaves.read.items():
        if held.complaint:
            yield condition.note_faulty(number, held.complaint)
    if by_file:
        yield condition.note_order()
    yield from leaves.notes
