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
    Column("doubt", "string", "why the reading is in doubt"),
    Column("repaired_from", "string", "the text before a repair"),
)
DOCUMENTS = (
    Column("id", "string", "short, the same for the same bytes"),
    Column("path", "string", "as given on the command line"),
    Column("sha256", "string", "of the file's bytes"),
    Column("kind", "string", "final_accounts, self_assessment or unknown"),
    Column("entity", "string", "who reports"),
    Column("fiscal_year", "int32", "year reported"),
    Column("profile", "string", "which forms the year and place ask for"),
    Column("pages", "int32", "number of pages; null in a text file"),
    Column("tables", "int32", "number of tables recognised"),
    Column("facts", "int32", "number of facts"),
    Column("claims", "int32", "number of claims"),
    Column("forms", "int32", "number of forms"),
    Column("status", "string", "checked, partial, refused or unreadable"),
    Column("reason", "string", "why partial, refused or unreadable"),
    Column("pages_unread", "pages", "pages that could not be read"),
)
CLAIMS = (
    Column("claim_id", "string", "name of the claim, unique in its document"),
    Column("document", "string", "documents.id"),
    Column("page", "int32", "1-based; null in a text file"),
    Column("line", "int32", "1-based; null in a PDF"),
    Column("section", "string", "heading above the sentence"),
    Column("sentence", "string", "the sentence as printed"),
    Column("about", "string", "concept the number is about"),
    Column("compared_with", "string", "concept, year or basis it is compared with"),
    Column("raw", "string", "the number as printed"),
    Column("value", "amount", "the number in `unit`"),
    Column("decimals", "int32", "digits printed after the point"),
    Column("unit", "string", "元, 万元, 亿元, % …"),
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
    Column("total_weight", "amount", "总分 as printed"),
    Column("total_score", "amount", "得分 as printed"),
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
            ("operator", "string", "≥ ≤ > < = before the number"),
            ("value", "amount", "the number, if the text is one number with a unit"),
            ("unit", "string", "the word or sign after the number"),
            ("kind", "string", "number, text or blank"),
        )
    ),
    Column("score", "amount", "得分"),
    Column("criteria", "string", "评分标准"),
    Column("doubt", "string", "why the reading is in doubt"),
)
TABLES = {"documents": DOCUMENTS, "facts": FACTS, "claims": CLAIMS, "forms": FORMS, "indicators": INDICATORS}
