"""results.sarif: SARIF 2.1.0, what code scanning services annotate a change with.

A text has lines, so its findings have regions. A PDF has none: its page stands in the message and in the properties.
"""

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from expectations.model import DocumentResult, Finding
from expectations.order import rule_order
from expectations.report.material import Material
from expectations.report.output import tool
from expectations.report.words import place_words, quoted, seen

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVEL = {"manual": "none", "error": "error", "warning": "warning", "info": "note"}
MOST_RELATED = 20

Json = dict[str, Any]


def text(material: Material) -> str:
    """The whole file."""
    rules = sorted(
        {finding.rule for _, finding in material.findings()} | {r.id for r in material.rules}, key=rule_order
    )
    unread = [r for r in material.results if r.canonical.document.status in ("refused", "unreadable")]
    known = {rule.id: rule for rule in material.rules}
    run: Json = {
        "tool": {"driver": {**tool(), "rules": [_rule(name, known, material.lang) for name in rules]}},
        "language": "en-US" if material.lang == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [
                    *(_unread(result, material.lang) for result in unread),
                    *({"level": "warning", "message": {"text": seen(note[material.lang])}} for note in material.notes),
                ],
            }
        ],
        "artifacts": [_artifact(result) for result in material.results],
        "results": [
            _result(result, finding, rules.index(finding.rule), material) for result, finding in material.findings()
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def uri(path: str) -> str:
    """A path as given, as a relative (or file:) URI reference with forward slashes."""
    posix = PurePath(path).as_posix()
    address = quoted(posix)
    return f"file:///{address.lstrip('/')}" if posix.startswith("/") else address


def _rule(name: str, known: Mapping[str, Any], lang: str) -> Json:
    rule = known.get(name)
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.title[lang]},
        "fullDescription": {"text": rule.because[lang]},
        "defaultConfiguration": {"level": LEVEL[rule.severity]},
    }


def _artifact(result: DocumentResult) -> Json:
    info = result.canonical.document
    made: Json = {"location": {"uri": uri(info.path)}, "roles": ["analysisTarget"]}
    if info.sha256:
        made["hashes"] = {"sha-256": info.sha256}
    return made


def _unread(result: DocumentResult, lang: str) -> Json:
    info = result.canonical.document
    return {
        "level": "error",
        "message": {"text": seen(f"{info.path}: {info.reason[lang] if info.reason else info.status}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(info.path)}}}],
    }


def _result(result: DocumentResult, finding: Finding, index: int, material: Material) -> Json:
    titles = {info.id: info.title for info in result.canonical.tables}
    where = place_words(finding.location, titles, material.lang)
    made: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVEL[finding.severity],
        "message": {"text": seen(" ".join(filter(None, (where, finding.message[material.lang]))))},
        "locations": [_location(result, finding.location)],
        "partialFingerprints": {"goujiFinding/v1": finding.id},
        "properties": {"fault": finding.fault, "page": finding.location["page"]},
    }
    related = [
        _location(result, place) | {"message": {"text": seen(str(place["raw"]) or "-")}}
        for place in finding.evidence[:MOST_RELATED]
        if place["page"] or place["line"]
    ]
    if related:
        made["relatedLocations"] = related
    if finding.waived is not None:
        reason = f"{finding.waived['reason']} ({finding.waived['by']}, {finding.waived['until']})"
        made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": seen(reason)}]
    if material.baseline is not None:
        made["baselineState"] = "unchanged" if finding.id in material.baseline.ids else "new"
    return made


def _location(result: DocumentResult, place: Mapping[str, object]) -> Json:
    physical: Json = {"artifactLocation": {"uri": uri(result.canonical.document.path)}}
    if place["line"]:
        physical["region"] = {"startLine": place["line"], "endLine": place["line_end"] or place["line"]}
    made: Json = {"physicalLocation": physical}
    name = " / ".join(str(place[key]) for key in ("table", "row", "column") if place[key])
    if name:
        made["logicalLocations"] = [{"fullyQualifiedName": seen(name)}]
    return made
