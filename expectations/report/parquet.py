"""checks.parquet: every check with its status, both sides' intervals, the residual and the facts that took part."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from expectations.model import Outcome

FIELDS = (
    ("check_id", pa.string(), "name of the check, unique in its document"),
    ("document", pa.string(), "documents.id"),
    ("rule", pa.string(), "id of the rule"),
    ("tables", pa.list_(pa.string()), "ids of the tables that take part"),
    ("place", pa.string(), "row, column or group, in the document's own labels"),
    ("status", pa.string(), "passed, rounding, implausible, failed, not_applicable or not_checked"),
    ("severity", pa.string(), "error, warning or info: what a finding made of this check would be"),
    ("reason_zh", pa.string(), "why not applicable or not checked, or a remark; Chinese"),
    ("reason_en", pa.string(), "the same in English"),
    ("relation", pa.string(), "how the sides must stand to each other"),
    ("unit", pa.string(), "unit of all numbers of this row"),
    *(
        (name, pa.string(), f"{doc}; a decimal string, so that no digit is lost")
        for name, doc in (
            ("left", "printed sum of the left side"),
            ("right", "printed sum of the right side"),
            ("left_low", "least value the printed digits of the left side allow"),
            ("left_high", "greatest value the printed digits of the left side allow"),
            ("right_low", "least value of the right side"),
            ("right_high", "greatest value of the right side"),
            ("residual", "left − right"),
            ("tolerance", "how far the printed digits let the sides be apart"),
        )
    ),
    (
        "terms",
        pa.list_(
            pa.struct(
                [
                    ("side", pa.string()),
                    ("sign", pa.int32()),
                    ("label", pa.string()),
                    ("value", pa.string()),
                    ("fact_id", pa.string()),
                ]
            )
        ),
        "the numbers that took part; fact_id is facts.fact_id, null for a blank cell or a constant",
    ),
)
"""Name, type and documentation of each column."""


def checks_table(outcomes: Iterable[Outcome]) -> pa.Table:
    """One row a check, in the order given."""
    rows = list(map(_row, outcomes))
    columns = list(zip(*rows, strict=True)) or [()] * len(FIELDS)
    schema = pa.schema([pa.field(name, kind, metadata={"doc": doc}) for name, kind, doc in FIELDS])
    arrays = [pa.array(list(values), field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def write_checks(outcomes: Iterable[Outcome], path: Path) -> None:
    """Write checks.parquet; the same outcomes give the same bytes."""
    pq.write_table(checks_table(outcomes), path, compression="zstd", version="2.6", store_schema=False)


def _row(outcome: Outcome) -> tuple[Any, ...]:
    zh, en = outcome.reason.values() if outcome.reason else (None, None)
    left, right = outcome.left_interval or (None, None), outcome.right_interval or (None, None)
    return (
        *(outcome.check_id, outcome.document, outcome.rule, list(outcome.tables), outcome.place),
        *(outcome.status, outcome.severity, zh, en, outcome.relation, outcome.unit),
        *map(digits, (outcome.left, outcome.right, *left, *right, outcome.residual, outcome.tolerance)),
        [
            {
                "side": term.side,
                "sign": term.sign,
                "label": term.label,
                "value": digits(term.value),
                "fact_id": term.fact_id,
            }
            for term in outcome.terms
        ],
    )


def digits(value: Decimal | None) -> str | None:
    """Write a number in plain digits, never with an exponent."""
    return None if value is None else f"{value:f}"
