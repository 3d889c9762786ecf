"""Why a check of words, labels, structure or several relations at once came out as it did, in both languages."""

from collections.abc import Iterable, Mapping

from expectations.model import Text
from expectations.reasons import text
from ingest.facts import templates

OTHER_KIND = text("文件不属于该规则适用的种类", "a document of another kind")
NOTHING_NAMED = text("文件中没有该规则的对象", "the document holds nothing for this rule")
NO_YEAR = text("未能识别决算年度", "the fiscal year is not known")
NO_NAME = text("未能识别单位名称，或仅出现一处", "the department's name is not known, or stands in one place only")
NO_CONTENTS = text("文件没有目录，或目录未列出这些内容", "there is no 目录, or it does not list these")
NO_TABLES = text(
    "文件中没有读出任何决算表（可能另文公开）", "no statutory table was read; perhaps they are published apart"
)
NO_NARRATIVE = text(
    "文件不含决算情况说明（可能另文公开）", "the document holds no narrative; perhaps it is published apart"
)
NOT_ALL_READ = text("有数未能读出", "not every number could be read")
SAID_IN_TEXT = text("空表的说明在情况说明中", "the sentence for the empty table stands in the narrative")
SAYS_NOTHING = text("文中说明没有此项", "the text says that there is none")
NO_LIST = text("没有给出科目表", "no list of subjects was given")
NO_TOTALS = text("没有带合计的其他表格", "no other table prints a total")
NO_STRUCTURE = text(
    "表内相加关系由排列推断，未得到其他行列印证，不作判断",
    "what adds up was inferred from the layout and no other row or column confirms it",
)
NO_UNIT_LIST = text("情况说明没有逐单位列出金额", "the narrative does not list amounts unit by unit")
ALL_EXACT = text("各勾稽关系均完全相等，必然同时成立", "all relations hold exactly, so they hold together")
TRANSFERS = text(
    "有内部往来（上级补助、附属单位上缴、对附属单位补助等），汇总时应抵销，抵销数未列示",
    "there are internal transfers, which are offset in the total; the offsets are not printed",
)


def year_differs(raw: str, year: int) -> Text:
    """A year that is not the report's."""
    return text(f"此处印为“{raw}”，其他各处为{year}年度", f"“{raw}” here, {year} elsewhere")


def names_differ(own: str, others: Mapping[str, int]) -> Text:
    """The body is called otherwise in some places."""
    listed = "、".join(f"“{name}”（{count}处）" for name, count in others.items())
    in_english = ", ".join(f"“{name}” ({count} times)" for name, count in others.items())
    return text(f"单位名称多处为“{own}”，另有{listed}", f"the name is “{own}”, but also {in_english}")


def code_names(code: str, names: Iterable[str]) -> Text:
    """One code under several names."""
    listed = "、".join(f"“{name}”" for name in names)
    return text(f"编码{code}的名称不一致：{listed}", f"code {code} is called {listed}")


def unknown_class(name: str) -> Text:
    """A class row under a name that no year has."""
    return text(f"“{name}”不是2017年以来的类级科目名称", f"“{name}” is no class name of any year since 2017")


def name_of_year(name: str, said: str, year: int | None) -> Text:
    """A class name of another year."""
    return text(f"“{name}”在{year}年度的名称为“{said}”", f"“{name}” is called “{said}” in {year}")


def spelt_twice(one: str, other: str) -> Text:
    """One unit in two spellings."""
    return text(f"“{one}”与“{other}”疑为同一单位的两种写法", f"“{one}” and “{other}” may be one unit spelt twice")


def unit_count(raw: str, listed: int, title: str) -> Text:
    """The number of units stated is not the number listed."""
    return text(
        f"文中称“{raw}”，《{title}》列有{listed}个单位", f"the text says “{raw}”, “{title}” lists {listed} units"
    )


def negative(raw: str) -> Text:
    """A negative amount of expenditure."""
    return text(f"支出为负数“{raw}”，须核实是否冲减", f"negative expenditure “{raw}”: a reversal?")


def no_number(raw: str) -> Text:
    """Words in a column of amounts."""
    shown = " ".join(raw.split())[:40]
    return text(f"金额栏内为“{shown}”，不是数", f"“{shown}” in a column of amounts is no number")


def more_digits(norm: int, raws: list[str]) -> Text:
    """Amounts with more decimals than their table's."""
    listed = "、".join(raws[:5])
    return text(f"本表金额为{norm}位小数，另有{listed}", f"the table prints {norm} decimals, but also {listed}")


def code_twice(code: str, count: int) -> Text:
    """A code printed more than once."""
    return text(f"编码{code}出现{count}次", f"code {code} occurs {count} times")


def not_ascending(code: str, previous: str) -> Text:
    """A code out of order."""
    return text(f"编码{code}排在{previous}之后", f"code {code} stands after {previous}")


def code_length(code: str, lengths: Iterable[int]) -> Text:
    """A code with a digit too many or too few."""
    wanted = "、".join(map(str, lengths))
    return text(f"编码“{code}”不是{wanted}位", f"code “{code}” has not {wanted} digits")


def code_orphan(code: str) -> Text:
    """A code of which no upper level is printed."""
    return text(f"编码{code}没有印出上级科目", f"no upper level of code {code} is printed")


