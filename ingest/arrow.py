"""The canonical schema as Arrow tables, and facts back from a data frame.

Everything of a document but its facts (its tables with their rows and columns, blank ones too, its forms, claims
and doubts) travels in the schema metadata of the facts table, under the key that pandas restores to
`DataFrame.attrs`: so facts.parquet alone is enough to confront a document, and nothing is guessed on the way back.
It is JSON, deflated: as plain text it was 28 MB for a report of 13,000 facts and 170 forms, deflated it is 2 MB.
"""

import base64
import json
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ingest import inference
from ingest.errors import GoujiError
from ingest.facts import Canonical, Claim, Fact, Form, Indicator
from ingest.model import Location, Text, Why, strung
from ingest.plain import Json, dumps, restore
from ingest.schema import CLAIMS, DOCUMENTS, FACTS, FORMS, INDICATORS, Column

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped]

ATTRS = b"PANDAS_ATTRS"
"""The schema metadata key that `pandas.read_parquet` turns into `DataFrame.attrs` (pandas ≥ 2.1, pyarrow engine)."""
KEY = "gouji.canonical/1"
"""Our one key in `attrs`. It holds a string, since pandas copies attrs deeply with every operation on a frame."""

TYPES = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "amount": pa.decimal128(38, 10),
    "pages": pa.list_(pa.int32()),
}
"""The Arrow type of each word in ingest.schema."""
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])
_LEVEL = 1
"""Of zlib: the same size as 9 within a few per cent, in a third of the time."""
_QUARTET = ("x0", "top", "x1", "bottom")
_NONE: Mapping[str, Any] = {}


class FrameError(GoujiError):
    """A data frame is not a table of gouji's facts."""

    def __init__(self, what: Text) -> None:
        super().__init__(strung((what, Text("请使用未改动的 facts.parquet", "use facts.parquet as written"))))


