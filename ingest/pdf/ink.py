"""What is printed on one page, free of any PDF library: words and rules, in points from the top left as seen.

words (from the text layer) ┐
                            ├─ Ink ─→ ingest.tables (grids) and ingest.lines (everything outside them)
rules (straight, joined)    ┘
"""

from dataclasses import dataclass, replace

from ingest.model import BBox

Rule = tuple[float, float, float]
"""A straight rule: its place across (y of a horizontal, x of a vertical), then where it starts and ends along."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a blank inside.

    `edges` holds the left edge of each character and the right edge of the last, so that a word can be cut at a
    rule; it is empty for vertical text, which is never cut. `blank` says that a blank is printed before the word
    on its line, as opposed to a mere gap. `size` is the font size in points.
    """

    text: str
    bbox: BBox
    size: float
    edges: tuple[float, ...] = ()
    blank: bool = False
    confidence: float | None = None
    """How sure its figures are, 0 to 1, if it was read from a picture."""

    @property
    def middle(self) -> float:
        """The height of its centre, in points from the top."""
        return (self.bbox[1] + self.bbox[3]) / 2

    @property
    def centre(self) -> float:
        """The place of its centre, in points from the left."""
        return (self.bbox[0] + self.bbox[2]) / 2

    @property
    def height(self) -> float:
        """Top to bottom, in points."""
        return self.bbox[3] - self.bbox[1]

    def cut(self, at: int) -> tuple["Word", "Word"]:
        """Split before character `at` (0 < at < len(text))."""
        x0, top, x1, bottom = self.bbox
        x = self.edges[at]
        return (
            replace(self, text=self.text[:at], bbox=(x0, top, x, bottom), edges=self.edges[: at + 1]),
            replace(self, text=self.text[at:], bbox=(x, top, x1, bottom), edges=self.edges[at:], blank=False),
        )


@dataclass(frozen=True, slots=True)
class Ink:
    """Words and rules of page `page` (1-based), which is `width` × `height` points as seen."""

    page: int
    width: float
    height: float
    words: tuple[Word, ...]
    horizontals: tuple[Rule, ...]
    verticals: tuple[Rule, ...]
    turned: int = 0
    """By how many degrees the page, as a viewer shows it, was turned so that its text can be read."""

    beyond: bool = False
    """Rules of a table go on beyond the paper."""

    @property
    def runs_off(self) -> bool:
        """Whether a table or a number goes on beyond the paper: MuPDF gives no text of what is printed there."""
        return self.beyond or any(
            word.bbox[2] + word.size / 2 > self.width and word.text[-1].isdigit() for word in self.words
        )

    def within(self, box: BBox) -> list[Word]:
        """Return the words whose centre lies in a box."""
        x0, top, x1, bottom = box
        return [word for word in self.words if x0 <= word.centre <= x1 and top <= word.middle <= bottom]


def union(boxes: list[BBox]) -> BBox:
    """Return the smallest box around all of `boxes` (at least one)."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def rounded(box: BBox) -> BBox:
    """Hundredths of a point: finer is noise of the producer and would not survive a round trip."""
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
