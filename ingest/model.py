"""The document as it is printed: plain frozen data, nothing canonical yet.

The way of the data is Document → Page → RawTable → Table; `ingest.facts` goes on from there.
All geometry is in points from the top left corner of the page as it is seen (after rotation).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left."""


UNREAD = "？"
"""The text of a cell that holds ink which could not be read: never a blank, which may mean zero."""
SURE = 0.9
"""What was read from a picture with less confidence is in doubt (measured: `benchmarks/accuracy.py`)."""


@dataclass(frozen=True, slots=True)
class Text(Mapping[str, str]):
    """A text for people in both languages, as JSON gives it: {"zh": …, "en": …}; `text[lang]` is one of them.

    Words of a document, a file or a library in it are data: the same in both.
    """

    zh: str
    en: str

    def __getitem__(self, lang: str) -> str:
        """The text in `zh` or `en`; KeyError for another language."""
        return dict(zip(self, (self.zh, self.en), strict=True))[lang]

    def __iter__(self) -> Iterator[str]:
        """The languages."""
        return iter(("zh", "en"))

    def __len__(self) -> int:
        """How many languages there are."""
        return 2


@dataclass(frozen=True, slots=True)
class Why(Text):
    """Why a reading is in doubt."""

    kind: str
    """What is wrong, in a word: the tests of the reading tell doubts by it, never by what is said."""


def strung(texts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    """Several texts as one, `zh` and `en` between them."""
    held = tuple(texts)
    return Text(zh.join(text.zh for text in held), en.join(text.en for text in held))


def verbatim(words: str) -> Text:
    """What is data or notation: the same in both languages."""
    return Text(words, words)


def placed(place: str, text: Text) -> Text:
    """A text with the path, or path and line, that it is about."""
    return Text(f"{place}: {text.zh}", f"{place}: {text.en}")


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is printed: page and bbox in a PDF, line and line_end (1-based) in a text file."""

    page: int | None = None
    bbox: BBox | None = None
    line: int | None = None
    line_end: int | None = None
    section: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line outside every table."""

    text: str
    location: Location
    confidence: float | None = None
    """How sure its figures are, 0 to 1, if it was read from a picture."""
    lead: str = ""
    """In a text file the blanks before it, which say where on the line it stands, with the line end of an empty line
    above it and the form feed of a new page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; `text` is as printed, the lines of a cell joined with one newline."""

    text: str
    location: Location
    rowspan: int = 1
    colspan: int = 1
    confidence: float | None = None
    """How sure its reading from a picture is, 0 to 1; None for printed text. Under SURE its number is in doubt."""


Row = tuple[Cell | None, ...]
"""All rows of a table have the same length; None is a place covered by a spanning cell above or to the left."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A grid found on one page (PDF) or one run of tabular lines (text)."""

    rows: tuple[Row, ...]
    location: Location
    reader: str
    """Which engine read it: `camelot-fed`, `camelot-vector`, `text`."""
    spans_known: bool = True
    """False where the source (tab-separated text) cannot show merged cells: a blank may be part of one."""


Block = Line | RawTable
"""What a document is made of, in reading order."""


@dataclass(frozen=True, slots=True)
class Table:
    """One or more raw tables joined over page breaks; every cell keeps its own location."""

    rows: tuple[Row, ...]
    location: Location
    reader: str
    spans_known: bool
    before: tuple[Line, ...]
    """The printed lines between the previous table and this one, nearest last: title, 公开NN表, 部门, 单位."""
    after: tuple[Line, ...]
    """The lines between this table and the next one: notes come first."""
    parts: int = 1
    """How many raw tables were joined."""
    rejoined: tuple[int, ...] = ()
    """0-based rows put together from two halves torn by a page break; their halves are joined by a newline."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF; a text file has none."""

    number: int
    width: float
    height: float
    kind: str
    """`ruled` (it has tables), `prose`, `mixed` (prose beside a large picture), `scan` (no text, or none that can be
    trusted), `blank`, or `lost` (it could not be read)."""
    ocr: bool = False
    """Read from its picture."""


@dataclass(frozen=True, slots=True)
class Misreading:
    """A place where independent readings differ, or that could not be read as the table it seems to be.

    `readings` are (text, reader); `repaired` says that a majority of them was taken.
    """

    location: Location
    readings: tuple[tuple[str, str], ...]
    reason: Why
    repaired: bool = False


class SecondReading(Protocol):
    """Other eyes on a cell: handed by `run` to what needs them."""

    def reread(self, location: Location) -> str | None:
        """Say what a majority of independent readings finds printed in a cell; None where they do not tell."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page as it is printed: `clip` is what it shows, `png` a greyscale image of it."""

    page: int
    clip: BBox
    png: bytes


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive lines of a text file as it is on disk; `first` is 1-based."""

    first: int
    lines: tuple[str, ...]


class Sight(Protocol):
    """How a document looks where something was found: handed by `run` to the report."""

    def pictures(self, regions: Sequence[tuple[int, BBox]]) -> Mapping[tuple[int, BBox], Picture]:
        """Draw regions (page, box) of a PDF; those that cannot be drawn are left out."""
        ...

    def passages(self, spans: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], Passage]:
        """Give the lines of a text file from a first to a last one; what the file does not have is left out."""
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """The file read. `id` is short and the same for the same bytes; `path` is as given by the user."""

    id: str
    path: str
    sha256: str
    format: str
    """`pdf` or `text`."""
    encoding: str | None
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Text, ...] = ()
    """Said aloud in the report: a repaired xref, a guessed encoding."""
    unread: tuple[int, ...] = ()
    """Pages that were not read, or not whole: scans, lost pages, tables that could not be rebuilt."""
    doubts: tuple[Misreading, ...] = ()
    attached: tuple[str, ...] = ()
    """Names of the files inside the file (a PDF portfolio has little else); they are not opened."""
    open_end: bool = False
    """A text whose last line has no end: it may have been cut off within that line."""
