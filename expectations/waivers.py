"""Findings that a person has looked at and does not want to fail on: a YAML file → findings with `waived` set.

    - id: 1f0c3a9be771            # one finding, or
      reason: 年末结账后调整，已在附注说明
      by: 王复核
      until: 2026-12-31
    - rule: T03-2                 # every finding of a rule at a place of a document
      document: report.pdf        # its path as given, its file name, or its id
      place: 20805                # a row, a column or a place of a check, as the report prints it
      reason: …

A waiver has a reason, a name and a last day. One that has expired waives nothing; one that nothing needs is said aloud.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from expectations.errors import SuiteError
from expectations.model import DocumentResult, Finding, Outcome
from expectations.yamlines import Node, parse
from ingest.errors import GoujiError
from ingest.facts import DocumentInfo
from ingest.model import Text, placed, strung, verbatim

KEYS = frozenset({"id", "rule", "document", "place", "reason", "by", "until"})
SHAPE = verbatim("[{id | rule+document+place, reason, by, until}]")


class WaiversError(GoujiError):
    """A waivers file cannot be used; the message names file, line, what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry: either `id`, or `rule`, `document` and `place` together; what is not given is empty."""

    id: str
    rule: str
    document: str
    place: str
    reason: str
    by: str
    until: date
    source: str
    """file:line"""

    @property
    def name(self) -> str:
        """What it is about, in one word."""
        return self.id or f"{self.rule} {self.document} {self.place}"

    def covers(self, finding: Finding, info: DocumentInfo, checks: Mapping[str, Outcome]) -> bool:
        """Whether it is about this finding."""
        if self.id:
            return self.id == finding.id
        places = {str(finding.location[key] or "") for key in ("row", "column", "section")}
        places |= {checks[name].place for name in finding.breaks if name in checks}
        words = {word for place in places for word in (place, place.split(" ")[0])}
        named = {info.path, PurePath(info.path).name, info.id}
        return self.rule == finding.rule and self.document in named and self.place in words - {""}


@dataclass(frozen=True, slots=True)
class Waived:
    """Results with their waivers set, and the waivers that did nothing."""

    results: tuple[DocumentResult, ...]
    unused: tuple[Waiver, ...] = ()
    expired: tuple[Waiver, ...] = ()

    def notes(self) -> tuple[Text, ...]:
        """Say aloud which waivers did nothing."""
        return (
            *(
                Text(
                    f"豁免已过期（{w.until}），不再生效：{w.name}（{w.source}）",
                    f"this waiver expired on {w.until} and waives nothing: {w.name} ({w.source})",
                )
                for w in self.expired
            ),
            *(
                Text(
                    f"豁免没有对应的问题，可以删去：{w.name}（{w.source}）",
                    f"nothing needs this waiver, remove it: {w.name} ({w.source})",
                )
                for w in self.unused
            ),
        )


def load(path: str) -> tuple[Waiver, ...]:
    """Read a waivers file; raises WaiversError with the line, and OSError."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = Text("不是 UTF-8 文本", "not UTF-8 text")
        raise _wrong(path, 1, what, Text("另存为 UTF-8", "save it as UTF-8")) from error
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        return ()
    try:
        root = parse(text, path)
    except SuiteError as error:
        raise _wrong(path, error.line or 1, error.what, error.right) from error
    if not isinstance(root.value, tuple):
        raise _wrong(path, root.line, Text("应为列表", "not a list"), SHAPE)
    return tuple(_waiver(path, node) for node in root.value)


def apply(results: Sequence[DocumentResult], waivers: Sequence[Waiver], today: date) -> Waived:
    """Set `waived` on each finding that a waiver covers which is still valid on `today`."""
    valid = [waiver for waiver in waivers if waiver.until >= today]
    used: set[int] = set()

    def waived(result: DocumentResult) -> DocumentResult:
        checks = {outcome.check_id: outcome for outcome in result.outcomes}
        found = []
        for finding in result.findings:
            covering = [i for i, w in enumerate(valid) if w.covers(finding, result.canonical.document, checks)]
            used.update(covering)
            found.append(replace(finding, waived=_record(valid[covering[0]])) if covering else finding)
        return replace(result, findings=tuple(found))

    done = tuple(map(waived, results))
    return Waived(
        results=done,
        unused=tuple(waiver for i, waiver in enumerate(valid) if i not in used),
        expired=tuple(waiver for waiver in waivers if waiver.until < today),
    )


def _record(waiver: Waiver) -> Mapping[str, str]:
    return {"reason": waiver.reason, "by": waiver.by, "until": waiver.until.isoformat()}


def _waiver(path: str, node: Node) -> Waiver:
    entry = node.mapping
    if entry is None:
        raise _wrong(path, node.line, Text("应为一项豁免", "not a waiver"), SHAPE)
    for key, value in entry.items():
        if key not in KEYS:
            what, keys = Text(f"未知的键 {key!r}", f"unknown key {key!r}"), ", ".join(sorted(KEYS))
            raise _wrong(path, value.line, what, Text(f"可用：{keys}", f"keys: {keys}"))
        if value.text is None:
            raise _wrong(path, value.line, Text(f"{key} 应为文本", f"{key} is not a text"), SHAPE)
    given = {key: (entry[key].text or "").strip() if key in entry else "" for key in KEYS}
    for key in ("reason", "by", "until"):
        if not given[key]:
            right = Text("每项豁免须有理由、署名与有效期（reason、by、until）", "a waiver has reason, by and until")
            raise _wrong(path, node.line, Text(f"缺少 {key}", f"{key} is missing"), right)
    if bool(given["id"]) == all(given[key] for key in ("rule", "document", "place")):
        what = Text("没有说明豁免哪个问题", "it does not say what it waives")
        raise _wrong(
            path, node.line, what, Text("写 id，或 rule、document、place", "give id, or rule, document and place")
        )
    if given["id"] and (given["rule"] or given["document"] or given["place"]):
        what = Text("id 与 rule/document/place 只能写一种", "id and rule, document, place exclude each other")
        raise _wrong(path, node.line, what, Text("写 id，或其余三项", "give id, or the other three"))
    try:
        until = date.fromisoformat(given["until"])
    except ValueError as error:
        what = Text(f"不是日期：{given['until']}", f"not a date: {given['until']}")
        raise _wrong(path, entry["until"].line, what, verbatim("2026-12-31")) from error
    texts = {key: given[key] for key in ("id", "rule", "document", "place", "reason", "by")}
    return Waiver(**texts, until=until, source=f"{path}:{node.line}")


def _wrong(path: str, line: int, what: Text, right: Text) -> WaiversError:
    return WaiversError(placed(f"{path}:{line}", strung((what, right))))
