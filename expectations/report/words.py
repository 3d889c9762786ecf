"""The words of a report for states and kinds, in both languages, and texts made fit to be shown."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from expectations.model import Text

SEVERITIES: Mapping[str, Text] = {
    "error": {"zh": "错误", "en": "error"},
    "warning": {"zh": "疑点", "en": "warning"},
    "info": {"zh": "提示", "en": "hint"},
}
STATUSES: Mapping[str, Text] = {
    "passed": {"zh": "相符", "en": "passed"},
    "rounding": {"zh": "尾差", "en": "rounding"},
    "implausible": {"zh": "可疑", "en": "implausible"},
    "failed": {"zh": "不符", "en": "failed"},
    "not_applicable": {"zh": "不适用", "en": "not applicable"},
    "not_checked": {"zh": "未校验", "en": "not checked"},
}
STATES: Mapping[str, Text] = {
    "checked": {"zh": "已校验", "en": "checked"},
    "partial": {"zh": "部分校验", "en": "partly checked"},
    "refused": {"zh": "不属于可校验的文件", "en": "not a document gouji checks"},
    "unreadable": {"zh": "无法读取", "en": "unreadable"},
}
KINDS: Mapping[str, Text] = {
    "final_accounts": {"zh": "部门决算", "en": "final accounts"},
    "self_assessment": {"zh": "绩效自评表", "en": "self-assessment form"},
    "evaluation": {"zh": "绩效评价报告", "en": "evaluation report"},
    "generic": {"zh": "其他表格文件", "en": "other tables"},
    "unknown": {"zh": "未识别", "en": "unknown"},
}
FAULTS: Mapping[str, Text] = {
    "document": {"zh": "报告本身的问题", "en": "in the report itself"},
    "extraction": {"zh": "读取存疑", "en": "our reading is in doubt"},
    "undecided": {"zh": "待人工判断", "en": "a person decides"},
}
FAMILIES: Mapping[str, Text] = {
    "DOC": {"zh": "文件", "en": "document"},
    "LB": {"zh": "标签", "en": "labels"},
    "TAB": {"zh": "表式", "en": "table form"},
    "T": {"zh": "表内", "en": "inside a table"},
    "X": {"zh": "表间", "en": "between tables"},
    "U": {"zh": "分单位", "en": "by unit"},
    "N": {"zh": "情况说明", "en": "narrative"},
    "NI": {"zh": "情况说明内部", "en": "inside the narrative"},
    "F": {"zh": "自评表", "en": "self-assessment forms"},
    "SC": {"zh": "评分", "en": "scores"},
    "PS": {"zh": "项目摘要", "en": "project summaries"},
    "EV": {"zh": "评价报告", "en": "evaluation reports"},
    "Y": {"zh": "年度间", "en": "between years"},
}
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_FAMILY = re.compile(r"[A-Za-z]+")


def seen(text: str) -> str:
    """Show what would be invisible, reorder the text or break a file as U+FFFD; tabs and line ends stay."""
    return _UNSEEN.sub("\ufffd", text)


def line(text: str) -> str:
    """As `seen`, on one line."""
    return " ".join(seen(text).split())


def quoted(path: str) -> str:
    """A path as part of an address; bytes that are no UTF-8 keep their value, other halves of pairs become `?`."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "replace")
    return quote(data, safe="/.-_~")


def family(rule: str) -> str:
    """The family of a rule: the letters its id begins with (`T01-3` → `T`); the whole id where there are none."""
    match = _FAMILY.match(rule)
    return match[0] if match else rule


def place_words(location: Mapping[str, object], titles: Mapping[str, str], lang: str) -> str:
    """Say where something is printed: page or line, table, row and column, on one line."""
    parts: list[str] = []
    if location["page"]:
        parts.append(f"第{location['page']}页" if lang == "zh" else f"page {location['page']}")
    elif location["line"]:
        parts.append(f"第{location['line']}行" if lang == "zh" else f"line {location['line']}")
    if location["table"]:
        parts.append(f"《{titles.get(str(location['table']), str(location['table']))}》")
    names = [str(location[key]) for key in ("row", "column") if location[key]]
    if names:
        parts.append(" / ".join(names))
    if not location["table"] and location["section"]:
        parts.append(str(location["section"]))
    return line(" ".join(parts))
