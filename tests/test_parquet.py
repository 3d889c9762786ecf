"""checks.parquet holds every outcome, digit by digit."""

from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from expectations.model import Outcome, Term
from expectations.report.parquet import checks_table, write_checks
from ingest.model import Text

FULL = Outcome(
    check_id="c1",
    document="d1",
    rule="T01-1",
    tables=("T01", "T02"),
    place="本年收入合计",
    status="failed",
    severity="error",
    reason=Text("截尾", "truncated"),
    left=Decimal("1E+3"),
    right=Decimal("999.90"),
    left_interval=(Decimal("999.995"), Decimal("1000.005")),
    right_interval=(Decimal("999.85"), Decimal("999.95")),
    residual=Decimal("0.10"),
    tolerance=Decimal("0.055"),
    unit="万元",
    terms=(Term("left", 1, "合计", Decimal("1E+3"), "f1"), Term("right", -1, "空格", None, None)),
)
BARE = Outcome("c2", "d1", "T01-2", (), "", "not_applicable", "error")


def test_every_field_is_there_and_no_digit_is_lost() -> None:
    full, bare = checks_table([FULL, BARE]).to_pylist()
    assert (full["left"], full["left_low"], full["right_high"], full["residual"]) == (
        *("1000", "999.995", "999.95"),
        "0.10",
    )
    assert full["terms"][0] == {"side": "left", "sign": 1, "label": "合计", "value": "1000", "fact_id": "f1"}
    assert (full["reason_zh"], full["reason_en"], full["tables"]) == ("截尾", "truncated", ["T01", "T02"])
    assert (bare["left"], bare["reason_zh"], bare["terms"], bare["status"]) == (None, None, [], "not_applicable")


def test_the_same_outcomes_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_checks([FULL, BARE], tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    write_checks([], tmp_path / "none")
    assert pq.read_table(tmp_path / "none").num_rows == 0
