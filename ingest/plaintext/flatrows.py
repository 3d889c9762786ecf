"""Coded tables and tables by unit printed one cell a line → rows of a label and figures.

A row begins with its code, a row of totals with its word, a row of a unit with its name; the figures follow. Where
each stands is `ingest.plaintext.placing`'s to say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ingest.plaintext.tokens import Token, Tokens, columns, is_figure, joined
from ingest.statutory.recognition import CODE, TOTALS
from ingest.templates import Template
from ingest.wording import bare, normalise

_PART = re.compile(r"\d\d")
_LEAST = 3
"""A head has at least so many cells beside 合计."""
_UNIT_NAME = re.compile(r"[^，。]{0,4}(?:单位|部门)[^，。]{0,4}")


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One printed row: what it is of (a code, 合计, a row of the template), the cells before its figures, and these."""

    key: str
    head: tuple[Token | str, ...]
    figures: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class FlatTable:
    """The rows of a table or of one side of it; `names` and `headings` are its columns of amounts.

    `labels` heads the columns before them.
    """

    template: Template
    labels: tuple[Token | str, ...]
    names: tuple[str, ...]
    headings: tuple[Token, ...]
    rows: tuple[FlatRow, ...]


def coded(cells: Tokens, template: Template) -> FlatTable | None:
    """Rows with codes, in one cell or in three."""
    start = next((n for n in range(len(cells)) if _begins(cells, n)), len(cells))
    return _table(cells, start, template, coded_rows=True)


def units(cells: Tokens, template: Template) -> FlatTable | None:
    """Rows with the names of units."""

    def begins(n: int) -> bool:
        figure = n + 1 < len(cells) and is_figure(cells[n + 1].text)
        return figure and not counts(cells, n + 1) and not is_figure(cells[n].text)

    return _table(cells, next((n for n in range(len(cells)) if begins(n)), len(cells)), template, coded_rows=False)


def _begins(cells: Tokens, n: int) -> bool:
    after = cells[n + 1].text if n + 1 < len(cells) else ""
    if CODE.fullmatch(cells[n].text.strip()):
        return bool(after) and (not is_figure(after) or _PART.fullmatch(after.strip()) is not None)
    figure = bool(after) and is_figure(after) and not counts(cells, n + 1)
    return bare(cells[n].text) in TOTALS and figure


def code_size(cells: Tokens, start: int) -> int:
    """How many cells the code takes that begins here: 3, 5 or 7 digits in one, or 3, 2 and 2; 0 if none does."""
    digits = [cell.text.strip() for cell in cells[start : start + 3]]
    if not digits or not CODE.fullmatch(digits[0]):
        return 0
    if len(digits[0]) > 3:
        return 1
    return 1 + len(list(takewhile(_PART.fullmatch, digits[1:])))


def counts(cells: Tokens, start: int) -> bool:
    """Whether the figures from here on are the numbers of columns: 1, 2, 3."""
    following = [cell.text.strip() for cell in cells[start : start + 2]]
    return following[:1] == ["1"] and following[1:2] in ([], ["2"])


def _table(cells: Tokens, start: int, template: Template, *, coded_rows: bool) -> FlatTable | None:
    head = cells[:start]
    last = [bare(cell.text) for cell in head[-1:]]
    if start == len(cells) and last and last[0] in TOTALS and len(head) > _LEAST:
        head = head[:-1]  # 合计 of an empty table, in the head or below it
    found = columns(head, template)
    if not found:
        return None
    body = without_heads(cells[start:], head)
    rows = _coded_rows(body) if coded_rows else _unit_rows(body)
    return table_of(template, head, found, rows) if rows is not None else None


