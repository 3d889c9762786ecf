"""What every output is made of: the results of a run and what goes with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from expectations.baseline import Baseline
from expectations.model import DocumentResult, Finding
from expectations.rule import Rule
from ingest.model import Sight, Text


@dataclass(frozen=True, slots=True)
class Material:
    """A finished run."""

    results: tuple[DocumentResult, ...]
    out: Path
    record: Mapping[str, object]
    """The `run` object of findings.json."""
    lang: str = "zh"
    rules: tuple[Rule, ...] = ()
    validation: Mapping[str, Any] = field(default_factory=dict)
    """The result of Great Expectations in its own shape."""
    sights: Sequence[Sight | None] = ()
    """One a document: how it looks."""
    baseline: Baseline | None = None
    notes: tuple[Text, ...] = ()
    """What to say about waivers that did nothing."""

    def findings(self) -> Iterator[tuple[DocumentResult, Finding]]:
        """Every finding with its document, in the order of findings.json."""
        return ((result, finding) for result in self.results for finding in result.findings)

    def known(self) -> frozenset[str]:
        """Ids that are not new."""
        return self.baseline.ids if self.baseline else frozenset()

    def started(self) -> datetime:
        """When the run started, to the second, UTC; SOURCE_DATE_EPOCH is in it already (`output.run_record`)."""
        return datetime.strptime(str(self.record["started"]), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
