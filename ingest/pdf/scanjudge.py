"""A line as the model reads it, and what it looks like → its text, and how sure that is.

Figures are trusted only where two looks that do not know of each other agree; what is in doubt has less than SURE.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.model import SURE

if TYPE_CHECKING:
    from ingest.pdf.scanread import Reading

NUMBER = re.compile(r"[-+]?\(?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?%?|[-—]")
_GROUPED = re.compile(r"([-+]?\(?\d{1,3}(?:[.,]\d{3})+)(\.\d{1,2}\)?%?)")
_TORN = re.compile(r"\d +\d")
_EITHER = re.compile(r"\d{1,3}[.,]\d{3}")
DASHES = ("-", "—")
_SPLASHES = re.compile(r"(?<=[\u4e00-\u9fff])[.,·、'‘’`“”]+$")
"""What dirt behind a word is read as; no label of a table ends so."""
_LIKELY = 0.4
"""A number that is spelled by its shapes as the model reads it needs no more confidence of the model than this."""
_HALF = 0.5
"""At most as sure is what no second look confirms."""
_HAN = 6
"""Han characters that tell whether print stands upright."""
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("OoQDＯ〇○", "0"),
        **dict.fromkeys("lI|i!丨", "1"),
        **dict.fromkeys("Zz", "2"),
        **dict.fromkeys("Ss", "5"),
        **dict.fromkeys("bG", "6"),
        **dict.fromkeys("B", "8"),
        **dict.fromkeys("gq", "9"),
        **dict.fromkeys("、'‘’`", ","),
        **dict.fromkeys("·・•。", "."),
        **dict.fromkeys("–−_一ー", "-"),
    }
)
"""What is taken for a sign of a number where nothing but a number stands."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a line looks like, whatever it reads."""

    pieces: int
    """Of ink."""
    spelling: str | None = None
    """By its shapes, all stops as full stops; None where they do not tell."""
    fits: bool = False
    """It is as long as the signs it reads as."""
    gap: bool = False
    """There is room for a stop between two of its pieces."""
    dash: str = ""
    """It is one low stroke, a short one or a long one."""
    sealed: bool = False
    """A seal stands over it."""


def numeric(text: str) -> str:
    """A text as the number it may be meant for: signs that look like figures are taken for them.

    Of several stops only the last can be the decimal point: those before it, three figures apart, are commas.
    """
    number = _folded(text).translate(_ALIKE).replace(" ", "")
    grouped = _GROUPED.fullmatch(number)
    return number if grouped is None else grouped[1].replace(".", ",") + grouped[2]


def judged(reading: "Reading", look: Look) -> tuple[str, float]:
    """The text of a line and how sure it is; a number must be confirmed by a second look, or it is in doubt.

    The second look is its spelling by shapes. Where the shapes do not tell (too few numbers on the page, another
    font), the reading among figures only and its length or its pieces of ink must confirm it, and nothing may have
    been put right (O for 0, l for 1). A seal may hide a part of a figure.
    """
    text = _folded(reading.text)
    cleaned = numeric(text)
    figures = any(sign.isdigit() for sign in text)
    if look.dash and (cleaned in DASHES or not any(map(str.isalnum, text))):
        return look.dash, _HALF if look.sealed else SURE
    if not NUMBER.fullmatch(cleaned) or not (figures or cleaned in DASHES):
        # a bracket is as likely the wide one as the narrow one, and neither tells labels apart
        telling = [sure for sign, sure in zip(reading.text, reading.sure, strict=True) if sign.isalnum()]
        sure = min(telling or reading.sure, default=0.0)
        spoiled = figures and not re.search(r"[^\W\d_]", text)
        return _SPLASHES.sub("", reading.text.strip()), min(sure, 0.3) if spoiled else sure
    # a blank inside a number is the model's guess from a gap: the decimal point may be lost there
    gap = "." not in cleaned and (look.gap or _TORN.search(text) is not None)
    sure = min((sure for sign, sure in zip(reading.text, reading.sure, strict=True) if sign != " "), default=0.0)
    if look.sealed:
        return cleaned, min(sure, _HALF)
    if cleaned in DASHES:
        return cleaned, min(sure, _HALF)
    if look.spelling is not None:
        confirmed = _spelled(reading, look, cleaned) and sure >= _LIKELY and (look.fits or not gap)
        return cleaned, max(sure, SURE) if confirmed else min(sure, _HALF)
    same = _folded(reading.numeric).replace("−", "-") == cleaned == text.replace(" ", "")
    signs = sum(3 if sign == "%" else 1 for sign in cleaned)
    return cleaned, sure if same and (look.fits or (look.pieces == signs and not gap)) else min(sure, _HALF)


def _spelled(reading: "Reading", look: Look, cleaned: str) -> bool:
    """Whether the shapes of a line spell the number that is read there.

    A stop that touches a figure may be lost among the shapes, and nothing but its tail tells a comma: then the stops
    must be read surely. Where the shapes have one more, the line must be as long as the signs that are read.
    """
    plain, shapes = cleaned.replace(",", "."), (look.spelling or "").strip(".")
    if shapes == plain and not _EITHER.fullmatch(cleaned):
        return True
    stops = [sure for sign, sure in zip(reading.text, reading.sure, strict=True) if not sign.isalnum() and sign != " "]
    same = shapes.replace(".", "") == plain.replace(".", "")
    return same and min(stops, default=1.0) >= SURE and (look.fits or shapes.count(".") <= plain.count("."))


def legible(readings: Sequence["Reading"]) -> float:
    """The share of the Han characters that are read surely, or of all signs where there are few; 1 without any.

    Of upright print nearly all are; print that lies on its head is read as anything (figures are not: they look alike).
    """
    signs = [pair for one in readings for pair in zip(one.text, one.sure, strict=True) if pair[0] != " "]
    han = [sure for sign, sure in signs if _is_han(sign)]
    taken = han if len(han) >= _HAN else [sure for _, sure in signs]
    return sum(sure >= SURE for sure in taken) / len(taken) if taken else 1.0


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
