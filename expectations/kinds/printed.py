"""printed: what must be there.

`what` is 表 (the tables of the year and place), 一次 (no table twice), 说明 (an empty table and its sentence), 单位 (a
unit of money a table), 金额 (a unit an amount in prose), 列 (the columns named), 填写 (nothing left unfilled), 附表
(the forms that the text promises) or 名词 (the terms of `needs`, where they are used, in the glossary).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from expectations import reasons
from expectations.book import Book, Grid
from expectations.ends import breaks_off, lost_body, open_items, unfinished, untitled
from expectations.kinds.bare import bare_amounts, speaks_of_money
from expectations.kinds.linear import Draft
from expectations.kinds.placing import Verdict, doubtful, drafted, lacking
from expectations.model import Place
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.unseen import in_pieces
from expectations.words import folded, pattern
from ingest.facts import Mention, templates
from ingest.model import Text

Found = Iterator[tuple[str, tuple[Grid, ...], Verdict]]
_MOST = 3
_SHOWN = 80
_TITLE = 60
_PROMISE = pattern("自评表…附 | 附…自评表 | 自评表…见 | 见…自评表 | 自评表如下 | 评价表…附 | 附…评价表")
_NOTHING = pattern("无…收入|无…支出|没有…收入|没有…支出|未发生|无数据|没有使用|无…安排|不涉及")


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a table, or one in all."""
    hindered = lacking(rule, clause, book)
    if hindered is not None:
        yield hindered
        return
    count = 0
    for place, grids, verdict in WHAT[clause.what](clause, book):
        count += 1
        yield drafted(rule, clause, book, grids, place, verdict)
    if not count:
        yield drafted(rule, clause, book, (), clause.what, Verdict("not_applicable", because("nothing_named")))


def _title(grid: Grid) -> Place:
    return Place(grid.template.name["zh"], grid.info.title, grid.info.location)


def _unread(grid: Grid, book: Book) -> Text | None:
    """Why what a table seems to lack may stand on a page beside it that was not read."""
    pages = sorted(grid.neighbours & {*book.document.pages_unread})
    return reasons.pages_unread(pages) if pages else None


def _tables(_clause: Clause, book: Book) -> Found:
    unread = book.document.pages_unread
    titled = {mention.value: mention for mention in book.mentions if mention.what == "表" and mention.place == "标题"}
    for template in book.profile.tables:
        name = templates()[template].name["zh"]
        if book.grids[template]:
            yield name, tuple(book.grids[template]), Verdict("passed")
        elif template in titled:
            mention = titled[template]
            place = Place("标题", mention.raw, mention.location)
            yield name, (), Verdict("not_checked", reasons.titled_unread(template), (place,))
        elif unread:
            yield name, (), Verdict("not_checked", reasons.pages_unread(unread))
        elif not any(book.grids[other] for other in book.profile.tables):
            yield name, (), Verdict("not_checked", because("no_tables"))
        else:
            reason = reasons.table_required(template, book.document.fiscal_year)
            yield (
                name,
                (),
                doubtful(
                    Verdict("failed", reason, (), f"表:{template}"),
                    untitled(template, book) or unfinished(book, template) or breaks_off(book),
                ),
            )


def _once(_clause: Clause, book: Book) -> Found:
    seen: defaultdict[str, list[Grid]] = defaultdict(list)
    for template, grids in book.grids.items():
        if templates()[template].shape not in ("form", "raw"):
            for grid in grids:
                seen[template].append(grid)
    for template, grids in sorted(seen.items()):
        name = templates()[template].name["zh"]
        if len(grids) == 1:
            yield name, tuple(grids), Verdict("passed")
        elif any(grid is not grids[0] and in_pieces(grid, book) for grid in grids):
            yield name, tuple(grids), Verdict("not_checked", reasons.in_pieces(template, grids[1].info.location))
        else:
            reason = reasons.table_repeated(template, len(grids))
            yield name, tuple(grids), Verdict("failed", reason, tuple(map(_title, grids)), f"重复:{template}")


def _statement(clause: Clause, book: Book) -> Found:
    for grid in (grid for template in clause.tables for grid in book.grids[template]):
        name, said = grid.info.title, grid.info.statement
        amounts = any(fact.value for facts in grid.cells.values() for fact in facts)
        unread = any(fact.value is None for facts in grid.cells.values() for fact in facts)
        if amounts and said is None:
            yield name, (grid,), Verdict("passed")
        elif amounts:
            places = (Place(name, said or "", grid.info.location),)
            yield (
                name,
                (grid,),
                Verdict("failed", because("said_empty", statement=said or ""), places, f"说明:{grid.info.id}"),
            )
        elif unread:
            yield name, (grid,), Verdict("not_checked", because("not_all_read"))
        elif said is not None or not grid.empty:
            # Printed zeros are data: 0.00 says what the sentence would say.
            yield name, (grid,), Verdict("passed")
        else:
            place = _narrated(grid, book)
            if place is not None:
                yield name, (grid,), Verdict("passed", because("said_in_text"), (place,))
            elif (unseen := _unread(grid, book)) is not None:
                yield name, (grid,), Verdict("not_checked", unseen)
            else:
                reason = because("not_said_empty", title=name)
                verdict = Verdict("failed", reason, (_title(grid),), f"说明:{grid.info.id}")
                yield name, (grid,), doubtful(verdict, lost_body(grid, book))


_FUNDS: Mapping[str, str] = {"T08": "政府性基金", "T09": "国有资本经营", "T07": "三公"}


def _narrated(grid: Grid, book: Book) -> Place | None:
    """The sentence of the narrative that says there is nothing."""
    word = _FUNDS.get(grid.info.template, folded(grid.template.name["zh"]))
    for paragraph in book.paragraphs:
        text = folded(paragraph.text)
        if word in text and _NOTHING.search(text):
            return Place("情况说明", paragraph.text, paragraph.location)
    return None


