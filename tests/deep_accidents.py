"""What an extraction does to the deep-tree form of deep_sample: (what the clean form prints, what comes out of it).

`{}` in the second text stands for the rest of the row.
"""

from deep_sample import FUND_HEAD, SCORE_HEAD, SCORE_TITLE

BREAK = f"\n\n{SCORE_TITLE}\n{SCORE_HEAD}\n"
FUND_BREAK = f"\n\n{FUND_HEAD}\n"
WIDE_HEAD = f"{SCORE_TITLE}|\n一级指标|二级指标|三级指标|权重|目标值|业绩值|评分结果|评分标准"
PAGES = "|修复页数|8.79|≥5000页|4100页|7.21|"
READER = "|查阅满意度|35|≥90%|97.5%|35.0|"
LEFT = "资金结余|(5)=(3)-(4)|855923.48|855923.48|0|0|855923.48|0|0|0|0|0"
SPENT = "资金实际支出率(%)|(8)=(4)/(3)|81.01|79.89|0|0|79.89|0|100|100|0|0"
ARRIVED = "资金到位|(3)|4507123.88|4257123.88|||4257123.88|"

NUMBERS = {
    "a blank inside a weight": ("|预算执行率|2.27|", "|预算执行率|2.2 7|"),
    "the last digit above the rest": ("|预算执行率|2.27|", "|预算执行率|7 2.2|"),
    "a weight in two cells": ("|预算执行率|2.27|100%", "|预算执行率|7|2.2|100%"),
    "half a weight in the target's cell": ("|资金使用规范性|2.27|合规", "|资金使用规范性|7|2.2 合规"),
    "a small digit behind the name": ("|资金使用规范性|2.27|", "|资金使用规范性 ₇|2.2|"),
    "a score in two cells": ("|81.01%|1.84|", "|81.01%|4|1.8"),
    "a second level over a page": ("||17.35||||", f"||17.3||||{BREAK}||5||||"),
    "a second level in two cells": ("||17.35||||", "||5|17.3|||"),
    "a total in two cells": ("总计||100|||97.99|", "总计||100|||97.9|9"),
    "a total without its point": ("总计||100|||97.99|", "总计||100|||97|99"),
    "the total's last digit on a line of its own": ("|97.99|\n", "|97.9|\n\n9\n"),
    "an amount over a page": (ARRIVED, f"资金到位|(3)|4507123.8|4257123.|||4257123|{{}}{FUND_BREAK}||8|88|||.88|||||"),
    "an amount over a page, digits twice": (
        "预算安排|(1)|4507123.88|",
        f"预算安排|(1)|4507123.88|{{}}{FUND_BREAK}||8|||||||||",
    ),
    "the rest of a row one column left": (
        LEFT,
        f"资金结余|(5)=(3)-(4|855923.48|855923.48|0|0|855923.4|0|0|0|0|0{FUND_BREAK})|||||8|||||",
    ),
    "blanks inside amounts": (
        "实际支出|(4)|3651200.40|3401200.40|||3401200.40|",
        "实际支出|(4)|3651200 .40|340120 0.40|||3401200. 40|",
    ),
    "a rate swallowed by the cell before": (
        SPENT,
        f"资金实际支|(8)=(81.01|79.|0|0|79|0|100|100|0|0|{FUND_BREAK}出率(%)|4)/(3)||89|||.89|||||",
    ),
}
CELLS = {
    "a score one column right": ("|可控|18.19|1. 可控：得满分。", "|可控||18.19"),
    "score and criteria in one cell": ("|可控|18.19|1. 可控：得满分。", "|可控|18.19 1. 可控：得满分。|"),
    "a row one column right, its name in place": (PAGES, f"|修复页数|{PAGES[5:-1]}"),
    "a row one column left": (PAGES, f"{PAGES[1:]}|"),
    "a row one column right": (PAGES, f"|{PAGES[:-1]}"),
    "a second level one column left": ("||17.35||||", "|17.35|||||"),
    "a second level one column right": ("||17.35||||", "|||17.35|||"),
    "a total one column right": ("总计||100|||97.99|", "|总计||100|||97.99"),
    "a page with a second-level column": (
        f"{SCORE_TITLE}\n{SCORE_HEAD}\n||17.35||||\n|整理卷数|",
        f"{WIDE_HEAD}\n|||17.35||||\n||整理卷数|",
    ),
    "a use table one column right": (
        "|合计|财政资金支出数|其他资金支出数|\n合计|3651200.40|3401200.40|250000.00|0\n库房改造",
        "项||合计|财政资金支出数|其他资金支出数|\n|合计|3651200.40|3401200.40|250000.00|0\n|库房改造",
    ),
}
LABELS = {
    "the total's label to the next page": ("总计||100|||97.99|", f"总||100|||97.99|{BREAK}计||||||"),
    "the grade's label to the next page": ("评价等级||0|||优秀|", f"评价||0|||优秀|{BREAK}等级||||||"),
    "a label to the next page": ("投入和管理目标||25||||", f"投入和管理||25||||{BREAK}目标||||||"),
    "a label down its rows": ("效果目标||35||||\n||35||||\n|查阅", "效果||35||||\n目||35||||\n标|查阅"),
    "a label one column right": ("产出目标||30||||", "|产出目标|30||||"),
    "a label in pieces": ("影响力目标||10||||", "影 响 力目 标||10||||"),
    "a name over a page": (PAGES, f"|修复页|8.79|≥5000页|4100页|7.21|{BREAK}|数|||||"),
    "a name over a page, a letter twice": (READER, f"|查阅满意|35|≥90%|97.5%|35.0|{BREAK}|意度|||||"),
    "a name beside the next second level": (
        f"{PAGES}\n||12.65||||",
        f"|修复|8.79|≥5000页|4100页|7.21|{BREAK}|页数|12.65||||",
    ),
    "a name beside the next second level, in the middle of a page": (
        f"{PAGES}\n||12.65||||",
        "|修复|8.79|≥5000页|4100页|7.21|\n|页数|12.65||||",
    ),
}
HEADS = {
    "a lost header": (f"\n\n{SCORE_TITLE}\n{SCORE_HEAD}\n||17.35", "\n\n||17.35"),
    "header letters lost": (
        f"{SCORE_HEAD}\n||17.35",
        "级指标|三级指标|权重|标值|业绩值|评分 结果|评分标准\n||17.35",
    ),
    "a header in two rows": (
        f"{SCORE_HEAD}\n||17.35",
        "一级指|三级指标|权|目标|业绩|评分结|评分标准\n标||重|值|值|果|\n||17.35",
    ),
    "the label's end below a header": (
        f"产出目标||30||||\n\n{SCORE_TITLE}\n{SCORE_HEAD}\n",
        f"产出||30||||\n\n{SCORE_TITLE}\n{SCORE_HEAD}\n目标||||||\n",
    ),
    "a fund header without groups": (
        FUND_HEAD.split("\n", maxsplit=1)[0],
        "项目|行次|合计|财政资金|其他资金\n----|----|----|----|----\n",
    ),
}
ACCIDENTS = {**NUMBERS, **CELLS, **LABELS, **HEADS}
