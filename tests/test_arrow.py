"""Canonical facts to Arrow and back: nothing lost, the same bytes every time."""

import csv
import io
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import arrow, folder, schema
from ingest.facts import Canonical, Claim, ColumnInfo, DocumentInfo, Doubt, Fact, Form, Indicator, RowInfo, TableInfo
from ingest.model import Location, Text, Why
from ingest.values import with_values

PDF = Location(page=2, bbox=(10.5, 20.0, 90.25, 31.0), row="合计", column="决算数")


def info(name: str = "d1", kind: str = "final_accounts") -> DocumentInfo:
    return DocumentInfo(
        name,
        f"in/{name}.pdf",
        "0" * 64,
        kind,
        "某局",
        2024,
        "default",
        3,
        "partial",
        Text("页", "pages"),
        (3,),
        (Text("注", "note"),),
    )


def fact(number: int, value: Decimal | None, document: str = "d1", **more: object) -> Fact:
    decimals = 0 if value is None else max(0, -int(value.as_tuple().exponent))
    made = Fact(
        fact_id=f"f{number}",
        document=document,
        table="T01",
        template="T01",
        location=replace(PDF, row=f"行{number}"),
        row=number,
        row_label=f"行{number}",
        row_concept="项",
        code="2010101",
        column=3,
        column_label="决算数",
        column_concept="决算数",
        entity="某局",
        fiscal_year=2024,
        period="current",
        basis="all",
        consolidation="department",
        raw="x" if value is None else str(value),
        value=value,
        decimals=decimals,
        unit="万元",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def table(document: str = "d1", name: str = "T01", grid: tuple[tuple[str, ...], ...] = (("a", "b"),)) -> TableInfo:
    rows = (
        RowInfo(1, "合计", None, "合 计", PDF),
        RowInfo(2, "项", "2010101", "行政运行", Location(line=7, line_end=7)),
    )
    columns = (ColumnInfo(1, "决算数", "决算数"), ColumnInfo(2, "预算数", "预算数"))
    return TableInfo(
        name, document, "T01", "收入支出决算总表", "万元", "filled", PDF, rows, columns, 1, grid, "故本表无数据"
    )


def claim(document: str) -> Claim:
    words = {"section": "二 / （一）", "item": "1.", "sentence": "支出约1.5万元。", "unit_name": None, "project": None}
    number = {"raw": "1.5", "value": Decimal("1.5"), "decimals": 1, "unit": "万元", "qualifier": "about"}
    subject = {"about": "本年支出合计", "quantity": "支出决算", "compared_with": None, "basis": None}
    return Claim(claim_id="c1", document=document, location=PDF, period="current", **words, **number, **subject)  # type: ignore[arg-type]


def canonical(document: str = "d1", *facts: Fact) -> Canonical:
    return Canonical(
        info(document),
        (table(document),),
        facts
        or (
            fact(1, Decimal("12.50"), document),
            fact(2, None, document, doubt=Why("糊", "blurred", "faint"), code=None),
        ),
        (Form("g1", document, "F24", "某院", "某项目", 2024, PDF, Decimal(100), Decimal("97.5"), "优"),),
        (
            with_values(
                Indicator(
                    *("g1", document, PDF, "产出", "产出/数量", "次数", Decimal(10), "≥150人次", "达成预期"),
                    score=None,
                    criteria="按比例",
                )
            ),
        ),
        (
            Doubt(
                document,
                PDF,
                (("1.0", "1.0", "a"), ("7.0", None, "b")),
                Why("不一致", "differ", "readings"),
                repaired=False,
            ),
        ),
        (claim(document),),
    )


def test_columns_are_those_of_the_contract() -> None:
    wanted = (
        "fact_id document table template page line x0 top x1 bottom row row_label code column column_label concept "
        "entity fiscal_year period basis consolidation raw value decimals unit scale doubt repaired_from"
    )
    assert arrow.facts_table([canonical()]).column_names == wanted.split()
    leaves = (
        "form_id document page line dimension path indicator weight target_raw target_operator target_value "
        "target_unit target_kind actual_raw actual_operator actual_value actual_unit actual_kind score criteria doubt"
    )
    assert arrow.indicators_table([canonical()]).column_names == leaves.split()
    forms = "form_id document family unit project fiscal_year page line total_weight total_score grade"
    assert arrow.forms_table([canonical()]).column_names == forms.split()
    assert all(column.doc for columns in schema.TABLES.values() for column in columns)


def test_a_frame_gives_the_documents_back_equal() -> None:
    documents = (canonical("d1"), canonical("d2"), Canonical(info("empty"), (), ()))
    assert arrow.canonicals_from_frame(arrow.frame(documents)) == documents


def test_pandas_reads_the_file_with_tables_and_exact_values(tmp_path: Path) -> None:
    documents = (canonical("d1"), canonical("d2"))
    arrow.write_parquet(arrow.facts_table(documents), tmp_path / "facts.parquet")
    held = pd.read_parquet(tmp_path / "facts.parquet")
    assert list(held.attrs) == [arrow.KEY]
    assert arrow.canonicals_from_frame(held) == documents


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False) | st.none(), min_size=1, max_size=8))
def test_every_value_keeps_its_digits(values: list[Decimal | None]) -> None:
    facts = tuple(fact(index, value) for index, value in enumerate(values))
    (back,) = arrow.canonicals_from_frame(arrow.frame([canonical("d1", *facts)]))
    assert [str(item.value) for item in back.facts] == [str(value) for value in values]


