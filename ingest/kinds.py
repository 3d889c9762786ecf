"""What kind of document is it, and if it is none of ours, why not.

Final accounts of a department and self-assessment forms are read. A government's own accounts (tables 01-27), a
budget and a blank template look like them and are refused, with the reason.
"""

import re
from collections.abc import Iterable, Sequence

from ingest.facts import Doubt, TableInfo
from ingest.model import Line, Table, Text
from ingest.statutory.recognition import title_template
from ingest.wording import bare, normalise

_GOVERNMENT = re.compile(
    r"一般公共预算收支|转移性收支|税收返还|转移支付(?:分地区|分项目|收支|收入|支出|预算|执行|决算)|社会保险基金(?:收支|收入|支出|预算|结余)"
    r"|地方政府(?:一般|专项)?债务|政府(?:一般|专项)债务(?:限额|余额)|(?:^|[^及和])一般公共预算收入(?:决算|执行|预算)"
    r"|政府性基金(?:预算)?(?:收支|收入(?:决算|执行|预算))|国有资本经营(?:预算)?(?:收支|收入(?:决算|执行|预算))|本级支出决算表"
)
_GOVERNMENT_COVER = re.compile(
    r"(?:省|市|县|区|州|旗|镇|乡|街道)(?:本级)?20[12]\d年度?(?:财政|政府|一般公共预算|本级)(?:总)?(?:收支)?决算"
)
_BUDGET = re.compile(
    r"20[12]\d年度?.{0,20}(?:部门|单位)预算|(?:部门|单位)20[12]\d年度?预算|^(?:部门|单位)预算(?:公开)?$"
)
_ACCOUNTS = re.compile(r"(?:部门|单位)决算|决算表|决算总表|决算明细表|决算公开|决算情况说明")
_PLACEHOLDER = re.compile(
    r"(?=[XxＸ×_＿〇*○□])"  # most characters are none of these: they are passed over at once
    r"(?:[XxＸ×]{2,}|[XxＸ×](?=(?:万元|元|年|月|个|家|辆|人|批|部门|单位|局|%|％|\.))|_{3,}|＿{2,}|〇{2,}|\*{2,}(?=万?元|%)|○{2,}|□{2,})"
)
_SECTIONS = (
    r"^(?:部门|单位|关于.{0,8})?(?:收入支出|收支)(?:决算)?总体情况",
    r"^(?:部门|单位|关于.{0,8})?收入(?:决算|总体)情况",
    r"^(?:部门|单位|关于.{0,8})?支出(?:决算|总体)情况",
    r"财政拨款(?:收入支出|收支)(?:决算)?总体情况",
    r"一般公共预算(?:财政拨款)?支出决算",
    r"基本支出决算",
    r"三公经费",
    r"机关运行经费",
    r"政府采购",
)
"""Headings of the narrative (情况说明) in the wordings of all places, each a section."""
NO_TABLES = (
    Text(
        "没有部门决算表，也没有绩效自评表",
        "neither statutory tables of final accounts (部门决算) nor a self-assessment form in it",
    ),
    Text(
        "请提供公布的部门决算报告或项目支出绩效自评表（PDF或文本）",
        "give a published 部门决算 report or a 项目支出绩效自评表 as PDF or text",
    ),
)
_FILLED = Text("请提供已填数的报告", "give the report with its figures filled in")
_TOLD = Text("请提供PDF，或表格带制表符或分栏的文本", "give the PDF, or a text whose tables have tabs or columns")
_MOST = 5
_HEADING = 40
_AMOUNT = re.compile(r"\d(?:万|亿)?元")
_FEW = 8
"""A report may print a few ×: names made anonymous, products, multiplication. A template is full of them."""


def kind_of(*, accounts: bool, forms: bool, scores: bool) -> str:
    """The kind of a document by what was read in it: its tables, then its forms, then score tables of evaluations.

    A narrative whose tables are published apart is one of final accounts.
    """
    if forms and not accounts:
        return "self_assessment"
    return "evaluation" if scores and not accounts else "final_accounts"


def refusal(
    blocks: Sequence[Line | Table], tables: Sequence[TableInfo], values: int, unread: Sequence[Doubt] = ()
) -> tuple[Text, Text] | None:
    """Why a document is not checked and what to give instead; None if it is one of ours.

    `tables` are the canonical tables found in it, statutory ones and forms; `values` counts the numbers read,
    `unread` are the tables that are there and could not be read.
    """
    texts = [text for text in _short(blocks) if len(text) < 60]
    government = sum(1 for text in texts if text.endswith("表") and _GOVERNMENT.search(text))
    own = len({table.template for table in tables})
    if (government >= 2 and government > own) or (own <= 3 and any(_GOVERNMENT_COVER.search(text) for text in texts)):
        return (
            Text("政府决算（财政总决算），不是部门决算", "a government-level account"),
            Text("请提供部门决算", "give the final accounts (部门决算) of a department"),
        )
    # 部门预算项目支出绩效自评表 is the form of a project of the budget, filled in after the year.
    budget = sum(1 for text in texts if _BUDGET.search(text) and "自评" not in text)
    if budget and not any(_ACCOUNTS.search(text) for text in texts):
        return (
            Text("预算文件，不是决算", "a budget, not final accounts"),
            Text("请提供该年度的部门决算", "give the final accounts (部门决算) of the year"),
        )
    marks = len(_PLACEHOLDER.findall("\n".join(_all(blocks))))
    if marks >= _FEW and marks > 2 * values:
        return Text("空白模板：要填的地方还是占位符", "a blank template, its figures are still placeholders"), _FILLED
    unstated = [table for table in tables if table.statement is None]
    if tables and not values and len(unstated) == len(tables) and (marks or len(tables) >= 3):
        return Text("表中没有一个数：空白表格", "all tables are blank"), _FILLED
    if not tables and _is_narrative(blocks):
        return None
    if not tables and unread:
        names = "、".join(doubt.readings[0][0] for doubt in unread[:3])
        zh = f"有决算表（{names}），但单元格逐行排列，不能读成表"
        return Text(zh, f"tables are there ({names}), but their columns cannot be told"), _TOLD
    named = next((text for text in texts if (one := title_template(text)) is not None and one.shape == "form"), None)
    if not tables and named is not None:
        zh = f"有绩效自评表（{named}），但单元格逐行排列，不能读成表"
        return Text(zh, f"a form is there ({named}), but its columns cannot be told"), _TOLD
    return None if tables else NO_TABLES


def _is_narrative(blocks: Sequence[Line | Table]) -> bool:
    """Whether this is the 情况说明 of a report whose tables are published in a file of their own.

    Most of its sections must be there, as headings, with amounts below them.
    """
    lines = [normalise(block.text) for block in blocks if isinstance(block, Line)]
    heads = {kind for text in lines if len(text) < _HEADING for kind in _SECTIONS if re.search(kind, bare(text))}
    amounts = sum(len(_AMOUNT.findall(text)) for text in lines)
    return len(heads) >= _MOST and amounts >= _FEW and any(_ACCOUNTS.search(text) for text in lines)


def _short(blocks: Iterable[Line | Table]) -> Iterable[str]:
    """Titles, headings and covers: lines, and the first rows of tables."""
    for block in blocks:
        if isinstance(block, Line):
            yield normalise(block.text)
        else:
            for row in block.rows[:3]:
                yield from (normalise(cell.text) for cell in row if cell is not None)


def _all(blocks: Iterable[Line | Table]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row if cell is not None)
