"""List numbers at the start of a line: 第一部分, 一、, （一）, 1., 1、, （1）, ①; never amounts."""

import re
from dataclasses import dataclass

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_HAN = "一二三四五六七八九十百零"
_MARK = re.compile(
    rf"""
    (?P<part>第[{_HAN}\d]{{1,3}}(?:部分|章|编|篇))
  | (?P<annex>附\s*(?:件|表|录)\s*[{_HAN}\d]{{0,3}}(?:-\d)?(?=\s*[:：.]|\s*$|\s+\S))
  | (?P<han>[{_HAN}]{{1,5}}\s*[、.．,，])
  | (?P<han_in>[（(]\s*[{_HAN}]{{1,5}}\s*[)）])
  | (?P<number>\d{{1,3}}\s*(?:[、．]|\.(?!\d)|\.(?=20[012]\d\s*年)))
  | (?P<number_in>[（(]\s*\d{{1,3}}\s*[)）]|\d{{1,2}}\s*[)）])
  | (?P<circle>[①-⑳])
    """,
    re.VERBOSE,
)
_CIRCLE = ord("①")


@dataclass(frozen=True, slots=True)
class Mark:
    """A list number: its shape, its value (0 where there is none, 附件), as printed, and where the words begin."""

    kind: str
    value: int
    printed: str
    end: int


def mark(text: str) -> Mark | None:
    """Return the list number that a line starts with."""
    match = _MARK.match(text)
    if match is None or match.lastgroup is None:
        return None
    kind = match.lastgroup
    value = ord(match[0]) - _CIRCLE + 1 if kind == "circle" else _value(match[0])
    end = match.end()
    while end < len(text) and text[end] in " 、.．":
        end += 1
    return Mark(kind, value, re.sub(r"\s", "", match[0]), end)


def _value(text: str) -> int:
    digits = "".join(character for character in text if character.isdecimal())
    return int(digits) if digits else han(re.sub(rf"[^{_HAN}]", "", text))


def han(text: str) -> int:
    """The value of a Chinese numeral up to 999: 二十一 is 21, 一百零五 is 105; 0 for none."""
    total = digit = 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
