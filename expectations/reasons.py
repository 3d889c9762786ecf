"""Why a check did not run, failed, has no object or is worth a remark, in both languages.

`reasons.yaml` is the table of them all; what needs more than its names filled in is written out below.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from expectations import quality
from expectations.yamlines import parse
from ingest.facts import Doubt, Fact, templates
from ingest.model import Location, Text, Why, strung

LANGUAGES = ("zh", "en")
_NO_NUMBER = Why("不是一个完整的数", "digits that are not one number", "number")


@cache
def table() -> Mapping[str, Text]:
    """Every reason by its name, with `{…}` where something is to be filled in."""
    name = "reasons.yaml"
    root = parse(files(__package__).joinpath(name).read_text(encoding="utf-8"), name).mapping or {}
    found: dict[str, Text] = {}
    for key, node in root.items():
        words = node.mapping or {}
        found[key] = Text(words["zh"].text or "", words["en"].text or "")
    return found


def because(reason: str, **values: object) -> Text:
    """A reason of the table with its names filled in; KeyError for one that it does not have."""
    words = table()[reason]
    if not values:
        return words
    return Text(words.zh.format(**_in("zh", values)), words.en.format(**_in("en", values)))


def _in(lang: str, values: Mapping[str, object]) -> Mapping[str, object]:
    """What is to be filled in, of a text in both languages the one."""
    return {name: value[lang] if isinstance(value, Mapping) else value for name, value in values.items()}


def pages(numbers: Iterable[int]) -> Text:
    """Numbers of pages, for a text that begins with 第 and ends with 页 in Chinese."""
    listed = [str(number) for number in numbers]
    return Text("、".join(listed), f"page{'' if len(listed) == 1 else 's'} {', '.join(listed)}")


def pages_unread(numbers: Iterable[int]) -> Text:
    """What is missing may stand on pages that could not be read."""
    return because("pages_unread", pages=pages(numbers))


def _many(count: int, noun: str) -> str:
    """A count and its noun in English."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def both(one: Text | None, other: Text) -> Text:
    """Two reasons in one."""
    return strung((one, other)) if one else other


def doubted(fact: Fact) -> Text:
    """The reading of a cell is in doubt."""
    why = quality.cited(fact.doubt or _NO_NUMBER)
    where = f"{templates()[fact.template].name['zh']}“{fact.row_label}”行“{fact.column_label}”列"
    there = f"{fact.template}, row “{fact.row_label}”, column “{fact.column_label}”"
    return Text(
        f"{where}印为“{fact.raw}”，读数存疑：{why.zh}", f"{there} shows “{fact.raw}”, reading in doubt: {why.en}"
    )


def repaired(fact: Fact) -> Text:
    """A number that was put together from pieces takes part in a failure."""
    return Text(
        f"“{fact.row_label}”由“{fact.repaired_from}”拼接而成，请先核对原文",
        f"“{fact.row_label}” was joined from “{fact.repaired_from}”: compare with the original first",
    )


def repeated(template: str, label: str, times: int) -> Text:
    """A row or a cell occurs more than once, so nobody knows which is meant."""
    return Text(
        f"{templates()[template].name['zh']}中“{label}”出现{times}次，无法确定用哪一个",
        f"“{label}” occurs {times} times in {template}: which one is meant is unknown",
    )


def table_missing(template: str) -> Text:
    """A table that should be there was not found."""
    name = templates()[template].name
    return Text(f"表《{name['zh']}》未找到", f"table {template} ({name['en']}) was not found")


def table_unread(doubt: Doubt) -> Text:
    """A table that should be there is, and was not read; `doubt` names its template."""
    name = templates()[doubt.template or ""].name
    page = doubt.location.page
    return Text(
        f"第{page}页的《{name['zh']}》：{doubt.reason.zh}",
        f"{doubt.template} ({name['en']}) on page {page}: {doubt.reason.en}",
    )


def table_repeated(template: str, times: int) -> Text:
    """Several tables under one title: a tie cannot choose."""
    name = templates()[template].name
    return Text(
        f"《{name['zh']}》出现{times}次，跨表核对无法确定用哪一张",
        f"{template} ({name['en']}) is printed {times} times: a tie cannot choose",
    )


def wrong_document(template: str) -> Text:
    """A document of this kind has no such table."""
    name = templates()[template].name
    return Text(f"文件不含《{name['zh']}》", f"a document of this kind has no {template} ({name['en']})")


def not_printed(template: str, labels: str) -> Text:
    """The table has no such row or column, or the cell is blank."""
    return Text(f"{templates()[template].name['zh']}没有印出“{labels}”", f"“{labels}” is not printed in {template}")


