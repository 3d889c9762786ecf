"""Amounts in prose without a unit: found where an amount must stand, and nothing else is taken for one."""

import pytest

from in_words import check

HEAD = "T01 万元 | 决算数\n收入总计 | 112.88\n\n# 三、支出决算情况说明\n> "


def bare(text: str) -> bool:
    (outcome,) = [o for o in check("DOC-07", f"{HEAD}{text}") if o.place == "正文金额"]
    return outcome.status == "failed"


@pytest.mark.parametrize(
    "text",
    [
        "本年支出决算为123.45，完成年初预算的98.50%。",
        "年初预算为100.00万元，支出决算为 123.45。",
        "收入总计1,234.56，其中：财政拨款收入1,000.00万元。",
        "行政运行（项）年初预算为2,345，支出决算为2,300万元。",
        "支出决算为1234，比上年增加。",
        "公务接待费支出0.39，比上年减少。",
    ],
)
def test_a_bare_number_where_an_amount_must_stand(text: str) -> None:
    assert bare(text)


@pytest.mark.parametrize(
    "text",
    [
        "支出决算为123.45万元，完成年初预算的98.50%。",
        "支出决算为123.45 万元，占98.5。",
        "三项支出分别为1.00、2.00和3.00万元。",
        "基本支出、项目支出分别为1.00，2.00万元。",
        "（单位：万元）基本支出1.00，项目支出2.00。",
        "以下金额均以万元计，支出1.00，收入2.00。",
        "完成年初预算98.50，比上年增长3.20。",
        "占本年支出12.50，预算执行率为98.50，得分95.5。",
        "支出功能分类2010101，支出经济分类30201。",
        "纳入预算2024，共有项目12，涉及人员支出3。",
        "支出决算为0，与上年持平。",
        "支出决算为0.00，与上年持平。",
        "详见表1.2，见附件3.1，按标准执行。",
        "决算数为2024年数据，支出2项。",
        "支出决算为123.45，完成年初预算 万元的98.50%。",
        "共支出3个项目，收入4类。",
        "满意度为98.5，支出进度为77.7，支出增长5.2。",
        "支出1.5亿元，收入12元。",
        "收入决算123.45千元。",
    ],
)
def test_what_is_no_bare_amount(text: str) -> None:
    assert not bare(text)


def test_it_is_a_warning_where_others_say_the_unit_and_all_places_are_one_finding() -> None:
    text = "支出决算为123.45。\n> 年初预算为100.00。"
    (outcome,) = [o for o in check("DOC-07", f"{HEAD}{text}") if o.place == "正文金额"]
    assert (outcome.severity, len(outcome.places)) == ("warning", 2)
    (outcome,) = [o for o in check("DOC-07", f"# 三、支出决算情况说明\n> {text}") if o.place == "正文金额"]
    assert outcome.severity == "error"
