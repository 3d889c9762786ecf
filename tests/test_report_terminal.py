"""The terminal summary: short, in the chosen language, and deaf to what a document would tell the terminal."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from expectations.findings import findings
from expectations.report.html import Context, pages
from expectations.report.terminal import overview, summary
from ingest.model import Text
from report_sample import RULES, canonical, hostile, refused, sample


def shown(made: RenderableType) -> list[str]:
    console = Console(file=StringIO(), width=80, force_terminal=False)
    console.print(made)
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue().splitlines()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("text", ["[bold]x[/nope]", "\x1b]0;title\x07\x1b[2J", "长" * 300])
def test_fits_eighty_columns_and_obeys_nothing(lang: str, text: str) -> None:
    for result in (sample(), refused(), hostile(text)):
        lines = shown(summary(result, lang))
        assert all(cell_len(line) <= 80 for line in lines)
        assert not any("\x1b" in line or "\x07" in line for line in lines)


def test_a_document_that_no_rule_fits_is_not_called_clean() -> None:
    result = findings(canonical(), (), RULES)
    assert "没有任何校验得出结论" in shown(summary(result, "zh"))[1]
    assert "未发现错误" not in dict(pages([result], Context({"started": "", "suites": []}, "zh")))["report.html"]


def test_verdict_comes_first_and_refusal_says_why() -> None:
    lines = shown(summary(sample(), "zh"))
    assert "发现 3 处错误" in lines[1]
    assert any("第4页" in line for line in lines)
    assert "a budget, not final accounts" in " ".join(shown(summary(refused(), "en")))
    assert shown(overview([sample(), refused()], "en")) == ["2 documents: 3 errors, 0 warnings, 1 could not be checked"]


def test_what_was_read_in_part_is_said_and_counted() -> None:
    whole = sample()
    reason = Text("第2、12页未能读全", "pages 2, 12 not read, or not wholly")
    info = replace(whole.canonical.document, status="partial", reason=reason, pages_unread=(2, 12))
    part = replace(whole, canonical=replace(whole.canonical, document=info))
    assert "partly checked: pages 2, 12 not read, or not wholly" in " ".join(shown(summary(part, "en")))
    assert "第2、12页未能读全" in "".join(shown(summary(part, "zh")))
    assert shown(overview([whole, part], "zh")) == ["2 份文件：6 处错误，0 处疑点，1 份部分读取"]
