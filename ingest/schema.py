"""The columns of the canonical tables, each with its type and its documentation (docs/schema.md)."""

from typing import NamedTuple


class Column(NamedTuple):
    """One column of a canonical table."""

    name: str
    type: str
    """`string`, `int32`, `int64`, `float64`, `amount` (decimal128(38, 10)) or `pages` (a list of int32)."""
    doc: str


FACTS = (
    Column("fact_id", "string", "name of the fact, unique in its document"),
    Column("document", "string", "documents.id"),
    Column("table", "string", "id of the table, unique in its document"),
    Column("template", "string", "statutory table (T01 …) or form (F24, F19)"),
    Column("page", "int32", "1-based; null in a text file"),
    Column("line", "int32", "1-based line of the file as it is on disk; null in a PDF"),
    Column("x0", "float64", "left edge of the cell, points from the left of the page"),
    Column("top", "float64", "upper edge, points from the top"),
    Column("x1", "float64", "right edge, points from the left"),
    Column("bottom", "float64", "lower edge, points from the top"),
    Column("row", "int32", "0-based row of the printed grid, headers counted"),
    Column("row_label", "string", "label of the row as printed"),
    Column("code", "string", "subject code of the row, if it has one"),
    Column("column", "int32", "0-based column of the printed grid"),
    Column("column_label", "string", "label path of the column as printed, a/b/c"),
    Column("concept", "string", "row term/column term"),
    Column("entity", "string", "whose number it is"),
    Column("fiscal_year", "int32", "year the number is about"),
    Column("period", "string", "current, prior, budget_initial or budget_final"),
    Column("basis", "string", "all, fiscal, general, fund, state_capital or own"),
    Column("consolidation", "string", "department or own_body"),
    Column("raw", "string", "text of the cell as printed"),
    Column("value", "amount", "the number in `unit`; null where the printed digits could not be read"),
    Column("decimals", "int32", "digits printed after the point"),
    Column("unit", "string", "元, 万元, 亿元, %, 分 …"),
    Column("scale", "int64", "how many 元 one unit is; 1 for what is not money"),
    Column("doubt", "string", "why the reading is in doubt, in Chinese"),
    Column("repaired_from", "string", "the text before a repair"),
)
DOCUMENTS = (
    Column("id", "string", "short, the same for the same bytes"),
    Column("path", "string", "as given on the command line"),
    Column("sha256", "string", "of the file's bytes"),
    Column("kind", "string", "final_accounts, self_assessment, evaluation, generic or unknown"),
    Column("entity", "string", "who reports"),
    Column("fiscal_year", "int32", "year reported"),
    Column("profile", "string", "which tables the year asks for"),
    Column("pages", "int32", "number of pages; null in a text file"),
    Column("tables", "int32", "number of tables recognised"),
    Column("facts", "int32", "number of facts"),
    Column("claims", "int32", "number of claims"),
    Column("forms", "int32", "number of forms"),
    Column("status", "string", "checked, partial, refused or unreadable"),
    Column("reason", "string", "why partial, refused or unreadable, in Chinese"),
    Column("pages_unread", "pages", "pages that could not be read"),
    Column("pages_ocr", "pages", "pages that were read from their pictures"),
)
CLAIMS = (
    Column("claim_id", "string", "name of the claim, unique in its document"),
    Column("document", "string", "documents.id"),
    Column("page", "int32", "1-based; null in a text file"),
    Column("line", "int32", "1-based line of the file as it is on disk; null in a PDF"),
    Column("x0", "float64", "left edge, points from the left of the page"),
    Column("top", "float64", "upper edge, points from the top"),
    Column("x1", "float64", "right edge, points from the left"),
    Column("bottom", "float64", "lower edge, points from the top"),
    Column("section", "string", "the headings above, outermost first"),
    Column("item", "string", "list number of the item it stands in"),
    Column("sentence", "string", "the sentence as printed"),
    Column("unit_name", "string", "the unit a project summary belongs to, if the document names its units"),
    Column("project", "string", "the project a summary is about"),
    Column("about", "string", "what the number is about; null where unsure"),
    Column("quantity", "string", "which number of it: 支出决算, 年初预算, 占比, 增加额 …; null where unsure"),
    Column("compared_with", "string", "base of a share or rate, other side of a difference, as printed"),
    Column("raw", "string", "the number as printed"),
    Column("value", "amount", "the number in `unit`; null for a grade, or where the digits could not be read"),
    Column("decimals", "int32", "digits printed after the point"),
    Column("unit", "string", "元, 万元, 亿元, %, 分, 个 …; empty where none is printed"),
    Column("scale", "int64", "how many 元 one unit is; 1 for what is not money"),
    Column("qualifier", "string", "about, at_least or at_most, where the words say so"),
    Column("basis", "string", "fiscal, own, general, fund or state_capital, where the words say so"),
    Column("period", "string", "current, prior, budget_initial, budget_final or budget"),
    Column("doubt", "string", "why the reading is in doubt, in Chinese"),
)
FORMS = (
    Column("form_id", "string", "name of the form, unique in its document"),
    Column("document", "string", "documents.id"),
    Column("family", "string", "F19 or F24"),
    Column("unit", "string", "实施单位"),
    Column("project", "string", "项目名称"),
    Column("fiscal_year", "int32", "year assessed"),
    Column("page", "int32", "1-based; null in a text file"),
    Column("line", "int32", "1-based; null in a PDF"),
    Column("total_weight", "amount", "总分, as printed"),
    Column("total_score", "amount", "得分, as printed"),
    Column("grade", "string", "自评等级"),
)
INDICATORS = (
    Column("form_id", "string", "forms.form_id"),
    Column("document", "string", "documents.id"),
    Column("page", "int32", "1-based; null in a text file"),
    Column("line", "int32", "1-based; null in a PDF"),
    Column("dimension", "string", "一级指标"),
    Column("path", "string", "一级/二级 … down to the leaf"),
    Column("indicator", "string", "三级指标"),
    Column("weight", "amount", "分值"),
    *(
        Column(f"{side}_{name}", kind, f"{term}: {doc}")
        for side, term in (("target", "年度指标值"), ("actual", "实际完成值"))
        for name, kind, doc in (
            ("raw", "string", "as printed"),
            ("operator", "string", "≥ ≤ > < = ≈, printed or said in words (不少于, 以内, 前)"),
            ("value", "amount", "the number; of a range its start; of a date yyyymmdd, a month its last day"),
            ("unit", "string", "the word or sign after the number; of a date how exact it is: 日, 月, 年"),
            ("kind", "string", "number, percent, date, range, serial_date, qualitative, text or blank"),
        )
    ),
    Column("score", "amount", "得分"),
    Column("criteria", "string", "评分标准"),
    Column("doubt", "string", "why the reading is in doubt, in Chinese"),
)
TABLES = {"documents": DOCUMENTS, "facts": FACTS, "claims": CLAIMS, "forms": FORMS, "indicators": INDICATORS}
