"""Data Docs that open without network: Great Expectations' own pages, with what they would load taken out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

_LOADED = re.compile(
    r"<link\b[^>]*\bhref\s*=\s*[\"']?\s*(?:https?:)?//[^>]*>"
    r"|<script\b[^>]*>.*?</script\s*>"
    r"|<(?:img|iframe)\b[^>]*\bsrc\s*=\s*[\"']?\s*(?:https?:)?//[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:75rem;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}"
    ".modal,.collapse:not(.show){display:revert!important}"
)


def build_docs(context: Any) -> tuple[Path, ...]:
    """Build the Data Docs of a project and make them fit to be opened anywhere; returns their index pages.

    `context` is a Great Expectations file context. A site that is not in a local folder is left as it is.
    Raises OSError.
    """
    context.build_data_docs()
    made = tuple(_indexes(context))
    for index in made:
        for page in sorted(index.parent.rglob("*.html")):
            page.write_text(offline(page.read_text(encoding="utf-8")), encoding="utf-8")
    return made


def offline(page: str) -> str:
    """A page that loads and runs nothing: no scripts, no addresses of others, and a policy that forbids them."""
    if f'content="{POLICY}"' in page:
        return page
    held = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>{STYLE}</style>'
    return _HEAD.sub(lambda match: match[0] + held, _LOADED.sub("", page), count=1)


def _indexes(context: Any) -> Iterator[Path]:
    for site in context.get_docs_sites_urls():
        address = urlsplit(str(site["site_url"] or ""))
        if address.scheme == "file":
            yield Path(url2pathname(address.path))
