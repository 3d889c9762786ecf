"""What kind of page it is, which order its words have, and what is noise."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.model import BBox, Cell, Line, Location, Page, RawTable
from ingest.pdf.ink import Ink, Word
from ingest.pdf.leaves import Leaf, gathered, leaf, prefers_flow, read_from_picture

WHOLE: BBox = (0.0, 0.0, 600.0, 800.0)


def word(text: str, x: float, middle: float) -> Word:
    edges = tuple(x + 9.0 * index for index in range(len(text) + 1))
    return Word(text, (x, middle - 5, edges[-1], middle + 5), 9.0, edges)


def ink(*words: Word, rules: bool = False) -> Ink:
    horizontals = ((90.0, 100.0, 300.0), (110.0, 100.0, 300.0)) if rules else ()
    verticals = ((100.0, 90.0, 110.0), (200.0, 90.0, 110.0), (300.0, 90.0, 110.0)) if rules else ()
    return Ink(1, 600, 800, words, horizontals, verticals)


TEXT = word("年度部门决算", 200, 300)


@pytest.mark.parametrize(
    ("page", "pictures", "hidden", "kind"),
    [
        (ink(), [], 0, "blank"),
        (ink(), [(0, 0, 50, 50)], 0, "prose"),
        (ink(), [WHOLE], 0, "scan"),
        (ink(TEXT), [], 0, "prose"),
        (ink(TEXT), [WHOLE], 0, "prose"),
        (ink(TEXT), [(0, 400, 600, 800)], 0, "mixed"),
        (ink(TEXT), [WHOLE], 6, "scan"),
        (ink(word("- 3 -", 280, 780)), [WHOLE], 0, "scan"),
        (ink(word("甲", 110, 100), rules=True), [], 0, "ruled"),
    ],
    ids=[
        "blank",
        "a logo",
        "scan",
        "prose",
        "cover",
        "picture below text",
        "scan with text layer",
        "scan with page number",
        "ruled",
    ],
)
def test_kind(page: Ink, pictures: Sequence[BBox], hidden: int, kind: str) -> None:
    assert leaf(page, pictures, hidden).page.kind == kind


def test_large_picture_beside_text_or_table_is_said() -> None:
    """It may be a scanned table: its page counts as not read whole."""
    below: BBox = (0.0, 400.0, 600.0, 800.0)
    assert leaf(ink(TEXT), [below]).pictured
    assert leaf(ink(word("甲", 110, 100), rules=True), [below]).pictured
    assert not leaf(ink(TEXT), [WHOLE]).pictured
    assert not leaf(ink(TEXT), [(0, 400, 60, 460)]).pictured


def test_noise_is_not_read() -> None:
    found = leaf(ink(word("\ufffd\ufffd本年收入", 100, 300)), [])
    assert (found.page.kind, found.unmapped, found.blocks) == ("scan", True, ())


def test_one_unknown_character_in_a_cell_is_enough() -> None:
    held = word("12.5\ufffd", 110, 100)
    rest = [word("全年收入支出情况说明全年收入支出", 50, 200 + 20 * n) for n in range(6)]
    assert leaf(ink(held, *rest, rules=True), []).unmapped
    assert not leaf(ink(*rest, word("\ufffd", 30, 320)), []).unmapped


def lines(*texts: str, page: int = 1) -> tuple[Line, ...]:
    return tuple(
        Line(text, Location(page=page, bbox=(60, 100.0 + 20 * n, 500, 110.0 + 20 * n))) for n, text in enumerate(texts)
    )


TORN = ("本年收入 万元，比上年", "12.50", "增加 万元。", "3.25")
WHOLE_TEXT = ("本年收入 12.50 万元，比上年", "增加 3.25 万元。")


def prose(number: int, by_place: Sequence[str], by_file: Sequence[str]) -> Leaf:
    return Leaf(Page(number, 600, 800, "prose"), lines(*by_place, page=number), lines(*by_file, page=number))


def test_the_order_that_keeps_digits_with_their_units_is_chosen_for_the_whole_file() -> None:
    leaves = {number: prose(number, TORN, WHOLE_TEXT) for number in (1, 2, 3)}
    found = gathered(leaves)
    assert found.by_file
    assert [block.text for block in found.blocks if isinstance(block, Line)] == [*WHOLE_TEXT] * 3


def test_place_decides_unless_the_file_is_clearly_better() -> None:
    assert not prefers_flow([prose(1, TORN, WHOLE_TEXT)])
    assert not prefers_flow([prose(number, WHOLE_TEXT, TORN) for number in (1, 2, 3)])
    alike = replace(prose(1, WHOLE_TEXT, WHOLE_TEXT), flow=None)
    assert not gathered({1: alike}).by_file


def test_words_are_ordered_twice_only_where_it_matters() -> None:
    first, second = word("上一行", 100, 200), word("下一行", 100, 230)
    assert leaf(ink(first, second), []).flow is None
    found = leaf(ink(second, first), [])
    assert [block.text for block in found.blocks if isinstance(block, Line)] == ["上一行", "下一行"]
    assert found.flow is not None
    assert [block.text for block in found.flow if isinstance(block, Line)] == ["下一行", "上一行"]


def test_leaf_of_a_picture() -> None:
    box = (100.0, 150.0, 300.0, 200.0)
    grid = RawTable(((Cell("甲", Location(page=1, bbox=box)),),), Location(page=1, bbox=box), "ocr")
    found = read_from_picture([grid], ink(word("收入决算表", 150, 100), word("注：", 100, 300)))
    assert found.page == Page(1, 600, 800, "ruled", ocr=True)
    kinds = [block.text if isinstance(block, Line) else "table" for block in found.blocks]
    assert kinds == ["收入决算表", "table", "注："]