def test_a_number_too_long_for_the_column_survives() -> None:
    long = Decimal("1" * 40)
    held = arrow.frame([canonical("d1", fact(1, long))])
    assert held["value"].tolist() == [None]
    assert arrow.canonicals_from_frame(held)[0].facts[0].value == long


def test_without_attrs_tables_are_inferred_from_the_facts() -> None:
    held = arrow.frame([canonical()])
    held.attrs.clear()
    (back,) = arrow.canonicals_from_frame(held)
    first, second = canonical().facts
    assert back.facts == (first, replace(second, doubt=Why("糊", "糊", "")))
    (only,) = back.tables
    assert (only.id, only.unit, only.state) == ("T01", "万元", "filled")
    assert [(row.index, row.key) for row in only.rows] == [(1, "2010101"), (2, "项")]
    assert [column.concept for column in only.columns] == ["决算数"]


def test_another_frame_is_refused_by_name() -> None:
    with pytest.raises(arrow.FrameError, match="no column fact_id"):
        arrow.canonicals_from_frame(pd.DataFrame({"a": [1]}))
    floats = arrow.frame([canonical()])
    floats["value"] = floats["value"].astype(float)
    with pytest.raises(arrow.FrameError, match="float"):
        arrow.canonicals_from_frame(floats)
    strange = arrow.frame([canonical()])
    strange["document"] = "other"
    with pytest.raises(arrow.FrameError, match="other"):
        arrow.canonicals_from_frame(strange)


def test_a_claim_is_one_row_with_its_place() -> None:
    (row,) = arrow.claims_table([canonical()]).to_pylist()
    assert (row["page"], row["x0"], row["bottom"], row["value"], row["scale"]) == (
        2,
        10.5,
        31.0,
        Decimal("1.5"),
        10_000,
    )
    assert (row["about"], row["quantity"], row["qualifier"]) == ("本年支出合计", "支出决算", "about")
    assert arrow.documents_table([canonical()]).to_pylist()[0]["claims"] == 1


AMOUNTS = st.decimals(-(10**18), 10**18, places=10, allow_nan=False)
COLUMNS = {
    "string": st.text(),
    "int32": st.integers(-(2**31), 2**31 - 1),
    "int64": st.integers(-(2**63), 2**63 - 1),
    "float64": st.floats(allow_nan=False),
    "amount": AMOUNTS | st.integers(0, 12).map(lambda n: Decimal((0, (1, 5), n))),
}


@pytest.mark.parametrize("kind", COLUMNS)
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_column_is_what_arrow_itself_would_make(kind: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | COLUMNS[kind], max_size=40))
    made = arrow.table([schema.Column("c", kind, "")], [(value,) for value in values]).column("c").combine_chunks()
    made.validate(full=True)
    assert made.equals(pa.array(values, arrow.TYPES[kind]))


