"""The goals of the year and what became of them, in the words of a national form (年度总体目标 / 实际完成情况)."""

import re
from collections.abc import Sequence

from ingest.headers import texts
from ingest.model import Row
from ingest.wording import bare

_GOAL = ("预期目标", "年度目标", "年初目标", "年初设定目标", "绩效目标")
_OUTCOME = ("实际完成情况", "全年完成情况", "目标完成情况", "完成情况")
_FURTHEST = 4
"""So many rows below its header the text stands at most: a page may break between them."""


def read_goals(rows: Sequence[Row]) -> tuple[str | None, str | None]:
    """The text under 预期目标 and the one under 实际完成情况; None where the form has no such place."""
    for index, row in enumerate(rows):
        cells = [re.sub(r"^[*＊\s]+", "", bare(text)) for text in texts(row)]
        goal = next((column for column, text in enumerate(cells) if text in _GOAL), None)
        outcome = next((column for column, text in enumerate(cells) if text in _OUTCOME), None)
        if goal is None or outcome is None or goal >= outcome:
            continue
        found: list[list[str]] = [[], []]
        for below in rows[index + 1 : index + 1 + _FURTHEST]:
            printed = texts(below)
            if any(bare(text) in ("一级指标", "三级指标") for text in printed):
                break
            found[0] += [text for text in printed[goal:outcome] if text.strip()]
            found[1] += [text for text in printed[outcome:] if text.strip()]
        goals, outcomes = (re.sub(r"\s+", "", "".join(part)) or None for part in found)
        return goals, outcomes
    return None, None
