"""Ingestion on one page: path → canonical facts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ingest.deep.forms import read_deep_forms
from ingest.documents import open_document
from ingest.doubting import doubted_claims, doubts_of, gathered, marked, torn, uncertain
from ingest.errors import Refused, Unreadable
from ingest.evaluation import read_evaluations
from ingest.facts import Canonical, DocumentInfo
from ingest.forms import Forms, read_forms
from ingest.kinds import NO_TABLES, kind_of, refusal
from ingest.mapping import Mapped, Owner, map_table
from ingest.model import Document, Line, Table, Text, strung
from ingest.pdf import condition
from ingest.plaintext.flattened import rebuilt
from ingest.prose.mentions import read_mentions
from ingest.prose.narrative import read_narrative
from ingest.statutory.continuation import statutory
from ingest.statutory.profiles import GENERIC, choose
from ingest.statutory.rawtables import read_raw, stray_rows
from ingest.statutory.recognition import Recognised
from ingest.stitching import join
from ingest.values import with_values
from ingest.wording import normalise, squeezed

_YEAR = re.compile(r"(20[12]\d)年度?(?:部门|单位|收入|支出|财政|一般|政府|国有|决算|[^，。]{0,20}(?:决算|自评))")
_CAPTION = re.compile(
    r"(?:公开部门|编制单位|单位名称|部门名称|部门|编制部门)：(.+?)(?:(?:金额)?单位[：;；].*|公开\d+.*)?"
)
_YEAR_ALONE = re.compile(r"20[12]\d年度?")
_NARRATIVE = Text(
    "文件只有情况说明，没有读出决算表", "the file holds the narrative only: no table of accounts was read in it"
)
_COVER_LINES = 10
_COVER = re.compile(r"(?:20[12]\d年度?)?(.{2,40}?)(?:20[12]\d年度?)?(?:部门|单位)决算(?:公开)?")


def read(
    path: str,
    *,
    password: str | None = None,
    reading: str = "first",
    ocr: str = "auto",
    workers: int = 0,
    profile: str | None = None,
) -> Canonical:
    """Read one report; `reading`, `ocr`, `workers` as in `open_document`, `profile` overrides what it says of itself.

    Raises Unreadable if the file cannot be read, Refused if it is a document of another kind (the profile `generic`
    takes any that has tables), UnknownProfile.
    """
    choose(None, profile)
    document = open_document(path, password=password, reading=reading, ocr=ocr, workers=workers)
    return canonical(document, profile)


def canonical(document: Document, profile: str | None = None) -> Canonical:
    """Turn a document that was opened into canonical facts; `profile` and errors as in `read`."""
    printed, unread = rebuilt(document.blocks, document.id)
    blocks = join(printed)
    printed_texts = Counter(_printed(blocks))
    entity = _entity(printed_texts, blocks)
    owner = Owner(document.id, entity, _year(printed_texts), _consolidation(printed_texts))
    if profile == GENERIC:
        return _generic(document, blocks, owner)
    mapped = _map(statutory(blocks), owner)
    # On paper parts of a table are joined by where its columns stand; of a text the deep forms know more themselves.
    forms = _together(read_forms(blocks, owner), read_deep_forms(blocks if document.pages else printed, owner))
    facts = tuple(fact for table in mapped for fact in table.facts)
    tables = (*(table.table for table in mapped), *forms.tables)
    scores = read_evaluations(blocks, owner)
    tables = (*tables, *(table.table for table in scores))
    facts = (*facts, *(fact for table in scores for fact in table.facts))
    why = refusal(blocks, tables, len(facts) + len(forms.facts), unread)
    if document.doubts and not tables:
        raise _unruled(document)
    if why is NO_TABLES and document.unread:
        raise _unread(document)
    if why is not None:
        raise Refused(document.path, *condition.beside_attachments(why, document.attached))
    prose = read_narrative(blocks, facts, forms.forms, owner, unread)
    # Beside forms alone nothing is extra: what is not in a form's own table is a torn part of it.
    extra = read_raw(blocks, tables, (*facts, *forms.facts), owner) if mapped else []
    facts = (*facts, *forms.facts, *(fact for table in extra for fact in table.facts))
    misread = (*document.doubts, *uncertain(blocks))
    return Canonical(
        document=_info(
            document,
            owner,
            kind_of(accounts=bool(mapped), forms=bool(forms.forms), scores=bool(scores)),
            profile,
            narrative=not tables,
        ),
        tables=(*tables, *(table.table for table in extra)),
        facts=marked(torn(facts, blocks) if document.open_end else facts, misread),
        forms=forms.forms,
        indicators=tuple(map(with_values, forms.indicators)),
        doubts=(
            *doubts_of(document.id, misread),
            *unread,
            *gathered(doubt for table in (*mapped, *scores) for doubt in table.doubts),
            *forms.doubts,
            *prose.doubts,
            *stray_rows(blocks, tables, document.id),
        ),
        claims=doubted_claims(prose.claims, blocks),
        paragraphs=prose.paragraphs,
        mentions=read_mentions(prose.paragraphs, tables, owner.entity),
    )


def _unread(document: Document) -> Unreadable:
    """Nothing was recognised, and some pages were not read: nobody knows what is on them."""
    zh, en = condition.pages(document.unread)
    return Unreadable(
        document.path,
        Text(
            f"{zh}未能读取，其余各页没有决算表或自评表",
            f"{en} could not be read, and no other page holds a table to check",
        ),
        Text("请提供带文字的PDF，或清晰的扫描件", "give the PDF with its text, or sharp pictures"),
    )


def _unruled(document: Document) -> Unreadable:
    """The tables are there, and none could be read as one."""
    zh, en = condition.pages({doubt.location.page for doubt in document.doubts if doubt.location.page})
    return Unreadable(
        document.path,
        Text(f"{zh}像有表格，但没有可靠的表线", f"tables seem to be on {en}, without rules to read them by"),
        Text(
            "请提供表格带框线的PDF，或列间有制表符的文本",
            "give a PDF whose tables have rules, or its text with tabs between the columns",
        ),
    )


def _generic(document: Document, blocks: Sequence[Line | Table], owner: Owner) -> Canonical:
    """Any document with tables: every table as it is printed, nothing in the standard terms."""
    found = read_raw(blocks, (), (), owner)
    if not found:
        what = Text("没有可以读成表格的数", "no table of numbers in it")
        todo = Text("请提供带表格的报告（PDF或文本）", "give a report with tables as PDF or text")
        raise Refused(document.path, what, todo)
    return Canonical(
        document=_info(document, owner, GENERIC, GENERIC),
        tables=tuple(table.table for table in found),
        facts=marked(tuple(fact for table in found for fact in table.facts), document.doubts),
        doubts=(*doubts_of(document.id, document.doubts), *(doubt for table in found for doubt in table.doubts)),
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


def _info(document: Document, owner: Owner, kind: str, named: str | None, *, narrative: bool = False) -> DocumentInfo:
    """`narrative` says that there is nothing but prose."""
    reasons = (
        *((_partly(document.unread),) if document.unread else ()),
        *((_NARRATIVE,) if narrative else ()),
    )
    return DocumentInfo(
        id=document.id,
        path=document.path,
        sha256=document.sha256,
        kind=kind,
        entity=owner.entity,
        fiscal_year=owner.fiscal_year,
        profile=choose(owner.fiscal_year, named),
        pages=len(document.pages) or None,
        status="partial" if reasons else "checked",
        reason=strung(reasons) if reasons else None,
        pages_unread=document.unread,
        pages_ocr=tuple(page.number for page in document.pages if page.ocr),
        notes=(*document.notes, *_encoding_note(document)),
    )


def _partly(pages: Sequence[int]) -> Text:
    """Name the pages that were not read, or in which a part was not."""
    listed = [str(page) for page in pages]
    plural = "s" if len(listed) > 1 else ""
    return Text(f"第{'、'.join(listed)}页未能读全", f"page{plural} {', '.join(listed)} not read, or not wholly")


def _encoding_note(document: Document) -> tuple[Text, ...]:
    plain = document.encoding in (None, "utf-8", "utf-8-sig")
    said = Text(f"文字编码按 {document.encoding} 读取", f"the text was read as {document.encoding}")
    return () if plain else (said,)


def _printed(blocks: Iterable[Line | Table]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            for row in block.rows[:4]:
                yield from (cell.text for cell in row if cell is not None)


def _short(texts: Counter[str], most: int) -> Iterator[tuple[str, int]]:
    """The texts of less than `most` characters, normalised, and how often each is printed."""
    return ((words, count) for text, count in texts.items() if len(words := normalise(text)) < most)


def _year(texts: Counter[str]) -> int | None:
    """The year most of the titles and headings name."""
    years: Counter[int] = Counter()
    for text, count in _short(texts, 60):
        for match in _YEAR.finditer(text):
            years[int(match[1])] += count
    return years.most_common(1)[0][0] if years else None


def _entity(texts: Counter[str], blocks: Sequence[Line | Table]) -> str | None:
    """The department's own name: what most table captions (部门：…) say, else the cover."""
    captions: Counter[str] = Counter()
    cover: Counter[str] = Counter()
    for printed, count in texts.items():
        text = normalise(printed)
        match = _CAPTION.fullmatch(text) if len(text) < 60 else None
        if match is not None:
            captions[squeezed(printed)[slice(*match.span(1))]] += count
        match = _COVER.fullmatch(text) if len(text) < 50 else None
        if match is not None and not _YEAR_ALONE.fullmatch(match[1]):
            cover[re.sub(r"^第[一二三四]部分", "", squeezed(printed)[slice(*match.span(1))])] += count
    best = captions.most_common(1) or cover.most_common(1)
    return best[0][0] if best else _front(blocks)


def _front(blocks: Sequence[Line | Table]) -> str | None:
    """The name on a cover that stands above the line 2024年度部门决算, perhaps broken over lines."""
    lines = [normalise(block.text) for block in blocks[:_COVER_LINES] if isinstance(block, Line)]
    for at, text in enumerate(lines):
        if _YEAR_ALONE.match(text) and _COVER.fullmatch(text):
            name = "".join(line for line in lines[:at] if 1 < len(line) <= 30)
            return name if 3 < len(name) <= 45 else None
    return None


def _consolidation(texts: Counter[str]) -> str:
    units = sum(count for text, count in _short(texts, 40) if "单位决算" in text)
    departments = sum(count for text, count in _short(texts, 40) if "部门决算" in text)
    return "own_body" if units > departments else "department"