def _unit(clause: Clause, book: Book) -> Found:
    known = {grid.info.unit for template in clause.tables for grid in book.grids[template] if grid.info.unit}
    for grid in (grid for template in clause.tables for grid in book.grids[template]):
        if grid.info.unit:
            yield grid.info.title, (grid,), Verdict("passed")
        else:
            reason = reasons.no_unit(grid.info.title, known)
            severity = "warning" if known or grid.empty else ""
            yield grid.info.title, (grid,), Verdict("failed", reason, (_title(grid),), f"单位:{grid.info.id}", severity)


def _bare(_clause: Clause, book: Book) -> Found:
    """One check for all the prose: every amount has its unit."""
    mine = list(bare_amounts(book))
    if mine:
        known = {grid.info.unit for held in book.grids.values() for grid in held if grid.info.unit}
        severity = "warning" if known or speaks_of_money(book) else ""
        places = tuple(Place("情况说明", words, paragraph.location) for paragraph, words in mine)
        reason = reasons.bare_amounts([words for _, words in mine[:_MOST]], len(mine))
        yield "正文金额", (), Verdict("failed", reason, places, "单位:正文", severity)
    elif not book.has_narrative:
        yield "正文金额", (), Verdict("not_checked", because("no_narrative"))
    elif book.document.pages_unread:
        reason = reasons.pages_unread(book.document.pages_unread)
        yield "正文金额", (), Verdict("not_checked", reason)
    else:
        yield "正文金额", (), Verdict("passed")


def _columns(clause: Clause, book: Book) -> Found:
    for grid in (grid for template in clause.tables for grid in book.grids[template]):
        lost = [column for column in clause.columns if column not in grid.columns]
        if not lost:
            yield grid.info.title, (grid,), Verdict("passed")
        elif (unseen := _unread(grid, book)) is not None:
            yield grid.info.title, (grid,), Verdict("not_checked", unseen)
        else:
            reason = reasons.columns_required(grid.info.title, lost)
            verdict = Verdict("failed", reason, (_title(grid),), f"列:{grid.info.id}")
            yield (
                grid.info.title,
                (grid,),
                doubtful(verdict, open_items(grid, clause.columns, lost) or lost_body(grid, book)),
            )


def _filled(_clause: Clause, book: Book) -> Found:
    """One finding for all that stands in headings or beside amounts, one for the rest."""
    if not book.paragraphs and not book.mentions and not book.document.pages_unread:
        return
    for what, severity in (("未填", "error"), ("占位", "")):
        mine: list[Mention] = [mention for mention in book.mentions if mention.what == what]
        if mine:
            reason = reasons.unfilled([mention.raw for mention in mine[:_MOST]], len(mine))
            places = tuple(Place(mention.place, mention.raw, mention.location) for mention in mine)
            yield what, (), Verdict("failed", reason, places, what, severity)
        elif book.document.pages_unread:
            reason = reasons.pages_unread(book.document.pages_unread)
            yield what, (), Verdict("not_checked", reason)
        else:
            yield what, (), Verdict("passed")


def _annexed(_clause: Clause, book: Book) -> Found:
    """Forms that the text says are annexed."""
    said = next((p for p in book.paragraphs if _PROMISE.search(folded(p.text))), None)
    if said is None:
        return
    place = Place("情况说明", said.text[:_SHOWN], said.location)
    unread = book.document.pages_unread
    annex = next((p for p in book.canonical.paragraphs if p.kind != "contents" and _is_form_annex(p.text)), None)
    if book.canonical.forms or annex is not None:
        yield "附表", (), Verdict("passed", None, (place,))
    elif unread:
        yield "附表", (), Verdict("not_checked", reasons.pages_unread(unread), (place,))
    else:
        yield "附表", (), Verdict("failed", because("not_annexed"), (place,), "附表", unsure=True)


def _explained(clause: Clause, book: Book) -> Found:
    """Technical terms that the narrative uses and its glossary does not explain; one finding for all."""
    glossary = "".join(folded(p.text) for p in book.paragraphs if any("名词解释" in head for head in p.section))
    told = [p for p in book.paragraphs if p.kind in ("text", "item") and not any("名词解释" in h for h in p.section)]
    if not glossary or not told:
        return
    lost = []
    for term in clause.needs:
        word = folded(term)
        used = next((p for p in told if word in folded(p.text)), None)
        if used is not None and word not in glossary:
            lost.append(Place(term, used.text[:_SHOWN], used.location))
    if lost:
        reason = reasons.not_explained([place.label for place in lost])
        yield "名词", (), Verdict("failed", reason, tuple(lost), "名词")
    else:
        yield "名词", (), Verdict("passed")


def _is_form_annex(text: str) -> bool:
    """Is it a heading or caption of a form, not a sentence that speaks of one?"""
    words = folded(text)
    return len(words) < _TITLE and words.endswith(("自评表", "评价表", "自评表）", "自评结果", "自评报告", "评价报告"))


WHAT: Mapping[str, Callable[[Clause, Book], Found]] = {
    "表": _tables,
    "一次": _once,
    "说明": _statement,
    "单位": _unit,
    "金额": _bare,
    "列": _columns,
    "填写": _filled,
    "附表": _annexed,
    "名词": _explained,
}


def refuse(clause: Clause) -> str | None:
    """Why the clause asks for nothing."""
    if clause.what not in WHAT:
        return f"what: {'、'.join(WHAT)}"
    if clause.what in ("说明", "单位", "列") and not clause.tables:
        return "tables: [T08]"
    return "columns: […]" if clause.what == "列" and not clause.columns else None
