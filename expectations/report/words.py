"""The words of a report for states and kinds, in both languages, and texts made fit to be shown."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from ingest.model import Text

SEVERITIES: Mapping[str, Text] = {
    "error": Text("错误", "error"),
    "warning": Text("疑点", "warning"),
    "info": Text("提示", "hint"),
}
STATUSES: Mapping[str, Text] = {
    "passed": Text("相符", "passed"),
    "rounding": Text("尾差", "rounding"),
    "implausible": Text("可疑", "implausible"),
    "failed": Text("不符", "failed"),
    "not_applicable": Text("不适用", "not applicable"),
    "not_checked": Text("未校验", "not checked"),
}
STATES: Mapping[str, Text] = {
    "checked": Text("已校验", "checked"),
    "partial": Text("部分校验", "partly checked"),
    "refused": Text("不属于可校验的文件", "not a document gouji checks"),
    "unreadable": Text("无法读取", "unreadable"),
}
KINDS: Mapping[str, Text] = {
    "final_accounts": Text("部门决算", "final accounts"),
    "self_assessment": Text("绩效自评表", "self-assessment form"),
    "evaluation": Text("绩效评价报告", "evaluation report"),
    "generic": Text("其他表格文件", "other tables"),
    "unknown": Text("未识别", "unknown"),
}
FAULTS: Mapping[str, Text] = {
    "document": Text("报告本身的问题", "in the report itself"),
    "extraction": Text("读取存疑", "our reading is in doubt"),
    "undecided": Text("待人工判断", "a person decides"),
}
FAMILIES: Mapping[str, Text] = {
    "DOC": Text("文件", "document"),
    "LB": Text("标签", "labels"),
    "TAB": Text("表式", "table form"),
    "T": Text("表内", "inside a table"),
    "X": Text("表间", "between tables"),
    "U": Text("分单位", "by unit"),
    "N": Text("情况说明", "narrative"),
    "NI": Text("情况说明内部", "inside the narrative"),
    "F": Text("自评表", "self-assessment forms"),
    "SC": Text("评分", "scores"),
    "PS": Text("项目摘要", "project summaries"),
    "EV": Text("评价报告", "evaluation reports"),
    "Y": Text("年度间", "between years"),
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
