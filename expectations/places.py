"""Where things are: a Location as the contract writes it, and the tables of a document by name."""

from collections.abc import Iterable

from ingest.facts import Canonical, Doubt, TableInfo
from ingest.model import Location


def location_of(location: Location, **known: str | None) -> dict[str, object]:
    """A Location as the contract writes it; `known` fills section, table, row or column."""
    bbox = None if location.bbox is None else [round(float(x), 2) for x in location.bbox]
    names = {"section": location.section, "table": location.table, "row": location.row, "column": location.column}
    names.update({key: text for key, text in known.items() if text})
    return {"page": location.page, "bbox": bbox, "line": location.line, "line_end": location.line_end, **names}


def table_index(canonical: Canonical) -> dict[str, TableInfo]:
    """Tables by id, and by template for whoever names only that (the first of its kind)."""
    index = {t.template: t for t in reversed(canonical.tables)}
    return index | {t.id: t for t in canonical.tables}


def printed_order(location: Location) -> tuple[int, int, int]:
    """Sort key: the order of printing."""
    top = int(location.bbox[1]) if location.bbox is not None else 0
    return location.page or 0, location.line or 0, top


def faint(canonical: Canonical) -> tuple[Doubt, ...]:
    """The numbers and codes that were read from a picture and are in doubt."""
    return tuple(
        doubt
        for doubt in canonical.doubts
        if not doubt.repaired and any(reader == "ocr" for _, _, reader in doubt.readings)
    )


def is_faint(location: Location, doubts: Iterable[Doubt]) -> bool:
    """Whether one of some doubts is about what is printed at a place of a PDF."""
    box = location.bbox
    if box is None:
        return False
    return any(
        doubt.location.page == location.page
        and (there := doubt.location.bbox) is not None
        and max(box[0], there[0]) < min(box[2], there[2])
        and max(box[1], there[1]) < min(box[3], there[3])
        for doubt in doubts
    )
