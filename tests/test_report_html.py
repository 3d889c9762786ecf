"""The page: self-contained, harmless whatever a document says, complete, small and quick."""

import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from expectations.findings import findings
from expectations.report.html import render, visible
from expectations.report.output import run_record
from report_sample import RULES, canonical, hostile, outcomes, refused, sample

RUN = run_record(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), 1.25, "gouji check", [("accounts", "1", "0" * 64)])
VOID = {"meta", "input", "br"}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></script><svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "\u202eRTL\u2066 مرحبا \x00\x07\x1b[31m\ud800",
    "超长" * 20_000,
]


class Page(HTMLParser):
    """Tags, attributes and texts; fails on tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what a reader sees."""
        if self.open and self.open[-1] not in {"script", "style"}:
            self.texts.append(data)


def test_nothing_is_loaded_and_only_our_own_script_may_run() -> None:
    text = render([sample()], RUN, "zh")
    page = Page(text)
    assert not {"link", "img", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    assert not [a for _, a in page.tags if any(k.startswith("on") or k in {"src", "style"} for k in a)]
    assert all((a["href"] or "").startswith("#") for _, a in page.tags if "href" in a)
    assert "http:" not in text
    assert "https:" not in text
    policy = next(a["content"] or "" for t, a in page.tags if t == "meta" and "http-equiv" in a)
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_shown_and_do_nothing(text: str) -> None:
    made = render([hostile(text)], RUN, "zh")
    made.encode("utf-8")
    shape = [tag for tag, _ in Page(made).tags]
    assert shape == [tag for tag, _ in Page(render([hostile("平常")], RUN, "zh")).tags]
    assert not any(ord(c) < 32 and c not in "\n\t" for c in made)
    assert not any(c in made for c in "\u202a\u202b\u202d\u202e\u2066")


def test_ids_are_unique_and_referred_to_rightly() -> None:
    page = Page(render([sample(), sample(), refused()], RUN, "zh"))
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for _, a in page.tags if "href" in a} <= set(ids)
    assert {a["aria-labelledby"] for _, a in page.tags if "aria-labelledby" in a} <= set(ids)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_are_in_the_page_and_lang_chooses_the_first(lang: str) -> None:
    page = Page(render([sample()], RUN, lang))
    assert dict(page.tags)["html"]["data-lang"] == lang
    all_text = " ".join(page.texts)
    assert "发现 3 处错误" in all_text
    assert "3 errors found" in all_text


def test_a_finding_shows_cell_sum_reason_and_checks() -> None:
    page = Page(render([sample()], RUN, "zh"))
    bad = [a for t, a in page.tags if t == "td" and a.get("class") == "bad" and "aria-label" in a]
    assert bad[0]["aria-label"] == "1,482.35，有误，若为 1,428.35 则成立"
    text = "".join(page.texts)
    for wanted in (
        "二、政府性基金预算财政拨款收入",
        "空白",
        "尾差最多 ±0.02",
        "相邻两位数字颠倒",
        "T01-3|T01|决算数",
        "部门决算报表编制说明",
        "未找到“三公”经费支出决算表",
        "本表没有下级科目",
        "a number broken by a blank",
    ):
        assert wanted in text


def test_tables_have_scoped_headers_and_headings_do_not_jump() -> None:
    page = Page(render([sample(), refused()], RUN, "zh"))
    assert all("scope" in a for t, a in page.tags if t == "th")
    levels = [int(t[1]) for t, _ in page.tags if t in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_a_refused_document_says_why() -> None:
    assert "a budget, not final accounts" in render([sample(), refused()], RUN, "zh")


def test_three_thousand_checks_stay_small_and_quick() -> None:
    source = canonical()
    table = source.tables[1]
    lines = tuple(tuple(c for c in table.grid[5]) for _ in range(1000))
    big = replace(table, grid=table.grid[:3] + lines)
    cell = next(f for f in source.facts if f.table == "T02")
    facts = tuple(replace(cell, fact_id=f"c{r}-{k}", row=r + 3, column=k) for r in range(1000) for k in (2, 3, 4, 5))
    passed = next(o for o in outcomes(source) if o.status == "passed")
    many = [
        replace(passed, check_id=str(i), terms=(replace(passed.terms[0], fact_id=facts[i].fact_id),))
        for i in range(3000)
    ]
    grown = replace(source, tables=(source.tables[0], big), facts=(*source.facts, *facts))
    started = time.process_time()
    text = render([findings(grown, [*many, *outcomes(source)], RULES)], RUN, "zh")
    assert len(text.encode()) < 3_000_000
    assert time.process_time() - started < 3


def test_visible_leaves_ordinary_text_alone() -> None:
    assert visible("合计 1.00\n（万元）") == "合计 1.00\n（万元）"
    assert visible(None) == ""
    assert visible(12) == 12


def test_language_search_and_severity_switch_without_reload(need: Callable[..., str], tmp_path: Path) -> None:
    """A script of the test's own drives the page; the policy that forbids just that is taken out first."""
    drive = """
    document.getElementById("lang").click();
    const find = document.getElementById("find");
    const type = (text) => { find.value = text; find.dispatchEvent(new Event("input", {bubbles: true})); };
    const shown = () => document.getElementById("shown").textContent;
    type("t02-1 2012604");
    const said = [document.documentElement.lang, shown(), document.querySelector("td.bad").getAttribute("aria-label")];
    type("");
    document.querySelector("input[value=error]").click();
    document.title = [...said, shown()].join(" | ");
    """
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    text = policy.sub("", render([sample()], RUN, "zh")).replace("</body>", f"<script>{drive}</script></body>")
    page = tmp_path / "page.html"
    page.write_text(text, encoding="utf-8")
    browser = need("chromium", "chromium-browser", "google-chrome")
    made = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--dump-dom",
         page.as_uri()],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "<title>en | 1 / 3 | 1,482.35, wrong; 1,428.35 would fit | 0 / 3</title>" in made.stdout


def test_our_own_script_runs_under_the_policy(need: Callable[..., str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(render([hostile("<script>document.title='owned'</script>")], RUN, "zh"), encoding="utf-8")
    browser = need("chromium", "chromium-browser", "google-chrome")
    made = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--dump-dom",
         page.as_uri()],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert '<button type="button" id="lang" aria-label' in made.stdout, "the button is shown by the script alone"
    assert "<title>gouji 勾稽校验报告</title>" in made.stdout
