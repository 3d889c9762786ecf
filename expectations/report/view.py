"""DocumentResult → what the first screen and the printed parts of its page show."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from expectations.model import DocumentResult
from expectations.quality import cited
from expectations.report.charts import Chart, charts
from expectations.wording import grouped
from ingest.facts import Canonical, DocumentInfo, Doubt, TableInfo
from ingest.model import Text, verbatim

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

    @property
    def entity(self) -> Text | None:
        """As `entity_of`."""
        return entity_of(self.result.canonical)

    @property
    def year(self) -> int | None:
        """As `year_of`."""
        return year_of(self.result.canonical)


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


def entity_of(canonical: Canonical) -> Text | None:
    """Whose document it is: the body it names, else the unit that all its forms name, else how many units they name."""
    if canonical.document.entity:
        return verbatim(canonical.document.entity)
    units = {form.unit for form in canonical.forms}
    if len(units) == 1 and (only := next(iter(units))):
        return verbatim(only)
    named = len(units - {None, ""})
    return Text(f"{named}个单位", f"{named} unit{'' if named == 1 else 's'}") if named else None


def year_of(canonical: Canonical) -> int | None:
    """Of which year: the one the document is of, else the one that all its forms are of."""
    if canonical.document.fiscal_year:
        return canonical.document.fiscal_year
    years = {form.fiscal_year for form in canonical.forms}
    return next(iter(years)) if len(years) == 1 else None


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