def other_class(name: str, code: str) -> Text:
    """A …99 code that carries the name of another class."""
    return text(f"“{name}”是{code}类的名称，不属于本类", f"“{name}” is the name of class {code}, not of this one")


def not_other(code: str, name: str) -> Text:
    """A …99 code that is not called 其他."""
    return text(
        f"编码{code}以99结尾，名称“{name}”应以“其他”开头", f"code {code} ends in 99, so “{name}” should begin with 其他"
    )


def not_parent(code: str, name: str, parent: str) -> Text:
    """A …99 code whose name does not follow its parent's."""
    return text(
        f"编码{code}的名称“{name}”与上级“{parent}”不对应", f"“{name}” ({code}) does not follow its parent “{parent}”"
    )


def out_of_order(label: str, last: int) -> Text:
    """An ordinal that does not follow the one before it."""
    return text(f"“{label}”的序号未接上一个（{last}）", f"the number of “{label}” does not follow {last}")


def not_broken_down(label: str, levels: Iterable[int]) -> Text:
    """A class without the levels that must be published."""
    wanted = "、".join(f"{n}位" for n in levels)
    digits = ", ".join(f"{n}-digit" for n in levels)
    return text(f"“{label}”未列示{wanted}编码的下级科目", f"“{label}” has no {digits} codes below it")


def fund_code(code: str) -> Text:
    """A fund code among the general budget."""
    return text(f"{code[:5]}是政府性基金预算支出科目", f"{code[:5]} is a subject of the government fund budget")


def unknown_economic(code: str) -> Text:
    """An economic code of a class that does not exist."""
    return text(f"经济分类没有{code[:3]}类", f"there is no economic class {code[:3]}")


def subject_unknown(code: str, name: str) -> Text:
    """A code that the user's list does not have."""
    return text(f"编码{code}“{name}”不在所给的科目表中", f"code {code} “{name}” is not in the given list")


def subject_named(code: str, name: str, said: str) -> Text:
    """A name that differs from the user's list."""
    return text(
        f"编码{code}在科目表中为“{said}”，此处为“{name}”", f"code {code} is “{said}” in the given list, “{name}” here"
    )


def titled_unread(template: str) -> Text:
    """The title is printed, the table was not read."""
    name = templates()[template].name
    return text(
        f"《{name['zh']}》的标题已印出，表未能读出", f"the title of {template} is printed, the table was not read"
    )


def table_required(template: str, year: int | None) -> Text:
    """A table that must be published is not there."""
    name = templates()[template].name
    when = f"{year}年度" if year else ""
    return text(
        f"{when}部门决算须公开《{name['zh']}》，文件中没有",
        f"{template} ({name['en']}) must be published and is not there",
    )


def said_empty(statement: str) -> Text:
    """A table with numbers whose sentence says that it has none."""
    return text(f"表中有数，表下却称“{statement}”", f"the table holds numbers, the sentence below says “{statement}”")


def not_said_empty(title: str) -> Text:
    """An empty table without its sentence."""
    return text(f"《{title}》为空表，没有“故本表无数据”的说明", f"“{title}” is empty and no sentence says why")


def no_unit(title: str, known: Iterable[str]) -> Text:
    """A table without a unit."""
    others = "、".join(sorted(known))
    zh = f"《{title}》没有印出金额单位" + (f"（其他表为{others}）" if others else "")
    return text(zh, f"“{title}” prints no unit of money" + (f" (other tables: {others})" if others else ""))


def columns_required(title: str, columns: Iterable[str]) -> Text:
    """A table without columns that must be published."""
    listed = "、".join(columns)
    return text(f"《{title}》没有单独列示{listed}", f"“{title}” does not list {listed}")


def unfilled(raws: Iterable[str], count: int) -> Text:
    """What was left to be filled in or decided."""
    listed = "、".join(f"“{raw}”" for raw in raws)
    return text(f"有{count}处未填写或未选定：{listed}", f"{count} places were left unfilled or undecided: {listed}")


def must_say(name: str, section: Iterable[str], *, found: bool) -> Text:
    """Something that the narrative must give."""
    where = "、".join(section) or "情况说明"
    if not found:
        return text(f"情况说明没有“{where}”部分，应说明{name}", f"no section “{where}”, which must give {name}")
    return text(f"“{where}”部分没有说明{name}", f"the section “{where}” does not give {name}")


def must_not_say(name: str) -> Text:
    """Something that must not be left in the text."""
    return text(f"文中留有{name}", f"the text still holds {name}")


def units_left_out(names: list[str]) -> Text:
    """Units of the table that the narrative's list lacks."""
    listed = "、".join(names[:5])
    return text(f"逐单位说明缺少{len(names)}个单位：{listed}", f"the list leaves out {len(names)} units: {listed}")


def said_otherwise(said: str, printed: str) -> Text:
    """The text and the table give different amounts."""
    return text(f"文字为{said}，表中为{printed}", f"the text says {said}, the table {printed}")


def not_together(place: str, count: int) -> Text:
    """Relations that hold one by one and not together."""
    return text(
        f"{count}个勾稽关系单独看都可由尾差解释，但不存在同时满足它们的数；最后不能满足的是“{place}”",
        f"each of {count} relations is explained by rounding, but no values satisfy all of them; “{place}” is left",
    )
