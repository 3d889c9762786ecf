"""The user's list of subjects: read with its lines, used for the document's year only."""

from pathlib import Path

import pytest

from ingest.statutory.subjects import SubjectsError, of_year, read_subjects


def test_a_list_is_read_and_one_year_taken(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("﻿year,code,name\n2024,201,一般公共服务支出\n\n2023,201,旧名\n", encoding="utf-8")
    held = read_subjects(str(path))
    assert of_year(held, 2024) == (("201", "一般公共服务支出"),)
    assert of_year(held, 2020) == ()
    assert of_year(held, None) == ()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"code,name\n201,x\n", "heading must be"),
        ("year,code,name\n2024,2O1,甲\n".encode(), ":2:"),
        (b"year,code,name\n", "no subject"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_list_that_cannot_be_used_is_one_clear_error(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(data)
    with pytest.raises(SubjectsError, match=says):
        read_subjects(str(path))
    with pytest.raises(SubjectsError, match="cannot be read"):
        read_subjects(str(tmp_path / "none.csv"))
