"""Printed words compared: folded, nearly alike, and the small pattern language of the wording rules."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Pattern:
    """Ways to say something: each a row of pieces that follow each other within `GAP` characters of one sentence."""

    ways: tuple[tuple[re.Pattern[str], ...], ...]

    def search(self, text: str) -> bool:
        """Is one of the ways in the (folded) text? Time grows with text × pieces, whatever the pattern."""
        return any(self._found(way, sentence) for sentence in _SENTENCES.split(text) for way in self.ways)

    @staticmethod
    def _found(way: tuple[re.Pattern[str], ...], sentence: str) -> bool:
        ends: list[int] | None = None
        for piece in way:
            matches = piece.finditer(sentence)
            if ends is None:
                ends = [match.end() for match in matches]
            else:
                before = ends
                ends = [
                    m.end()
                    for m in matches
                    if (at := bisect_right(before, m.start())) and m.start() - before[at - 1] <= GAP
                ]
            if not ends:
                return False
        return True


_SENTENCES = re.compile("[。；;]")


@cache
def pattern(text: str) -> Pattern:
    """A pattern as a reviewer writes it: `团组…#个 | #个…团组`; # is a number, … any words of the same sentence.

    Everything else is taken literally, so nothing in a suite can run for ever or be evaluated.
    """
    ways = []
    for way in text.split("|"):
        pieces = []
        for piece in filter(None, (part.strip() for part in way.split("…"))):
            parts = (
                "\\d[\\d,.]*" if part == "#" else _literal(folded(part)) for part in re.split("(#)", piece) if part
            )
            pieces.append(re.compile("".join(parts)))
        if pieces:
            ways.append(tuple(pieces))
    return Pattern(tuple(ways))
