"""The national form: fund table, indicator tree, total; invented figures."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.forms import Forms, read_forms
from ingest.model import Cell, Line, Location, Table
from sheets import OWNER, printed

FORM = """项目支出绩效自评表|||||||||
项目名称:|某项目||||||||
实施单位:|某中心||自评年度:|2023|||||
||年初预算数|全年预算数|全年执行数||分值|执行率 得分||得分
项目资金(元)|年度资金总额|500.00|600.00|29|90.50|10|48.42||4.84
|其中: 当年财政拨款|400.00|500.00|190.50||_|_||_
|上年结转资金|100.00|100.00|100.00||_|||_
|其他资金|0.00|0.00|0.00||_|||_
年度绩效指标|一级指标|二级指标|三级指标|年度指标值|度量单位|实际完成值|权重|得分|偏差原因
||数量指标|培训次数|≥5次||6次|20|20|

质量指标|验收合格率|100%|98%|30|29|有一批退货

产出指标 (50分)

||时效指标|完成时间|2023年12月前||2023年11月|0|0|
||成本指标|单价|≤3元||3元|0|0|
|效益指标 (30分)|社会效益指标|投诉下降|有效||有效|30|30|
|满意度指标|服务对象满意度指标|满意度|≥90%||95%|10|10|
|(10分)|其他满意度指标||||无|0|0|
总分||||||||100|93.84|
"""


def _read(text: str) -> Forms:
    return read_forms(printed(text), OWNER)


def test_the_whole_form_over_its_page_breaks() -> None:
    forms = _read(FORM)
    (form,) = forms.forms
    assert (form.project, form.unit, form.fiscal_year) == ("某项目", "某中心", 2023)
    assert (form.total_weight, form.total_score) == (Decimal(100), Decimal("93.84"))
    leaves = [(leaf.dimension, leaf.indicator, str(leaf.weight), str(leaf.score)) for leaf in forms.indicators]
    assert leaves[:2] == [("产出指标", "培训次数", "20", "20"), ("产出指标", "验收合格率", "30", "29")]
    assert forms.indicators[1].target_raw == "100%"
    assert forms.indicators[1].actual_raw == "98%"
    assert forms.indicators[1].reason == "有一批退货"
    assert [leaf.dimension for leaf in forms.indicators[-2:]] == ["满意度指标", "满意度指标"]
    assert next(leaf.dimension for leaf in forms.indicators if leaf.indicator == "单价") == "产出指标"
    weights = {f.row_concept: f.value for f in forms.facts if f.row_concept in ("产出指标", "效益指标", "满意度指标")}
    assert weights == {"产出指标": 50, "效益指标": 30, "满意度指标": 10}


def test_two_headings_in_one_cell_name_the_first_where_the_second_has_a_column() -> None:
    found = {f.column_concept: f.value for f in _read(FORM).facts if f.row_concept == "年度资金总额"}
    assert (found["执行率"], found["得分"]) == (Decimal("48.42"), Decimal("4.84"))


def test_a_heading_of_a_score_may_begin_with_the_rate() -> None:
    heads = "执行率|执行率权重（分）|执行率得分（分）"
    text = PLAIN.replace("分值|执行率|得分\n|年", f"{heads}\n|年").replace("240.00|10|80.00%|8", "240.00|80.00%|10|8")
    found = {f.column_concept: f.value for f in _read(text).facts if f.row_concept == "年度资金总额"}
    assert (found["分值"], found["执行率"], found["得分"]) == (Decimal(10), Decimal("80.00"), Decimal(8))


def test_a_split_amount_is_joined_where_the_sources_add_up_to_it() -> None:
    total = next(f for f in _read(FORM).facts if f.concept == "年度资金总额/全年执行数")
    assert (total.value, total.repaired_from) == (Decimal("290.50"), "29 | 90.50")


def test_a_split_amount_that_nothing_confirms_is_a_doubt() -> None:
    forms = _read(FORM.replace("29|90.50", "7|90.50"))
    total = next(f for f in forms.facts if f.concept == "年度资金总额/全年执行数")
    assert total.value is None
    assert any(doubt.location == total.location and not doubt.repaired for doubt in forms.doubts)


def test_an_unknown_source_of_funds_is_kept() -> None:
    other = "|其他资金|0.00|0.00|0.00||_|||_"
    forms = _read(FORM.replace(other, f"|对口支援资金|5.00|5.00|5.00||_|||_\n{other}"))
    funds = [f.row_concept for f in forms.facts if f.column_concept == "年初预算数"]
    assert funds == ["年度资金总额", "当年财政拨款", "上年结转资金", "未识别行", "其他资金"]


OTHER_PLACE = """部门预算项目支出绩效自评表（2023年度）|||||||||
项目名称|某采购项目|||||||||
预算执行情况(10分)|年度预算数(万元)|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因|
|总额：|0.00|3.36|3.36|100.00%|10|10||
|其中：财政资金|0.00|3.00|3.00|100.00%|/|/||
|财政专户管理资金|0.00|0.00|0.00|0.00%|/|/||
|单位资金|0.00|0.36|0.36|100.00%|/|/||
|其他资金|||||/|/||
绩效指标(90分)|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分
|产出指标|数量指标|设备台数|≥|13|台|13|50|50
|成本指标|经济成本指标|设备单价|≤|0.26|万元|0.25|40|40
合计||||||||100|100
"""


def test_a_form_of_another_place() -> None:
    """Other row names, an operator column, percent signs, the weight of execution in the fund table."""
    forms = _read(OTHER_PLACE)
    found = {f.concept: f.value for f in forms.facts if f.row_concept != "指标"}
    assert found["年度资金总额/全年执行数"] == found["年度资金总额/全年预算数"] == Decimal("3.36")
    assert found["单位资金/全年预算数"] == Decimal("0.36")
    assert found["年度资金总额/分值"] == 10
    assert (found["总分/分值"], found["总分/得分"]) == (Decimal(100), Decimal(100))
    assert [(leaf.dimension, leaf.target_raw) for leaf in forms.indicators] == [
        ("产出指标", "≥13台"),
        ("成本指标", "≤0.26万元"),
    ]
    assert {f.unit for f in forms.facts if f.column_concept == "全年执行数"} == {"万元"}


def _funds(text: str) -> list[tuple[str, str, Decimal | None]]:
    return [(f.row_concept, f.column_concept, f.value) for f in _read(text).facts if f.row_concept != "指标"]


PLAIN = """项目绩效自评表（2023年度）|||||||
项目名称|某检查经费|||||||
项目资金（元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|300.00|300.00|240.00|10|80.00%|8
|其中：财政拨款|300.00|300.00|240.00|—|—|—
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
|产出指标|数量指标|检查次数|≥30次|31次|60|60
|满意度指标|满意度指标|群众满意度|≥90%|95%|30|30
总分||||||100|98
"""


def test_the_year_stands_in_the_title() -> None:
    assert _read(PLAIN).forms[0].fiscal_year == 2023


def test_a_share_of_a_source_is_no_source() -> None:
    """其中 under 其中 would count the money twice."""
    nested = "|其中：上级补助|200.00|200.00|140.00|—|—|—\n|其他资金|0.00|0.00|0.00|—|—|—\n"
    found = _funds(PLAIN.replace("绩效指标|一级", f"{nested}绩效指标|一级"))
    assert [row for row, column, _ in found if column == "年初预算数"] == [
        "年度资金总额",
        "当年财政拨款",
        "未识别行",
        "其他资金",
    ]


def test_a_rate_of_one_is_a_share_where_the_quotient_says_so() -> None:
    assert ("年度资金总额", "执行率", Decimal("80.12")) in _funds(PLAIN.replace("80.00%", "0.8012"))
    assert ("年度资金总额", "执行率", Decimal("0.80")) in _funds(PLAIN.replace("240.00|10|80.00%", "2.40|10|0.80"))


def test_a_row_beside_its_headings_keeps_its_order() -> None:
    moved = "|年度资金总额|300.00|300.00|240.00|10||80.00%|8"
    assert ("年度资金总额", "得分", Decimal(8)) in _funds(PLAIN.replace(moved.replace("||80", "|80"), moved))


def test_a_second_column_of_scores_is_not_the_score() -> None:
    two = PLAIN.replace("分值|得分\n", "分值|自评得分|复核得分\n").replace("|60|60\n", "|60|60|55\n")
    two = two.replace("|30|30\n", "|30|30|28\n").replace("|100|98", "|100|98|91")
    assert [leaf.score for leaf in _read(two).indicators] == [60, 30]
    assert _read(two).forms[0].total_score == 98


def test_points_beside_the_weights_are_no_indicator() -> None:
    bonus = "|加减分项|加分项|获得表彰|||0|2"
    facts = _read(PLAIN.replace("总分|", f"{bonus}\n总分|")).facts
    found = [(f.row_concept, str(f.value)) for f in facts if "获得表彰" in f.row_label]
    assert found == [("加减分项", "0"), ("加减分项", "2")]


def test_a_second_level_name_of_the_place_belongs_to_the_label_above() -> None:
    own = PLAIN.replace("|产出指标|数量指标|检查", "|产出指标（60分）|履约数量|检查").replace(
        "|满意度指标|满意度指标|", "|满意度指标（30分）|企业满意度|"
    )
    assert [leaf.dimension for leaf in _read(own).indicators] == ["产出指标", "满意度指标"]


def test_a_weight_of_a_guessed_dimension_that_does_not_add_up_is_in_doubt() -> None:
    own = PLAIN.replace("|产出指标|数量指标|检查", "|产出指标（50分）|履约数量|检查")
    weight = next(f for f in _read(own).facts if f.row_concept == "产出指标")
    assert weight.value is None


def test_weights_as_shares_of_the_whole() -> None:
    shares = PLAIN.replace("|60|60", "|60%|60").replace("|30|30", "|30%|30")
    assert [leaf.weight for leaf in _read(shares).indicators] == [60, 30]


BESIDE = """项目支出绩效自评表（2023年度）|||||||
项目名称|某检查经费||实施单位|某中心|||
预算执行情况（万元）|预算数：||80.00|执行数：||79.20|
|其中：财政拨款||60.00|其中：财政拨款||59.20|
|捐赠||20.00|捐赠||20.00|
年度总体目标|预期目标|||实际完成情况|||
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
|产出指标|数量指标|检查次数|≥30次|31次|60|60
|满意度指标|满意度指标|群众满意度|≥90%|95%|40|38
总分||||||100|98
自评等级||||优|||
"""
_FIRST = "预算数：||80.00|执行数：||79.20|\n"


def test_funds_beside_their_names_without_a_header() -> None:
    found = [entry for entry in _funds(BESIDE) if entry[0] != "总分"]
    assert found == [
        ("年度资金总额", "全年预算数", Decimal("80.00")),
        ("年度资金总额", "全年执行数", Decimal("79.20")),
        ("当年财政拨款", "全年预算数", Decimal("60.00")),
        ("当年财政拨款", "全年执行数", Decimal("59.20")),
        ("未识别行", "全年预算数", Decimal("20.00")),
        ("未识别行", "全年执行数", Decimal("20.00")),
    ]
    assert {f.unit for f in _read(BESIDE).facts if f.column_concept == "全年执行数"} == {"万元"}


def test_rate_and_score_beside_the_funds_or_below() -> None:
    text = BESIDE.replace(_FIRST, "预算数|80|执行数|79.2|执行率|99.00%\n|分值|10|得分|9.9|||\n")
    found = {column: value for row, column, value in _funds(text) if row == "年度资金总额"}
    assert [str(found[name]) for name in ("全年预算数", "全年执行数", "执行率", "分值", "得分")] == [
        *("80", "79.2", "99.00", "10", "9.9"),
    ]


def test_a_budget_without_its_execution_makes_no_funds() -> None:
    assert {row for row, _, _ in _funds(BESIDE.replace("执行数：||79.20|", "说明|无||"))} == {"总分"}


@pytest.mark.parametrize(
    ("printed_as", "grade"),
    [
        ("自评等级||||优|||", "优"),
        ("绩效评价结果：良好|||||||", "良好"),
        ("自评得分|98|评价等级|优□良☑中□差□||||", "良"),
        ("评价等级|优□ 良□ 中□ 差□||||||", None),
        ("评价等级|优（90分以上）、良（80分以上）||||||", None),
        ("自评等级|优||复核等级|||良|", "优"),
        ("自评等级|优||评定等级|||良|", None),
    ],
)
def test_the_grade_is_the_one_that_is_printed(printed_as: str, grade: str | None) -> None:
    assert _read(BESIDE.replace("自评等级||||优|||", printed_as)).forms[0].grade == grade


def test_the_rest_of_a_note_ends_no_funds() -> None:
    """A note beside the funds that a page break tore leaves a row with nothing else in it."""
    torn = PLAIN.replace("|其中：财政拨款", "||||||执行数/预算数|\n|其中：财政拨款")
    assert _funds(torn) == _funds(PLAIN)


def test_a_label_of_the_indicators_torn_by_a_page_break_is_whole() -> None:
    torn = PLAIN.replace("|数量指标|检查次数", "|服务对象满|检查次数").replace("|满意度指标|群众", "|意度指标|群众")
    first, second = _read(torn).indicators
    assert first.path == "满意度指标/服务对象满意度指标/检查次数"
    assert second.path.startswith("满意度指标/")


def _paged(text: str, page: int, xs: Sequence[float]) -> Table:
    """Rows as a table of a page, its columns at `xs`."""
    rows = tuple(
        tuple(
            Cell(words, Location(page=page, bbox=(x, 10.0 * at, after, 10.0 * at + 10)))
            for words, x, after in zip(row.split("|"), xs, xs[1:], strict=False)
        )
        for at, row in enumerate(text.splitlines())
    )
    return Table(rows, Location(page=page), "camelot-fed", spans_known=True, before=(), after=())


@pytest.mark.parametrize(("moved", "read"), [(0.0, True), (60.0, False)])
def test_numbers_on_the_next_page_are_read_under_the_columns_of_the_page_before(moved: float, read: bool) -> None:
    """A line between the parts kept them from being joined; columns that fit none above are a doubt, never a guess."""
    title, _, body = PLAIN.partition("\n")
    rows = body.splitlines()
    xs = [50.0 + 60 * n for n in range(9)]
    first = replace(_paged("\n".join(rows[:2]), 1, xs), before=(Line(title.rstrip("|"), Location(page=1)),))
    other = [x + moved * (n % 2) / 2 for n, x in enumerate(xs)]
    forms = read_forms([first, Line("（元）", Location(page=1)), _paged("\n".join(rows[2:]), 2, other)], OWNER)
    found = [(f.row_concept, f.column_concept) for f in forms.facts]
    assert (("当年财政拨款", "全年预算数") in found) is read
    assert [doubt.reason.en for doubt in forms.doubts] == (
        [] if read else ["the columns of this part of a form fit none of the page before; it was not read"]
    )
    assert forms.forms[0].total_score == 98
    assert all((fact.doubt is None) is read for fact in forms.facts), "a sum without the part accuses nobody"


def test_a_title_over_another_table_makes_no_form() -> None:
    other = "具体情况见附件项目支出绩效自评表\n\n采购项目|数量|金额\n办公设备|3|12.00\n"
    assert _read(other).forms == ()


def test_a_form_without_its_title_is_said_aloud() -> None:
    forms = _read(FORM.split("\n", 1)[1])
    assert forms.forms == ()
    assert [(doubt.template, doubt.reason.kind) for doubt in forms.doubts] == [("F24", "unread")]
    assert [doubt.template for doubt in _read(FORM).doubts if doubt.template] == []
