"""The year's 政府收支分类科目 as a user gives it: a CSV file with the columns year, code, name."""

import csv
from pathlib import Path

from ingest.errors import GoujiError

COLUMNS = ("year", "code", "name")


class SubjectsError(GoujiError):
    """A list of subjects cannot be used."""


def read_subjects(path: str) -> tuple[tuple[int, str, str], ...]:
    """Read (year, code, name), one a line below the heading; SubjectsError naming the line that is wrong."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SubjectsError(f"{path}: 无法读取 cannot be read: {error.strerror}; 检查路径 check the path") from None
    except UnicodeDecodeError:
        raise SubjectsError(f"{path}: 不是 UTF-8 文本 not UTF-8 text; 另存为 save it as CSV UTF-8") from None
    lines = csv.reader(text.splitlines())
    heading = tuple(cell.strip().lower() for cell in next(lines, []))
    if heading[: len(COLUMNS)] != COLUMNS:
        raise SubjectsError(f"{path}:1: 表头应为 the heading must be year,code,name")
    found = []
    for number, line in enumerate(lines, 2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if len(cells) < len(COLUMNS) or not cells[0].isdecimal() or not cells[1].isdecimal() or not cells[2]:
            raise SubjectsError(f"{path}:{number}: 应为 expected 年,编码,名称, 写的是 found “{','.join(cells)[:60]}”")
        found.append((int(cells[0]), cells[1], cells[2]))
    if not found:
        raise SubjectsError(f"{path}: 没有科目 no subject in it; 每行 one line each: 2024,2010101,行政运行")
    return tuple(found)


def of_year(subjects: tuple[tuple[int, str, str], ...], year: int | None) -> tuple[tuple[str, str], ...]:
    """(code, name) of one year; nothing where the list does not have that year."""
    return tuple((code, name) for when, code, name in subjects if when == year)
