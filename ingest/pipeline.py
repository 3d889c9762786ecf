"""Ingestion on one page: path → canonical facts."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.continuation import statutory
from ingest.deepforms import read_deep_forms
from ingest.documents import open_document
from ingest.doubting import doubts_of, marked
from ingest.errors import Refused
from ingest.facts import Canonical, DocumentInfo
from ingest.flattened import rebuilt
from ingest.forms import Forms, read_forms
from ingest.kinds import refusal
from ingest.mapping import Mapped, Owner, map_table
from ingest.model import Document, Line, Table
from ingest.narrative import read_narrative
from ingest.recognition import Recognised
from ingest.stitching import join
from ingest.values import with_values
from ingest.wording import normalise

_YEAR = re.compile(r"(20[12]\d)年度?(?:部门|单位|收入|支出|财政|一般|政府|国有|决算|[^，。]{0,20}(?:决算|自评))")
_CAPTION = re.compile(r"(?:公开部门|编制单位|单位名称|部门名称|部门|编制部门)：(.+?)(?:(?:金额)?单位：.*|公开\d+.*)?")
_COVER = re.compile(r"(?:20[12]\d年度?)?(.{2,40}?)(?:20[12]\d年度?)?(?:部门|单位)决算(?:公开)?")


def read(path: str, *, password: str | None = None, reading: str = "first", workers: int = 0) -> Canonical:
    """Read one report; `reading` and `workers` as in `open_document`.

    Raises Unreadable if the file cannot be read, Refused if it is a document of another kind.
    """
    document = open_document(path, password=password, reading=reading, workers=workers)
    printed, unread = rebuilt(document.blocks, document.id)
    blocks = join(printed)
    owner = Owner(document.id, _entity(blocks), _year(blocks), _consolidation(blocks))
    mapped = _map(statutory(blocks), owner)
    forms = _together(read_forms(blocks, owner), read_deep_forms(printed, owner))
    facts = tuple(fact for table in mapped for fact in table.facts)
    tables = (*(table.table for table in mapped), *forms.tables)
    why = refusal(blocks, tables, len(facts) + len(forms.facts), unread)
    if why is not None:
        raise Refused(path, *why)
    prose = read_narrative(blocks, facts, forms.forms, owner, unread)
    return Canonical(
        document=_info(document, owner, "final_accounts" if mapped else "self_assessment"),
        tables=tables,
        facts=marked((*facts, *forms.facts), document.doubts),
        forms=forms.forms,
        indicators=tuple(map(with_values, forms.indicators)),
        doubts=(*doubts_of(document.id, document.doubts), *unread, *(doubt for table in mapped for doubt in table.doubts), *forms.doubts, *prose.doubts),
        claims=prose.claims,
        paragraphs=prose.paragraphs,
    )


def _together(first: Forms, second: Forms) -> Forms:
    return Forms(
        tables=(*first.tables, *second.tables),
        facts=(*first.facts, *second.facts),
        forms=(*first.forms, *second.forms),
        indicators=(*first.indicators, *second.indicators),
        doubts=(*first.doubts, *second.doubts),
    )


def _map(sheets: Sequence[Recognised], owner: Owner) -> list[Mapped]:
    counts: Counter[str] = Counter()
    mapped = []
    for sheet in sheets:
        counts[sheet.template.id] += 1
        nth = counts[sheet.template.id]
        mapped.append(map_table(sheet, sheet.template.id if nth == 1 else f"{sheet.template.id}-{nth}", owner))
    return mapped


def _info(document: Document, owner: Owner, kind: str) -> DocumentInfo:
    return DocumentInfo(
        id=document.id,
        path=document.path,
        sha256=document.sha256,
        kind=kind,
        entity=owner.entity,
        fiscal_year=owner.fiscal_year,
        profile="default",
        pages=len(document.pages) or None,
        status="partial" if document.unread else "checked",
        reason="部分页面未能读取，见说明 some pages were not read, see the notes" if document.unread else None,
        pages_unread=document.unread,
        notes=(*document.notes, *_encoding_note(document)),
    )


def _encoding_note(document: Document) -> tuple[str, ...]:
    plain = document.encoding in (None, "utf-8", "utf-8-sig")
    return () if plain else (f"文字编码按 {document.encoding} 读取 the text was read as {document.encoding}",)


def _lines(blocks: Iterable[Line | Table]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield normalise(block.text)
        else:
            for row in block.rows[:4]:
                yield from (normalise(cell.text) for cell in row if cell is not None)


def _year(blocks: Sequence[Line | Table]) -> int | None:
    """The year most of the titles and headings name."""
    years = Counter(int(match[1]) for text in _lines(blocks) if len(text) < 60 for match in _YEAR.finditer(text))
    return years.most_common(1)[0][0] if years else None


def _entity(blocks: Sequence[Line | Table]) -> str | None:
    """The department's own name: what most table captions (部门：…) say, else the cover."""
    captions: Counter[str] = Counter()
    cover: Counter[str] = Counter()
    for text in _lines(blocks):
        match = _CAPTION.fullmatch(text) if len(text) < 60 else None
        if match is not None:
            captions[match[1]] += 1
        match = _COVER.fullmatch(text) if len(text) < 50 else None
        if match is not None:
            cover[re.sub(r"^第[一二三四]部分", "", match[1])] += 1
    best = captions.most_common(1) or cover.most_common(1)
    return best[0][0] if best else None


def _consolidation(blocks: Sequence[Line | Table]) -> str:
    texts = [text for text in _lines(blocks) if len(text) < 40]
    units = sum("单位决算" in text for text in texts)
    departments = sum("部门决算" in text for text in texts)
    return "own_body" if units > departments else "department"
