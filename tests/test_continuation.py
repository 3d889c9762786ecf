"""Parts that print their title again are one table; two tables of one kind stay two."""

from ingest.continuation import continued
from ingest.model import Table
from ingest.recognition import recognise
from tests.sheets import printed

HEAD = "科目编码|科目名称|合计|基本支出\n"


def _sheets(text: str) -> list[int]:
    found = [sheet for block in printed(text) if isinstance(block, Table) and (sheet := recognise(block)) is not None]
    return [len(sheet.body) for sheet in continued(found)]


def test_a_second_page_with_the_title_again() -> None:
    first = f"支出决算表\n{HEAD}合计||3.00|3.00\n201|甲|1.00|1.00\n"
    assert _sheets(f"{first}\n支出决算表（续）\n{HEAD}202|乙|2.00|2.00\n") == [3]


def test_two_departments_are_two_tables() -> None:
    first = f"支出决算表\n{HEAD}合计||3.00|3.00\n201|甲|3.00|3.00\n"
    assert _sheets(f"{first}\n支出决算表\n{HEAD}合计||4.00|4.00\n201|甲|4.00|4.00\n") == [2, 2]
