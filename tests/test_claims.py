"""Numbers stated in prose: which of them count, and what each is about."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from opencc import OpenCC

from ingest.claims import Context, read_claims
from ingest.facts import Claim
from ingest.pipeline import read
from ingest.prose.paragraphs import read_prose
from ingest.prose.quantities import quantities
from ingest.prose.terms import Terms
from ingest.stitching import join
from ingest.text import blocks

REPORTS = Path(__file__).parents[1] / ".." / "shared" / "reports"
UNITS = ("云浦市某局北屏分局", "云浦市某局")


def claims(text: str, labels: tuple[str, ...] = ()) -> tuple[Claim, ...]:
    context = Context("d", 2024, Terms(labels), UNITS)
    return read_claims(read_prose(join(blocks(text))), context)


def told(text: str, labels: tuple[str, ...] = ()) -> list[tuple[str | None, str | None, str, str]]:
    return [(claim.about, claim.quantity, claim.raw, claim.unit) for claim in claims(text, labels)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("支出 1,234.50 万元", [("1,234.50", "万元", None)]),
        ("约 3 亿元，近5万元，30 万元左右", [("3", "亿元", "about"), ("5", "万元", "about"), ("30", "万元", "about")]),
        ("超过 90%，不足 5 万元", [("90", "%", "at_least"), ("5", "万元", "at_most")]),
        ("满意率 90%以上，培训 800 余人次", [("90", "%", "at_least"), ("800", "人次", "at_least")]),
        ("增长7.8个百分点，得分 99.5", [("7.8", "个百分点", None), ("99.5", "", None)]),
        ("载入异常名录 16.8 万户，共 2 台（套）", [("16.8", "万户", None), ("2", "台（套）", None)]),
        ("增长13.95。", [("13.95", "", None)]),
    ],
)
def test_amounts_units_and_what_softens_them(text: str, found: list[tuple[str, str, str | None]]) -> None:
    assert [(q.raw, q.unit, q.qualifier) for q in quantities(text, 0, len(text))] == found


@pytest.mark.parametrize(
    "text",
    [
        "截至2024年12月31日，依据深办〔2019〕63号第5条",
        "单价100万元（含）以上的设备",
        "单位价值 50 万元（含）以上",
        "3.15 国际日，12345 平台，第 3 批次",
        "安排 3-5 个项目的设想",
        "运行 10 年、12 个月、每周 2 天",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert not [q.raw for q in quantities(text, 0, len(text)) if q.raw not in ("3", "5")] or "设想" in text


def test_broken_digits_have_no_value_but_a_doubt() -> None:
    (claim,) = claims("基本支出 12,34.5 万元。")
    assert (claim.raw, claim.value) == ("12,34.5", None)
    assert claim.doubt
    (cut,) = claims("全年安排工作经费，项目支出 12\n34.5 万元。")
    assert cut.value == Decimal("1234.5")
    assert cut.doubt
    (apart,) = claims("基本支出 1 234.50 万元。")
    assert apart.doubt


def test_totals_shares_changes_and_their_bases() -> None:
    text = (
        "本年收入合计 200.00 万元，比2023年度的 160.00 万元增加 40.00 万元，增长 25.00%。其中："
        "财政拨款收入 150.00 万元，占本年收入合计的 75.00%；其他收入 50.00 万元，占 25.00%。"
    )
    assert told(text) == [
        ("本年收入合计", "金额", "200.00", "万元"),
        ("本年收入合计", "上年数", "160.00", "万元"),
        ("本年收入合计", "增加额", "40.00", "万元"),
        ("本年收入合计", "增长率", "25.00", "%"),
        ("财政拨款收入", "金额", "150.00", "万元"),
        ("财政拨款收入", "占比", "75.00", "%"),
        ("其他收入", "金额", "50.00", "万元"),
        ("其他收入", "占比", "25.00", "%"),
    ]
    found = claims(text)
    assert [claim.compared_with for claim in found] == [
        None,
        None,
        "2023年度",
        "2023年度",
        None,
        "本年收入合计",
        None,
        None,
    ]
    assert [claim.period for claim in found[:3]] == ["current", "prior", "current"]


def test_budgets_and_completion() -> None:
    text = (
        "1.教育支出（类）进修及培训（款）培训支出（项）。主要用于培训。年初预算为 20.00 万元，支出决算为 19.00 万元，"
        "完成年初预算的 95.00%。决算数小于预算数。\n"
        "2.专项资金，决算支出 69 万元，完成全年预算 70 万元（年初预算 45 万元，年中调增 25 万元）的 98.6%。"
    )
    subject = "教育支出（类）进修及培训（款）培训支出（项）"
    assert told(text)[:3] == [
        (subject, "年初预算", "20.00", "万元"),
        (subject, "支出决算", "19.00", "万元"),
        (subject, "完成率", "95.00", "%"),
    ]
    assert [(quantity, raw) for _, quantity, raw, _ in told(text)[3:]] == [
        ("支出决算", "69"), ("全年预算", "70"), ("年初预算", "45"), ("增加额", "25"), ("完成率", "98.6"),
    ]  # fmt: skip
    assert {claim.item for claim in claims(text)} == {"1", "2"}


def test_a_body_named_beside_the_concept_owns_the_number() -> None:
    text = "所属单位本年支出合计 30 万元，其中：北屏分局本年支出 10 万元，水情监测中心本年支出 20 万元。"
    assert [(claim.unit_name, claim.raw) for claim in claims(text)] == [
        *((None, "30"), ("北屏分局", "10"), ("水情监测中心", "20"))
    ]


def test_what_a_number_is_about_is_never_guessed() -> None:
    text = "剔除事业收入保障的公务用车 1 辆。涉及财政资金 88 万元。包括市级财政拨款支出 5 万元。开展培训 3 次。"
    assert [claim.about for claim in claims(text)] == [None] * 4


def test_labels_of_the_documents_own_tables_are_known() -> None:
    assert told("包括：奖金 5.00 万元，水费 1.00 万元，离休费 2.00 万元。", ("奖金", "水费", "离休费"))[0][0] == "奖金"
    assert [about for about, *_ in told("包括：奖金 5.00 万元，水费 1.00 万元。")] == [None, None]


SUMMARIES = (
    "（二）项目绩效自评结果\n"
    "1. 云浦市某局（本级）标准化管理绩效自评综述：根据年初设定的目标，项目自评得分 99.73 分。"
    "项目全年预算数 1,118.2 万元，执行数 1,104.05 万元，预算执行率 98.73%。"
    "项目绩效目标完成情况：罚没收入 3,892.59 万元。发现的主要问题及原因：预算执行率为 98.73%。\n"
    "2. 云浦市某局北屏分局预算准备金绩效自评综述：项目自评得分 92 分。项目全年预算数 600 万元，"
    "用于满足临时增加工作的资金需求 449.37 万元，执行率 74.89%。发现的问题：无。\n"
    "3. 云浦市某局研究院平台项目绩效自评综述：项目自评得分为90分，自评等级为“优”。"
    "项目全年财政资金预算 52.8 万元，执行 30 万元，预算执行率 56.82%；"
    "自有资金预算数 50 万元，执行数 25 万元，预算执行率 50%。下一步：无。\n"
    "4. 云浦市某局严控类项目绩效自评综述：根据年初设定的目标，项目自评得\n\n分 97 分。"
    "项目全年预算数 16.65 万元。项目绩效目标完成情况：未发生。\n"
    "5. 云浦市某局北屏分局特种设备安全监\n\n督管理绩效自评综述：项目自评得分 99 分。\n\n"
    "年初预算 5 万元，调整后预算 6 万元，决算数为 6 万元，完成预算的 100%。"
)


def test_summaries_of_projects_in_their_wordings() -> None:
    found = [claim for claim in claims(SUMMARIES) if claim.project is not None]
    told_of = {
        item: [(c.quantity, c.raw, c.basis) for c in found if c.item == item]
        for item in dict.fromkeys(c.item for c in found)
    }
    assert told_of == {
        "1": [
            ("得分", "99.73", None),
            ("全年预算", "1,118.2", None),
            ("支出决算", "1,104.05", None),
            ("执行率", "98.73", None),
        ],
        "2": [("得分", "92", None), ("全年预算", "600", None), ("支出决算", "449.37", None), ("执行率", "74.89", None)],
        "3": [
            ("得分", "90", None),
            ("等级", "优", None),
            ("全年预算", "52.8", "fiscal"),
            ("支出决算", "30", "fiscal"),
            ("执行率", "56.82", "fiscal"),
            ("全年预算", "50", "own"),
            ("支出决算", "25", "own"),
            ("执行率", "50", "own"),
        ],
        "4": [("得分", "97", None), ("全年预算", "16.65", None)],
        "5": [
            ("得分", "99", None),
            ("年初预算", "5", None),
            ("全年预算", "6", None),
            ("支出决算", "6", None),
            ("执行率", "100", None),
        ],
    }
    names = {c.item: (c.unit_name, c.project) for c in found}
    assert names["1"] == ("云浦市某局（本级）", "标准化管理")
    assert names["2"] == ("云浦市某局北屏分局", "预算准备金")
    assert names["5"] == ("云浦市某局北屏分局", "特种设备安全监督管理")


def test_summaries_in_traditional_characters_keep_their_names_as_printed() -> None:
    found = [claim for claim in claims(OpenCC("s2tw").convert(SUMMARIES)) if claim.project is not None]
    assert Counter(claim.quantity for claim in found)["得分"] == 5
    assert (found[0].unit_name, found[0].project) == ("雲浦市某局（本級）", "標準化管理")


def test_every_summary_and_every_amount_of_the_real_report() -> None:
    """Counted here from the raw lines, each with its own figures."""
    path = next(iter(sorted(REPORTS.glob("001_*.txt"))), None)
    if path is None:
        pytest.skip("the real text report is not here")
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("1. ") and "自评综述" in line)
    end = next(n for n in range(start, len(lines)) if lines[n].startswith("（三）"))
    text = re.sub(r"\s", "", "".join(lines[start:end]))
    parts = re.split(r"(?:(?<=。)|(?<=无)|(?<=效)|^|(?<=况)|(?<=好))(?=\d{1,3}\.[^。；，：]{4,90}自评综述[：:])", text)
    parts = [part for part in parts if part]
    assert len(parts) == 240
    expected = {}
    for part in parts:
        number, body = part.split(".", 1)
        head = re.split(r"项目绩效目标完成情况|发现的", body)[0]
        amounts = re.findall(r"(?:预算数?|执行数?|资金需求)(\d[\d,.]*)万元", head)
        rates = re.findall(r"执行率(\d[\d.]*)", head)
        scores = re.findall(r"得分([\d.]+)分", head)
        expected[number] = Counter([*amounts, *(rate.rstrip(".") for rate in rates), *scores])
    canonical = read(str(path))
    found: dict[str, Counter[str]] = {}
    for claim in canonical.claims:
        if claim.project is not None and claim.item is not None:
            found.setdefault(claim.item, Counter())[claim.raw] += 1
    assert found == expected
    words = "\n".join(line for line in lines if "\t" not in line)
    printed = Counter(re.findall(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*万\s*元", words))
    printed -= Counter(re.findall(r"(?:单价|单位价值) (\d+) 万元（含）以上", words))
    assert Counter(claim.raw for claim in canonical.claims if claim.unit == "万元") == printed
    percents = Counter(re.findall(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*\\?[%％]", words))
    assert Counter(claim.raw for claim in canonical.claims if claim.unit == "%") == percents
    assert len({claim.claim_id for claim in canonical.claims}) == len(canonical.claims)


def test_behind_brackets_the_sentence_goes_on_about_what_stood_before_them() -> None:
    found = told(
        "财政拨款收入49.00万元（其中，一般公共预算财政拨款48.00万元，政府性基金预算财政拨款1.00万元），占收入合计98.00%。"
    )
    assert found[0][:2] == ("财政拨款收入", "金额")
    assert found[-1] == ("财政拨款收入", "占比", "98.00", "%")


def test_what_a_change_is_compared_with_is_not_what_it_is_about() -> None:
    assert told("机关运行经费支出比上年减少3.00万元，下降1.5%。") == [
        ("机关运行经费", "减少额", "3.00", "万元"),
        ("机关运行经费", "下降率", "1.5", "%"),
    ]


def test_codes_in_the_brackets_of_a_subject_are_no_numbers() -> None:
    found = told(
        "1.卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）。年初预算为100万元，支出决算为90万元。"
    )
    assert [(about, raw) for about, _, raw, _ in found] == [
        ("卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）", raw) for raw in ("100", "90")
    ]


@pytest.mark.parametrize("words", ["收入、支出总计", "收入、支出决算总计", "收、支决算总计", "收支决算总计"])
def test_the_grand_total_in_the_words_of_places(words: str) -> None:
    assert told(f"2024年度{words}1,000.00万元。") == [("收支总计", "金额", "1,000.00", "万元")]


def test_the_sum_of_several_is_about_none_of_them() -> None:
    found = told("项目支出8.00万元，上缴上级支出、经营支出、对附属单位补助支出共1.00万元，占1.00%。")
    assert [(about, raw) for about, _, raw, _ in found[1:]] == [(None, "1.00"), (None, "1.00")]


def test_a_section_on_one_budget_says_whose_money_it_is() -> None:
    found = claims("八、政府性基金预算财政拨款收入支出决算情况说明\n\n年初结转结余0.00万元。本年收入10.00万元。\n")
    assert [claim.basis for claim in found] == ["fund", "fund"]
