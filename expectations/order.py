"""The order of rules (rules.md §1.6): the reading, hard facts about tables, the narrative after, years last."""

import re

FAMILIES = ("Q", "DOC", "LB", "TAB", "T", "X", "U", "N", "NI", "F19", "F24", "SC", "PS", "EV", "Y")
_ID = re.compile(r"([A-Z]+)(\d*)-(\d+)(.*)")


def rule_order(rule: str) -> tuple[int, int, int, str]:
    """Sort key of a rule id; rules of other families (a user's own) come last, by name."""
    match = _ID.fullmatch(rule)
    if not match:
        return len(FAMILIES), 0, 0, rule
    letters, table, number, rest = match.groups()
    family = letters + table if letters == "F" else letters
    place = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
    return place, int(table or 0), int(number), rest if place < len(FAMILIES) else rule
