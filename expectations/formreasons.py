"""Why a check of a self-assessment form, a summary or an evaluation report failed or did not run, in both languages."""

from expectations.model import Text
from expectations.reasons import text

NO_FORM = text("该表不是一份完整的自评表", "this table is no whole self-assessment form")
NOTHING_TO_COMPARE = text(
    "没有可比较的指标：目标值或实际值为定性表述、未填写或单位不可比",
    "no indicator can be compared: targets or actual values are words, blank, or of unlike units",
)
LEAF_IN_DOUBT = text("该指标的分值或得分读数存疑", "the weight or score of this indicator was not read with certainty")
DIRECTION = text("目标值未写明以高为好还是以低为好", "the target does not say whether more or less is better")
STATED = text("已说明原因", "a reason is stated")
JUDGEMENT = text("评分由自评人酌情掌握", "the score is left to the assessor's judgement")
SEE_MISSED = text("未达目标而得满分，见另一项校验", "full marks for a missed target: another check says so")
MET_NOT_FULL = text("目标已达到而未得满分", "the target was reached and the score is below the weight")
NOT_THE_SHARE = text("得分不是按完成比例计算的", "the score does not follow the share that was achieved")
NEARLY = text("与目标相差不到得分的最后一位", "the target was missed by less than the last digit of the score")
NO_RATE = text("没有可用的预算执行率", "there is no usable execution rate")
CUT_TO_WHOLE = text("得分只保留了整数部分", "the score was cut to a whole number")
NOT_BY_RATE = text("得分不等于分值乘以预算执行率", "the score is not weight times execution rate")
NO_SCORE = text("有分值而没有得分", "there is a weight and no score")
RATE_OF_ROUNDED = text(
    "该比率是由指标中以万元列示的金额算出的，与资金表不同",
    "the rate was computed from amounts rounded to 万元, not from the fund table",
)
NO_EVALUATION = text("文件中没有带评分表的绩效评价报告", "there is no evaluation report with a score table")
NOT_STATED = text("该评价报告的文字没有写明", "the text of this evaluation report does not state it")
NO_LIST = text("没有可供核对的明细表", "there is no list of amounts to compare")
NO_WEIGHT = text("有得分而没有权重", "there is a score and no weight")
ABOVE_WEIGHT = text("得分超过权重", "the score exceeds the weight")
RATE_OF_NOTHING = text("分母为零，不应有比率", "the base is zero: there should be no rate")
NEGATIVE_SCORE = text("得分为负数", "the score is negative")
NO_DATE = text("日期没有年份，不能比较", "a date without a year cannot be compared")
LATE_AND_SCORED = text("逾期完成，已扣分", "finished late, and points were taken off")
NO_REASON = text("得分低于分值而未说明原因", "the score is below the weight and no reason is stated")
NO_UNIT = text(
    "没有印出金额单位，也不与表内的数相符", "no unit of money is printed, and the number is not one of the fund table"
)
NOTHING_SPENT = text("执行数为零而得分在90分以上", "nothing was spent, yet the score is 90 or more")
OTHER_TOTAL = text(
    "与各项目预算之和、执行之和均不相符，口径可能不同", "neither the sum of budgets nor of spending: another basis?"
)
NO_SUMMARIES = text("正文没有分项目的绩效自评综述", "the text has no summaries of single projects")
NO_PAIRS = text("没有可与自评表对应的项目综述", "no summary has a form to compare with")
NO_FORMS_READ = text("文件中没有读到自评表，无法对应", "no form was read in this document")
OVERSPENT = text("执行数大于预算数", "more was executed than budgeted")
NO_GRADE = text("没有印出评价等级或总得分", "grade or total score is not printed")
NO_GOALS = text("没有印出年度目标，或目标中没有数", "no goals are printed, or they hold no numbers")
NO_OVERVIEW = text("标题与资金表之间没有项目概况的文字", "there is no description of the project above the fund table")
EARMARK = text("财政资金有支出而没有填写专款专用数", "fiscal funds were spent and 专款专用 is not filled in")
NOT_A_FORM_PAIR = text("文件中不足两份自评表", "there are not two forms to compare")
OVERVIEW_UNREAD = text("没有读取表前的文字", "the words above the table were not read")
NO_LEAVES = text("没有读到指标，该表可能未读全", "no indicator was read: the form was perhaps not read to its end")
UNTITLED = text("自评表没有印出单位或项目名称", "the form does not print its body or project")
CLAIM_IN_DOUBT = text("综述中的数读数存疑", "a number of the summary was not read with certainty")


