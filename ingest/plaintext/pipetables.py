"""Rows of a pipe table (Markdown)."""

import re

_RULE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def is_rule(line: str) -> bool:
    """Whether a line is the rule below the head: |---|:--:|."""
    return "-" in line and "|" in line and _RULE.fullmatch(line) is not None


def pipe_cells(line: str) -> list[str]:
    r"""Cut a row at its bars; `\|` is a bar of the text, `<br>` a line end inside a cell."""
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [_BREAK.sub("\n", cell).replace("\\|", "|").strip() for cell in _BAR.split(inner)]
