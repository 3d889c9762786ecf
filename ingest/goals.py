"""The goals of the year and what became of them, in the words of a national form (年度总体目标 / 实际完成情况)."""

import re
from collections.abc import Sequence

from ingest.headers import texts
from ingest.model import Row
from ingest.wording import bare

_GOAL = re.compile(r"(?:预期|年度|年初|年初设定|绩效|年度绩效|年度总体|项目年度|年初绩效|年初预期)目标")
_OUTCOME = re.compile(
    r"(?:全年)?(?:目标|年度目标|年度总体目标|总体目标|绩效目标)?(?:全年)?(?:实际)?完成情况(?:综述)?|全年目标实际完成情况"
)
_INDICATORS = frozenset({"一级指标", "二级指标", "三级指标", "指标名称", "年度指标值", "绩效指标", "年度绩效指标"})
_FURTHEST = 4
"""So many rows below its header the text stands at most: a page may break between them."""


def read_goals(rows: Sequence[Row]) -> tuple[str | None, str | None]:
    """The text under 预期目标 and the one under 实际完成情况; None where the form has no such place."""
    for index, row in enumerate(rows):
        cells = [re.sub(r"^[*＊\s]+", "", bare(text)) for text in texts(row)]
        goal = next((column for column, text in enumerate(cells) if _GOAL.fullmatch(text)), None)
        outcome = next((column for column, text in enumerate(cells) if _OUTCOME.fullmatch(text)), None)
        if goal is None or outcome is None or goal >= outcome:
            continue
        found = [""], [""]
        for below in rows[index + 1 : index + 1 + _FURTHEST]:
            printed = texts(below)
            # What has a label of its own at the left goes on only where nothing was printed yet.
            labelled = any(text.strip() for text in printed[:goal]) and any(found[0])
            if labelled or any(bare(text) in _INDICATORS for text in printed):
                break
            found[0].extend(text for text in printed[goal:outcome] if text.strip())
            found[1].extend(text for text in printed[outcome:] if text.strip())
        goals, outcomes = (re.sub(r"\s+", "", "".join(part)) or None for part in found)
        return goals, outcomes
    return None, None