def not_a_number(raw: str) -> Text:
    """A target or actual value that is no single number."""
    return text(f"“{raw}”不是单一的数，不能核对", f"“{raw}” is no single number")


def other_place(where: str) -> Text:
    """The number belongs to another place of the same form."""
    return text(f"印出的数是“{where}”的数", f"the printed number is the one of “{where}”")


def copied(name: str) -> Text:
    """The number of another form."""
    return text(f"该数与“{name}”的自评表相同，可能由其复制而来", f"it is the number of the form “{name}”: copied?")


def summary_count(said: int, found: int) -> Text:
    """Another number of summaries than the text claims."""
    return text(
        f"文中称{said}个项目，实际有{found}项综述", f"the text speaks of {said} projects; there are {found} summaries"
    )


def not_all_done(name: str) -> Text:
    """All said to be done, with a target missed."""
    return text(
        f"称指标均已完成，自评表中“{name}”未达到目标",
        f"all targets are said to be reached; “{name}” of the form was missed",
    )


def no_problem(rate: str) -> Text:
    """No problem, with a low rate."""
    return text(f"称没有问题，预算执行率只有{rate}%", f"no problem is said to exist; the execution rate is {rate} %")


def no_form(name: str) -> Text:
    """A summary without its form."""
    return text(f"“{name}”有自评综述，附件中没有其自评表", f"“{name}” has a summary and no annexed form")


def no_summary(name: str) -> Text:
    """A form without its summary."""
    return text(f"“{name}”有自评表，正文没有其综述", f"“{name}” has a form and no summary")


def summary_lacks(name: str, what: str) -> Text:
    """A summary that does not say all it should."""
    return text(f"“{name}”的综述没有写明{what}", f"the summary of “{name}” does not state {what}")


def same_as_neighbour(name: str) -> Text:
    """The number of the summary before."""
    return text(
        f"与前一项“{name}”的数相同，而两份自评表不同",
        f"the same number as “{name}” before it, while the two forms differ",
    )


def on_basis(basis: str) -> Text:
    """Which basis a number agrees on."""
    return text(f"按{basis}口径相符", f"agrees on the basis {basis}")


def pair_by_likeness(name: str, similarity: str) -> Text:
    """The pair rests on likeness alone."""
    return text(
        f"与自评表“{name}”按名称相似度{similarity}对应，请先核对是否同一项目",
        f"matched with the form “{name}” by likeness ({similarity}): is it the same project?",
    )


def grade_band(grade: str, score: str, right: str) -> Text:
    """A grade outside the band of the score."""
    return text(
        f"总得分{score}，等级印为“{grade}”，按分档应为“{right}”",
        f"with a score of {score} the grade is “{right}”, not “{grade}”",
    )


def unknown_grade(grade: str) -> Text:
    """A grade that no band names."""
    return text(f"等级“{grade}”不在分档之内", f"there is no band for the grade “{grade}”")


def not_a_target(numbers: str) -> Text:
    """Numbers of the goals that no indicator asks for."""
    return text(f"年度目标中的“{numbers}”没有对应的指标值", f"“{numbers}” of the goals is no indicator's target")


def usual_weights(found: str) -> Text:
    """Other weights than usual."""
    return text(
        f"权重为{found}，与通常的执行率10、产出50、效益30、满意度10不同",
        f"the weights are {found}, not the usual 10, 50, 30, 10",
    )


def all_as_planned(count: int, total: int) -> Text:
    """Odd targets that were all met to the digit."""
    return text(
        f"{total}项非整数目标中有{count}项与实际值完全相同，目标可能是事后填写的",
        f"{count} of {total} uneven targets equal the actual value exactly: set afterwards?",
    )


def lacks_parts(what: str) -> Text:
    """Kinds of indicators that a form lacks."""
    return text(f"没有{what}的指标", f"there is no indicator of the kind {what}")


