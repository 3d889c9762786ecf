"""Waivers: by id or by place, with reason, name and last day; what does nothing is said aloud."""

from datetime import date
from pathlib import Path

import pytest

from expectations.waivers import WaiversError, apply, load
from report_sample import sample

TODAY = date(2026, 3, 1)
REST = "  reason: 已核实\n  by: 王复核\n"


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_finding_is_waived_by_its_id_until_the_last_day(tmp_path: Path) -> None:
    first, *others = sample().findings
    waivers = load(written(tmp_path, f"- id: '{first.id}'\n{REST}  until: 2026-03-01\n"))
    done = apply([sample()], waivers, TODAY)
    assert done.results[0].findings[0].waived == {"reason": "已核实", "by": "王复核", "until": "2026-03-01"}
    assert [f.waived for f in done.results[0].findings[1:]] == [None] * len(others)
    assert done.notes() == ()
    late = apply([sample()], waivers, date(2026, 3, 2))
    assert [f.waived for f in late.results[0].findings] == [None] * (1 + len(others))
    assert [w.id for w in late.expired] == [first.id]
    assert "2026-03-01" in late.notes()[0]["en"]


@pytest.mark.parametrize(
    "document", ["reports/云浦市档案事务中心2024.pdf", "云浦市档案事务中心2024.pdf", "3f9a1c20b7d4"]
)
@pytest.mark.parametrize("place", ["2012604", "2012604 档案馆"])
def test_a_finding_is_waived_by_rule_document_and_place(document: str, place: str, tmp_path: Path) -> None:
    text = f"- rule: T02-1\n  document: {document}\n  place: {place}\n{REST}  until: 2027-01-01\n"
    done = apply([sample()], load(written(tmp_path, text)), TODAY)
    assert [f.rule for f in done.results[0].findings if f.waived] == ["T02-1"]
    other = apply([sample()], load(written(tmp_path, text.replace("T02-1", "T02-2"))), TODAY)
    assert not any(f.waived for f in other.results[0].findings)
    assert [w.rule for w in other.unused] == ["T02-2"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("id: x\n", ":1: "),
        ("- x\n", ":1: "),
        ("- id: x\n  by: a\n  until: 2027-01-01\n", "reason"),
        (f"- id: x\n{REST}", "until"),
        (f"- id: x\n{REST}  until: tomorrow\n", ":4: "),
        (f"- id: x\n{REST}  until: 2027-01-01\n  because: y\n", ":5: "),
        (f"- rule: T01-1\n{REST}  until: 2027-01-01\n", "id"),
        (f"- id: x\n  rule: T01-1\n{REST}  until: 2027-01-01\n", "id"),
        ("- id: [\n", ":"),
        ("- id: {a: b}\n", ":1: "),
    ],
)
def test_a_file_that_does_not_load_says_where_and_what(text: str, wanted: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(WaiversError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:")
    assert wanted in str(caught.value)


def test_an_empty_list_is_no_error(tmp_path: Path) -> None:
    assert load(written(tmp_path, "# nothing yet\n")) == ()
    assert load(written(tmp_path, "[]\n")) == ()


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.yaml"
    path.write_bytes(b"- id: \xff\xfe\n")
    with pytest.raises(WaiversError):
        load(str(path))
