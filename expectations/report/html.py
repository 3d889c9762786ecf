"""report.html and documents/*.html: self-contained pages in both languages; the only place that imports jinja2.

One document is one page. Several: an index that can be sorted, and a page each. A page says the verdict, the counts
and the printed list of findings in HTML; the rest it builds in the browser from the JSON of `payload`.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from expectations.model import DocumentResult
from expectations.report.output import tool
from expectations.report.payload import payload
from expectations.report.sights import look
from expectations.report.view import DocumentView, document_view, page_view
from expectations.report.words import FAMILIES, KINDS, SEVERITIES, STATES, STATUSES, quoted, seen
from ingest.model import Sight, Text

TEMPLATES = Path(__file__).with_name("templates")
PAGE_SCRIPTS = ("base.js", "data.js", "card.js", "review.js", "findings.js", "tables.js", "coverage.js", "main.js")
INDEX_SCRIPTS = ("base.js", "index.js")
MOST_LINES = 500
"""Lines of one list of a page; a longer list says how many it leaves out and where they are."""
INDEX = "report.html"


@dataclass(frozen=True, slots=True)
class Context:
    """What pages need beside the results."""

    run: Mapping[str, object]
    """Of the run a page shows what does not change from run to run over the same input: its start and the suites."""
    lang: str
    """zh or en: the language a page opens in."""
    because: Mapping[str, Text] = field(default_factory=dict)
    """Rule → reason and source."""
    sights: Sequence[Sight | None] = ()
    """One a document: how it looks."""
    known: frozenset[str] = frozenset()
    """Findings that a baseline has already."""
    notes: tuple[Text, ...] = ()
    """What to say about waivers that expired or that nothing needs."""
    out: str | None = None
    """The folder the pages go to: with it they link to the documents."""


def pages(results: Sequence[DocumentResult], context: Context) -> Iterator[tuple[str, str]]:
    """Give every file of the report as (path below the output folder, text); report.html is the first to open."""
    names = page_names([result.canonical.document.id for result in results])
    sights = context.sights or [None] * len(results)
    for name, result, sight in zip(names, results, sights, strict=True):
        yield name, _page(result, sight, name, context)
    if len(results) != 1:
        yield INDEX, _index([document_view(r, quoted(n)) for n, r in zip(names, results, strict=True)], context)


def page_names(documents: Sequence[str]) -> list[str]:
    """Where the page of each document is; a file given twice has the same id twice, and two pages."""
    if len(documents) == 1:
        return [INDEX]
    return [
        f"documents/{document}{f'-{documents[:i].count(document) + 1}' if document in documents[:i] else ''}.html"
        for i, document in enumerate(documents)
    ]


def address(page: str, finding: str) -> str:
    """Where a finding is, from beside report.html; the index passes on to the page of the document.

    A page below a folder has no address of its own here: spreadsheets write paths with backslashes.
    """
    return f"{INDEX}#finding-{finding}" if page == INDEX else f"{INDEX}#go-{Path(page).stem}-finding-{finding}"


def _page(result: DocumentResult, sight: Sight | None, name: str, context: Context) -> str:
    data = payload(result, context.because, look(result, sight), context.known)
    source = _source(result, name, context.out)
    data["source"] = source if result.canonical.document.pages else None
    data["words"] = {key: [words["zh"], words["en"]] for key, words in FAMILIES.items()}
    carried = frozenset(table["id"] for table in data["tables"])
    return _rendered(
        "page.html.j2",
        PAGE_SCRIPTS,
        context,
        d=page_view(result, carried),
        data=_json(data),
        source=source,
        home=None if name == INDEX else f"../{INDEX}",
        most=MOST_LINES,
    )


def _index(documents: Sequence[DocumentView], context: Context) -> str:
    totals = {s: sum(d.counts[s] for d in documents) for s in ("error", "warning")}
    for key in ("checks", "not_checked"):
        totals[key] = sum(d.result.coverage[key] for d in documents)
    totals["undone"] = sum(d.info.status in ("refused", "unreadable") for d in documents)
    return _rendered("index.html.j2", INDEX_SCRIPTS, context, documents=documents, totals=totals)


def _rendered(template: str, scripts: Sequence[str], context: Context, **values: object) -> str:
    style, script = _text("report.css"), _script(tuple(scripts))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .render(
            run=context.run,
            tool=tool(),
            lang="en" if context.lang == "en" else "zh",
            notes=context.notes,
            severities=SEVERITIES,
            statuses=STATUSES,
            states=STATES,
            kinds=KINDS,
            policy=policy,
            style=style,
            script=script,
            **values,
        )
    )


def _source(result: DocumentResult, name: str, out: str | None) -> str | None:
    """The address of the document as seen from its page; None where there is no file to open."""
    path = result.canonical.document.path
    if out is None or path == "-" or not result.canonical.document.sha256:
        return None
    relative = os.path.relpath(path, Path(out, name).parent)
    return quoted(f"./{relative}")


def _json(data: object) -> str:
    """As JSON that can stand in an HTML script element: nothing in it can end one or begin a comment."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _visible(value: object) -> object:
    if value is None:
        return ""
    # what is HTML already stays HTML: the type is kept
    return type(value)(seen(value)) if isinstance(value, str) else value


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, finalize=_visible, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _script(names: tuple[str, ...]) -> str:
    return "\n(function () {\n" + "\n".join(map(_text, names)) + "})();\n"


def _hash(text: str) -> str:
    """Allow exactly this text by its hash, so that nothing from a document could ever run or restyle the page."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
