"""report.html: one self-contained page in both languages; the only place that imports jinja2."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from expectations.model import STATUSES, DocumentResult
from expectations.report.output import tool
from expectations.report.view import document_view
from expectations.wording import grouped

TEMPLATES = Path(__file__).with_name("templates")

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def render(results: Sequence[DocumentResult], run: Mapping[str, object], lang: str) -> str:
    """Make the page of one or several documents; `lang` (zh or en) is the language it opens in.

    Of `run` it shows what does not change from run to run over the same input: when it started and the suites.
    """
    style, script = (_inline(name) for name in ("report.css", "report.js"))
    documents = [document_view(result, f"d{i}") for i, result in enumerate(results, 1)]
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            documents=documents,
            totals={s: sum(d.counts[s] for d in documents) for s in ("error", "warning", "info")},
            run=run,
            tool=tool(),
            lang="en" if lang == "en" else "zh",
            statuses=STATUSES,
            style=style,
            script=script,
            hashes={"style": _hash(style), "script": _hash(script)},
        )
    )


def visible(value: object) -> object:
    """Show what would be invisible, reorder the text or break the file as U+FFFD; None is nothing."""
    if value is None:
        return ""
    return _UNSEEN.sub("\ufffd", value) if isinstance(value, str) and not hasattr(value, "__html__") else value


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, finalize=visible, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["grouped"] = lambda text: grouped(Decimal(text))
    return made


@cache
def _inline(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Allow exactly this text by its hash, so that nothing from a document could ever run or restyle the page."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
