"""summary.md: what a CI job shows on its page; short, and safe whatever a document says."""

import re
from collections.abc import Iterator

from expectations.model import DocumentResult, Finding
from expectations.report.material import Material
from expectations.report.words import SEVERITIES, STATES, STATUSES, line, place_words

MOST_FINDINGS = 50
MOST_DOCUMENTS = 200
LONGEST = 600
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$@:-])")
_ENTITY = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """A text as Markdown shows it unchanged: nothing becomes a link, a heading, a mention or HTML."""
    short = line(text)
    short = short if len(short) <= LONGEST else short[:LONGEST] + "…"
    return _SPECIAL.sub(r"\\\1", short.translate(_ENTITY)).replace("://", ":\u200b//").replace("www.", "www\u200b.")


def text(material: Material) -> str:
    """The whole file."""
    return "\n".join(_lines(material)) + "\n"


def _lines(material: Material) -> Iterator[str]:
    lang = material.lang
    zh = lang == "zh"
    open_findings = [(r, f) for r, f in material.findings() if f.waived is None]
    errors, warnings = (sum(f.severity == s for _, f in open_findings) for s in ("error", "warning"))
    yield (
        f"## gouji 勾稽：{errors} 处错误，{warnings} 处疑点"
        if zh
        else f"## gouji: {errors} errors, {warnings} to look at"
    )
    yield ""
    if material.baseline is not None:
        new = len(material.baseline.new(f for _, f in material.findings()))
        gone = material.baseline.gone(f for _, f in material.findings())
        yield f"与基线相比：新增 {new} 处，消失 {gone} 处。" if zh else f"Against the baseline: {new} new, {gone} gone."
        yield ""
    heads = ("文件", "状态", "错误", "疑点") if zh else ("document", "status", "errors", "to look at")
    statuses = [words[lang] for words in STATUSES.values()]
    yield _row(*heads, *statuses)
    yield _row(*["---"] * 2, *["---:"] * (2 + len(statuses)))
    for result in material.results[:MOST_DOCUMENTS]:
        yield _document(result, lang)
    yield ""
    if len(material.results) > MOST_DOCUMENTS:
        left = len(material.results) - MOST_DOCUMENTS
        yield f"另有 {left} 份文件。\n" if zh else f"{left} more documents.\n"
    for result, finding in open_findings[:MOST_FINDINGS]:
        yield _finding(result, finding, material)
    if len(open_findings) > MOST_FINDINGS:
        left = len(open_findings) - MOST_FINDINGS
        yield f"\n另有 {left} 处，见 findings.json。" if zh else f"\n{left} more are in findings.json."
    for note in material.notes:
        yield f"\n> {escaped(note[lang])}"


def _document(result: DocumentResult, lang: str) -> str:
    info = result.canonical.document
    counts = [sum(f.severity == s and f.waived is None for f in result.findings) for s in ("error", "warning")]
    state = STATES[info.status][lang] + (f": {info.reason[lang]}" if info.reason else "")
    return _row(escaped(info.path), escaped(state), *map(str, counts), *(str(result.coverage[s]) for s in STATUSES))


def _finding(result: DocumentResult, finding: Finding, material: Material) -> str:
    lang = material.lang
    titles = {info.id: info.title for info in result.canonical.tables}
    where = place_words(finding.location, titles, lang)
    new = "" if material.baseline is None or finding.id in material.known() else ("新 " if lang == "zh" else "new ")
    kind = f"{new}{SEVERITIES[finding.severity][lang]}"
    return (
        f"- **{kind}** {escaped(finding.rule)} {escaped(result.canonical.document.path)}, {escaped(where)}: "
        f"{escaped(finding.message[lang])}"
    )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
