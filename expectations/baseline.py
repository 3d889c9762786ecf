"""An earlier findings.json: what it names already is not new, and does not fail a run."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations.model import Finding
from ingest.errors import GoujiError
from ingest.model import Text, placed, strung

SCHEMA = "gouji.findings/1"


class BaselineError(GoujiError):
    """A baseline cannot be used; the message names the file, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Ids of findings; an id stays the same between versions of a document (contract of findings.json)."""

    ids: frozenset[str]

    def new(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those that the baseline does not have."""
        return tuple(finding for finding in findings if finding.id not in self.ids)

    def gone(self, findings: Iterable[Finding]) -> int:
        """How many of the baseline are there no more."""
        return len(self.ids - {finding.id for finding in findings})


def load(path: str) -> Baseline:
    """Read a findings.json; raises BaselineError, and OSError."""
    try:
        held: Any = json.loads(Path(path).read_bytes())
    except ValueError as error:
        raise _wrong(path, Text("不是 JSON", "is no JSON")) from error
    schema = held.get("schema") if isinstance(held, dict) else None
    if schema != SCHEMA:
        raise _wrong(path, Text(f"schema 不是 {SCHEMA}", f"its schema is not {SCHEMA}"))
    found = held.get("findings")
    if not isinstance(found, list) or not all(isinstance(f, dict) and isinstance(f.get("id"), str) for f in found):
        raise _wrong(path, Text("findings 不是问题列表", "findings is no list of findings"))
    return Baseline(frozenset(f["id"] for f in found))


def _wrong(path: str, what: Text) -> BaselineError:
    todo = Text("请给出 gouji check 写出的 findings.json", "give a findings.json of gouji check")
    return BaselineError(placed(path, strung((what, todo))))
