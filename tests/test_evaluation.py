"""Score tables of evaluation reports: three levels of weights, merged cells, torn names, repeated headers."""

from ingest.evaluation import read_evaluations
from ingest.goals import read_goals
from ingest.mapping import Owner
from sheets import printed

OWNER = Owner("doc", "某局", 2024, "department")

TABLE = """
某项目绩效评价指标评分表

一级指标||二级指标||三级指标||得分
名称|权重|名称|权重|名称|权重|
过程|40|资金管理|40|预算执行率|10|9.5
||||资金使用|30|28
||||合规性||
一级指标||二级指标||三级指标||得分
名称|权重|名称|权重|名称|权重|
产出|60|产出数量|60|实际完成率|60|54
总分|100|-|100|-|100|91.5
"""


def test_levels_weights_and_scores() -> None:
    (mapped,) = read_evaluations(printed(TABLE), OWNER)
    facts = {(f.row_concept, f.row_label, f.column_concept): str(f.value) for f in mapped.facts}
    assert facts["一级指标", "过程", "分值"] == "40"
    assert facts["二级指标", "过程/资金管理", "分值"] == "40"
    assert facts["指标", "过程/资金管理/资金使用合规性", "得分"] == "28"
    assert facts["指标", "产出/产出数量/实际完成率", "分值"] == "60"
    assert facts["总计", "总分", "得分"] == "91.5"
    assert mapped.table.title == "某项目绩效评价指标评分表"
    assert {f.unit for f in mapped.facts} == {"分"}


def test_a_table_with_one_weight_a_row_is_none_of_these() -> None:
    plain = "一级指标|二级指标|三级指标|权重|目标值|业绩值|得分\n产出|数量|人数|60|1|1|60\n产出|数量|次数|40|1|1|40\n"
    assert read_evaluations(printed(plain), OWNER) == []


def test_goals_and_what_became_of_them() -> None:
    rows = printed(
        "年度总体目标|预期目标|||实际完成情况|\n|举办培训12场，满意度90%。|||举办13场。|\n一级指标|二级指标|三级指标|指标值|完成值|\n"
    )
    table = rows[0]
    assert read_goals(table.rows) == ("举办培训12场，满意度90%。", "举办13场。")  # type: ignore[union-attr]
    assert read_goals(table.rows[2:]) == (None, None)  # type: ignore[union-attr]


def test_one_weight_a_row_and_those_of_the_levels_in_brackets() -> None:
    text = """
某项目绩效评价指标体系评分表

一级指标|二级指标|三级指标|分值|评分标准|得分|扣分原因
决策（20分）|项目立项|立项依据充分性|12|充分得满分|12|
||立项程序规范性|8|规范得满分|7|材料不全
产出（80分）|产出数量|实际完成率|80|按率计分|76|
合计|||100||95|
"""
    (mapped,) = read_evaluations(printed(text), OWNER)
    facts = {(f.row_concept, f.row_label, f.column_concept): str(f.value) for f in mapped.facts}
    assert facts["一级指标", "决策", "分值"] == "20"
    assert facts["指标", "决策/项目立项/立项程序规范性", "得分"] == "7"
    assert facts["总计", "总分", "得分"] == "95"
