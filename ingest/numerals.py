"""Printed figures → exact values. "1,234.50" is Decimal("1234.50") with two decimals; nothing is ever a float."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_DASHES = str.maketrans("−－–—―", "-----")
_AMOUNT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_BRACKETED = re.compile(r"\((\d[\d,]*(?:\.\d+)?)\)")
_DIGIT = re.compile(r"\d")
_TWO = re.compile(r"\d\s+[-+]?\d")
_RESIDUE = re.compile(r"</?[A-Za-z][^<>]{0,40}>|[*$\\]|\s")
_ZERO_MARKS = frozenset({"", "-", "--", "---", "_", "__", "/", "\\", "无", "…", "……"})
_UNIT = re.compile(r"[\u4e00-\u9fff（）()/%‰]*")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One printed number: `value` keeps the printed decimals; `percent` says whether a % sign stood beside it."""

    raw: str
    value: Decimal
    percent: bool = False

    @property
    def decimals(self) -> int:
        """How many digits are printed after the point."""
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) else 0


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Full-width digits, points, commas and dashes to their plain forms; residue of mark-up and blanks removed."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return _RESIDUE.sub("", folded).replace("，", ",")


@lru_cache(maxsize=50_000)
def is_blank(text: str) -> bool:
    """Whether an amount cell says nothing, or zero without a digit: empty, a dash, a stroke."""
    return fold(text) in _ZERO_MARKS


def has_digit(text: str) -> bool:
    """Whether anything in the text is a decimal digit (of any width)."""
    return _DIGIT.search(text) is not None


@lru_cache(maxsize=50_000)
def parse_amount(text: str) -> Numeral | None:
    """Read a whole cell as one number, else None.

    A thousands comma must stand where it belongs: "1,23.45" is not a number, and neither is "12.5 13.5"
    (two numbers in a cell; the blank is looked at before it is removed).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _TWO.search(plain):
        return None
    folded = fold(text)
    percent = folded.endswith("%")
    body = folded[:-1] if percent else folded
    bracketed = _BRACKETED.fullmatch(body)
    if bracketed is not None:
        body = "-" + bracketed[1]
    if _AMOUNT.fullmatch(body) is None:
        return None
    return Numeral(text, Decimal(body.replace(",", "")), percent)


def parse_quantity(text: str) -> tuple[Numeral, str] | None:
    """Read a number with a trailing unit word, as weights are printed: "10 分" → (10, "分")."""
    folded = fold(text)
    match = _AMOUNT.match(folded)
    if match is None or _UNIT.fullmatch(folded[match.end() :]) is None:
        return None
    return Numeral(text, Decimal(match[0].replace(",", "")), folded.endswith("%")), folded[match.end() :]
