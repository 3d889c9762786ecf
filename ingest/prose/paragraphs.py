"""Lines → sections, items, paragraphs and sentences, each with its place.

Lines of a paragraph that a page, a column or a converter cut apart are put together again, also inside a word, a
number or an amount and its unit. What may be two numbers glued into one is remembered (`Paragraph.joints`), so that
nobody takes it for certain.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.facts import Paragraph, Sentence
from ingest.model import Line, Location, Table
from ingest.prose.numbering import Mark, mark
from ingest.prose.outline import Outline
from ingest.prose.places import Margins, margins, spanning
from ingest.prose.residue import clean, is_contents, is_page_number
from ingest.statutory.recognition import title_template
from ingest.wording import normalise

_STOP = re.compile(r"[。！？!?][”’」』）)]*$")
_OPEN_END = re.compile(r"[；;：:，,、（(—-]$")
_PUNCTUATED = re.compile(r"[，。；：！？,;:]")
_FIGURE = re.compile(r"(?:附?图|表)\s*\d{1,3}(?:[-.]\d{1,2})?[\s:：.、][^，。；]{0,40}$|图\s*\d{1,3}[^，。；]{0,30}图$")
_CAPTION = re.compile(
    r"公开\d{1,2}(?:-\d)?表|(?:公开部门|编制单位|编制部门|单位名称|部门名称|部门|填报单位)：.{0,60}|(?:金额)?单位：.{1,6}"
)
_SUMMARY = re.compile(r"[^，。；：:]{2,100}自[评評][^，。；：:]{0,8}[：:]")
_UNIT_FIRST = re.compile(r"(?:万|亿)?元|万(?!元)|%|％")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年")
_TAIL, _HEAD = re.compile(r"[\d,.]+$"), re.compile(r"[\d,.]+")
_BROKEN_GROUP = re.compile(r"(?:^|[^\d,.])\d{1,3}(?:,\d{3})*,\d{0,2}$")
_SENTENCE = re.compile(r"[^。！？]*(?:[。！？]+[”’」』）)]*|$)")
_MOST = 20_000
"""Longer than any paragraph of a report: lines without any stop are no prose, and are not put together for ever."""
_LONG = 24
"""An unpunctuated line this long may be the first line of a paragraph; a shorter one is a heading or a caption."""


@dataclass(slots=True)
class _Open:
    """A paragraph under construction; never leaves this module."""

    mark: Mark | None
    text: str = ""
    segments: list[tuple[int, Location]] = field(default_factory=list)
    joints: list[int] = field(default_factory=list)


def read_prose(blocks: Sequence[Line | Table], skip: frozenset[int] = frozenset()) -> tuple[Paragraph, ...]:
    """Everything outside tables, in reading order; `skip` are the lines (1-based) that belong to forms."""
    reader = _Reader(margins(block for block in blocks if isinstance(block, Line)))
    for block in blocks:
        if isinstance(block, Table):
            reader.flush()
        elif block.location.line not in skip:
            reader.line(block)
    reader.flush()
    return tuple(reader.paragraphs)


class _Reader:
    """One pass over the lines; `paragraphs` grows."""

    def __init__(self, page: Margins) -> None:
        self.paragraphs: list[Paragraph] = []
        self._page = page
        self._outline = Outline()
        self._open: _Open | None = None
        self._last: Line | None = None
        self._dropped = False
        self._contents: set[str] | None = None

    def line(self, line: Line) -> None:
        text = clean(line.text)
        if not text or self._is_contents(line, text):
            return
        if is_page_number(text) and not self._mends(text):
            self._dropped = True
            return
        words = normalise(text)
        if _CAPTION.fullmatch(words) or _FIGURE.match(text) or (len(words) < 50 and title_template(text)):
            self.flush()
            self._add("caption", None, None, text, line.location)
            return
        found = mark(text)
        if self._continues(line, text, found):
            self._append(text, line)
        else:
            self.flush()
            accepted = found is not None and self._outline.accepts(found, text)
            self._open = _Open(found if accepted else None)
            if found is not None and accepted:
                self._outline.enter(found)
            self._append(text, line)
        self._last, self._dropped = line, False

    def _mends(self, text: str) -> bool:
        """Whether a bare number goes on with a number that the line above breaks off: 1,2 / 34."""
        return self._open is not None and text.isdecimal() and _BROKEN_GROUP.search(self._open.text) is not None

    def _is_contents(self, line: Line, text: str) -> bool:
        """The 目录 goes from its title to the line that prints one of its entries again, or to running prose."""
        words = normalise(text)
        if words in ("目录", "目次"):
            self.flush()
            self._contents = set()
        elif is_contents(line.text) and self._contents is None:
            self.flush()
        elif self._contents is None:
            return False
        elif words in self._contents or _STOP.search(text) or len(words) > 60:
            self._contents = None
            return False
        if self._contents is not None:
            self._contents.add(words)
        self._add("contents", None, None, text, line.location)
        return True

    def _continues(self, line: Line, text: str, found: Mark | None) -> bool:
        held, last = self._open, self._last
        if held is None or last is None or len(held.text) > _MOST:
            return False
        laid = self._page.follows(last, line)
        ended = _STOP.search(held.text) is not None
        if found is not None and (laid is not True or ended) and self._outline.starts(found, text, held.text):
            return False
        if laid is not None:
            return laid
        if held.text[-1:].isdigit() and _UNIT_FIRST.match(text):
            return True  # an amount and its unit, cut apart
        if _SUMMARY.match(held.text) is None and held.mark is not None and not _STOP.search(held.text):
            summary = _SUMMARY.match(held.text + text)
            if summary is not None and summary.end() > len(held.text):
                return True
        if _STOP.search(held.text) or (held.mark is None and _REPORT.fullmatch(held.text)):
            return False
        if _OPEN_END.search(held.text):
            return not (held.mark is not None and _is_title(held.text[held.mark.end :], held.mark))
        if held.mark is not None and held.mark.kind in ("part", "annex"):
            return len(text) <= 8 and not _PUNCTUATED.search(text) and held.mark.kind == "part"
        return bool(_PUNCTUATED.search(held.text)) or (held.mark is None and len(held.text) >= _LONG)

    def _append(self, text: str, line: Line) -> None:
        held = self._open
        if held is None:
            return
        glue, doubtful = _glue(held.text, text)
        if held.text and (doubtful or (self._dropped and held.text[-1].isdigit())):
            held.joints.append(len(held.text))
        held.segments.append((len(held.text) + len(glue), line.location))
        held.text += glue + text

    def flush(self) -> None:
        """Close the paragraph at hand."""
        held, self._open = self._open, None
        if held is None:
            return
        found, body = held.mark, held.text[held.mark.end if held.mark is not None else 0 :]
        title = _title(body, found)
        whole = spanning(held.segments)
        if found is None:
            heading = _REPORT.fullmatch(held.text) is not None
            if heading:
                self._outline.titled(held.text)
            self._add("heading" if heading else "text", None, None, held.text, whole, held)
        elif _is_title(body, found):
            self._outline.rename(held.text.rstrip("。：:"))
            self._add("heading", found.printed, body.rstrip("。：:"), held.text, whole, held)
        elif title is not None and found.kind in ("han", "han_in") and body[len(title)] == "。":
            self._outline.rename(held.text[: found.end + len(title)])
            self._split(held, found, title)
        else:
            self._outline.rename(found.printed + (title or ""))
            self._add("item", found.printed, title, held.text, whole, held)

    def _split(self, held: _Open, found: Mark, title: str) -> None:
        """（一）总体情况。一般公共预算…: the title is a heading, what follows a paragraph below it."""
        end = found.end + len(title) + 1
        segments = [(max(0, offset - end), place) for offset, place in held.segments]
        kept = [item for n, item in enumerate(segments) if n + 1 == len(segments) or segments[n + 1][0] > 0]
        rest = _Open(None, held.text[end:], kept, [joint - end for joint in held.joints if joint > end])
        self._add("heading", found.printed, title, held.text[:end], held.segments[0][1])
        self._add("text", None, None, rest.text, spanning(rest.segments), rest)

    def _add(
        self, kind: str, number: str | None, title: str | None, text: str, place: Location, held: _Open | None = None
    ) -> None:
        segments = held.segments if held is not None else [(0, place)]
        above = kind in ("heading", "item") and number is not None
        self.paragraphs.append(
            Paragraph(
                kind=kind,
                section=self._outline.path[:-1] if above else self._outline.path,
                number=number,
                title=title,
                text=text,
                location=place,
                sentences=tuple(_sentences(text, segments)) if kind in ("item", "text") else (),
                joints=tuple(held.joints) if held is not None else (),
            )
        )


_REPORT = re.compile(r"[^，。；：！？]{4,60}(?:自评表|评分表|自评报告|评价报告|绩效报告|情况说明)")


def _is_title(body: str, found: Mark) -> bool:
    """Whether the words after a list number are a heading and nothing else."""
    words = (
        body.rstrip("：:").rstrip("。") if found.kind not in ("number", "number_in", "circle") else body.rstrip("：:")
    )
    if not words:
        return found.kind in ("part", "annex")
    if _SUMMARY.fullmatch(body):
        return False
    limit = 60 if found.kind in ("part", "annex") else 40
    return len(words) <= limit and not re.search(r"[，。；！？;：]|\d[\d,.]*\s*(?:万元|元|%|分)", words)


def _title(body: str, found: Mark | None) -> str | None:
    if found is None:
        return None
    match = re.match(r"([^，。；：:！？]{2,100})[：:]|([^，。；：:！？\d]{2,30})。(?=.)", body)
    return (match[1] or match[2]).strip() if match is not None else None


def _glue(left: str, right: str) -> tuple[str, bool]:
    """What to put between two lines of a paragraph, and whether two numbers may have met there."""
    tail, head = _TAIL.search(left), _HEAD.match(right)
    if tail is None or head is None:
        apart = left[-1:].isascii() and right[:1].isascii() and left[-1:].isalnum() and right[:1].isalnum()
        return (" " if apart else ""), False
    if _YEAR.match(right) and not _BROKEN_GROUP.search(left):
        return " ", False
    sure = _BROKEN_GROUP.search(left) is not None or tail[0].endswith(".") or head[0][0] in ",."
    return "", not sure


def _sentences(text: str, segments: Sequence[tuple[int, Location]]) -> Iterator[Sentence]:
    for match in _SENTENCE.finditer(text):
        if not match[0].strip():
            continue
        start, end = match.start(), match.end()
        first = max(n for n, (offset, _) in enumerate(segments) if offset <= start or n == 0)
        inside = [item for n, item in enumerate(segments) if n == first or (n > first and item[0] < end)]
        yield Sentence(start, end, spanning(inside))
