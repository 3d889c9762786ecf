"""The pages in a real browser: nothing is fetched, nothing fails, and a reviewer can work with them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

from expectations import waivers
from expectations.findings import findings
from expectations.model import DocumentResult
from report_pages import report, written
from report_sample import RULES, canonical, hostile, outcomes, refused, sample

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / ".." / "shared" / "reports"
VIEWS = ("findings", "tables", "coverage", "charts", "notes")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Callable[[str], Browser]]:
    """Start the browser once; a test gives it the program that `need` found."""
    with sync_playwright() as playwright:
        started: list[Browser] = []

        def start(program: str) -> Browser:
            if not started:
                started.append(playwright.chromium.launch(executable_path=program, args=["--no-sandbox"]))
            return started[0]

        yield start
        for one in started:
            one.close()


class Tab:
    """One page under watch: whatever it fetches or complains about is kept."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context = browser.new_context(locale="zh-CN", **options)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._interrupted)
        self.page.on("request", lambda request: self._asked(request.url))

    def _interrupted(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith(("file://", "data:", "blob:")):
            self.complaints.append(url)

    def open(self, path: Path, place: str = "") -> Page:
        """Load a page, at a place of it."""
        self.page.goto(f"{path.resolve().as_uri()}{place}")
        return self.page

    def view(self, name: str) -> None:
        """Change to one of VIEWS."""
        self.page.evaluate("name => { location.hash = 'view-' + name }", name)
        expect(self.page.locator(f"#view-{name}")).to_be_visible()


@pytest.fixture
def tab(need: Callable[..., str], browser: Callable[[str], Browser]) -> Iterator[Callable[..., Tab]]:
    opened: list[Tab] = []

    def new(**options: Any) -> Tab:
        opened.append(Tab(browser(need("chromium", "chromium-browser", "google-chrome")), **options))
        return opened[-1]

    yield new
    for one in opened:
        one.context.close()
        assert one.complaints == []


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report(tmp_path_factory.mktemp("faulty"), ROOT / "fixtures" / "faulty" / "report.pdf")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, which does not change with the rules."""
    return written(tmp_path_factory.mktemp("plain"), [sample()])


@pytest.mark.parametrize(
    "name", ["000_50523521dfd4536b.txt", "001_6c958481cf8447d1.txt", "shanghai-putuo-planning-2024.pdf"]
)
def test_the_page_of_each_real_report_opens_without_a_word(name: str, tab: Callable[..., Tab], tmp_path: Path) -> None:
    if not (REPORTS / name).is_file():
        pytest.skip(f"needs {REPORTS / name}")
    one = tab()
    page = one.open(report(tmp_path, REPORTS / name))
    for _ in range(2):
        for view in VIEWS:
            one.view(view)
        page.click("#lang")


def test_a_finding_shows_where_what_and_why(faulty: Path, tab: Callable[..., Tab]) -> None:
    page = tab().open(faulty)
    first = page.locator(".finding").filter(has_text="T01-1").first
    first.scroll_into_view_if_needed()
    picture = first.locator("img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
    assert first.locator(".frame rect.bad").count() == 1
    assert first.locator(".frame rect.part").count() > 1
    expect(first.locator("table.sum").first).to_contain_text("差额")
    expect(first.locator(".because")).to_contain_text("依据")
    assert "#page=" in str(first.locator(".place a").first.get_attribute("href"))


def test_an_operand_leads_to_its_cell_and_the_cell_to_its_checks(plain: Path, tab: Callable[..., Tab]) -> None:
    page = tab().open(plain)
    page.locator(".finding table.sum tbody th a").first.click()
    expect(page.locator("#view-tables")).to_be_visible()
    panel = page.locator("#panel")
    expect(panel).to_contain_text("最小")
    expect(panel.locator("table.sides").first).to_contain_text("1,482.345")
    before = panel.inner_text()
    page.keyboard.press("ArrowDown")
    expect(panel).not_to_have_text(before)
    page.locator("#grid td.bad").first.hover()
    panel.locator("a[href^='#finding-']").click()
    expect(page.locator("#view-findings")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator("#view-findings")).to_be_visible()


def test_filters_and_search(plain: Path, tab: Callable[..., Tab]) -> None:
    page = tab().open(plain)
    shown = page.locator("#shown")
    expect(shown).to_have_text("3 / 3")
    page.fill("#find", "t02-1 2012604")
    expect(shown).to_have_text("1 / 3")
    page.fill("#find", "no such words")
    expect(shown).to_have_text("0 / 3")
    page.fill("#find", "")
    page.select_option("select[name=table]", label="收入决算表 (1)")
    expect(shown).to_have_text("1 / 3")
    page.select_option("select[name=table]", "")
    page.uncheck("input[value=error]")
    expect(shown).to_have_text("0 / 3")
    page.check("input[value=error]")
    for group in ("rule", "table", "body", "project", "cause"):
        page.select_option("select[name=group]", group)
        expect(shown).to_have_text("3 / 3")


def test_keys_and_addresses(plain: Path, tab: Callable[..., Tab]) -> None:
    one = tab()
    ids = [finding.id for finding in sample().findings]
    page = one.open(plain, f"#finding-{ids[-1]}")
    expect(page.locator(f"#finding-{ids[-1]}")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("jk/")
    expect(page.locator("#shown")).to_have_text("0 / 3")
    page.fill("#find", "")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".finding").first).to_be_focused()
    page.uncheck("input[value=error]")
    page.evaluate("id => { location.hash = 'finding-' + id }", ids[0])
    expect(page.locator(f"#finding-{ids[0]}")).to_be_focused()


def test_language_and_dark_colours_last(plain: Path, tab: Callable[..., Tab]) -> None:
    page = tab().open(plain)
    page.click("#lang")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".finding").first).to_contain_text("in the report itself")
    expect(page.locator(".verdict")).to_contain_text("3 errors found")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_a_review_lasts_and_leaves_as_a_waivers_file(plain: Path, tab: Callable[..., Tab], tmp_path: Path) -> None:
    page = tab(accept_downloads=True).open(plain)
    first, second, _ = sample().findings
    card = page.locator(f"#finding-{first.id}")
    card.locator("input[value=no]").check()
    card.locator("input[type=text]").fill('已核实: "调整" \\ #1\u2028')
    card.locator("input[type=text]").blur()
    page.locator(f"#finding-{second.id} input[value=no]").check()
    page.reload()
    expect(page.locator(f"#finding-{first.id} input[value=no]")).to_be_checked()
    expect(page.locator("#reviewed")).to_contain_text("2 / 3")
    page.select_option("select[name=review]", "no")
    expect(page.locator("#shown")).to_have_text("2 / 3")
    page.locator("details.export summary").click()
    page.fill("#by", "王复核")
    page.fill("#until", "2027-01-31")
    with page.expect_download() as saved:
        page.click("#export")
    path = tmp_path / "waivers.yaml"
    saved.value.save_as(path)
    (made,) = waivers.load(str(path))
    assert (made.id, made.by, made.until) == (first.id, "王复核", date(2027, 1, 31))
    assert made.reason.startswith('已核实: "调整" \\ #1')
    expect(page.locator(".export [role=status]")).to_contain_text("1 项")
    done = waivers.apply([sample()], [made], date(2026, 1, 1))
    assert [f.id for f in done.results[0].findings if f.waived] == [first.id]


def test_without_storage_the_review_still_leaves(plain: Path, tab: Callable[..., Tab]) -> None:
    one = tab()
    one.page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });")
    page = one.open(plain)
    page.locator(".finding input[value=confirm]").first.check()
    page.locator("details.export summary").click()
    expect(page.locator("#waivers")).to_have_value(re.compile(sample().findings[0].id + " confirm"))
    expect(page.locator(".export [role=status]")).to_contain_text("不能保存")


def test_print_is_the_list_to_sign(plain: Path, tab: Callable[..., Tab]) -> None:
    page = tab().open(plain)
    page.locator(".finding input[value=confirm]").first.check()
    page.emulate_media(media="print")
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#sheet tbody tr")).to_have_count(3)
    expect(page.locator("#sheet")).to_contain_text("属实")
    expect(page.locator(".signature")).to_contain_text("复核人")
    expect(page.locator("#view-findings")).to_be_hidden()
    assert page.pdf()[:5] == b"%PDF-"


def test_without_scripts_the_findings_are_there(plain: Path, tab: Callable[..., Tab]) -> None:
    page = tab(java_script_enabled=False).open(plain)
    expect(page.locator(".verdict")).to_contain_text("3 处错误")
    expect(page.locator("#sheet tbody tr")).to_have_count(3)
    expect(page.locator("#view-charts")).to_be_visible()
    expect(page.locator(".tabs")).to_be_hidden()


def test_the_index_sorts_filters_and_passes_on(tab: Callable[..., Tab], tmp_path: Path) -> None:
    other = findings(canonical("0123456789ab", "另一份.pdf"), (), RULES)
    path = written(tmp_path, [other, sample(), refused()])
    one = tab()
    page = one.open(path)
    expect(page.locator("#shown")).to_have_text("3 / 3")
    page.get_by_role("button", name="错误").click()
    expect(page.locator("tbody tr").first).to_contain_text("云浦市档案事务中心2024.pdf")
    page.fill("#find", "预算公开")
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    finding = sample().findings[1].id
    page.evaluate("to => { location.hash = to }", f"go-{canonical().document.id}-finding-{finding}")
    expect(page.locator(f"#finding-{finding}")).to_be_focused()
    page.locator(".brand a").click()
    expect(page.locator("#index")).to_be_visible()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</script><svg/onload=alert(1)>",
        "\u202eRTL\u2066 \x00\x1b[31m\ud800",
        "constructor",
        "javascript:alert(1)",
        "长" * 20_000,
    ],
    ids=range(7),
)
def test_a_hostile_document_stays_text(text: str, tab: Callable[..., Tab], tmp_path: Path) -> None:
    one = tab()
    page = one.open(written(tmp_path, [hostile(text)]))
    for view in VIEWS:
        one.view(view)
    page.locator("#coverage td button").first.evaluate("button => button.click()")
    assert page.locator("#findings img, #findings svg, #findings script").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0


def serious(page: Page) -> list[str]:
    """What axe-core finds of serious and critical impact."""
    page.evaluate(f"() => {{ {AXE} }}")
    found: Any = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_serious(
    colours: str, width: int, faulty: Path, tab: Callable[..., Tab], tmp_path: Path
) -> None:
    one = tab(color_scheme=colours, viewport={"width": width, "height": 900})
    page = one.open(faulty)
    for view in VIEWS:
        one.view(view)
        if view == "tables":
            page.locator("#grid td.bad").first.focus()
        if view == "coverage":
            page.locator("#coverage td.failed button").first.evaluate("button => button.click()")
        assert serious(page) == [], view
    one.open(written(tmp_path, [sample(), refused()]))
    assert serious(page) == []


def test_nothing_is_wider_than_a_telephone(faulty: Path, tab: Callable[..., Tab]) -> None:
    one = tab(viewport={"width": 390, "height": 800})
    page = one.open(faulty)
    for view in VIEWS:
        one.view(view)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, view


def test_five_hundred_findings_come_a_page_at_a_time(tab: Callable[..., Tab], tmp_path: Path) -> None:
    page = tab().open(written(tmp_path, [many(500)]))
    expect(page.locator("#shown")).to_have_text("500 / 500")
    assert page.locator(".finding").count() == 20
    page.locator("#list > .more").click()
    assert page.locator(".finding").count() == 40
    last = many(500).findings[-1].id
    page.evaluate("id => { location.hash = 'finding-' + id }", last)
    expect(page.locator(f"#finding-{last}")).to_be_focused()


def many(count: int) -> DocumentResult:
    """The sample with its failed check of one cell repeated for `count` rows."""
    source = canonical()
    failed = next(o for o in outcomes(source) if o.rule == "T02-1" and o.status == "failed")
    cells = {f.fact_id: f for f in source.facts}
    facts, made = list(source.facts), []
    for i in range(count):
        terms = []
        for term in failed.terms:
            fact = cells[term.fact_id or ""]
            facts.append(replace(fact, fact_id=f"{fact.fact_id}-{i}", row_label=f"档案馆{i}", code=None))
            terms.append(replace(term, fact_id=facts[-1].fact_id))
        made.append(replace(failed, check_id=f"T02-1|{i}", place=f"档案馆{i}", terms=tuple(terms)))
    return findings(replace(source, facts=tuple(facts)), made, RULES)
