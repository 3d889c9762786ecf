"""Q-01: a form has one title, one fund table, one use table, one score table, one 总计 and one grade.

Where the counts of a form disagree, what belongs to which form is in doubt: the span is named, nothing is accused.
"""

from collections.abc import Iterable, Iterator, Sequence

from ingest.deep.funds import USE_TOTAL, Funds
from ingest.deep.regions import Region, is_first_fund_row, is_grade, is_total
from ingest.deep.tree import Tree
from ingest.facts import Doubt
from ingest.model import Location, Text, Why, strung

Span = tuple[Region, Funds, Sequence[Tree]]


def counts(region: Region, funds: Funds, trees: Sequence[Tree]) -> dict[Text, int]:
    """How many of each part a form prints."""
    return {
        Text("标题", "titles"): int(region.title is not None),
        Text("资金表", "fund tables"): sum(map(is_first_fund_row, region.rows)),
        Text("支出表", "use tables"): len({slot.row for slot in funds.slots if slot.row_concept == USE_TOTAL}),
        Text("评分表", "score tables"): sum(1 for tree in trees if any(node.kind == "leaf" for node in tree.nodes)),
        Text("总计", "totals"): sum(map(is_total, region.rows)),
        Text("评价等级", "grades"): sum(map(is_grade, region.rows)),
    }


def counted(spans: Iterable[Span], document: str) -> Iterator[Doubt]:
    """A doubt for each form of which a part is missing or printed more than once."""
    for region, funds, trees in spans:
        found = counts(region, funds, trees)
        if set(found.values()) == {1}:
            continue
        last = region.rows[-1].location
        place = Location(
            page=region.start.page, line=region.start.line, line_end=last.line_end or last.line, section=region.title
        )
        told = strung((Text(f"{name.zh} {n}", f"{name.en} {n}") for name, n in found.items()), "，", ", ")
        zh, en = f"同一范围内各部分数目不一：{told.zh}", f"the parts of one form disagree in number: {told.en}"
        yield Doubt(document, place, (), Why(zh, en, "untitled" if region.title is None else "counts"), repaired=False)
