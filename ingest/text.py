"""A text report → lines and raw tables, with the line numbers of the file as it is on disk.

Text pulled out of a PDF has its tables as tab-separated rows; a blank line stands at every page break, also
inside a table. One run of tabular lines is one RawTable; `ingest.stitching` joins them again.
"""

from collections.abc import Iterator
from itertools import groupby

from ingest.model import Block, Cell, Line, Location, RawTable

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13}


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding it was read in: by BOM, else UTF-8, else GB18030.

    Raises ValueError if the bytes are no text in any of them.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding), encoding
    if any(byte in _CONTROL for byte in data[:65536]):
        raise ValueError("control characters: not a text file")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8, UTF-16 nor GB18030")


def blocks(text: str) -> tuple[Block, ...]:
    """Split a text into printed lines and runs of tab-separated rows, in the order of the file; blanks drop out."""
    numbered = list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1))
    return tuple(block for kind, run in groupby(numbered, key=lambda item: _kind(item[1])) for block in _run(kind, run))


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    return "row" if "\t" in line else "line"


def _run(kind: str, run: Iterator[tuple[int, str]]) -> Iterator[Block]:
    if kind == "line":
        for number, line in run:
            yield Line(line.strip(), Location(line=number, line_end=number))
    elif kind == "row":
        rows = [(number, line.split("\t")) for number, line in run]
        width = max(len(cells) for _, cells in rows)
        yield RawTable(
            rows=tuple(_row(number, cells, width) for number, cells in rows),
            location=Location(line=rows[0][0], line_end=rows[-1][0]),
            reader="text",
            spans_known=False,
        )


def _row(number: int, cells: list[str], width: int) -> tuple[Cell, ...]:
    place = Location(line=number, line_end=number)
    return tuple(Cell(text.strip(), place) for text in cells + [""] * (width - len(cells)))
