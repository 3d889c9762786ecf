"""Broken numbers: which numbers can the pieces have been? The caller accepts one only if an identity confirms it."""

import re
from collections.abc import Iterable
from decimal import Decimal

from ingest.numerals import parse_amount

_FINISHED = re.compile(r"\.\d\d$")


def joins(first: str, second: str) -> tuple[str, ...]:
    """All ways two printed pieces can be one number: end to end, or sharing up to half of the shorter piece.

    "142689" + "915.71" gives 142689915.71 and, sharing the 9, 14268915.71.
    """
    head, tail = first.strip(), second.strip()
    shared = range(1, min(len(head), len(tail)) + 1)
    texts = [head + tail, *(head + tail[n:] for n in shared if head.endswith(tail[:n]))]
    return tuple(text for text in texts if parse_amount(text) is not None)


def confirmed(candidates: Iterable[str], wanted: Decimal) -> str | None:
    """Return the one candidate that prints exactly the wanted value; None if there is none or more than one."""
    fits = {text for text in candidates if (numeral := parse_amount(text)) is not None and numeral.value == wanted}
    return fits.pop() if len(fits) == 1 else None


def unwrapped(text: str) -> tuple[str, str | None]:
    """Join a number that a narrow cell broke over lines: ("9746.50", "9746.5\\n0"); else (text, None).

    Only where the lines before the last are no finished amount (two decimals) and the whole is one of at most two.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or any(_FINISHED.search(line) for line in lines[:-1]):
        return text, None
    whole = parse_amount("".join(lines))
    return ("".join(lines), text) if whole is not None and whole.decimals <= 2 else (text, None)
