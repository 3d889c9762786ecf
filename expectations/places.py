"""Where things are: a Location as the contract writes it, and the tables of a document by name."""

from ingest.facts import Canonical, TableInfo
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
