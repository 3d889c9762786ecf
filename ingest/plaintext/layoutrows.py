"""Rows of a coded table or a table by unit printed one a line, long names wrapped around them."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.plaintext.flatrows import FlatRow, FlatTable, code_size, counts, table_of
from ingest.plaintext.tokens import Token, Tokens, columns, is_figure, joined
from ingest.statutory.recognition import TOTALS
from ingest.templates import Template
from ingest.wording import bare, normalise

_OF_A_HEAD = re.compile("(?:支出|收入)?(?:功能|经济)分类|科目(?:编码|代码|名称)")
"""What is a heading even if it stands alone on its line, and never a part of a name."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with a code, figures or 合计."""

    code: Token | None
    words: tuple[Token, ...]
    figures: tuple[Token, ...]


_Line = _Row | tuple[Token, ...]
"""A row, or the words of a line that is none."""


def rows_by_line(cells: Tokens, template: Template, *, aligned: bool) -> FlatTable | None:
    """None where a line is no row and no part of a name, or the head is not known."""
    coded = template.shape == "coded"
    lines = [part for _, line in groupby(cells, key=lambda cell: cell.location.line) for part in _parted(list(line))]
    start = next((n for n, line in enumerate(lines) if _begins(line, coded=coded)), len(lines))
    while start > 0 and start < len(lines) and columns(_flat(lines[:start]), template, aligned=aligned) == ():
        if any(is_figure(cell.text) for cell in lines[start - 1]):
            return None
        start -= 1
    head = _flat(lines[:start])
    if start == len(lines):
        head = [cell for cell in head if bare(cell.text) not in TOTALS] if not _ends_in_total(head) else head[:-1]
    found = columns(head, template, aligned=aligned)
    if not found:
        return None
    heads = {tuple(normalise(cell.text) for cell in line) for line in lines[:start]}
    words = {normalise(cell.text) for cell in head}
    body = [line for line in lines[start:] if not _is_head(line, heads, words)]
    read = [_line(line, coded=coded) for line in body]
    if any(line is None for line in read):
        return None
    rows = _named([line for line in read if line is not None], coded=coded)
    return table_of(template, head, found, rows) if rows is not None else None


def _is_head(line: Tokens, heads: Container[tuple[str, ...]], words: Container[str]) -> bool:
    """Whether a line is of the head printed again on a further page, where its lines may be cut differently."""
    texts = tuple(normalise(cell.text) for cell in line)
    known = all(text in words for text in texts)
    return texts in heads or (known and (len(texts) > 1 or _OF_A_HEAD.match(texts[0]) is not None))


def _parted(line: Tokens) -> list[Tokens]:
    """A line whose words before 合计 are of the head: the last line of a heading beside the first row."""
    total = next((n for n, cell in enumerate(line) if bare(cell.text) in TOTALS), 0)
    figures = line[total + 1 :]
    beside = total and figures and all(is_figure(cell.text) for cell in figures) and not is_figure(line[0].text)
    return [line[:total], line[total:]] if beside else [line]


def _flat(lines: Sequence[Tokens]) -> list[Token]:
    return [cell for line in lines for cell in line]


def _ends_in_total(head: Tokens) -> bool:
    return bool(head) and bare(head[-1].text) in TOTALS


def _begins(line: Tokens, *, coded: bool) -> bool:
    figure = any(is_figure(cell.text) for cell in line[1:]) and not counts(line, 1)
    if coded:
        return code_size(line, 0) > 0 or (bare(line[0].text) in TOTALS and figure)
    return figure and not is_figure(line[0].text)


def _line(line: Tokens, *, coded: bool) -> _Line | None:
    size = code_size(line, 0) if coded else 0
    end = size
    while end < len(line) and not is_figure(line[end].text):
        end += 1
    words, figures = tuple(line[size:end]), tuple(line[end:])
    if not all(is_figure(figure.text) for figure in figures):
        return None
    if not size and not figures and not (len(words) == 1 and bare(words[0].text) in TOTALS):
        return words
    return _Row(joined(line[:size]) if size else None, words, figures)


def _named(lines: Sequence[_Line], *, coded: bool) -> tuple[FlatRow, ...] | None:
    """Give each row the lines of its name.

    Either every name begins in its row and runs on below it, or it has as many lines above its row as below. Where
    neither or both may be, names beside such lines stay out, since a part of a name is none; a unit has nothing else
    to be known by, so that its table is not read.
    """
    places = [n for n, line in enumerate(lines) if isinstance(line, _Row)]
    rows = [line for line in lines if isinstance(line, _Row)]
    if not rows:
        return () if not lines else None
    gaps = [
        [line for line in lines[before + 1 : after] if not isinstance(line, _Row)]
        for before, after in zip([-1, *places], [*places, len(lines)], strict=True)
    ]
    above = _lines_above([len(gap) for gap in gaps], rows)
    if above is None and not coded:
        return None
    made = []
    for n, row in enumerate(rows):
        before, after = gaps[n], gaps[n + 1]
        if row.code is None and coded:
            parts = list(row.words)
        elif above is not None:
            taken = above[n + 1] if n + 1 < len(rows) else 0
            parts = [*_flat(before[len(before) - above[n] :]), *row.words, *_flat(after[: len(after) - taken])]
        else:
            parts = list(row.words) if not before and not after else []
        made.append(_row(row, joined(parts) if parts else None, coded=coded))
    known = [row for row in made if row is not None]
    return tuple(known) if len({row.key for row in known}) == len(rows) else None


def _lines_above(sizes: Sequence[int], rows: Sequence[_Row]) -> list[int] | None:
    """How many of the lines before each row are of its own name; `sizes` counts the lines in each gap."""
    hung = [0] * len(rows) if sizes[0] == 0 and all(row.words for row in rows) else None
    centred = _centred(sizes, rows)
    if hung is not None and centred is not None and hung != centred:
        return None
    return centred if hung is None else hung


def _centred(sizes: Sequence[int], rows: Sequence[_Row]) -> list[int] | None:
    above: list[int] = []
    left = sizes[0]
    for size, row in zip(sizes[1:], rows, strict=True):
        above.append(left)
        left = size - left
        if left < 0 or (above[-1] == 0 and not row.words):
            return None
    return above if left == 0 else None


def _row(row: _Row, name: Token | None, *, coded: bool) -> FlatRow | None:
    """None for a row that is neither of a code nor of a unit nor of totals."""
    total = name is not None and bare(name.text) in TOTALS
    if row.code is not None:
        return FlatRow(row.code.text, (row.code, name or ""), row.figures)
    if name is None or (coded and not total):
        return None
    return FlatRow("合计" if total else f"单位:{name.text}", ("", name) if coded else (name,), row.figures)
