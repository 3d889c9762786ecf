"""What the narrative says to be in an annex or a table of its own is looked for there, and not called missing."""

from dataclasses import replace
from pathlib import Path

import pytest

from expectations.confront import confront
from expectations.examples import document
from in_words import RULES, check
from ingest.facts import Doubt
from ingest.model import Location, Why
from ingest.pipeline import read

RESULTS = "十、预算绩效管理情况说明"
ASSETS = "（三）国有资产占有使用情况"


def said(rule: str, text: str) -> dict[str, tuple[str, str]]:
    return {o.place: (o.status, o.severity) for o in check(rule, text)}


@pytest.mark.parametrize(
    "words",
    [
        "绩效自评情况详见附表。",
        "项目绩效自评的有关内容见附件2。",
        "本单位绩效自评已另行公开。",
        "具体内容参阅所附附表。",
    ],
)
def test_results_published_in_an_annex_accuse_nobody(words: str) -> None:
    made = check("DOC-15", f"# {RESULTS}\n> 本部门重视绩效管理。\n> {words}")
    assert [o for o in made if o.status == "failed" and o.severity == "error"] == []
    results = next(o for o in made if "项目数" in o.place)
    assert results.status == "not_checked"
    assert results.places
    assert results.reason is not None
    assert words.rstrip("。") in results.reason["en"]


def test_a_section_that_refers_to_nothing_still_lacks_its_results() -> None:
    for words in ("本部门重视绩效管理。", "机构设置情况详见附件1。"):
        head = f"# {RESULTS}\n> 本部门重视预算工作。\n"
        made = said("DOC-15", head if words.startswith("本部门") else f"# 一、部门概况\n> {words}\n{head}")
        assert made["绩效评价的结果"] == ("failed", "error")


def test_forms_that_are_promised_and_not_there_may_be_published_apart() -> None:
    made = check("DOC-15", f"# {RESULTS}\n> 对26个项目开展绩效自评，结果均为优，项目支出绩效自评表详见附件。")
    (forms,) = [o for o in made if o.place == "附表"]
    assert (forms.status, forms.severity, forms.unsure) == ("failed", "warning", True)


REPORT = f"""某市示例局2024年度部门决算

收入支出决算总表

单位：万元

项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t100.00\t一、一般公共服务支出\t100.00
本年收入合计\t100.00\t本年支出合计\t100.00
总计\t100.00\t总计\t100.00

第三部分 2024年度部门决算情况说明

{ASSETS}

国有资产占用情况见《国有资产占有使用情况表》。

国有资产占有使用情况表

"""
TABLES = {
    "rows": """项目\t行次\t数量
车辆数合计（辆）\t1\t5
其中：机要通信用车\t2\t2
单价100万元（含）以上设备（不含车辆）（台/套）\t3\t
""",
    "columns": """部门\t车辆\t\t\t单价100万元以上设备
\t小计\t应急保障用车\t其他用车\t
合计\t5\t2\t3\t—
某中心\t5\t2\t3\t—
""",
    "a table of bars": """| 项目 | 数量 |
| --- | --- |
| 车辆（辆） | 5 |
| 其中：其他用车 | 5 |
| 单位价值100万元以上大型设备（台、套） | 0 |
""",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_counts_that_stand_in_a_table_of_assets_are_given(table: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(f"{REPORT}{table}\n第四部分 名词解释\n\n一、基本支出：日常运转的支出。\n", encoding="utf-8")
    made = {o.place: o.status for o in confront((RULES["DOC-14"],), read(str(path)))}
    assert set(made.values()) == {"passed"}


def test_a_table_of_assets_that_was_not_read_is_not_missing() -> None:
    made = said("DOC-14", f"# {ASSETS}\n> 国有资产占用情况见《国有资产占有使用情况表》。\n")
    assert {status for status, _ in made.values()} == {"not_checked"}
    made = said("DOC-14", f"# {ASSETS}\n> 本部门重视国有资产的管理。\n")
    assert ("failed", "warning") in made.values()


def test_a_reference_to_a_table_that_was_read_is_no_excuse() -> None:
    text = "# 七、“三公”经费支出决算情况说明\n> 情况见《一般公共预算财政拨款“三公”经费支出决算表》。\n"
    table = "\nT07 万元 | 合计 | 公务用车购置费\n决算数 | 5.39 | 5.39\n"
    made = said("DOC-11", text + table)
    assert made["公务用车购置数"][0] == "failed"


FORM = "项目支出绩效自评表"
CELLS = ("（2024年度）", "预期目标 完成汛期巡查 实际完成情况 已完成", "数量指标 巡查次数 ≥24次 26次 10 10")


def with_a_form(
    told: str, *, read_as: str | None = "F24", doubted: bool = True, above: str = ">", after: str = ""
) -> dict[str, str]:
    """DOC-15 on a narrative of one sentence and on the words of a form that nobody could read, on the next page.

    `above` is what the title of the form is printed as, `after` what follows it.
    """
    made = document(f"# {RESULTS}\n> {told}\n{above} {FORM}\n" + "".join(f"> {words}\n" for words in CELLS) + after)
    tops = (-40.0, -20.0, *(44.0 + 20 * at for at in range(len(made.paragraphs) - 2)))
    placed = tuple(
        replace(paragraph, location=Location(2 if top > 0 else 1, (50.0, top % 800, 500.0, top % 800 + 12)))
        for paragraph, top in zip(made.paragraphs, tops, strict=True)
    )
    why = Why("疑似无框线表格，未读取", "perhaps a table without rules, not read", "unruled")
    where = Location(2, (50.0, 64.0, 500.0, 110.0), table=FORM if read_as else None)
    doubts = (Doubt("example", where, (), why, repaired=False, template=read_as),) if doubted else ()
    made = replace(made, paragraphs=placed, doubts=doubts)
    return {outcome.place: outcome.status for outcome in confront((RULES["DOC-15"],), made)}


def test_words_of_a_form_that_was_not_read_are_no_narrative() -> None:
    results, count, said = "绩效评价的结果", "开展绩效管理或自评的项目数", "本部门对1个项目开展绩效自评。"
    unread = with_a_form(said)
    assert (unread[results], unread[count]) == ("not_checked", "passed")
    assert with_a_form("本部门重视预算管理。")[count] == "not_checked"
    assert with_a_form(said, above="#")[results] == "not_checked"
    assert with_a_form(said, read_as=None)[results] == "not_checked"
    assert with_a_form(said, doubted=False)[results] == "passed"


def test_narrative_around_a_form_that_was_not_read_is_narrative() -> None:
    assert with_a_form("对1个项目开展绩效自评，结果均为优。")["绩效评价的结果"] == "passed"
    for read_as in ("F24", None):
        told = with_a_form(
            "本部门重视预算管理。", read_as=read_as, after="# 十一、绩效自评\n> 26个项目的结果均为优。\n"
        )
        assert set(told.values()) <= {"passed", "not_checked", "not_applicable"}
        assert told["绩效评价的结果"] == told["开展绩效管理或自评的项目数"] == "passed"
