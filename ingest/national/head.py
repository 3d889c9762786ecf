"""What the head of a national form says of itself: project, body, year."""

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.headers import texts
from ingest.model import Table
from ingest.national.leafcolumns import label_words
from ingest.national.regions import NAMED
from ingest.wording import normalise

_LABELS = {
    "project": tuple(sorted(NAMED)),
    "unit": (
        "实施单位",
        "项目实施单位",
        "项目单位",
        "预算单位",
        "资金使用单位",
        "填报单位",
        "单位名称",
        "部门名称",
        "项目实施部门",
        "具体实施单位",
        "使用单位",
        "用款单位",
    ),
    "department": ("主管部门", "一级预算单位", "部门", "预算部门", "省级预算部门名称", "预算部门名称"),
    "year": ("绩效自评年度", "自评年度", "年度", "评价年度", "所属年度"),
}
_YEAR = re.compile(r"20[12]\d")
_YEAR_SAID = re.compile(r"(20[12]\d)年度?")
_SEAL = re.compile(r"[（(](?:盖章|公章|签章)[）)]$")
_HEAD_ROWS = 12
_LINES = 4


@dataclass(frozen=True, slots=True)
class Head:
    """Project, body and year as printed, without blanks; None where the form does not say."""

    project: str | None
    unit: str | None
    year: int | None


def read_head(title: str, table: Table) -> Head:
    """Read the first rows of a form; the year stands there, in its title, or between title and table."""
    found = _labelled(table)
    year = _YEAR.search(found["year"] or "")
    return Head(
        project=found["project"],
        unit=found["unit"] or found["department"],
        year=int(year[0]) if year else _said_year(title, table),
    )


def _labelled(table: Table) -> dict[str, str | None]:
    """A label and its value in two cells, or in one with a colon."""
    found: dict[str, str | None] = dict.fromkeys(_LABELS)
    above = [[word for line in table.before[-_LINES:] for word in line.text.split()]]
    rows = [[text for text in texts(row) if text.strip()] for row in table.rows[:_HEAD_ROWS]]
    for cells in (*rows, *above):
        inside = [normalise(text).partition("：") for text in cells]
        pairs = [(label_words(label).rstrip("："), value) for label, value in pairwise(cells)]
        pairs += [(label_words(label), value) for label, _, value in inside]
        for label, value in pairs:
            for key, names in _LABELS.items():
                if found[key] is None and label in names and value and not _is_label(value):
                    found[key] = _SEAL.sub("", re.sub(r"\s+", "", value))
    return found


def _is_label(text: str) -> bool:
    words = label_words(text).rstrip("：")
    return any(words in names for names in _LABELS.values())


def _said_year(title: str, table: Table) -> int | None:
    """The year in the title, or in what stands between it and the table: （2022年度）."""
    inside = [text for row in table.rows[:2] for text in texts(row) if "年度" in text]
    nearest = [line.text for line in reversed(table.before[-_LINES:])]
    for text in (title, *nearest, *inside):
        words = normalise(text)
        match = _YEAR_SAID.search(words) if len(words) < 40 else None
        if match is not None:
            return int(match[1])
    return None
