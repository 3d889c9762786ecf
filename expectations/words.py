"""Printed words compared: folded, nearly alike, and the small pattern language of the wording rules."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

ORDINAL = re.compile(
    r"^(?:[（(](?P<inner>[一二三四五六七八九十]{1,3})[）)]|(?P<outer>[一二三四五六七八九十]{1,4})[、.．,，])"
)
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_FUNCTION_WORDS = ("的", "情况", "说明", "表", "决算", "关于", "有关", "及", "和", "与", "年度", "部门", "单位")
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


def reworded(name: str, others: Iterable[str]) -> bool:
    """Is one of the others the same name but for function words, or nearly the same?"""
    core = _core(name)
    return any(core == _core(other) or alike(name, other) for other in others)


def _core(name: str) -> str:
    for word in _FUNCTION_WORDS:
        name = name.replace(word, "")
    return name


def one_apart(a: str, b: str) -> bool:
    """Edit distance exactly one."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    at = next((n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[at:] == long[at + 1 :] if len(a) != len(b) else a[at + 1 :] == b[at + 1 :]


_NEW_NUMBER = r"(?<!\d)(?<!\d[.,])"


def _literal(words: str) -> str:
    """Taken as it is; digits begin a number and are not the end of one."""
    return (_NEW_NUMBER if words[:1].isdigit() else "") + re.escape(words)


_NUMBER = r"\d[\d,.]*"
_MEASURES = "个|批|人|次|辆|台|项|家|团|件|套"
_COUNT = (
    rf"(?:{_NEW_NUMBER}\d[\d,]*(?![\d.,]*\d)(?!(?:[亿千万]*元|[万亿]|[%％‰]|个?百分点|年|月|日|号))"
    rf"|{_NEW_NUMBER}\d+\.0+(?={_MEASURES})|[〇零一二两三四五六七八九十百]+(?={_MEASURES}))"
)
"""A number of things: no money, no rate, no date; printed 0.00 批次 or 两个 at times."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a pattern; `words` are all of it, with no number in it."""

    found: re.Pattern[str]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Ways to say something: each a row of pieces that follow each other within `GAP` characters of one sentence."""

    ways: tuple[tuple[Piece, ...], ...]

    def search(self, text: str) -> bool:
        """Is one of the ways in the (folded) text? Time grows with text × pieces, whatever the pattern."""
        return any(self._found(way, sentence) for sentence in SENTENCES.split(text) for way in self.ways)

    @property
    def numbered(self) -> "Pattern":
        """The ways that hold a number: words alone may mean anything elsewhere."""
        return Pattern(tuple(way for way in self.ways if any(not piece.words for piece in way)))

    def touches(self, text: str) -> bool:
        """Is a part of one of the ways in the (folded) text that is words alone, two or more?"""
        return any(len(piece.words) > 1 and piece.words in text for way in self.ways for piece in way)

    @staticmethod
    def _found(way: tuple[Piece, ...], sentence: str) -> bool:
        if any(piece.words not in sentence for piece in way):
            return False
        ends: list[int] | None = None
        for piece in way:
            matches = piece.found.finditer(sentence)
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


SENTENCES = re.compile("[。；;]")
_SIGNS = {"#": _NUMBER, "N": _COUNT}


@cache
def pattern(text: str) -> Pattern:
    """A pattern as a reviewer writes it: `团组…N个 | N个…团组`.

    # is a number, N a count of things, … any words of the same sentence. Everything else is taken literally, so nothing
    in a suite can run for ever or be evaluated.
    """
    ways = []
    for way in text.split("|"):
        pieces = []
        for written in filter(None, (part.strip() for part in way.split("…"))):
            parts = [part for part in re.split("([#N])", written) if part]
            literal = "" if any(part in _SIGNS for part in parts) else folded(written)
            found = re.compile("".join(_SIGNS.get(part) or _literal(folded(part)) for part in parts))
            pieces.append(Piece(found, literal))
        if pieces:
            ways.append(tuple(pieces))
    return Pattern(tuple(ways))
