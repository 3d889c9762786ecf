"""The documentation says what is there: generated pages equal the code, targets, links and numbers are right."""

import re
from pathlib import Path

import pytest

from code_tree import ROOT, tracked
from docs import build
from ingest.facts import templates

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split()
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [path for path in tracked() if path.suffix == ".md"]
LINK = re.compile(r"\[[^]]*\]\(([^)]+)\)")


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """The places a link can point to: headings as they are commonly slugged, and explicit ids."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'id="([^"]+)"', text))


@pytest.mark.parametrize("name", build.PAGES)
def test_generated_pages_equal_what_the_code_says(name: str) -> None:
    assert read(Path("docs", name)) == build.PAGES[name](), "make docs writes it anew"


def test_there_are_at_most_nine_targets_and_help_is_the_default() -> None:
    assert len(TARGETS) <= 9
    assert ".DEFAULT_GOAL := help" in MAKEFILE


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_its_line_of_help(target: str) -> None:
    assert re.search(rf"^{target}:.*## \S", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_documented(target: str) -> None:
    assert f"make {target}" in README + read(Path("CONTRIBUTING.md"))


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_pages_name_no_target_that_does_not_exist(path: Path) -> None:
    assert set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", read(path), re.MULTILINE)) <= {
        pair for target in TARGETS for pair in ((target, ""), ("", target))
    }


def test_every_command_and_option_the_readme_shows_exists() -> None:
    shown = build.cli_page()
    commands = re.findall(r"^## gouji (.+)$", shown, re.MULTILINE)
    used = re.findall(r"\bgouji ((?:[a-z]+)(?: [a-z]+)?)(?= |`|$)", "\n".join(code(README)), re.MULTILINE)
    assert used
    for words in used:
        assert any(words == name or words.split()[0] == name for name in commands), words
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    assert options <= set(re.findall(r"--[a-z][a-z-]+", shown))


def code(text: str) -> list[str]:
    """The code of a page: blocks and spans."""
    return [*re.findall(r"```\w*\n(.*?)```", text, re.DOTALL), *re.findall(r"`([^`\n]+)`", text)]


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(re.sub(r"```.*?```", "", read(path), flags=re.DOTALL)):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        to = (ROOT / path.parent / file).resolve() if file else (ROOT / path).resolve()
        assert to.exists(), target
        assert not anchor or anchor in anchors(to.read_text(encoding="utf-8")), target


def test_decisions_are_numbered_and_linked() -> None:
    overview = read(Path("docs", "architecture.md"))
    for number, path in enumerate(DECISIONS, 1):
        assert re.fullmatch(rf"{number:04}-[a-z-]+", path.stem)
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. ")
        assert [f"## {part}" in text for part in ("Context", "Choice", "Price")] == [True] * 3
        assert f"{number}. [{text.splitlines()[0].split('. ', 1)[1]}](decisions/{path.name})" in overview


def test_the_changelog_begins_with_the_version_that_is_shipped() -> None:
    version = re.search(r"^version = (.+)$", read(Path("setup.cfg")), re.MULTILINE)
    assert version
    assert re.search(r"^## (\S+)", read(Path("CHANGELOG.md")), re.MULTILINE).group(1) == version.group(1)  # type: ignore[union-attr]


def test_there_is_no_rule_or_table_the_glossary_does_not_name() -> None:
    glossary = read(Path("docs", "glossary.md"))
    for template in templates():
        assert template in glossary