def table_of(
    template: Template, head: Tokens, found: Sequence[tuple[str, Token]], rows: Sequence[FlatRow]
) -> FlatTable | None:
    """The table of its columns and rows; None where a row has more figures than there are columns."""
    if any(len(row.figures) > len(found) for row in rows):
        return None
    named: Token | str = next((cell for cell in head if _UNIT_NAME.fullmatch(normalise(cell.text))), "")
    labels = (named,) if template.shape == "units" else ("", "")
    return FlatTable(template, labels, tuple(name for name, _ in found), tuple(cell for _, cell in found), tuple(rows))


def without_heads(body: Tokens, head: Tokens) -> Tokens:
    """The body without the head printed again on a further page, with or without its 栏次."""
    words = [normalise(cell.text) for cell in head]
    plain = [word for word in words if not word.isdecimal() and word not in ("栏次", "行次")]
    kept: list[Token] = []
    place = 0
    while place < len(body):
        again = next((w for w in (words, plain) if len(w) > 1 and _stands(body, place, w)), None)
        if again is not None:
            place += len(again)
        else:
            kept.append(body[place])
            place += 1
    return kept


def _stands(body: Tokens, place: int, words: Sequence[str]) -> bool:
    return [normalise(cell.text) for cell in body[place : place + len(words)]] == list(words)


def _runs(cells: Tokens) -> Iterator[tuple[int, int]]:
    """Where words stand together: the label of a row, broken over lines."""
    place = 0
    while place < len(cells):
        end = place
        while end < len(cells) and not is_figure(cells[end].text):
            end += 1
        if end > place:
            yield place, end
        place = max(end, place + 1)


def _coded_rows(cells: Tokens) -> tuple[FlatRow, ...] | None:
    starts: list[tuple[int, int, int]] = []
    for start, end in _runs(cells):
        first = start
        if end - start > 1 and bare(cells[end - 1].text) in TOTALS:
            code = _code_at(cells, start)
            if code is None:
                return None
            starts += [(code, start, end - 1), (end - 1, end - 1, end)]
            continue
        total = end - start == 1 and bare(cells[start].text) in TOTALS
        if not total:
            code = _code_at(cells, start)
            if code is None:
                return None
            first = code
        starts.append((first, start, end))
    if not starts:
        return () if not cells else None
    if starts[0][0] != 0:
        return None
    rows = []
    for n, (first, label, end) in enumerate(starts):
        stop = starts[n + 1][0] if n + 1 < len(starts) else len(cells)
        printed = joined(cells[first:label]) if first < label else None
        key = printed.text if printed is not None else "合计"
        rows.append(FlatRow(key, (printed or "", joined(cells[label:end])), tuple(cells[end:stop])))
    keys = [row.key for row in rows]
    return tuple(rows) if len(set(keys)) == len(keys) else None


def _code_at(cells: Tokens, label: int) -> int | None:
    """Where the code before a label begins: 3, 5 or 7 digits in one cell, or 3, 2 and 2 in several."""
    digits = [cell.text.strip() for cell in cells[max(0, label - 3) : label]]
    if digits and CODE.fullmatch(digits[-1]):
        return label - 1
    for size in (3, 2):
        parts = digits[-size:]
        if len(parts) == size and re.fullmatch(r"\d{3}", parts[0]) and all(map(_PART.fullmatch, parts[1:])):
            return label - size
    return None


def _unit_rows(cells: Tokens) -> tuple[FlatRow, ...] | None:
    """A name on several lines may be two names, one of them without a figure: then nothing is read."""
    runs = list(_runs(cells))
    if (cells and not runs) or (runs and runs[0][0] != 0) or any(end - start > 1 for start, end in runs):
        return None
    ends = [*(start for start, _ in runs[1:]), len(cells)]
    rows = []
    for (start, end), stop in zip(runs, ends, strict=True):
        key = "合计" if bare(cells[start].text) in TOTALS else f"单位:{cells[start].text}"
        rows.append(FlatRow(key, (cells[start],), tuple(cells[end:stop])))
    keys = [row.key for row in rows]
    return tuple(rows) if len(set(keys)) == len(keys) else None
