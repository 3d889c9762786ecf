"""Printed words made comparable. Matching only: what a fact or a cell carries stays as printed."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_SIMPLIFIED = OpenCC("t2s")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,40}>|\*+")
_BLANKS = re.compile(r"[\s\u200b\ufeff“”‘’\"'「」『』]+")
"""What says nothing in a label: blanks and quotation marks."""
_ENUMERATOR = re.compile(
    r"^(?:第[一二三四五六七八九十]+(?:部分|[章节])|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,4}[、.．,，]|\d{1,2}[、.．](?!\d))"
)


def simplified(text: str) -> str:
    """Traditional characters as simplified ones (OpenCC's t2s), character for character; else the text as it is."""
    if text.isascii():
        return text
    made: str = _SIMPLIFIED.convert(text)
    return made if len(made) == len(text) else text


@lru_cache(maxsize=50_000)
def normalise(text: str) -> str:
    """Fold compatibility forms, drop mark-up and blanks, simplify characters, widen brackets: to compare labels."""
    return simplified(squeezed(text))


def squeezed(text: str) -> str:
    """`normalise` with the characters as printed: the places are the same, so that a name can be cut out to show."""
    folded = unicodedata.normalize("NFKC", _MARKUP.sub("", text))
    return _BLANKS.sub("", folded).replace("(", "（").replace(")", "）").replace(":", "：")


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """`normalise` without a leading enumerator (一、 / （一） / 1、) and the colon after a label."""
    return _ENUMERATOR.sub("", normalise(text)).rstrip("：")


def has_enumerator(text: str) -> bool:
    """Whether a label starts with an ordinal, as the class and income rows of the statutory tables do."""
    return _ENUMERATOR.match(normalise(text)) is not None


def nearly(text: str, pattern: str) -> bool:
    """Equal, or `text` lacks one character of `pattern` (a header broken at a cell edge); both normalised."""
    if text == pattern:
        return True
    if len(pattern) < 4 or len(text) != len(pattern) - 1:
        return False
    index = next((i for i, (a, b) in enumerate(zip(text, pattern, strict=False)) if a != b), len(text))
    return text[index:] == pattern[index + 1 :]