def test_a_column_of_lists() -> None:
    made = arrow.table([schema.Column("c", "pages", "")], [([3, 1],), ([],), ([2],)]).column("c").combine_chunks()
    made.validate(full=True)
    assert made.equals(pa.array([[3, 1], [], [2]], arrow.TYPES["pages"]))


def test_writing_does_not_wait_for_pandas(tmp_path: Path) -> None:
    """It takes a quarter of a second to import, more than a report takes to be written."""
    report = Path(__file__).parent.parent / "fixtures" / "clean" / "report.txt"
    program = (
        "import sys; from cli import main\n"
        "try: main()\n"
        "except SystemExit as end: sys.exit(end.code or int('pandas' in sys.modules))"
    )
    command = [sys.executable, "-c", program, "extract", str(report), "--out", str(tmp_path)]
    assert subprocess.run(command, check=False, cwd=report.parents[2]).returncode == 0
    assert (tmp_path / "canonical" / "facts.parquet").is_file()


def test_half_a_surrogate_pair_is_written_as_its_escape(tmp_path: Path) -> None:
    broken = canonical("d1", fact(1, Decimal(1), row_label="甲\ud800"))
    broken = replace(broken, tables=(table(grid=(("a",), ("乙\ud800",))),))
    folder.write([broken], tmp_path / "out")
    (back,) = arrow.canonicals_from_frame(pd.read_parquet(tmp_path / "out" / "facts.parquet"))
    assert (back.facts[0].row_label, back.tables) == ("甲\\ud800", broken.tables)
    assert "乙\\ud800" in (tmp_path / "out" / "tables" / "d1" / "T01.csv").read_text(encoding="utf-8")


def test_indicator_texts_are_split() -> None:
    (row,) = arrow.indicators_table([canonical()]).to_pylist()
    assert (row["target_operator"], row["target_value"], row["target_unit"], row["target_kind"]) == (
        *("≥", Decimal(150), "人次"),
        "number",
    )
    assert (row["actual_value"], row["actual_kind"]) == (None, "qualitative")


GRID = (("科目", "收入", "收入", "\n"), ("编码", "小 计", "其中", ""), ("201", "-1,234.50", "=1+1", "-"))


def test_csv_flattens_the_header_and_defuses_formulas() -> None:
    text = folder.csv_text(replace(table(grid=GRID), header_rows=2))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [["科目/编码", "收入/小计", "收入/其中", ""], ["201", "-1,234.50", "'=1+1", "-"]]


@pytest.mark.parametrize("text", ["@SUM(A1)", "+cmd|x", "-2+3", " =A1", "＝A1"])
def test_no_cell_becomes_a_formula(text: str) -> None:
    assert f"'{text}" in folder.csv_text(table(grid=(("a",), (text,))))


def test_names_are_never_paths() -> None:
    names = folder.safe_names(["../../etc/passwd", "T01", "t01", "", "/", "公开01表"])
    assert names == ("etc_passwd", "T01", "t01-2", "_", "_-2", "公开01表")


def extra(path: Path) -> None:
    path.write_text("x")


def test_the_folder_is_whole_and_the_same_every_time(tmp_path: Path) -> None:
    documents = [canonical("d1"), replace(canonical("d2"), tables=(table("d2", "../x"),))]
    for name in ("one", "two"):
        folder.write(documents, tmp_path / name, {"extra.txt": extra})
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert list(map(str, files)) == [
        *("claims.parquet", "documents.parquet", "extra.txt", "facts.parquet", "forms.parquet", "indicators.parquet"),
        *("tables/d1/T01.csv", "tables/d2/x.csv"),
    ]
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()
    assert pq.read_table(tmp_path / "one" / "claims.parquet").num_rows == 2


def test_a_failed_write_leaves_the_old_folder(tmp_path: Path) -> None:
    folder.write([canonical()], tmp_path / "out")

    def fail(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    with pytest.raises(OSError, match="No space"):
        folder.write([], tmp_path / "out", {"checks.parquet": fail})
    assert pq.read_table(tmp_path / "out" / "facts.parquet").num_rows == 2
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
