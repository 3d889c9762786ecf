"""Lines of a table without columns → its cells one by one, and the headings that say how many columns it has."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.headers import concept
from ingest.model import Line, Location
from ingest.numerals import is_blank, parse_amount
from ingest.plaintext.columns import GAP, Span, wide
from ingest.templates import Template
from ingest.wording import bare, normalise


@dataclass(frozen=True, slots=True)
class Token:
    """One cell, or a part of one.

    `spans` are its places on the line, counted with a column and with two columns for a wide character; `page` counts
    the form feeds before it.
    """

    text: str
    location: Location
    spans: tuple[Span, Span] = ((0, 0), (0, 0))
    page: int = 0


Tokens = Sequence[Token]
Grid = list[list[Token | str]]
"""Rows of cells: printed ones, and "" for what is blank, UNREAD for what cannot be told."""
_PIECES = 6
"""A heading is broken into no more lines than this."""
_PLAIN = re.compile(
    r"(?:支出|收入)?(?:功能|经济)?(?:分类)?(?:科目)?(?:编码|代码|名称)?|项目(?:（.*）)?|[类款项]{1,3}|栏次|行次|收入|支出|单位(?:名称)?"
    r"|决算数|金额|本年(?:收入|支出)|(?:按)?(?:支出)?功能分类(?:科目)?"
)
"""Headings that head no column of amounts."""
_THREE = "类款项"
"""The headings of a code in three cells."""
_NO_PLACE = str.maketrans("", "", "\n\f")
_PAGE = re.compile(r"[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d{1,4}\s*页(?:[，,/]?\s*共\s*\d{1,4}\s*页)?")
"""A page number that is no figure; a bare one may be."""


def is_figure(text: str) -> bool:
    """Whether a cell is a number, or a stroke that stands for one."""
    return parse_amount(text) is not None or (is_blank(text) and bool(text.strip()))


def tokens(lines: Sequence[Line], *, aligned: bool = False) -> tuple[Token, ...]:
    """The cells of lines in their order; a line is one cell if no line of the table holds a number beside words.

    In `aligned` lines every blank sets parts of cells apart.
    """
    kept = [line for line in lines if not _PAGE.fullmatch(line.text.strip())]
    crowded = aligned or any(_is_crowded(piece) for line in kept for piece in GAP.split(line.text.strip()))
    found: list[Token] = []
    page = 0
    for line in kept:
        page += line.lead.count("\f")
        found += _tokens(line, page, crowded=crowded)
    return tuple(found)


def _tokens(line: Line, page: int, *, crowded: bool) -> Iterator[Token]:
    text = line.lead.translate(_NO_PLACE) + line.text
    for start, end in _places(text, crowded=crowded):
        before, words = text[:start], text[start:end]
        narrow, broad = len(before), wide(before)
        yield Token(
            words if not crowded else _undrawn(words),
            line.location,
            ((narrow, narrow + len(words)), (broad, broad + wide(words))),
            page,
        )


_WORD = re.compile(r"\S+")


def _places(text: str, *, crowded: bool) -> Iterator[Span]:
    """Where the cells of a line begin and end: between wide gaps, in crowded lines between any blanks.

    Words of one character each are one word drawn wide (总 计).
    """
    place = 0
    for gap in [*GAP.finditer(text), None]:
        stop = gap.start() if gap is not None else len(text)
        words = [(place + word.start(), place + word.end()) for word in _WORD.finditer(text[place:stop])]
        if words:
            yield from _joined_places(text, words) if crowded else [(words[0][0], words[-1][1])]
        place = gap.end() if gap is not None else stop


def _joined_places(text: str, words: Sequence[Span]) -> Iterator[Span]:
    drawn: list[Span] = []
    for start, end in words:
        if end - start == 1 and not is_figure(text[start:end]):
            if "".join(text[first] for first, _ in drawn) == _THREE:
                yield drawn[0][0], drawn[-1][1]
                drawn = []
            drawn.append((start, end))
            continue
        if drawn:
            yield drawn[0][0], drawn[-1][1]
            drawn = []
        yield start, end
    if drawn:
        yield drawn[0][0], drawn[-1][1]


def _undrawn(words: str) -> str:
    return "".join(words.split())


def _is_crowded(piece: str) -> bool:
    words = piece.split()
    return len(words) > 1 and any(parse_amount(word) is not None for word in words)


def joined(parts: Tokens) -> Token:
    """The parts of one cell as one."""
    first, last = parts[0].location, parts[-1].location
    narrow, broad = ((min(p.spans[n][0] for p in parts), max(p.spans[n][1] for p in parts)) for n in (0, 1))
    return Token(
        "".join(part.text.strip() for part in parts),
        Location(page=first.page, bbox=first.bbox, line=first.line, line_end=last.line_end),
        (narrow, broad),
        parts[-1].page,
    )


Heads = tuple[tuple[str, Token], ...]
"""The columns of amounts in their order: concept and heading."""


def columns(head: Tokens, template: Template, *, aligned: bool = False) -> Heads:
    """The columns of amounts; empty where their order is not certain.

    A heading over others (本年支出 over 合计, 基本支出, 项目支出) is printed before the headings below it, which come
    after all headings of its own row: it gives way to them. In `aligned` heads the places say the order. The order
    must be that of the form, every heading must be known, and 栏次, where it is printed, must count as many.
    """
    if not aligned:
        return _columns(headings(head, template), template, _below_others)
    tried = (_columns(stacked(head, template, way), template, _from_left) for way in (0, 1))
    return next((found for found in tried if found), ())


def _columns(
    cells: Tokens, template: Template, ordered: Callable[[list[tuple[str, Token]]], list[tuple[str, Token]]]
) -> Heads:
    found: list[tuple[str, Token]] = []
    numbers: list[int] = []
    for cell in cells:
        words = bare(cell.text)
        if cell.text.strip().isdecimal():
            numbers.append(int(cell.text))
        elif (name := concept((normalise(cell.text),), template.columns)) is not None:
            found.append((name, cell))
        elif not _PLAIN.fullmatch(words):
            return ()
    found = ordered(found)
    names = [name for name, _ in found]
    if not names or len(set(names)) != len(names) or (numbers and numbers != list(range(1, len(names) + 1))):
        return ()
    return tuple(found) if _in_order(names, template) else ()


def _below_others(found: list[tuple[str, Token]]) -> list[tuple[str, Token]]:
    names = [name for name, _ in found]
    again = next((n for n, name in enumerate(names) if name in names[:n]), None)
    if again is None:
        return found
    above = names.index(names[again])
    return [*found[:above], *found[again:], *found[above + 1 : again]]


def _from_left(found: list[tuple[str, Token]]) -> list[tuple[str, Token]]:
    """From left to right, of two headings of one column the lower one."""
    lowest = {name: (name, cell) for name, cell in found}
    return sorted(lowest.values(), key=lambda one: sum(one[1].spans[0]))


def stacked(head: Tokens, template: Template, way: int, more: Iterable[str] = ()) -> list[Token]:
    """The headings of a head laid out with blanks, its lines one below the other put together where they are known.

    `way` says which of the two counts of places to believe.
    """
    known = _known(template, more)
    left = list(head)
    found: list[Token] = []
    while left:
        chain = [left[0]]
        for cell in left[1:]:
            lower = (cell.location.line or 0) > (chain[-1].location.line or 0)
            if lower and len(chain) < _PIECES and _over(chain[0].spans[way], cell.spans[way]):
                chain.append(cell)
        sizes = range(len(chain), 1, -1)
        whole = next((n for n in sizes if _is_heading(chain[:n], known)), 1)
        found.append(joined(chain[:whole]))
        left = [cell for cell in left if cell not in chain[:whole]]
    return found


def _over(upper: Span, lower: Span) -> bool:
    return upper[0] < lower[1] and lower[0] < upper[1]


def _in_order(names: Sequence[str], template: Template) -> bool:
    """As the form has them, with the opening and the closing balance around the year's own columns."""
    order = list(template.columns)
    if "年初结转和结余" in names:
        order = ["年初结转和结余", "本年收入", *(name for name in order if name not in ("年初结转和结余", "本年收入"))]
    places = [order.index(name) for name in names]
    return places == sorted(places)


def headings(head: Tokens, template: Template, more: Iterable[str] = ()) -> list[Token]:
    """The cells of a head, with the lines of a broken heading put together where the whole is known."""
    known = _known(template, more)
    found: list[Token] = []
    place = 0
    while place < len(head):
        sizes = range(min(_PIECES, len(head) - place), 1, -1)
        whole = next((n for n in sizes if _is_heading(head[place : place + n], known)), 1)
        found.append(joined(head[place : place + whole]))
        place += whole
    return found


def _known(template: Template, more: Iterable[str]) -> set[str]:
    patterns = (*more, *(words for found in template.columns.values() for words in found))
    return {normalise(words.split("/")[-1]) for words in patterns}


def _is_heading(parts: Tokens, known: set[str]) -> bool:
    words = normalise("".join(part.text for part in parts))
    if any(part.text.strip().isdecimal() for part in parts):
        return False
    return words in known or (len(words) > 2 and _PLAIN.fullmatch(words) is not None and words != "收入支出")
