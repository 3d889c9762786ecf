"""Sections, items, paragraphs and sentences of running text, from text files and from PDF lines."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import open_document
from ingest.facts import Paragraph
from ingest.model import Line, Location, Table
from ingest.prose.numbering import mark
from ingest.prose.paragraphs import read_prose
from ingest.prose.residue import clean, is_contents, is_page_number
from ingest.stitching import join
from ingest.text import blocks

REPORTS = Path(__file__).parents[1] / ".." / "shared" / "reports"


def prose(text: str) -> tuple[Paragraph, ...]:
    return read_prose(join(blocks(text)))


def words(text: str) -> list[str]:
    return [paragraph.text for paragraph in prose(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("第三部分 情况说明", "part", 3),
        ("附件 2", "annex", 2),
        ("二十一、其他支出", "han", 21),
        ("（十）结余", "han_in", 10),
        ("(三)结余", "han_in", 3),
        ("12. 农林水支出", "number", 12),
        ("7、财政拨款", "number", 7),
        ("1.2024年度收入", "number", 1),
        ("(2) 专项资金", "number_in", 2),
        ("③产业化项目", "circle", 3),
    ],
)
def test_list_numbers(text: str, kind: str, value: int) -> None:
    found = mark(text)
    assert found is not None
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize("text", ["88.21%。", "2024年度收入", "3.15 国际日", "一是加强管理", "34.5 万元", "附件齐全"])
def test_what_is_no_list_number(text: str) -> None:
    assert mark(text) is None


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("1. **工资福利支出** 141.35 万元", "1. 工资福利支出 141.35 万元"),
        ("<p>完成 <b>*</b>得分</p>", "完成 得分"),
        (r"增长 $12.5\%$，面积 $\geq 30$ 亩", "增长 12.5%，面积 ≥ 30 亩"),
        ("一、主要职责 ........................ 12", "一、主要职责"),
        ("１２，３４５．６０万元", "12,345.60万元"),
        ("收入\u3000\u3000合计 PAGEREF _Toc123 \\h", "收入 合计"),
    ],
)
def test_residue_goes_and_words_stay(printed: str, read: str) -> None:
    assert clean(printed) == read


def test_page_numbers_and_leaders() -> None:
    assert all(is_page_number(text) for text in ("12", "- 12 -", "— 3 —", "第 5 页", "第5页 共20页"))
    assert not any(is_page_number(text) for text in ("12.5", "万元", "1,234", "2024年"))
    assert is_contents("二、收入决算表……………5")


def test_a_path_for_every_numbering() -> None:
    text = (
        "第三部分 情况说明\n一、收入支出情况\n（一）总体情况。全年收入增加。\n（二）结构情况\n"
        "1. 教育支出（类）10 万元。\n（1）第一项，5 万元；\n（2）第二项，5 万元。\n2. 科学技术支出（类）20 万元。\n"
        "二、绩效情况\n没有问题。\n附件 1\n（一）概况\n一、背景：依据文件设立。"
    )
    found = [(p.kind, p.section, p.number) for p in prose(text) if p.kind != "heading"]
    part, first = "第三部分 情况说明", "一、收入支出情况"
    assert found == [
        ("text", (part, first, "（一）总体情况"), None),
        ("item", (part, first, "（二）结构情况"), "1."),
        ("item", (part, first, "（二）结构情况", "1."), "（1）"),
        ("item", (part, first, "（二）结构情况", "1."), "（2）"),
        ("item", (part, first, "（二）结构情况"), "2."),
        ("text", (part, "二、绩效情况"), None),
        ("item", ("附件 1", "（一）概况"), "一、"),
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n", "\n\n- 12 -\n\n"])
def test_paragraphs_are_rejoined_over_page_breaks(gap: str) -> None:
    text = (
        f"本年支出 3,988.71{gap}万元，其中基本支出{gap}1,200.00 万元，项目支出 2,788.71 万元。"
        f"主要原因是人员增{gap}加。\n\n另一段。"
    )
    joined = "本年支出 3,988.71万元，其中基本支出1,200.00 万元，项目支出 2,788.71 万元。主要原因是人员增加。"
    found = prose(text)
    assert [p.text for p in found] == [joined, "另一段。"]
    assert [found[0].words(sentence) for sentence in found[0].sentences] == [joined[:-10], joined[-10:]]


def test_a_number_cut_in_two_is_put_together_and_remembered() -> None:
    (sure,) = prose("支出 1,2\n34.5 万元。")
    assert (sure.text, sure.joints) == ("支出 1,234.5 万元。", ())
    (unsure,) = prose("完成全部任务，支出 12\n34.5 万元。")
    assert unsure.text == "完成全部任务，支出 1234.5 万元。"
    assert unsure.joints == (12,)


def test_a_year_on_the_next_line_is_no_part_of_the_number_before_it() -> None:
    (paragraph,) = prose("共安排项目，涉及 12\n2019 年预算。")
    assert paragraph.text == "共安排项目，涉及 12 2019 年预算。"


def test_inline_lists_do_not_break_a_paragraph() -> None:
    (paragraph,) = prose("主要原因：1. 机构改革，增加收支；2. 人员增加，相应\n增加财政收入;\n3. 项目增加。")
    assert paragraph.text.endswith("相应增加财政收入;3. 项目增加。")


def test_captions_figures_and_tables_are_not_prose() -> None:
    text = (
        "收入决算表\n公开 02 表\n部门：某局\n单位：万元\n科目\t金额\n合计\t1.00\n"
        "注：本表反映收入。\n图1 收入结构图\n正文。"
    )
    assert [(p.kind, p.text) for p in prose(text) if p.kind != "caption"] == [
        ("text", "注：本表反映收入。"),
        ("text", "正文。"),
    ]


def test_the_contents_make_no_sections() -> None:
    text = "目 录\n第一部分 概况\n一、主要职责\n第二部分 情况说明\n第一部分 概况\n一、主要职责\n承担全部工作。"
    found = prose(text)
    assert [p.kind for p in found] == ["contents"] * 4 + ["heading", "heading", "text"]
    assert found[-1].section == ("第一部分 概况", "一、主要职责")


def pdf_line(text: str, page: int, x0: float, x1: float, top: float) -> Line:
    return Line(text, Location(page=page, bbox=(x0, top, x1, top + 15.0)))


def test_lines_of_a_page_go_by_indent_and_width() -> None:
    lines = [
        pdf_line("一、收入情况", 1, 120, 210, 60),
        pdf_line("2、某项支出（类）某项（款）某项（项）。主要用于：人员。年", 1, 120, 505, 90),
        pdf_line("初预算为54.53万元，支出决算为54.53万元，完成年初预算的", 1, 90, 505, 120),
        pdf_line("100.00%。", 2, 90, 160, 60),
        pdf_line("公务用车支出0.00万元。其中：", 2, 120, 350, 90),
        pdf_line("购置支出0.00万元。", 2, 120, 280, 120),
    ]
    found = read_prose(lines)
    assert [p.text[-10:] for p in found] == ["一、收入情况", "算的100.00%。", "0.00万元。其中：", "置支出0.00万元。"]
    assert found[1].location == Location(page=1, bbox=(90, 90, 505, 135))
    assert found[1].sentences[-1].location.page == 1


def test_a_sentence_has_its_own_lines() -> None:
    (paragraph,) = prose("第一句话，\n在两行上。第二句\n话。")
    assert [(s.location.line, s.location.line_end) for s in paragraph.sentences] == [(1, 2), (2, 3)]


@settings(max_examples=60)
@given(st.lists(st.sampled_from("一二三，。；：（）1234567890. 万元%年\n第部分、"), max_size=120).map("".join))
def test_nothing_is_lost_and_nothing_invented(text: str) -> None:
    """Every character that is no blank and no residue stands in a paragraph, in order."""
    kept = [c for line in text.split("\n") if not is_page_number(clean(line)) for c in clean(line) if not c.isspace()]
    assert [c for p in prose(text) for c in p.text if not c.isspace()] == kept


def test_the_real_report_keeps_every_character() -> None:
    path = next(iter(sorted(REPORTS.glob("001_*.txt"))), None)
    if path is None:
        pytest.skip("the real text report is not here")
    joined = join(open_document(str(path)).blocks)
    lines = [clean(block.text) for block in joined if not isinstance(block, Table)]
    kept = "".join("".join(line.split()) for line in lines if not is_page_number(line))
    found = read_prose(joined)
    assert "".join("".join(p.text.split()) for p in found) == kept
    chance = random.Random(5)  # noqa: S311 - a sample
    for paragraph in chance.sample(found, 200):
        assert "".join(paragraph.words(s) for s in paragraph.sentences) == (
            paragraph.text if paragraph.kind in ("item", "text") else ""
        )


def test_an_amount_and_its_unit_cut_apart_are_one_paragraph() -> None:
    """A short line that ends in a number is no heading if the next one begins with its unit."""
    (found,) = words("年初预算为 196.40\n\n万元，支出决算为 196.29 万元。\n")
    assert found == "年初预算为 196.40万元，支出决算为 196.29 万元。"
