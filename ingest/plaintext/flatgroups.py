"""Code, name and amount, again and again (T06), printed one cell a line → rows of one group."""

from dataclasses import dataclass, replace

from ingest.headers import concept
from ingest.numerals import parse_amount
from ingest.plaintext.flatrows import without_heads
from ingest.plaintext.tokens import Grid, Token, Tokens, is_figure, joined
from ingest.statutory.recognition import CODE
from ingest.templates import Template
from ingest.wording import bare, normalise


@dataclass(frozen=True, slots=True)
class _Entry:
    code: Token | None
    label: Token | None
    amount: Token | None
    sure: bool = True


def groups(cells: Tokens, template: Template, *, loose: bool) -> Grid | None:
    """One triple a row, in whatever group it was printed.

    In `loose` lines, cut out of columns of blanks, a long name may stand on lines of its own around its row: then it
    is left out, and so are the names beside it, since a part of a name is none.
    """
    totals = {normalise(label) for spec in template.rows.values() for label in spec.labels}
    start = next((n for n, cell in enumerate(cells) if CODE.fullmatch(cell.text.strip())), None)
    head = [cell for cell in cells[:start] if concept((normalise(cell.text),), template.columns) is not None]
    if start is None or not head:
        return None
    body = without_heads(cells[start:], cells[:start])
    entries = _Reader(body, totals, loose=loose).entries()
    codes = [entry.code.text for entry in entries or () if entry.code is not None]
    if entries is None or len(set(codes)) != len(codes):
        return None
    rows: Grid = [["", "", head[0]]]
    for entry in entries:
        label: Token | str = entry.label if entry.label is not None and entry.sure else ""
        named = [entry.code, label] if entry.code is not None else [label, ""]
        rows.append([*named, entry.amount or ""])
    return rows


class _Reader:
    """One pass over the cells."""

    def __init__(self, cells: Tokens, totals: set[str], *, loose: bool) -> None:
        self._cells = cells
        self._totals = totals
        self._loose = loose
        self._pointed = any("." in cell.text and is_figure(cell.text) for cell in cells)

    def entries(self) -> list[_Entry] | None:
        found: list[_Entry] = []
        place = unsure = 0
        while place < len(self._cells):
            if self._is_total(place):
                label = self._cells[place]
                amount = self._amount(place + 1)
                found.append(_Entry(None, label, amount))
                place += 1 + (amount is not None)
            elif (size := self._code(place)) != 0:
                entry, place = self._coded(place, size)
                if entry is None:
                    return None
                found.append(replace(entry, sure=unsure == 0))
                unsure = max(0, unsure - 1)
            elif self._loose and not is_figure(self._cells[place].text):
                found[-2:] = [replace(entry, sure=entry.code is None) for entry in found[-2:]]
                unsure = 2
                place += 1
            else:
                return None
        return found

    def _coded(self, place: int, size: int) -> tuple[_Entry | None, int]:
        code = joined(self._cells[place : place + size])
        end = first = place + size
        while end < len(self._cells) and not is_figure(self._cells[end].text) and not self._is_total(end):
            if self._loose and end > first and self._cells[end].location.line != self._cells[first].location.line:
                break
            end += 1
        if end == first and not self._loose:
            return None, place
        label = joined(self._cells[first:end]) if end > first else None
        amount = self._amount(end)
        return _Entry(code, label, amount), end + (amount is not None)

    def _is_total(self, place: int) -> bool:
        return bare(self._cells[place].text) in self._totals

    def _amount(self, place: int) -> Token | None:
        cell = self._cells[place] if place < len(self._cells) else None
        return cell if cell is not None and is_figure(cell.text) and not self._code(place) else None

    def _code(self, place: int) -> int:
        """How many cells the code takes that begins here; 0 if none does."""
        texts = [cell.text.strip() for cell in self._cells[place : place + 3]]
        if not CODE.fullmatch(texts[0]):
            return 0
        parts = 2 if len(texts) > 1 and len(texts[0]) == 3 and len(texts[1]) == 2 and texts[1].isdecimal() else 1
        after = place + parts
        if after >= len(self._cells):
            return 0
        if not is_figure(self._cells[after].text):
            return 0 if self._is_total(after) else parts
        number = parse_amount(self._cells[after].text)
        return parts if self._loose and self._pointed and number is not None and number.decimals > 0 else 0
