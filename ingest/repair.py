"""Broken numbers: which numbers can the pieces have been? The caller accepts one only if an identity confirms it."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from ingest.numerals import parse_amount

_FINISHED = re.compile(r"[.．]\d\d$")


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


@lru_cache(maxsize=50_000)
def unwrapped(text: str) -> tuple[str, str | None]:
    r"""Join a number that a narrow cell broke over lines: ("9746.50", "9746.5\n0"); else (text, None).

    Only where no piece before the last is a finished amount (two decimals), the whole is one of at most two, and
    the pieces cannot be whole numbers that stand beside each other.
    """
    pieces = text.split()
    if len(pieces) < 2 or any(_FINISHED.search(piece) for piece in pieces[:-1]):
        return text, None
    whole = parse_amount("".join(pieces))
    counts = all(piece.isdecimal() for piece in pieces)
    return ("".join(pieces), text) if whole is not None and whole.decimals <= 2 and not counts else (text, None)


def readings(pieces: Sequence[str]) -> tuple[str, ...]:
    """All numbers that printed pieces can have been, the most literal first; () if none.

    Two pieces stand in either order (a narrow cell prints the last digit above the rest: "7 2.2" is 2.27) and may
    share digits; a point at the break may be lost ("98", "98" is 98.98). A third piece goes on from the first two.
    """
    found = [piece.strip() for piece in pieces[:1]]
    for piece in pieces[1:]:
        found = [text for head in found for text in _either_way(head, piece.strip())]
    return tuple(dict.fromkeys(text for text in found if parse_amount(text) is not None))


def _either_way(head: str, tail: str) -> list[str]:
    pointed = [f"{head}.{tail}"] if head.isdecimal() and tail.isdecimal() else []
    return [head + tail, *joins(head, tail), *joins(tail, head), *pointed]
