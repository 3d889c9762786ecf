"""A short summary for the terminal as rich renderables; prints nothing itself. Only here and in cli rich is known."""

import re
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from expectations.baseline import Baseline
from expectations.model import DocumentResult, Finding
from expectations.report.view import entity_of, year_of
from expectations.report.words import SEVERITIES, STATES, STATUSES
from ingest.model import Text

FIRST_FINDINGS = 5
LONGEST = 160
"""Characters of one message; the report has all of it."""
STYLES = {"error": "bold red", "warning": "yellow", "info": "blue"}
WORDS = {**SEVERITIES, **STATES, **STATUSES}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")


def safe(text: str) -> str:
    """Words of a document without anything a terminal would obey."""
    return _CONTROL.sub(" ", text)


def whole(
    results: Sequence[DocumentResult],
    page: str,
    lang: str,
    baseline: Baseline | None = None,
    notes: Sequence[Text] = (),
) -> RenderableType:
    """Summarise a run: each document that was checked, one line over all, and the path of the page to open last."""
    read = [result for result in results if result.canonical.document.status not in {"refused", "unreadable"}]
    lines: list[RenderableType] = [summary(result, lang) for result in read]
    lines.append(overview(results, lang))
    if baseline is not None:
        found = [finding for result in results for finding in result.findings]
        new, gone = len(baseline.new(found)), baseline.gone(found)
        said = (
            f"与基线相比：新增 {new} 处，消失 {gone} 处"
            if lang == "zh"
            else f"against the baseline: {new} new, {gone} gone"
        )
        lines.append(Styled(said))
    lines += [Styled(safe(note[lang]), style="yellow") for note in notes]
    return Group(*lines, Styled(page))


def summary(result: DocumentResult, lang: str) -> RenderableType:
    """Make verdict, counts and first findings of one document; wraps at the width of the console."""
    info = result.canonical.document
    head = Styled(safe(info.path), style="bold")
    entity = entity_of(result.canonical)
    if entity:
        head.append(f"  {safe(entity[lang])} {year_of(result.canonical) or ''}".rstrip(), style="not bold")
    lines: list[RenderableType] = [head]
    if info.status in {"refused", "unreadable"}:
        reason = f"{WORDS[info.status][lang]}: {safe(info.reason[lang] if info.reason else '')}"
        return Group(head, Padding(Styled(reason, style="yellow"), (0, 0, 0, 2)))
    lines.append(Padding(_verdict(result, lang), (0, 0, 0, 2)))
    counts = [f"{WORDS[s][lang]} {n}" for s, n in result.coverage.items() if s != "checks"]
    lines.append(Padding(Styled(" · ".join(counts), style="dim"), (0, 0, 0, 2)))
    if info.status == "partial" and info.reason is not None:
        partly = f"{WORDS[info.status][lang]}: {safe(info.reason[lang])}"
        lines.append(Padding(Styled(partly, style=STYLES["warning"]), (0, 0, 0, 2)))
    shown = [finding for finding in result.findings if finding.waived is None]
    if shown:
        lines.append(Padding(_table(result, shown[:FIRST_FINDINGS], lang), (0, 0, 0, 2)))
    more = len(shown) - FIRST_FINDINGS
    if more > 0:
        text = f"……另有 {more} 处，见报告" if lang == "zh" else f"… {more} more in the report"
        lines.append(Padding(Styled(text, style="dim"), (0, 0, 0, 2)))
    return Group(*lines)


def overview(results: Sequence[DocumentResult], lang: str) -> RenderableType:
    """Give one line over all documents of a run."""
    errors, warnings = (
        sum(f.severity == s for r in results for f in r.findings if f.waived is None) for s in ("error", "warning")
    )
    undone = sum(r.canonical.document.status in {"refused", "unreadable"} for r in results)
    partly = sum(r.canonical.document.status == "partial" for r in results)
    style = STYLES["error"] if errors else STYLES["warning"] if warnings or undone or partly else "bold green"
    if lang == "zh":
        text = f"{len(results)} 份文件：{errors} 处错误，{warnings} 处疑点"
        text += f"，{partly} 份部分读取" if partly else ""
        return Styled(text + (f"，{undone} 份未能校验" if undone else ""), style=style)
    text = f"{_plural(len(results), 'document')}: {_plural(errors, 'error')}, {_plural(warnings, 'warning')}"
    text += f", {partly} read in part" if partly else ""
    return Styled(text + (f", {undone} could not be checked" if undone else ""), style=style)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _verdict(result: DocumentResult, lang: str) -> Styled:
    errors, warnings = (sum(f.severity == s for f in result.findings if f.waived is None) for s in ("error", "warning"))
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


def _table(result: DocumentResult, found: Sequence[Finding], lang: str) -> RenderableType:
    """The findings in columns that fit 80 characters: severity and rule, place, message."""
    titles = {info.id: info.title for info in result.canonical.tables}
    table = Table(box=None, padding=(0, 1, 0, 0), show_header=False, expand=True)
    table.add_column(width=9, no_wrap=True)
    table.add_column(width=12, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for finding in found:
        head = Styled(f"{WORDS[finding.severity][lang]}\n", style=STYLES[finding.severity])
        head.append(finding.rule, style="bold")
        message = safe(finding.message[lang])
        message = message if len(message) <= LONGEST else message[:LONGEST] + "…"
        table.add_row(head, Styled(_place(finding, titles, lang), style="dim"), Styled(message))
    return table


def _place(finding: Finding, titles: dict[str, str], lang: str) -> str:
    """Page or line, and the table."""
    place = finding.location
    lines = []
    if place["page"]:
        lines.append(f"第{place['page']}页" if lang == "zh" else f"page {place['page']}")
    elif place["line"]:
        lines.append(f"第{place['line']}行" if lang == "zh" else f"line {place['line']}")
    if place["table"]:
        lines.append(safe(titles.get(str(place["table"]), str(place["table"])))[:40])
    return "\n".join(lines)
