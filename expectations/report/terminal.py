"""A short summary for the terminal as rich renderables; prints nothing itself. Only here and in cli rich is known."""

import re
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from expectations.model import DocumentResult, Finding

FIRST_FINDINGS = 3
STYLES = {"error": "bold red", "warning": "yellow", "info": "blue"}
WORDS = {
    "error": {"zh": "错误", "en": "error"},
    "warning": {"zh": "疑点", "en": "warning"},
    "info": {"zh": "提示", "en": "info"},
    "refused": {"zh": "不属于可校验的文件", "en": "not a document gouji checks"},
    "unreadable": {"zh": "无法读取", "en": "unreadable"},
    "passed": {"zh": "相符", "en": "passed"},
    "rounding": {"zh": "尾差", "en": "rounding"},
    "implausible": {"zh": "可疑", "en": "implausible"},
    "failed": {"zh": "不符", "en": "failed"},
    "not_checked": {"zh": "未校验", "en": "not checked"},
    "not_applicable": {"zh": "不适用", "en": "not applicable"},
}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")


def safe(text: str) -> str:
    """Words of a document without anything a terminal would obey."""
    return _CONTROL.sub(" ", text)


def whole(results: Sequence[DocumentResult], page: str, lang: str) -> RenderableType:
    """Summarise a run: each document that was checked, one line over all, and the path of the page to open last."""
    read = [result for result in results if result.canonical.document.status not in {"refused", "unreadable"}]
    return Group(*(summary(result, lang) for result in read), overview(results, lang), Styled(page))


def summary(result: DocumentResult, lang: str) -> RenderableType:
    """Make verdict, counts and first findings of one document; wraps at the width of the console."""
    info = result.canonical.document
    head = Styled(safe(info.path), style="bold")
    if info.entity:
        head.append(f"  {safe(info.entity)} {info.fiscal_year or ''}".rstrip(), style="not bold")
    lines: list[RenderableType] = [head]
    if info.status in {"refused", "unreadable"}:
        reason = f"{WORDS[info.status][lang]}: {safe(info.reason or '')}"
        return Group(head, Padding(Styled(reason, style="yellow"), (0, 0, 0, 2)))
    lines.append(Padding(_verdict(result, lang), (0, 0, 0, 2)))
    counts = [f"{WORDS[s][lang]} {n}" for s, n in result.coverage.items() if s != "checks"]
    lines.append(Padding(Styled(" · ".join(counts), style="dim"), (0, 0, 0, 2)))
    lines += [Padding(_finding(f, lang), (0, 0, 0, 2)) for f in result.findings[:FIRST_FINDINGS]]
    more = len(result.findings) - FIRST_FINDINGS
    if more > 0:
        text = f"……另有 {more} 处，见报告" if lang == "zh" else f"… {more} more in the report"
        lines.append(Padding(Styled(text, style="dim"), (0, 0, 0, 2)))
    return Group(*lines)


def overview(results: Sequence[DocumentResult], lang: str) -> RenderableType:
    """Give one line over all documents of a run."""
    errors, warnings = (sum(f.severity == s for r in results for f in r.findings) for s in ("error", "warning"))
    undone = sum(r.canonical.document.status in {"refused", "unreadable"} for r in results)
    style = STYLES["error"] if errors else STYLES["warning"] if warnings or undone else "bold green"
    if lang == "zh":
        text = f"{len(results)} 份文件：{errors} 处错误，{warnings} 处疑点"
        return Styled(text + (f"，{undone} 份未能校验" if undone else ""), style=style)
    text = f"{len(results)} documents: {errors} errors, {warnings} warnings"
    return Styled(text + (f", {undone} could not be checked" if undone else ""), style=style)


def _verdict(result: DocumentResult, lang: str) -> Styled:
    errors, warnings = (sum(f.severity == s for f in result.findings) for s in ("error", "warning"))
    checks, skipped = result.coverage["checks"], result.coverage["not_checked"]
    if not any(result.coverage[s] for s in ("passed", "rounding", "implausible", "failed")):
        text = "没有任何校验得出结论" if lang == "zh" else "no check gave a verdict"
        return Styled(text, style=STYLES["warning"])
    style = STYLES["error"] if errors else STYLES["warning"] if warnings else "bold green"
    if lang == "zh":
        text = f"发现 {errors} 处错误" if errors else "未发现错误"
        text += f"，{warnings} 处疑点" if warnings else ""
        text += f"（{checks} 项校验" + (f"，{skipped} 项未能校验" if skipped else "") + "）"
    else:
        text = f"{errors} error{'' if errors == 1 else 's'}" if errors else "no error found"
        text += f", {warnings} warning{'' if warnings == 1 else 's'}" if warnings else ""
        text += f" ({checks} checks" + (f", {skipped} not checked" if skipped else "") + ")"
    return Styled(text, style=style)


def _finding(finding: Finding, lang: str) -> Styled:
    text = Styled()
    text.append(f"{WORDS[finding.severity][lang]} ", style=STYLES[finding.severity])
    text.append(f"{finding.rule} ", style="bold")
    place = finding.location
    if place["page"]:
        text.append(f"第{place['page']}页 " if lang == "zh" else f"p. {place['page']} ", style="dim")
    elif place["line"]:
        text.append(f"第{place['line']}行 " if lang == "zh" else f"line {place['line']} ", style="dim")
    return text.append(safe(finding.message[lang]))