def blank_head(what: str) -> Text:
    """Fields at the head of a form that are not filled in."""
    return text(f"表头没有填写{what}", f"the head of the form does not state {what}")


def same_title(name: str, line: str) -> Text:
    """Two forms of one project."""
    return text(
        f"“{name}”的自评表与{line}的自评表单位和项目相同",
        f"the form of “{name}” has the body and project of the one at {line}",
    )


def same_content(name: str, other: str) -> Text:
    """Two forms with one content."""
    return text(
        f"“{name}”与“{other}”的自评表资金、指标与得分全部相同",
        f"the forms of “{name}” and “{other}” agree in all funds, indicators and scores",
    )


def wrong_unit(unit: str) -> Text:
    """The number would be right in another unit."""
    return text(f"单位若为{unit}则与资金表的数相符", f"in {unit} it would be a number of the fund table: wrong unit?")


def unfilled(raw: str) -> Text:
    """A placeholder of the template where a value belongs."""
    return text(f"“{raw}”是没有填写的占位", f"“{raw}” is a placeholder that was never filled in")


def level_count(said: str, found: int) -> Text:
    """Another number of indicators than the text says."""
    return text(f"文中称{said}，评分表有{found}个", f"the text says {said}; the score table has {found}")


def list_of(total: str, difference: str) -> Text:
    """A list that does not add up to the amount stated above it."""
    return text(
        f"明细相加为{total}元，与文中所称相差{difference}元",
        f"the list adds up to {total} 元, {difference} 元 from what the text says",
    )


def criterion(words: str) -> Text:
    """A printed criterion gives another score."""
    cut = words if len(words) <= 60 else words[:60] + "…"
    return text(f"与印出的评分标准“{cut}”不符", f"the printed criterion “{cut}” gives another score")


def missed(target: str, actual: str) -> Text:
    """Full marks for a target that was not reached."""
    return text(
        f"目标值“{target}”，实际值“{actual}”，未达到而得满分",
        f"target “{target}”, actual “{actual}”: missed, yet full marks",
    )


def units_of_leaf(target: str, actual: str) -> Text:
    """Target and actual value in two units."""
    return text(
        f"目标值“{target}”与实际值“{actual}”的单位不同", f"target “{target}” and actual “{actual}” have two units"
    )


def late(target: str, actual: str) -> Text:
    """Full marks for something finished late."""
    return text(
        f"完成于“{actual}”，晚于“{target}”，而得满分", f"finished “{actual}”, after “{target}”, with full marks"
    )


def serial(raw: str, day: str) -> Text:
    """A spreadsheet serial where a date is meant."""
    return text(f"“{raw}”像是电子表格的日期序号，即 {day}", f"“{raw}” looks like a spreadsheet's date serial for {day}")


def above_all(raw: str) -> Text:
    """More than all."""
    return text(f"该比率不应超过100%，印为“{raw}”", f"this rate cannot exceed 100 %, yet “{raw}” is printed")


def not_measured(raw: str) -> Text:
    """A bound where a measured value is asked for."""
    return text(f"实际值“{raw}”是范围而不是实际完成的数", f"the actual value “{raw}” is a bound, not what was measured")


def undone(raw: str) -> Text:
    """Full marks for what was not done."""
    return text(f"实际值为“{raw}”而得满分", f"the actual value is “{raw}”, yet it has full marks")


def cost(target: str, actual: str) -> Text:
    """A cost above its target."""
    return text(f"成本“{actual}”超过目标“{target}”", f"the cost “{actual}” exceeds its target “{target}”")


def word_band(raw: str) -> Text:
    """A score outside the band of its wording."""
    return text(f"得分与“{raw}”对应的分档不符", f"the score is outside the band that “{raw}” stands for")


def over(target: str, actual: str) -> Text:
    """Far more than was asked for."""
    return text(
        f"实际值“{actual}”远超目标值“{target}”，未说明原因",
        f"“{actual}” is far above the target “{target}”, no reason is stated",
    )


def not_filled(what: str) -> Text:
    """Full marks for an indicator that is not filled in."""
    return text(f"“{what}”未填写而得满分", f"“{what}” is not filled in, yet it has full marks")
