r"""What extraction leaves in the words of a report: mark-up, LaTeX, dot leaders, page numbers; removed for reading.

The raw line is still found by its location. Only marks go; words, digits and their order stay.
"""

import re
import unicodedata

_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--.*?-->")
_STARS = re.compile(r"\*{2,}|(?<!\S)\*(?=\S)|(?<=[\u4e00-\u9fff])\*(?=[\u4e00-\u9fff])")
_COMMAND = re.compile(r"\\(?:mathrm|mathbf|text|textbf|mathit|operatorname)\s*\{([^{}]*)\}")
_SIGNS = {
    r"\geqslant": "≥",
    r"\leqslant": "≤",
    r"\geq": "≥",
    r"\leq": "≤",
    r"\ge": "≥",
    r"\le": "≤",
    r"\times": "×",
    r"\cdot": "·",
    r"\%": "%",
    r"\$": "$",
    r"\&": "&",
    r"\_": "_",
    r"\#": "#",
}
_SIGN = re.compile(r"\\(?:geqslant|leqslant|geq|leq|ge|le|times|cdot)(?![A-Za-z])|\\[%$&_#]")
_MATH = re.compile(r"\$([^$]{1,80})\$")
_FIELD = re.compile(r"PAGEREF\s+\S+(?:\s+\\h)?|HYPERLINK\s+(?:\\l\s+)?\"[^\"]*\"|TOC\s+\\[a-z]\s+\"[^\"]*\"")
_LEADERS = re.compile(r"\s*(?:[.．·•]{4,}|…{2,})\s*(?:[-—]?\s*\d{1,4}\s*[-—]?)?\s*$")
_ENTRY = 300
"""An entry of the 目录 is shorter than this."""
_DIGITS = str.maketrans("０１２３４５６７８９．％－", "0123456789.%-")
_WIDE = frozenset(map(chr, _DIGITS))
_FULL_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?:\D|$)|\d{3}，\d{3})")
_PAGE = re.compile(r"[-—–－·~\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／]?\s*共?\s*\d{1,4}\s*页)?[-—–－·~\s]*")
_BLANKS = re.compile(r"[ \u00a0\u3000]+")


def clean(text: str) -> str:
    """Remove mark-up and fold full-width digits; one blank at most between two words."""
    if not _WIDE.isdisjoint(text):
        text = text.translate(_DIGITS)
    if "<" in text:
        text = _TAGS.sub("", text)
    if "*" in text:
        text = _STARS.sub("", text)
    if "PAGEREF" in text or "HYPERLINK" in text or "TOC" in text:
        text = _FIELD.sub("", text)
    text = without_formulas(text)
    if "，" in text:
        text = _FULL_COMMA.sub(",", text)
    if len(text) < _ENTRY:
        text = _LEADERS.sub("", text)
    return _BLANKS.sub(" ", text).strip()


def without_formulas(text: str) -> str:
    r"""LaTeX that a converter has left around figures and signs, as what it shows: $1.00$, 5\%."""
    if "\\" not in text and "$" not in text:
        return text
    text = _COMMAND.sub(r"\1", text)
    text = _MATH.sub(lambda match: match[1].strip(), text)
    return _SIGN.sub(lambda match: _SIGNS[match[0]], text).replace("\\", "")


def is_contents(text: str) -> bool:
    """Whether a line of the 目录 ends in dot leaders."""
    return len(text) < _ENTRY and _LEADERS.search(text) is not None and "…" not in text[:4]


def is_page_number(text: str) -> bool:
    """Whether a line is a page number and nothing else: 12, - 12 -, 第 12 页."""
    return any(c.isdigit() for c in text) and _PAGE.fullmatch(unicodedata.normalize("NFKC", text)) is not None