def table(columns: Sequence[Column], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """Build an Arrow table from rows whose values stand in the order of `columns`."""
    held = list(zip(*rows, strict=True)) or [()] * len(columns)
    schema = pa.schema([pa.field(name, TYPES[kind], metadata={"doc": doc}) for name, kind, doc in columns])
    arrays = [_ARRAYS[column.type](values) for values, column in zip(held, columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


# The columns are made of their buffers: `pyarrow.array` would import pandas, which takes longer than all the writing.


def _validity(values: Sequence[Any]) -> pa.Buffer | None:
    """One bit a value, the first one lowest: whether it is there; None where all are."""
    bits = "".join(["0" if value is None else "1" for value in reversed(values)])
    if "0" not in bits:
        return None
    return pa.py_buffer(int(bits, 2).to_bytes((len(bits) + 7) // 8, "little"))


def _numbers(kind: pa.DataType, code: str) -> Callable[[Sequence[Any]], pa.Array]:
    """Make the function for columns of numbers as the machine holds them; `code` is their type in `array`."""

    def made(values: Sequence[Any]) -> pa.Array:
        data = array(code, [0 if value is None else value for value in values])
        return pa.Array.from_buffers(kind, len(values), [_validity(values), pa.py_buffer(data)])

    return made


def _texts(values: Sequence[str | None]) -> pa.Array:
    r"""Make a column of texts; half of a surrogate pair, which UTF-8 cannot say, becomes its \u escape."""
    said = [b"" if value is None else value.encode("utf-8", "backslashreplace") for value in values]
    offsets = array("i", accumulate(map(len, said), initial=0))
    buffers = [_validity(values), pa.py_buffer(offsets), pa.py_buffer(b"".join(said))]
    return pa.Array.from_buffers(TYPES["string"], len(values), buffers)


def _amounts(values: Sequence[Decimal | None]) -> pa.Array:
    """Make a column of amounts, each one that `fits`: an integer of 16 bytes counts units of the tenth decimal."""
    counts = (0 if value is None else int(value.scaleb(10, _EXACT)) for value in values)
    data = b"".join(count.to_bytes(16, sys.byteorder, signed=True) for count in counts)
    return pa.Array.from_buffers(TYPES["amount"], len(values), [_validity(values), pa.py_buffer(data)])


def _lists(values: Sequence[Sequence[int]]) -> pa.Array:
    offsets = list(accumulate(map(len, values), initial=0))
    return pa.ListArray.from_arrays(_ARRAYS["int32"](offsets), _ARRAYS["int32"](list(chain(*values))))


_ARRAYS: dict[str, Callable[[Sequence[Any]], pa.Array]] = {
    "string": _texts,
    "int32": _numbers(TYPES["int32"], "i"),
    "int64": _numbers(TYPES["int64"], "q"),
    "float64": _numbers(TYPES["float64"], "d"),
    "amount": _amounts,
    "pages": _lists,
}
"""How a column of each type in ingest.schema is made."""


def write_parquet(held: pa.Table, path: Path) -> None:
    """Write a table; the same table gives the same bytes.

    Without Arrow's own copy of the schema, which would hold the metadata a second time; so it is added by hand.
    """
    with pq.ParquetWriter(path, held.schema, compression="zstd", version="2.6", store_schema=False) as writer:
        writer.write_table(held)
        writer.add_key_value_metadata(held.schema.metadata or {})


def fits(value: Decimal | None) -> Decimal | None:
    """Let a number through that decimal128(38, 10) can hold exactly, else None."""
    if value is None or not value.is_finite():
        return None
    _, digits, exponent = value.as_tuple()
    wide = isinstance(exponent, int) and (exponent < -10 or len(digits) + exponent > 28)
    return None if wide else value


def facts_table(canonicals: Sequence[Canonical]) -> pa.Table:
    """All facts of some documents, the rest of each document in the schema metadata."""
    facts = [fact for canonical in canonicals for fact in canonical.facts]
    attrs = json.dumps({KEY: _rest(canonicals)}, ensure_ascii=False)
    return table(FACTS, map(_fact_row, facts)).replace_schema_metadata({ATTRS: attrs.encode()})


def frame(canonicals: Sequence[Canonical]) -> "DataFrame":
    """Make the facts table a pandas data frame, `attrs` filled as `pandas.read_parquet` would fill it."""
    held = facts_table(canonicals)
    made: DataFrame = held.to_pandas()
    made.attrs.update(json.loads(held.schema.metadata[ATTRS]))
    return made


def documents_table(canonicals: Sequence[Canonical]) -> pa.Table:
    """One row a document."""
    return table(
        DOCUMENTS,
        (
            (
                *(info.id, info.path, info.sha256, info.kind, info.entity, info.fiscal_year, info.profile, info.pages),
                *(len(canonical.tables), len(canonical.facts), len(canonical.claims), len(canonical.forms)),
                *(info.status, _said(info.reason), list(info.pages_unread), list(info.pages_ocr)),
            )
            for canonical in canonicals
            for info in (canonical.document,)
        ),
    )


def forms_table(canonicals: Sequence[Canonical]) -> pa.Table:
    """One row a self-assessment form."""
    return table(FORMS, (_form_row(form) for canonical in canonicals for form in canonical.forms))


def indicators_table(canonicals: Sequence[Canonical]) -> pa.Table:
    """One row a leaf of a form's indicator tree."""
    return table(INDICATORS, (_indicator_row(leaf) for canonical in canonicals for leaf in canonical.indicators))


def claims_table(canonicals: Sequence[Canonical]) -> pa.Table:
    """One row a number stated in prose."""
    return table(CLAIMS, (_claim_row(claim) for canonical in canonicals for claim in canonical.claims))


def canonicals_from_frame(held: "DataFrame") -> tuple[Canonical, ...]:
    """Rebuild the documents of a facts table, in the order they were written.

    Without `attrs` (a frame that was filtered to CSV and back, or made by hand) tables, rows and columns are
    inferred from the facts: rows and columns that are blank on paper are then not known.
    Raises FrameError if columns are missing or the content is not what `facts_table` writes.
    """
    missing = [column.name for column in FACTS if column.name not in held.columns]
    if missing:
        lost = ", ".join(missing)
        raise FrameError(Text(f"不是 gouji 的数字表：缺少列 {lost}", f"not a table of gouji's facts: no column {lost}"))
    columns = {column.name: _cells(held, column.name) for column in FACTS}
    rest = held.attrs.get(KEY)
    try:
        if rest is None:
            return inference.canonicals([_fact(row) for row in _rows(columns)])
        return _with_rest(_unpacked(rest), columns)
    except (KeyError, TypeError, ValueError, InvalidOperation, Inexact, zlib.error) as error:
        what = Text(f"数字表无法读回：{error!r}", f"the facts table cannot be read back: {error!r}")
        raise FrameError(what) from error


def _rest(canonicals: Sequence[Canonical]) -> str:
    """Pack everything but the facts; and the values of facts that the columns cannot give back digit by digit."""
    parts = dumps(
        [
            {
                "canonical": replace(canonical, facts=()),
                "exact": {
                    fact.fact_id: str(fact.value)
                    for fact in canonical.facts
                    if fact.value is not None and not _comes_back(fact.value, fact.decimals)
                },
                "terms": {fact.fact_id: fact.row_concept for fact in canonical.facts if "/" in fact.row_concept},
                "doubts": {fact.doubt.zh: fact.doubt for fact in canonical.facts if fact.doubt is not None},
            }
            for canonical in canonicals
        ]
    )
    return base64.b64encode(zlib.compress(parts.encode(), _LEVEL)).decode()


def _unpacked(rest: str) -> Json:
    return json.loads(zlib.decompress(base64.b64decode(rest, validate=True)))


def _with_rest(rest: Json, columns: dict[str, list[Any]]) -> tuple[Canonical, ...]:
    by_document: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(columns):
        by_document.setdefault(row["document"], []).append(row)
    made = []
    for part in rest:
        canonical = restore(Canonical, part["canonical"])
        rows = by_document.pop(canonical.document.id, [])
        doubts = {said: restore(Why, why) for said, why in part["doubts"].items()}
        facts = tuple(_fact(row, part["exact"], part["terms"], doubts) for row in rows)
        made.append(replace(canonical, facts=facts))
    if by_document:
        raise ValueError(f"facts of a document that is not described: {min(by_document)}")
    return tuple(made)


def _fact_row(fact: Fact) -> tuple[Any, ...]:
    place = fact.location
    return (
        *(fact.fact_id, fact.document, fact.table, fact.template, place.page, place.line, *(place.bbox or [None] * 4)),
        *(fact.row, fact.row_label, fact.code, fact.column, fact.column_label, fact.concept),
        *(fact.entity, fact.fiscal_year, fact.period, fact.basis, fact.consolidation),
        *(fact.raw, fits(fact.value), fact.decimals, fact.unit, fact.scale, _said(fact.doubt), fact.repaired_from),
    )


def _fact(
    row: dict[str, Any],
    exact: Mapping[str, str] = _NONE,
    terms: Mapping[str, str] = _NONE,
    doubts: Mapping[str, Why] = _NONE,
) -> Fact:
    """Build a fact from a row; `scale` and `concept` follow from the others, the place keeps page, line and labels.

    A doubt of which nothing else is known is of no kind, and Chinese in both languages.
    """
    bbox = None if row["x0"] is None else tuple(float(row[edge]) for edge in _QUARTET)
    first = terms.get(row["fact_id"], row["concept"].partition("/")[0])
    precise = exact.get(row["fact_id"])
    decimals, said = int(row["decimals"]), row["doubt"]
    line = _whole(row["line"])
    return Fact(
        location=Location(
            page=_whole(row["page"]),
            bbox=bbox,  # type: ignore[arg-type]
            line=line,
            line_end=line,
            row=row["row_label"],
            column=row["column_label"],
        ),
        row=int(row["row"]),
        row_concept=first,
        column=int(row["column"]),
        column_concept=row["concept"][len(first) + 1 :],
        fiscal_year=_whole(row["fiscal_year"]),
        value=_printed(_amount(row["value"]), decimals) if precise is None else Decimal(precise),
        decimals=decimals,
        doubt=None if said is None else doubts.get(said, Why(said, said, "")),
        **{name: row[name] for name in _TEXTS},
    )


_TEXTS = (
    *("fact_id", "document", "table", "template", "row_label", "code", "column_label", "entity", "period", "basis"),
    *("consolidation", "raw", "unit", "repaired_from"),
)


def _said(text: Text | None) -> str | None:
    """What a column holds of a text for people: the Chinese, the language of the documents."""
    return None if text is None else text.zh


def _amount(value: object) -> Decimal | None:
    """Take a cell of the value column; a frame that turned it into floats has lost the digits and is refused."""
    if value is None or isinstance(value, Decimal):
        return value
    raise TypeError(f"value is {type(value).__name__}, not Decimal")


def _comes_back(value: Decimal, decimals: int) -> bool:
    """Whether the columns alone give the value back digit by digit."""
    sign, digits, exponent = value.as_tuple()
    if not sign and exponent == -decimals and 0 <= decimals <= 10 and len(digits) <= 28:
        return True
    return str(_printed(fits(value), decimals)) == str(value)


def _printed(value: Decimal | None, decimals: int) -> Decimal | None:
    """Give a number the decimals it was printed with; never rounds (Inexact is trapped)."""
    return None if value is None else value.quantize(_last_digit(decimals), context=_EXACT)


@cache
def _last_digit(decimals: int) -> Decimal:
    return Decimal((0, (1,), -decimals))


def _whole(value: float | None) -> int | None:
    """Undo that pandas keeps whole numbers beside nulls as floats."""
    return None if value is None else int(value)


def _cells(held: "DataFrame", name: str) -> list[Any]:
    values: list[Any] = held[name].tolist()
    if not held[name].hasnans:
        return values
    return [None if empty else value for value, empty in zip(values, held[name].isna().tolist(), strict=True)]


def _rows(columns: dict[str, list[Any]]) -> Iterable[dict[str, Any]]:
    names = tuple(columns)
    return (dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _form_row(form: Form) -> tuple[Any, ...]:
    return (
        *(form.form_id, form.document, form.family, form.unit, form.project, form.fiscal_year),
        *(form.location.page, form.location.line, fits(form.total_weight), fits(form.total_score), form.grade),
    )


def _indicator_row(leaf: Indicator) -> tuple[Any, ...]:
    return (
        *(leaf.form_id, leaf.document, leaf.location.page, leaf.location.line),
        *(leaf.dimension, leaf.path, leaf.indicator, fits(leaf.weight)),
        *(leaf.target_raw, leaf.target_operator, fits(leaf.target_value), leaf.target_unit, leaf.target_kind),
        *(leaf.actual_raw, leaf.actual_operator, fits(leaf.actual_value), leaf.actual_unit, leaf.actual_kind),
        *(fits(leaf.score), leaf.criteria, _said(leaf.doubt)),
    )


def _claim_row(claim: Claim) -> tuple[Any, ...]:
    place = claim.location
    return (
        *(claim.claim_id, claim.document, place.page, place.line, *(place.bbox or [None] * 4)),
        *(claim.section, claim.item, claim.sentence, claim.unit_name, claim.project),
        *(claim.about, claim.quantity, claim.compared_with),
        *(claim.raw, fits(claim.value), claim.decimals, claim.unit, claim.scale),
        *(claim.qualifier, claim.basis, claim.period, _said(claim.doubt)),
    )
