"""Text files: encodings, and what is a row, a line or nothing."""

import pytest

from ingest.model import Line, RawTable
from ingest.text import blocks, decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_told_apart(encoding: str) -> None:
    text = "收入支出决算总表\n单位：万元\n"
    decoded, found = decode(text.encode(encoding))
    assert decoded.removeprefix("\ufeff") == text
    assert found == encoding


def test_binary_data_is_no_text() -> None:
    with pytest.raises(ValueError, match="control"):
        decode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def test_rows_lines_and_page_breaks() -> None:
    found = blocks("标题\n\na\tb\n1\t2\t3\n\n4\t5\n注：完\n")
    assert [type(block) for block in found] == [Line, RawTable, RawTable, Line]
    table = found[1]
    assert isinstance(table, RawTable)
    assert [[cell.text for cell in row if cell] for row in table.rows] == [["a", "b", ""], ["1", "2", "3"]]
    assert (table.location.line, table.location.line_end) == (3, 4)


def test_line_numbers_are_those_of_the_file() -> None:
    (first, second) = blocks("\r\n\r\n一\r\n\r\n二\r\n")
    assert (first.location.line, second.location.line) == (3, 5)
