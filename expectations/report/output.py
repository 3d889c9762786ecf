"""findings.json: everything a run found, for programs. The shape is `docs/findings.schema.json`."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from expectations.model import DocumentResult, Finding, Gap, Rounding
from expectations.places import location_of
from expectations.quality import cited
from expectations.report.files import write_text
from expectations.wording import plain
from ingest.facts import Doubt

SCHEMA = "gouji.findings/1"


def tool() -> dict[str, str]:
    """Name and version of what wrote a file; a clone that was never installed has no version."""
    try:
        return {"name": "gouji", "version": version("gouji")}
    except PackageNotFoundError:
        return {"name": "gouji", "version": "0+unknown"}


def run_record(
    started: datetime, seconds: float, command: str, suites: Sequence[tuple[str, str, str]]
) -> dict[str, object]:
    """Describe the run: `suites` are (name, version, sha256); SOURCE_DATE_EPOCH (seconds) replaces `started`."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else started.astimezone(UTC)
    return {
        "started": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "seconds": round(seconds, 3),
        "command": command,
        "suites": [{"name": name, "version": number, "sha256": sha} for name, number, sha in suites],
    }


def build(
    results: Sequence[DocumentResult], run: Mapping[str, object], pairs: Sequence[Mapping[str, object]] = ()
) -> dict[str, object]:
    """Make the whole of findings.json as plain lists and dicts, in the order of the contract."""
    return {
        "schema": SCHEMA,
        "tool": tool(),
        "run": dict(run),
        "documents": [_document(r) for r in results],
        "findings": [_finding(f) for r in results for f in r.findings],
        "rounding": [_rounding(x) for r in results for x in r.rounding],
        "not_checked": [_gap(x) for r in results for x in r.not_checked],
        "doubts": [_doubt(d) for r in results for d in r.canonical.doubts],
        "pairs": [dict(p) for p in (*(p for r in results for p in r.pairs), *pairs)],
        "coverage": [{"document": r.canonical.document.id, **r.coverage} for r in results],
    }


def write(
    path: Path, results: Sequence[DocumentResult], run: Mapping[str, object], pairs: Sequence[Mapping[str, object]] = ()
) -> None:
    """Write findings.json; raises OSError."""
    write_text(path, json.dumps(build(results, run, pairs), ensure_ascii=False, indent=1) + "\n")


def _document(result: DocumentResult) -> dict[str, object]:
    info = result.canonical.document
    return {
        "id": info.id,
        "path": info.path,
        "sha256": info.sha256,
        "kind": info.kind,
        "entity": info.entity,
        "fiscal_year": info.fiscal_year,
        "profile": info.profile,
        "pages": info.pages,
        "tables": len(result.canonical.tables),
        "facts": len(result.canonical.facts),
        "claims": len(result.canonical.claims),
        "forms": len(result.canonical.forms),
        "status": info.status,
        "reason": _plain(info.reason),
        "pages_unread": list(info.pages_unread),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {f.name: _plain(getattr(finding, f.name)) for f in fields(finding)}


def _plain(value: object) -> object:
    """Mappings and tuples as the dicts and lists of JSON."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    return value


def _rounding(line: Rounding) -> dict[str, object]:
    return {
        "document": line.document,
        "rule": line.rule,
        "table": line.table,
        "count": line.count,
        "largest": plain(line.largest),
    }


def _gap(line: Gap) -> dict[str, object]:
    return {"document": line.document, "rule": line.rule, "scope": line.scope, "reason": dict(line.reason)}


def _doubt(doubt: Doubt) -> dict[str, object]:
    return {
        "document": doubt.document,
        "location": location_of(doubt.location),
        "readings": [{"raw": raw, "value": value, "reader": reader} for raw, value, reader in doubt.readings],
        "reason": _plain(cited(doubt.reason)),
        "repaired": doubt.repaired,
    }
