"""Goals in words against the targets of the indicators (F24-13, F24-14)."""

import re
from collections.abc import Iterator

from expectations.kinds.linear import Draft, Site
from expectations.model import Place
from expectations.reasons import because
from expectations.sheets import Sheet
from ingest.facts import UNITS

_NUMBER = re.compile(r"(?<![\d.,年月第])(\d[\d,]*(?:\.\d+)?)\s*(万|亿)?(%|[\u4e00-\u9fff]{1,2})?")
_NO_TARGET = re.compile(
    r"^(?:年|月|日|号|、|\.|\)|）|级|届|类|款|项目|元|千元|周年|期间|点|时|分|个方面|方面|项工作|大)"
)
FEWEST = 3
"""So many uneven targets are needed before their equality says anything (F24-14)."""


def goals(site: Site, sheet: Sheet) -> Iterator[Draft]:
    """F24-13: what the goals count or date comes back as an indicator's target."""
    numbers = stated_numbers(sheet.form.goal or "")
    if not numbers:
        yield site.draft("not_applicable", because("no_goals"))
        return
    targets = "\n".join(re.sub(r"[\s,]", "", leaf.item.target_raw) + leaf.item.indicator for leaf in sheet.leaves)
    lost = [words for words, digits in numbers if not re.search(rf"(?<![\d.]){re.escape(digits)}(?![\d.]*\d)", targets)]
    place = (Place("年度目标", "、".join(lost) or (sheet.form.goal or "")[:40], sheet.form.location),)
    if lost:
        yield Draft(
            site.outcome("failed", because("not_a_target", numbers="、".join(lost)), places=place, subject=site.rule.id)
        )
    else:
        yield Draft(site.outcome("passed", places=place))


def stated_numbers(goal: str) -> list[tuple[str, str]]:
    """(as printed, digits) of what the goals count; years, list numbers, money and ordinals are no targets."""
    found: dict[str, str] = {}
    for match in _NUMBER.finditer(goal):
        digits, factor, unit = match[1].replace(",", ""), match[2] or "", match[3] or ""
        if not unit or _NO_TARGET.match(unit) or (factor + unit[:1]) in UNITS or unit[0] in "元年月日":
            continue
        shown = unit if unit == "%" else unit[:1]
        found[f"{match[1]}{factor}{shown}"] = digits
    return list(found.items())


def as_planned(site: Site, sheet: Sheet) -> Iterator[Draft]:
    """F24-14: many targets that are no round numbers and all reached to the digit were perhaps set afterwards."""
    uneven = [
        leaf.item
        for leaf in sheet.leaves
        if leaf.item.target_kind in ("number", "percent")
        and leaf.item.target_value is not None
        and leaf.item.actual_value is not None
        and leaf.item.target_value > 10
        and leaf.item.target_value % 5 != 0
    ]
    same = [item for item in uneven if item.target_value == item.actual_value]
    if any(leaf.weight is not None and not leaf.usable for leaf in sheet.leaves):
        yield site.draft("not_checked", because("leaf_in_doubt"))
    elif len(uneven) < FEWEST:
        yield site.draft("not_applicable", because("nothing_to_compare"))
    elif 2 * len(same) > len(uneven):
        yield Draft(
            site.outcome("failed", because("all_as_planned", count=len(same), total=len(uneven)), subject=site.rule.id)
        )
    else:
        yield Draft(site.outcome("passed"))
