"""Printed words compared: folded, nearly alike, and the small pattern language of the wording rules."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache

ORDINAL = re.compile(
    r"^(?:[（(](?P<inner>[一二三四五六七八九十]{1,3})[）)]|(?P<outer>[一二三四五六七八九十]{1,4})[、.．,，])"
)
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_QUOTES = str.maketrans("", "", "“”‘’\"'")
GAP = 40
"""How many characters `…` may stand for; never a 。 or ；."""


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Without blanks and quotes, with brackets and digits of one width."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    return plain.replace("(", "（").replace(")", "）")


def bare(text: str) -> str:
    """Folded, without an ordinal in front."""
    return ORDINAL.sub("", folded(text))


def ordinal(text: str) -> tuple[str, int] | None:
    """The kind and value of the ordinal a label begins with: 二十一、 is ("outer", 21)."""
    match = ORDINAL.match(folded(text))
    if match is None:
        return None
    kind = "inner" if match["inner"] else "outer"
    total = digit = 0
    for sign in match["inner"] or match["outer"]:
        if sign == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[sign]
    return kind, total + digit


def alike(a: str, b: str, *, tenths: int = 8) -> bool:
    """Do at least so many characters in ten agree, so that it may be one name in two spellings?"""
    agreed = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return 10 * 2 * agreed >= tenths * (len(a) + len(b))


def one_apart(a: str, b: str) -> bool:
    """Edit distance exactly one."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    at = next((n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[at:] == long[at + 1 :] if len(a) != len(b) else a[at + 1 :] == b[at + 1 :]


def _literal(words: str) -> str:
    """Taken as it is; digits begin a number and are not the end of one."""
    return ("(?<![\\d.,])" if words[:1].isdigit() else "") + re.escape(words)


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern as a reviewer writes it: `团组…#个 | #个…团组`; # is a number, … any words of the same sentence.

    Everything else is taken literally, so nothing in a suite can run for ever or be evaluated.
    """
    ways = []
    for way in text.split("|"):
        parts = re.split(r"([#…])", way.strip())
        wild = {"#": r"\d[\d,.]*", "…": f"[^。；;]{{0,{GAP}}}?"}
        ways.append("".join(wild.get(part) or _literal(folded(part)) for part in parts))
    return re.compile("|".join(way for way in ways if way))