def perhaps_unread(template: str, labels: str) -> Text:
    """A sum does not hold and one of its addends has no row or column: was the table read to its end?"""
    return Text(
        f"{templates()[template].name['zh']}没有印出“{labels}”，该表可能未读全",
        f"“{labels}” is not printed in {template}: the table was perhaps not read to its end",
    )


def stranger(fact: Fact) -> Text:
    """A line or column that the template does not know may be one more addend."""
    label = f"{fact.row_label} / {fact.column_label}"
    return Text(
        f"表内另有未能归类的数“{label}”（{fact.raw}），合计是否应包含它无法判断",
        f"the table also holds “{label}” ({fact.raw}), which may or may not belong to the sum",
    )


def in_pieces(template: str, where: Location) -> Text:
    """A table that was read as several, each with rows of its own."""
    name, spot = templates()[template].name["zh"], spot_of(where)
    return Text(
        f"《{name}》分几段印出（另一段在{spot['zh']}），未能合成一张表（Q-06）",
        f"{template} was read in pieces (another one at {spot['en']}) that could not be joined (Q-06)",
    )


def rows_elsewhere(template: str, code: str, where: Location) -> Text:
    """A row of the table stands outside of it."""
    name, spot = templates()[template].name["zh"], spot_of(where)
    return Text(
        f"编码{code}的一行在{spot['zh']}，未能读入《{name}》，该表可能未读全（Q-06）",
        f"a row of code {code} stands at {spot['en']}, outside of {template}, which was perhaps not read whole (Q-06)",
    )


def no_end(template: str, label: str) -> Text:
    """The table has no total row, so that nobody knows where it ends."""
    name = templates()[template].name["zh"]
    return Text(
        f"《{name}》没有印出合计行，最后一行是“{label}”，该表可能未读全",
        f"{template} prints no total and ends with “{label}”: it was perhaps not read to its end",
    )


def end_unseen(template: str, label: str) -> Text:
    """Nothing that closes the table stands below its last row."""
    name = templates()[template].name["zh"]
    return Text(
        f"《{name}》以“{label}”结束，其下没有合计行，可能还有未读到的行",
        f"{template} ends with “{label}” and no total closes it: further rows were perhaps not read",
    )


def title_lost(title: str, where: Location) -> Text:
    """A table without a title that is known may be the one that is missing."""
    spot = spot_of(where)
    return Text(
        f"“{title}”下的表（{spot['zh']}）没有可识别的标题，可能就是该表",
        f"the table below “{title}” ({spot['en']}) has no title that is known: perhaps it is this one",
    )


def body_lost(template: str, other: str) -> Text:
    """A table without a row, of which another table prints the money."""
    name, source = templates()[template].name["zh"], templates()[other].name["zh"]
    return Text(
        f"《{name}》没有读到任何行，而《{source}》印有其金额，可能未读全",
        f"no row of {template} was read, and {other} prints its money: it was perhaps not read to its end",
    )


def last_without_children(template: str, label: str) -> Text:
    """The table ends with a group that has no rows."""
    name = templates()[template].name["zh"]
    return Text(
        f"《{name}》最后一行“{label}”没有下级科目，该表可能未读全",
        f"{template} ends with “{label}”, which has no sub-items: it was perhaps not read to its end",
    )


def classes_beyond(template: str, label: str, other: str) -> Text:
    """Another table prints classes behind the last one of this table."""
    name = templates()[template].name["zh"]
    return Text(
        f"《{name}》最后一行是“{label}”，总表在其后还有“{other}”，该表可能未读全",
        f"{template} ends with “{label}”; another table goes on with “{other}”: it was perhaps not read to its end",
    )


def spot_of(where: Location) -> Text:
    """A place in a few words."""
    if where.page is not None:
        return Text(f"第{where.page}页", f"page {where.page}")
    return Text(f"第{where.line}行", f"line {where.line}") if where.line is not None else Text("别处", "another place")


def names_differ(own: str, others: Mapping[str, int]) -> Text:
    """The body is called otherwise in some places."""
    listed = "、".join(f"“{name}”（{count}处）" for name, count in others.items())
    in_english = ", ".join(f"“{name}” ({_many(count, 'time')})" for name, count in others.items())
    return Text(f"单位名称多处为“{own}”，另有{listed}", f"the name is “{own}”, but also {in_english}")


def code_names(code: str, names: Iterable[str]) -> Text:
    """One code under several names."""
    listed = "、".join(f"“{name}”" for name in names)
    return Text(f"编码{code}的名称不一致：{listed}", f"code {code} is called {listed}")


def no_number(raw: str) -> Text:
    """Words in a column of amounts."""
    shown = " ".join(raw.split())[:40]
    return Text(f"金额栏内为“{shown}”，不是数", f"“{shown}” in a column of amounts is no number")


