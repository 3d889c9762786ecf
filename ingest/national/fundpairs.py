"""Funds of a national form without a header of columns: each number stands beside its name.

    预算执行情况（万元）  预算数：          80   执行数：          79.2
                          其中：财政拨款    80   其中：财政拨款    79.2

The first row names budget and execution, and is that of 年度资金总额; a row below it goes on with what its first row
says of the same places. Rate, weight and score may stand beside them or below.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.headers import concept, texts
from ingest.model import Row, Table
from ingest.national.funds import AMOUNTS, TOTAL, UNKNOWN, Place, source
from ingest.national.leafcolumns import label_words
from ingest.numerals import has_digit, is_blank, parse_amount
from ingest.statutory.slots import Slot
from ingest.templates import Template
from ingest.wording import normalise

_Pair = tuple[int, str, int]
"""Column of a label, the label, column of its value."""


def fund_pairs(table: Table, template: Template) -> list[Place]:
    """Every place of such funds, row by row; none where no row names both budget and execution with their numbers."""
    found: list[Place] = []
    terms: dict[int, tuple[str, str]] = {}
    for row, cells in enumerate(table.rows):
        pairs = list(_pairs(cells))
        named = {at: (term, label) for at, label, _ in pairs if (term := _term(label, template)) is not None}
        if not terms:
            if not {"全年预算数", "全年执行数"} <= {term for term, _ in named.values()}:
                continue
            terms = named
        else:
            told = {term for term, _ in terms.values()}
            if any(term in told for term, _ in named.values()) or not (named or any(at in terms for at, _, _ in pairs)):
                break
        found += _row(row, pairs, named, terms, template)
    return found


def _row(
    row: int,
    pairs: Sequence[_Pair],
    named: dict[int, tuple[str, str]],
    terms: dict[int, tuple[str, str]],
    template: Template,
) -> Iterator[Place]:
    for at, label, column in pairs:
        if at in named:
            yield Place(Slot(row, column, TOTAL, TOTAL, None, *named[at]))
        elif at in terms and terms[at][0] in AMOUNTS:
            yield Place(Slot(row, column, source(label, template) or UNKNOWN, label, None, *terms[at]))


def _pairs(row: Row) -> Iterator[_Pair]:
    """Labels and the numbers that stand right behind them, blanks between them passed over."""
    printed = [(column, normalise(text)) for column, text in enumerate(texts(row)) if text.strip()]
    for (at, label), (column, value) in pairwise(printed):
        number = parse_amount(value) is not None or is_blank(value)
        if number and not has_digit(label_words(label)) and not is_blank(label):
            yield at, label.rstrip("：:"), column


def _term(label: str, template: Template) -> str | None:
    return concept((label_words(label).rstrip("：:"),), template.columns)
