"""What a document says about itself: years, names, the tables and sections of its 目录, what was left unfilled.

Only the report proper counts, from the cover to 名词解释: annexed forms and reports are documents of their own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from ingest.facts import Mention, Paragraph, TableInfo
from ingest.model import Location
from ingest.prose.numbering import mark
from ingest.prose.residue import is_page_number
from ingest.statutory.recognition import title_template
from ingest.wording import bare, normalise

_COVER_LINES = 8
_COVER = re.compile(r"(?P<name>[^\d]{3,40}?)?(?P<year>\d{2,5})年?度?(?P<after>[^\d]{3,40}?)?(?:部门|单位)决算(?:公开)?")
_YEAR = re.compile(r"(?<![\d.])(\d{2,5})年度?")
_COMPARED = re.compile(r"与|比|较|上年|以来|历年")
_CUTOFF = re.compile(r"截[至止](?:到)?(\d{2,5})年(?:12月31日|底|末)")
_CAPTION = re.compile(
    r"(?:公开部门|编制单位|编制部门|单位名称|部门名称|部门)：(?P<name>[^：]+?)(?:(?:金额)?单位[：;；].*|公开\d.*)?"
)
_NAMED = re.compile(
    r"(?:第.{1,3}部分)?(?P<name>[^，。；：、\d]{4,40}?)(?:\d{2,5}年度?)?(?:概况|(?:部门|单位)决算(?:表|情况说明)?|部门概况|单位概况)"
)
_BODY = re.compile(r"[局委办厅部院会站所处队校园馆台室社团中心司]$")
_SUFFIX = re.compile(r"（(?:汇总|本级|部门|单位)）|^\d+[-—]")
_TELLING = frozenset("一二三四五六七八九十东南西北上下大小")
"""Two names that differ by one of these are two bodies."""
_UNFILLED = re.compile(
    r"(?<![A-Za-z\d])[XxＸ×]{2,}(?![A-Za-z])|(?<![A-Za-z])[XxＸ×](?=(?:万元|元|年度?|月|个|家|辆|人|批))|_{3,}|＿{2,}|○{2,}|□{2,}"
    r"|(?<![零〇一二三四五六七八九])〇{2,}(?![零〇一二三四五六七八九年])|【\s*】|(?<!\d)年\s*月\s*日"
)
_UNDECIDED = re.compile(
    r"(?:增加|增长|上升)[（(](?:减少|下降|降低)[）)]|(?:减少|下降|降低)[（(](?:增加|增长|上升)[）)]"
    r"|(?:大于|高于)[（(](?:小于|低于)[）)]|(?:小于|低于)[（(](?:大于|高于)[）)]"
)
_UNITS = re.compile(r"(?:单位|机构)(?:共计?|共有|合计|为|数为?)?(\d{1,4})(?:个|家)")
_PAGE = re.compile(r"[.…·\s]{2,}\d*\s*$|(?<=[^\d])\d{1,3}$")


def read_mentions(
    paragraphs: Sequence[Paragraph], tables: Sequence[TableInfo], entity: str | None
) -> tuple[Mention, ...]:
    """All mentions, place by place: cover, 目录, headings and titles, table captions, text."""
    own = [paragraph for paragraph in paragraphs if not _annexed(paragraph)]
    return (
        *_cover(own),
        *_contents(own, tables),
        *_headings(own, entity),
        *_captions(own, tables),
        *(_near(own, entity, tables) if entity else ()),
        *_text(own),
    )


def _annexed(paragraph: Paragraph) -> bool:
    top = normalise(paragraph.section[0] if paragraph.section else paragraph.text if paragraph.number else "")
    return top.startswith(("附件", "附表", "附录"))


def _cover(own: Sequence[Paragraph]) -> Iterator[Mention]:
    front: list[Paragraph] = []
    for paragraph in own[:_COVER_LINES]:
        if paragraph.kind != "text":
            break
        front.append(paragraph)
    for start in range(len(front)):
        words = normalise("".join(paragraph.text for paragraph in front[start:]))
        match = _COVER.match(words)
        if match is None:
            continue
        first, raw = front[start].location, match[0]
        yield Mention("年度", "封面", match["year"], raw, first)
        name = _name(match["name"] or match["after"] or "")
        if name:
            yield Mention("名称", "封面", name, raw, first)
        return


def _name(text: str) -> str:
    name = _SUFFIX.sub("", _SUFFIX.sub("", text))
    return name if _BODY.search(name) else ""


def _entries(own: Sequence[Paragraph]) -> list[tuple[str, str, Location]]:
    """The lines of the 目录, a name broken over lines in one piece: (number's kind, text, place)."""
    found: list[tuple[str, str, Location]] = []
    for paragraph in own:
        text = _PAGE.sub("", paragraph.text.strip())
        words = normalise(text)
        page = is_page_number(paragraph.text)
        if paragraph.kind != "contents" or not words or page or words in ("目录", "目次"):
            continue
        number = mark(text)
        if number is None and found and found[-1][0] and len(words) <= 12 and not title_template(text):
            kind, before, place = found[-1]
            found[-1] = (kind, before + text, place)
        else:
            found.append((number.kind if number is not None else "", text, paragraph.location))
    return found


def _contents(own: Sequence[Paragraph], tables: Sequence[TableInfo]) -> Iterator[Mention]:
    """The 目录 and what stands in the body for it; without a 目录 nothing."""
    entries = _entries(own)
    if not entries:
        return
    body = [paragraph for paragraph in own if paragraph.kind != "contents"]
    whole = "".join(normalise(paragraph.text) for paragraph in body)
    listed_below: set[str] = set()
    part = ""
    for kind, text, place in entries:
        year = _YEAR.search(normalise(text))
        if year is not None and not _COMPARED.search(text):
            yield Mention("年度", "目录", year[1], text, place)
        if kind == "part":
            part = bare(text)
        template = title_template(text)
        if template is not None:
            yield Mention("表", "目录", template.id, text, place)
        elif kind in ("part", "han") and not bare(text).endswith("表"):
            listed_below |= {part} if kind == "han" else set()
            yield Mention("章节", "目录", bare(text), text, place)
            if bare(text) in whole:
                yield Mention("章节", "正文", bare(text), text, place)
    if any(title_template(text) is not None for _, text, _ in entries):
        for table in tables:
            if table.template.startswith("T") and not table.template.endswith("U"):
                yield Mention("表", "正文", table.template, table.title, table.location)
    for paragraph in body:
        number = mark(paragraph.text)
        above = bare(paragraph.section[0]) if paragraph.section else ""
        if paragraph.kind == "heading" and number is not None and not bare(paragraph.text).endswith("表"):
            top = number.kind == "part" or (
                number.kind == "han" and len(paragraph.section) == 1 and above in listed_below
            )
            if top:
                yield Mention("章节", "正文", bare(paragraph.text), paragraph.text, paragraph.location)


def _headings(own: Sequence[Paragraph], entity: str | None) -> Iterator[Mention]:
    for paragraph in own:
        words = normalise(paragraph.text)
        short = paragraph.kind in ("heading", "caption") or (paragraph.kind == "text" and len(words) < 45)
        if not short or "名词解释" in (paragraph.section[:1] or ("",))[0]:
            continue
        match = _NAMED.fullmatch(words)
        if match is not None and entity and _alike(match["name"], entity) and _name(match["name"]):
            yield Mention("名称", "标题", _name(match["name"]), paragraph.text, paragraph.location)
        framed = paragraph.kind in ("heading", "caption") or match is not None
        year = _YEAR.search(words)
        if framed and year is not None and not _COMPARED.search(words) and ("决算" in words or "预算绩效" in words):
            yield Mention("年度", "标题", year[1], paragraph.text, paragraph.location)


def _alike(a: str, b: str) -> bool:
    """At least six characters in ten agree: perhaps the same name."""
    agreed = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return 10 * 2 * agreed >= 6 * (len(a) + len(b))


def _captions(own: Sequence[Paragraph], tables: Sequence[TableInfo]) -> Iterator[Mention]:
    """Titles without a table that was read, the 部门 and the year above every table."""
    read = {table.template for table in tables}
    for paragraph in own:
        if paragraph.kind == "caption":
            template = title_template(paragraph.text)
            listed = template is not None and template.id.startswith("T") and not template.id.endswith("U")
            if template is not None and listed and template.id not in read:
                yield Mention("表", "标题", template.id, paragraph.text, paragraph.location)
            yield from _caption(paragraph.text, paragraph.location)
    for table in tables:
        if table.template.startswith("T"):
            for row in table.grid[: table.header_rows]:
                for text in dict.fromkeys(row):
                    yield from _caption(text, table.location)


def _caption(text: str, place: Location) -> Iterator[Mention]:
    match = _CAPTION.fullmatch(normalise(text))
    if match is not None and len(match["name"]) < 45:
        name = _name(match["name"])
        if name:
            yield Mention("名称", "表头", name, text, place)


def _near(own: Sequence[Paragraph], entity: str, tables: Sequence[TableInfo]) -> Iterator[Mention]:
    """Places in the text where the name stands with one character more, less or another."""
    others = {normalise(row.label) for table in tables for row in table.rows if row.concept == "单位"}
    for paragraph in own:
        if paragraph.kind not in ("text", "item"):
            continue
        words = normalise(paragraph.text)
        for name in dict.fromkeys(_variants(words, normalise(entity))):
            if not any(name in other for other in others):
                yield Mention("名称", "正文", name, paragraph.text[:60], paragraph.location)


def _variants(words: str, entity: str) -> Iterator[str]:
    """Substrings at edit distance one from the name; one half of the name must be intact."""
    size = len(entity)
    half = size // 2
    if size < 6:
        return
    for part, front in ((entity[:half], True), (entity[half:], False)):
        at = words.find(part)
        while at >= 0:
            for length in (size, size - 1, size + 1):
                start = at if front else at + len(part) - length
                piece = words[max(0, start) : start + length] if start >= 0 else ""
                if piece == entity or (front and words[at : at + size] == entity):
                    break
                if (
                    len(piece) == length
                    and piece[0] == entity[0]
                    and piece[-1] == entity[-1]
                    and _one_apart(piece, entity)
                ):
                    yield piece
                    break
            at = words.find(part, at + 1)


def _one_apart(a: str, b: str) -> bool:
    """Edit distance one, and by a character that does not tell two bodies apart."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = 0
    while end < min(len(a), len(b)) - at and a[-1 - end] == b[-1 - end]:
        end += 1
    mine, theirs = a[at : len(a) - end], b[at : len(b) - end]
    telling = bool({*mine, *theirs} & _TELLING) or any(sign.isdigit() or not sign.isalnum() for sign in mine + theirs)
    return max(len(mine), len(theirs)) == 1 and not telling


def _text(own: Sequence[Paragraph]) -> Iterator[Mention]:
    for paragraph in own:
        if paragraph.kind == "contents":
            continue
        words = normalise(paragraph.text)
        for match in (*_UNFILLED.finditer(paragraph.text), *_UNDECIDED.finditer(paragraph.text)):
            around = paragraph.text[max(0, match.start() - 15) : match.end() + 15]
            beside = paragraph.kind == "heading" or re.match(r"\s*(?:万元|元|%)", paragraph.text[match.end() :])
            yield Mention(
                "未填" if beside else "占位",
                "标题" if paragraph.kind == "heading" else "正文",
                match[0],
                around,
                paragraph.location,
            )
        for match in _CUTOFF.finditer(words):
            yield Mention("年度", "截至日", match[1], match[0], paragraph.location)
        if "机构设置" in "".join(paragraph.section) or "单位构成" in "".join(paragraph.section):
            for match in _UNITS.finditer(words):
                yield Mention("单位数", "正文", match[1], match[0], paragraph.location)


def names_in(mentions: Iterable[Mention], what: str) -> list[str]:
    """The values of one kind, in order."""
    return [mention.value for mention in mentions if mention.what == what]
