"""Bytes of a text file → text and the encoding it was read in, which is stated and never silently guessed.

Order: byte order mark, UTF-16 and UTF-32 without one (by their zero bytes), UTF-8, then GB18030 against Big5, by
which of the two readings speaks of income, expenditure and budgets.
"""

import re

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = bytes(sorted({*range(32)} - {9, 10, 12, 13}))
_SAMPLE = 65536
_DAMAGED = 1000
"""One unreadable byte in so many still leaves a text: a converter cut a character in two, or left a NUL in it."""
_SUBJECT = re.compile(
    r"收入|支出|年度|单位|單位|部门|部門|财政|財政|预算|預算|决算|決算|合计|合計|项目|項目|绩效|績效|万元|萬元|情况|情況"
)
_COMMON = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·\x20-\x7e\t\r\n\f]")


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of the encoding it was read in.

    A UTF-8 file with a few unreadable bytes is read with U+FFFD in their places, one with a few control characters
    without them, and the name says so.
    Raises ValueError if the bytes are no text in any known encoding.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding), encoding
    wide = _wide(data)
    if wide is not None:
        return wide
    plain = data.translate(None, _CONTROL)
    removed = len(data) - len(plain)
    if removed * _DAMAGED > len(data):
        raise ValueError("control characters: not a text file")
    try:
        text, encoding = plain.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = _multibyte(plain)
    return text, f"{encoding}, {removed} control characters removed" if removed else encoding


def _wide(data: bytes) -> tuple[str, str] | None:
    """Read UTF-16 without a mark: its line ends, digits and tabs have a zero byte, always on the same side."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) > max(even, odd) // 20:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return (text, encoding) if _share(text[:_SAMPLE]) > 0.9 else None


def _multibyte(data: bytes) -> tuple[str, str]:
    readings = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            readings.append((data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    scored = [(len(_SUBJECT.findall(text)), _share(text[:_SAMPLE]), text, name) for text, name in readings]
    best = max(scored, key=lambda item: item[:2], default=None)
    patched = data.decode("utf-8", errors="replace")
    damaged = patched.count("\ufffd")
    if damaged * _DAMAGED <= len(patched) and (best is None or len(_SUBJECT.findall(patched)) >= best[0]):
        return patched, f"utf-8, {damaged} unreadable bytes replaced"
    if best is None or best[1] < 0.8:
        raise ValueError("neither UTF-8, UTF-16, GB18030 nor Big5")
    return best[2], "big5" if best[3] == "big5hkscs" else best[3]


def _share(text: str) -> float:
    """The part of the characters that a Chinese report is made of."""
    return len(_COMMON.findall(text)) / len(text) if text else 0.0
