"""The pages: self-contained, harmless whatever a document says, complete, small and quick."""

import json
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from expectations.findings import findings
from expectations.model import DocumentResult
from expectations.report.html import Context, page_names, pages
from expectations.report.output import run_record
from expectations.report.view import entity_of, year_of
from ingest.facts import Canonical, DocumentInfo, Form
from ingest.model import Location, Text
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


def rendered(results: Sequence[DocumentResult], lang: str = "zh") -> dict[str, str]:
    because = {rule.id: rule.because for rule in RULES}
    return dict(pages(results, Context(RUN, lang, because, out="out")))


def page(result: DocumentResult, lang: str = "zh") -> str:
    return rendered([result], lang)["report.html"]


def data(text: str) -> Any:
    """The JSON that the page builds itself from."""
    held = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert held
    return json.loads(held[1])


def test_nothing_is_loaded_and_only_our_own_script_may_run() -> None:
    for text in rendered([sample(), refused()]).values():
        made = Page(text)
        assert not {"link", "img", "iframe", "object", "base"} & {tag for tag, _ in made.tags}
        assert not [a for _, a in made.tags if any(k.startswith("on") or k in {"src", "style"} for k in a)]
        assert not re.findall(r"https?:", text.replace("http://www.w3.org/2000/svg", ""))
        policy = next(a["content"] or "" for t, a in made.tags if t == "meta" and "http-equiv" in a)
        assert "default-src 'none'" in policy
        assert "script-src 'sha256-" in policy


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_shown_and_do_nothing(text: str) -> None:
    for name, made in rendered([hostile(text), refused()]).items():
        made.encode("utf-8")
        shape = [tag for tag, _ in Page(made).tags]
        assert shape == [tag for tag, _ in Page(rendered([hostile("平常"), refused()])[name]).tags]
        assert not any(ord(c) < 32 and c not in "\n\t" for c in made)
        assert not any(c in made for c in "\u202a\u202b\u202d\u202e\u2066")
    held = json.dumps(data(page(hostile(text))), ensure_ascii=False)
    assert "\x00" not in held


def test_links_lead_to_a_place_of_the_page_or_to_the_document() -> None:
    for path in ("reports/a b.pdf", "javascript:alert(1)", "//host/x.pdf", "?a#b.pdf", "data:text/html,x"):
        made = Page(page(findings(canonical(path=path), outcomes(canonical()), RULES)))
        hrefs = [str(a["href"]) for _, a in made.tags if "href" in a]
        assert all(href.startswith(("#", "./")) for href in hrefs)
        assert any(href.startswith("./") for href in hrefs)


def test_ids_are_unique_and_referred_to_rightly() -> None:
    for text in rendered([sample(), sample(), refused()]).values():
        made = Page(text)
        ids = [a["id"] for _, a in made.tags if "id" in a]
        assert len(ids) == len(set(ids))
        assert {str(a["href"])[1:] for _, a in made.tags if str(a.get("href", "")).startswith("#")} <= set(ids)
        assert {a["aria-labelledby"] for _, a in made.tags if "aria-labelledby" in a} <= set(ids)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_are_in_the_page_and_lang_chooses_the_first(lang: str) -> None:
    made = Page(page(sample(), lang))
    assert dict(made.tags)["html"]["data-lang"] == lang
    all_text = " ".join(made.texts)
    assert "发现 3 处错误" in all_text
    assert "3 errors found" in all_text


def test_the_data_has_cell_sum_reason_and_checks() -> None:
    held = data(page(sample()))
    first = next(f for f in held["findings"] if f["cause"] == "swap")
    table, row, column, place = held["numbers"][first["number"]]
    assert held["tables"][table]["grid"][row][column] == "1,482.35"
    assert place == [4, 0]
    assert first["figures"][:2] == ["1,482.35", "1,428.35"]
    assert first["slip"] == ["相邻两位数字颠倒", "two neighbouring digits are swapped"]
    assert any(name.startswith("T01-3|T01|决算数") for name in first["ids"])
    assert "部门决算报表编制说明" in held["rules"][first["rule"]][3][0]
    assert any(operand[4] for one in first["sums"] for operand in one["right"]), "a blank operand is said to be blank"
    assert [len(check) for check in held["checks"]] == [16] * len(sample().outcomes)
    left = next(c for c in held["checks"] if held["rules"][c[0]][0] == "T01-1")
    assert [held["pool"][i] for i in left[7:9]] == ["1,482.345", "1,482.355"], "what the printed digits allow"


