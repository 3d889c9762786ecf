"""DocumentResult → what the first screen and the printed parts of its page show."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from expectations.model import DocumentResult, Text
from expectations.quality import cited
from expectations.report.charts import Chart, charts
from expectations.wording import grouped
from ingest.facts import DocumentInfo, Doubt, TableInfo

WITH_VERDICT = ("passed", "rounding", "implausible", "failed")

RoundingLine = tuple[str, str, int, str, str, tuple[Text, ...]]
"""Rule, title of the table, count, largest, unit, remarks."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document as the templates see it."""

    result: DocumentResult
    counts: Mapping[str, int]
    """Findings that are not waived, by severity."""
    waived: int
    ran: int
    """How many checks gave a verdict."""
    untouched: int
    """Numbers that no check with a verdict looks at."""
    href: str = ""

    @property
    def info(self) -> DocumentInfo:
        """What is known about the file."""
        return self.result.canonical.document


@dataclass(frozen=True, slots=True)
class PageView(DocumentView):
    """One document as its own page shows it."""

    rounding: tuple[RoundingLine, ...] = ()
    titles: Mapping[str, str] | None = None
    """Table id → printed title."""
    doubts: tuple[Doubt, ...] = ()
    """Those that nothing has settled first."""
    unshown: tuple[TableInfo, ...] = ()
    charts: tuple[Chart, ...] = ()


def document_view(result: DocumentResult, href: str = "") -> DocumentView:
    """Count what the first lines say; `href` is where the page of the document is."""
    severities = Counter(f.severity for f in result.findings if f.waived is None)
    looked = {t.fact_id for o in result.outcomes if o.status in WITH_VERDICT for t in o.terms}
    return DocumentView(
        result=result,
        counts={s: severities[s] for s in ("error", "warning", "info")},
        waived=sum(f.waived is not None for f in result.findings),
        ran=sum(result.coverage[s] for s in WITH_VERDICT),
        untouched=sum(fact.fact_id not in looked for fact in result.canonical.facts),
        href=href,
    )


def page_view(result: DocumentResult, carried: frozenset[str]) -> PageView:
    """Shape one document for its page; `carried` are the ids of the tables that the page has whole."""
    titles = {info.id: info.title for info in result.canonical.tables}
    seen = document_view(result)
    return PageView(
        result=result,
        counts=seen.counts,
        waived=seen.waived,
        ran=seen.ran,
        untouched=seen.untouched,
        rounding=tuple(
            (
                line.rule,
                titles.get(line.table, line.table),
                line.count,
                grouped(line.largest),
                line.unit or "",
                line.remarks,
            )
            for line in result.rounding
        ),
        titles=titles,
        doubts=tuple(
            replace(doubt, reason=cited(doubt.reason))
            for doubt in sorted(result.canonical.doubts, key=lambda doubt: doubt.repaired)
        ),
        unshown=tuple(info for info in result.canonical.tables if info.id not in carried),
        charts=charts(result),
    )