def more_digits(norm: int, raws: list[str]) -> Text:
    """Amounts with more decimals than their table's."""
    listed = "、".join(raws[:5])
    return Text(f"本表金额为{norm}位小数，另有{listed}", f"the table prints {norm} decimals, but also {listed}")


def code_length(code: str, lengths: Iterable[int]) -> Text:
    """A code with a digit too many or too few."""
    wanted = "、".join(map(str, lengths))
    return Text(f"编码“{code}”不是{wanted}位", f"code “{code}” has not {wanted} digits")


def not_broken_down(label: str, levels: Iterable[int]) -> Text:
    """A class without the levels that must be published."""
    wanted = "、".join(f"{n}位" for n in levels)
    digits = ", ".join(f"{n}-digit" for n in levels)
    return Text(f"“{label}”未列示{wanted}编码的下级科目", f"“{label}” has no {digits} codes below it")


def fund_code(code: str) -> Text:
    """A fund code among the general budget."""
    return Text(f"{code[:5]}是政府性基金预算支出科目", f"{code[:5]} is a subject of the government fund budget")


def unknown_economic(code: str) -> Text:
    """An economic code of a class that does not exist."""
    return Text(f"经济分类没有{code[:3]}类", f"there is no economic class {code[:3]}")


def titled_unread(template: str) -> Text:
    """The title is printed, the table was not read."""
    name = templates()[template].name
    return Text(
        f"《{name['zh']}》的标题已印出，表未能读出", f"the title of {template} is printed, the table was not read"
    )


def table_required(template: str, year: int | None) -> Text:
    """A table that must be published is not there."""
    name = templates()[template].name
    when = f"{year}年度" if year else ""
    return Text(
        f"{when}部门决算须公开《{name['zh']}》，文件中没有",
        f"{template} ({name['en']}) must be published and is not there",
    )


def no_unit(title: str, known: Iterable[str]) -> Text:
    """A table without a unit."""
    others = "、".join(sorted(known))
    zh = f"《{title}》没有印出金额单位" + (f"（其他表为{others}）" if others else "")
    return Text(zh, f"“{title}” prints no unit of money" + (f" (other tables: {others})" if others else ""))


def bare_amounts(raws: Iterable[str], count: int) -> Text:
    """Amounts in prose without a unit."""
    listed = "；".join(f"“…{raw}…”" for raw in raws)
    return Text(
        f"正文有{count}处金额没有单位：{listed}", f"{_many(count, 'amount')} in the text without a unit: {listed}"
    )


def columns_required(title: str, columns: Iterable[str]) -> Text:
    """A table without columns that must be published."""
    listed = "、".join(columns)
    return Text(f"《{title}》没有单独列示{listed}", f"“{title}” does not list {listed}")


def unfilled(raws: Iterable[str], count: int) -> Text:
    """What was left to be filled in or decided."""
    listed = "、".join(f"“{raw}”" for raw in raws)
    return Text(f"有{count}处未填写或未选定：{listed}", f"{_many(count, 'place')} left unfilled or undecided: {listed}")


def must_say(name: str, section: Iterable[str], *, found: bool) -> Text:
    """Something that the narrative must give."""
    where = next(iter(section), "情况说明")
    if not found:
        return Text(f"情况说明没有“{where}”部分，应说明{name}", f"no section “{where}”, which must give {name}")
    return Text(f"“{where}”部分没有说明{name}", f"the section “{where}” does not give {name}")


def not_explained(terms: Iterable[str]) -> Text:
    """Terms that are used and not explained."""
    listed = "、".join(terms)
    return Text(
        f"名词解释没有解释文中使用的{listed}", f"the glossary does not explain terms that the text uses: {listed}"
    )


def units_left_out(names: list[str]) -> Text:
    """Units of the table that the narrative's list lacks."""
    listed = "、".join(names[:5])
    return Text(
        f"逐单位说明缺少{len(names)}个单位：{listed}", f"the list leaves out {_many(len(names), 'unit')}: {listed}"
    )


def kind_of(kind: str) -> Text:
    """What the document was taken for."""
    known = {"final_accounts": "部门决算", "self_assessment": "绩效自评表", "evaluation": "绩效评价报告"}
    zh = {**known, "generic": "其他表格文件"}.get(kind, "种类不明")
    return Text(f"文件按“{zh}”核对", f"checked as {kind.replace('_', ' ')}")


def criterion(words: str) -> Text:
    """A printed criterion gives another score."""
    cut = words if len(words) <= 60 else words[:60] + "…"
    return Text(f"与印出的评分标准“{cut}”不符", f"the printed criterion “{cut}” gives another score")