def test_the_page_itself_says_verdict_gaps_doubts_and_the_list_to_sign() -> None:
    text = "".join(Page(page(sample())).texts)
    for wanted in ("发现 3 处错误", "未找到“三公”经费支出决算表", "本表没有下级科目", "a number broken by a blank"):
        assert wanted in text
    sheet = page(sample()).partition('<section id="sheet"')[2]
    for finding in sample().findings:
        assert f'data-id="{finding.id}"' in sheet


def test_tables_have_scoped_headers_and_headings_do_not_jump() -> None:
    for text in rendered([sample(), refused()]).values():
        made = Page(text)
        assert all("scope" in a for t, a in made.tags if t == "th")
        levels = [int(t[1]) for t, _ in made.tags if t in {"h1", "h2", "h3", "h4"}]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))


def test_a_refused_document_says_why() -> None:
    made = rendered([sample(), refused()])
    assert all("a budget, not final accounts" in made[name] for name in ("report.html", "documents/0badc0ffee00.html"))


def formed(*forms: tuple[str | None, int | None]) -> DocumentResult:
    """Give a document that holds nothing but forms of some units and years."""
    held = tuple(
        Form(f"F24-{n}", "d", "F24", unit, None, year, Location(), None, None, None)
        for n, (unit, year) in enumerate(forms)
    )
    info = DocumentInfo("d", "d.pdf", "", "self_assessment", None, None, "default", 1, "checked")
    return findings(Canonical(info, (), (), held), (), RULES)


@pytest.mark.parametrize(
    ("forms", "entity", "year"),
    [
        ([("甲中心", 2024)] * 2, Text("甲中心", "甲中心"), 2024),
        ([("甲中心", 2024), ("乙中心", 2023)], Text("2个单位", "2 units"), None),
        ([("甲中心", 2024), (None, 2024)], Text("1个单位", "1 unit"), 2024),
        ([(None, None)], None, None),
        ([], None, None),
    ],
)
def test_a_document_of_forms_is_named_by_what_they_agree_on(
    forms: list[tuple[str | None, int | None]], entity: dict[str, str] | None, year: int | None
) -> None:
    result = formed(*forms)
    assert (entity_of(result.canonical), year_of(result.canonical)) == (entity, year)
    index = rendered([result, sample()])["report.html"]
    assert all(words in index for words in (entity or {}).values())
    assert not year or f'<td class="num">{year}</td>' in index


def test_a_file_given_twice_has_two_pages() -> None:
    assert page_names(["a"]) == ["report.html"]
    assert page_names(["a", "b", "a"]) == ["documents/a.html", "documents/b.html", "documents/a-2.html"]


def test_twenty_thousand_checks_stay_small_and_quick() -> None:
    source = canonical()
    table = source.tables[1]
    lines = tuple(tuple(c for c in table.grid[5]) for _ in range(1000))
    big = replace(table, grid=table.grid[:3] + lines)
    cell = next(f for f in source.facts if f.table == "T02")
    facts = tuple(replace(cell, fact_id=f"c{r}-{k}", row=r + 3, column=k) for r in range(1000) for k in (2, 3, 4, 5))
    passed = next(o for o in outcomes(source) if o.status == "passed")
    terms = [tuple(replace(passed.terms[0], fact_id=f.fact_id) for f in facts[i : i + 6]) for i in range(4000)]
    many = [replace(passed, check_id=str(i), terms=terms[i % 4000]) for i in range(20_000)]
    grown = replace(source, tables=(source.tables[0], big), facts=(*source.facts, *facts))
    result = findings(grown, [*many, *outcomes(source)], RULES)
    started = time.process_time()
    text = page(result)
    assert len(text.encode()) < 6_000_000
    assert time.process_time() - started < 5
