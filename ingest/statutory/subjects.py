"""The year's 政府收支分类科目 as a user gives it: a CSV file with the columns year, code, name."""

import csv
from pathlib import Path

from ingest.errors import GoujiError
from ingest.model import Text, placed

COLUMNS = ("year", "code", "name")


class SubjectsError(GoujiError):
    """A list of subjects cannot be used."""


def read_subjects(path: str) -> tuple[tuple[int, str, str], ...]:
    """Read (year, code, name), one a line below the heading; SubjectsError naming the line that is wrong."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        what = Text(f"无法读取（{error.strerror}）；检查路径", f"cannot be read ({error.strerror}); check the path")
        raise _wrong(path, what) from None
    except UnicodeDecodeError:
        what = Text("不是 UTF-8 文本；请另存为 UTF-8 的 CSV", "is not UTF-8 text; save it as CSV UTF-8")
        raise _wrong(path, what) from None
    lines = csv.reader(text.splitlines())
    heading = tuple(cell.strip().lower() for cell in next(lines, []))
    if heading[: len(COLUMNS)] != COLUMNS:
        raise _wrong(f"{path}:1", Text("表头应为 year,code,name", "the heading must be year,code,name"))
    found = []
    for number, line in enumerate(lines, 2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if len(cells) < len(COLUMNS) or not cells[0].isdecimal() or not cells[1].isdecimal() or not cells[2]:
            shown = ",".join(cells)[:60]
            what = Text(f"应为 年度,编码,名称，写的是“{shown}”", f"expected year,code,name, found “{shown}”")
            raise _wrong(f"{path}:{number}", what)
        found.append((int(cells[0]), cells[1], cells[2]))
    if not found:
        example = "2024,2010101,行政运行"
        what = Text(f"没有科目；每行一个：{example}", f"holds no subject; one line each: {example}")
        raise _wrong(path, what)
    return tuple(found)


def _wrong(place: str, what: Text) -> SubjectsError:
    return SubjectsError(placed(place, what))


def of_year(subjects: tuple[tuple[int, str, str], ...], year: int | None) -> tuple[tuple[str, str], ...]:
    """(code, name) of one year; nothing where the list does not have that year."""
    return tuple((code, name) for when, code, name in subjects if when == year)
