"""Why a check did not run, has no object, or is worth a remark: the texts, in both languages."""

from expectations.model import Text
from ingest.facts import Fact, templates


def text(zh: str, en: str) -> Text:
    """Both languages of one sentence."""
    return {"zh": zh, "en": en}


TRUNCATED = text("按截尾可以解释", "explained by truncation (截尾)")
ONLY_TRIMMED = text(
    "仅当印出的数省略了末尾的零时才不成立",
    "fails only if the printed numbers have lost trailing zeros",
)
NO_NUMBERS = text("表内没有可供核对的数", "the table holds no numbers for this rule")
EMPTY = text("该表为空表，无数据", "the table is printed empty")
ZERO_BASE = text("分母为零，不计算比率", "the base is zero: there is no rate")
BASE_HOLDS_ZERO = text(
    "按印出的位数，分母可能为零，比率无法核对", "by its printed digits the base may be zero: the rate cannot be checked"
)
UNFALSIFIABLE = text(
    "按印出的位数，比率的可能范围超过十个百分点，无法核对",
    "by the printed digits the rate may be anything within more than ten points: nothing to check",
)
NOT_PERCENT = text("比率没有百分号，口径不明", "the rate is not known to be in percent")
PRACTICE = text(
    "未见本文件中其他自评表采用该计分公式，是否适用请核实",
    "no other form of this document is seen to follow this scoring formula; please verify that it applies",
)
CONDITION_FALSE = text("前提不成立，不适用", "the condition does not hold")


def doubted(fact: Fact) -> Text:
    """The reading of a cell is in doubt."""
    why = fact.doubt or "不是一个可用的数 not a usable number"
    where = f"{templates()[fact.template].name['zh']}“{fact.row_label}”行“{fact.column_label}”列"
    there = f"{fact.template}, row “{fact.row_label}”, column “{fact.column_label}”"
    return text(f"{where}印为“{fact.raw}”，读数存疑：{why}", f"{there} shows “{fact.raw}”, reading in doubt: {why}")


def repaired(fact: Fact) -> Text:
    """A number that was put together from pieces takes part in a failure."""
    return text(
        f"“{fact.row_label}”由“{fact.repaired_from}”拼接而成，请先核对原文",
        f"“{fact.row_label}” was joined from “{fact.repaired_from}”: compare with the original first",
    )


def only_in(names: str) -> Text:
    """Indicators that one of two tables lacks."""
    return text(f"仅在其中一张表内：{names}", f"only in one of the two tables: {names}")


def repeated(template: str, label: str, times: int) -> Text:
    """A row or a cell occurs more than once, so nobody knows which is meant."""
    return text(
        f"{templates()[template].name['zh']}中“{label}”出现{times}次，无法确定用哪一个",
        f"“{label}” occurs {times} times in {template}: which one is meant is unknown",
    )


def table_missing(template: str) -> Text:
    """A table that should be there was not found."""
    name = templates()[template].name
    return text(f"表《{name['zh']}》未找到", f"table {template} ({name['en']}) was not found")


def table_repeated(template: str, times: int) -> Text:
    """Several tables under one title: a tie cannot choose."""
    name = templates()[template].name
    return text(
        f"《{name['zh']}》出现{times}次，跨表核对无法确定用哪一张",
        f"{template} ({name['en']}) is printed {times} times: a tie cannot choose",
    )


def wrong_document(template: str) -> Text:
    """A document of this kind has no such table."""
    name = templates()[template].name
    return text(f"文件不含《{name['zh']}》", f"a document of this kind has no {template} ({name['en']})")


def not_printed(template: str, labels: str) -> Text:
    """The table has no such row or column, or the cell is blank."""
    return text(f"{templates()[template].name['zh']}没有印出“{labels}”", f"“{labels}” is not printed in {template}")


def perhaps_unread(template: str, labels: str) -> Text:
    """A sum does not hold and one of its addends has no row or column: was the table read to its end?"""
    return text(
        f"{templates()[template].name['zh']}没有印出“{labels}”，该表可能未读全",
        f"“{labels}” is not printed in {template}: the table was perhaps not read to its end",
    )


def pages_unread(pages: str) -> Text:
    """A page next to the table could not be read and may hold the rest of it."""
    return text(f"与该表相邻的第{pages}页未能读取", f"page {pages} next to this table could not be read")


def blank_side(labels: str) -> Text:
    """One side of a relation is blank while the other is not zero."""
    return text(f"“{labels}”为空白，无法判断是零还是漏填", f"“{labels}” is blank: zero or left out, nobody can tell")


def blank_as_zero(labels: str) -> Text:
    """A blank was taken for zero, and then the sum does not hold: forgotten, or in another column?"""
    return text(f"“{labels}”为空白，按零计", f"“{labels}” is blank and was taken for zero")


def missing(labels: str) -> Text:
    """A value that the form asks for is not printed."""
    return text(f"“{labels}”没有填写", f"“{labels}” is not filled in")


def stranger(fact: Fact) -> Text:
    """A line or column that the template does not know may be one more addend."""
    label = f"{fact.row_label} / {fact.column_label}"
    return text(
        f"表内另有未能归类的数“{label}”（{fact.raw}），合计是否应包含它无法判断",
        f"the table also holds “{label}” ({fact.raw}), which may or may not belong to the sum",
    )


def units_differ(units: str) -> Text:
    """Numbers of unlike units cannot be compared."""
    return text(f"单位不同或不明（{units}），不能比较", f"units differ or are unknown ({units}): not comparable")


def other_basis(formula: str) -> Text:
    """The printed number agrees with another formula."""
    return text(
        f"印出的数与“{formula}”相符，口径可能不同", f"the printed number agrees with “{formula}”: another basis?"
    )


def no_children(label: str) -> Text:
    """A parent without printed children has nothing to add up."""
    return text(f"“{label}”没有印出下级科目", f"“{label}” has no printed sub-items")
