"""The grade of a national form: 评价等级 | 优, 自评结果：良好, or one of several boxes ticked."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.model import Row
from ingest.wording import bare, normalise

_LABEL = re.compile(
    r"(?:(?:自评|评价|评定|评审|绩效|自我|综合|总体|项目|得分|考核)*(?:等级|等次|级别|评级)|(?:绩效|综合)?(?:自评|评价)(?:结果|结论))"
    r"(?:（[^（）]*）)?"
)
_GRADE = re.compile(r"[“\"]?(优秀|优|良好|良|中等|中|差|较好|一般|较差|合格|基本合格|不合格)(?:级|等)?[”\"]?")
_TICKED = re.compile(r"[☑√✓✔■☒●](优秀|优|良好|良|中等|中|差)|(优秀|优|良好|良|中等|中|差)[（(]?[☑√✓✔■☒●]")


def read_grade(rows: Sequence[Row]) -> str | None:
    """The printed word; None where the form prints none, a choice that nobody ticked, or two different ones."""
    found = {grade for row in rows for grade in _in_row(row)}
    return found.pop() if len(found) == 1 else None


def _in_row(row: Row) -> list[str]:
    cells = [words for cell in row if cell is not None and (words := normalise(cell.text))]
    inside = [words.partition("：") for words in cells if "：" in words]
    pairs = [*pairwise(cells), *((label, value) for label, _, value in inside)]
    return [word for label, value in pairs if _LABEL.fullmatch(bare(label).rstrip("：")) and (word := _grade(value))]


def _grade(value: str) -> str | None:
    whole = _GRADE.fullmatch(value)
    if whole is not None:
        return whole[1]
    ticked = {match[1] or match[2] for match in _TICKED.finditer(value)}
    return ticked.pop() if len(ticked) == 1 else None
