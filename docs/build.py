"""Write the generated pages of docs/ from the code: cli.md, rules.md, schema.md (`make docs`).

tests/test_docs.py compares the pages with what this makes, so they cannot drift.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import click
from click.testing import CliRunner

import cli
from expectations.catalogue import formulas
from expectations.confront import confront
from expectations.examples import document
from expectations.findings import findings
from expectations.report.parquet import FIELDS
from expectations.rule import Rule
from expectations.suite import shipped
from ingest.schema import TABLES

HERE = Path(__file__).parent
NOTE = "<!-- Made by docs/build.py from the code; `make docs` writes it anew. -->\n"
ABOUT = {
    "documents": "one row a document",
    "facts": "one row a number that was printed in a table or form",
    "claims": "one row a number stated in prose",
    "forms": "one row a self-assessment form",
    "indicators": "one row a leaf of a form's indicator tree",
}
ARROW = {"amount": "decimal128(38, 10)", "pages": "list of int32"}


def cli_page() -> str:
    """Every command's own --help."""
    parts = [NOTE, "# Command line\n\n`gouji COMMAND --help` says the same.\n"]
    for path in _commands(cli.main, ()):
        shown = CliRunner().invoke(cli.main, [*path, "--help"], prog_name="gouji", terminal_width=100)
        parts.append(f"\n## {' '.join(('gouji', *path))}\n\n```text\n{shown.output.rstrip()}\n```\n")
    return "".join(parts)


def _commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _commands(command.commands[name], (*path, name))


def schema_page() -> str:
    """The canonical tables, column by column."""
    head = "The files of `gouji-out/canonical/`, in Apache Parquet. Amounts are exact decimals."
    also = "The shape of `findings.json` is [findings.schema.json](findings.schema.json)."
    parts = [NOTE, f"# Canonical schema\n\n{head} {also}\n"]
    for name, columns in TABLES.items():
        listed = ((column.name, ARROW.get(column.type, column.type), column.doc) for column in columns)
        parts.append(_columns(name, ABOUT[name], listed))
    checks = ((name, re.sub(r"<.*>", "", str(kind)), doc) for name, kind, doc in FIELDS)
    parts.append(_columns("checks", "one row a check", checks))
    return "".join(parts)


def _columns(name: str, about: str, listed: Iterable[tuple[str, str, str]]) -> str:
    return f"\n## {name}.parquet\n\n{about.capitalize()}.\n\n{_table(('column', 'type', 'what'), listed)}"


def rules_page() -> str:
    """The catalogue: every rule of every shipped suite."""
    parts = [NOTE, "# Rules\n\nEvery rule that is checked today. `gouji rules show ID` prints one with its examples.\n"]
    for suite in shipped():
        parts.append(f"\n## {suite.name} {suite.version}\n\n")
        listed = ((f"[{rule.id}](#{_anchor(rule)})", _title(rule), rule.severity) for rule in suite.rules)
        parts.append(_table(("id", "must hold", "severity"), listed))
        for rule in suite.rules:
            relations = "\n".join(text for clause in rule.clauses for text in formulas(clause))
            parts.append(
                f'\n### <a id="{_anchor(rule)}"></a>{rule.id} {rule.title["zh"]}\n\n{rule.title["en"]}\n\n'
                f"```text\n{relations}\n```\n\n{rule.because['zh']}\n\n{rule.because['en']}\n{_sources(rule)}{_worked(rule)}"
            )
    return "".join(parts)


def _sources(rule: Rule) -> str:
    """The regulation, and the ids of the catalogue that this rule covers as well."""
    law = f"\n依据 source: {rule.law}\n" if rule.law else ""
    return law + (f"\n并含 covers: {'、'.join(rule.merges)}\n" if rule.merges else "")


def _worked(rule: Rule) -> str:
    """Its failing example, and what gouji says of it in both languages."""
    if "failed" not in rule.examples:
        return f"\n{rule.reason['zh']}\n\n{rule.reason['en']}\n" if rule.reason else ""
    example = rule.examples["failed"][0]
    canonical = document(example)
    found = findings(canonical, confront((rule,), canonical), (rule,)).findings
    said = "".join(f"> {found[0].message[lang]}\n>\n" for lang in ("zh", "en")).removesuffix(">\n") if found else ""
    return f"\n```text\n{example.rstrip()}\n```\n\n{said}"


def _anchor(rule: Rule) -> str:
    return rule.id.lower()


def _title(rule: Rule) -> str:
    return f"{rule.title['zh']} · {rule.title['en']}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


PAGES: Mapping[str, Callable[[], str]] = {"cli.md": cli_page, "rules.md": rules_page, "schema.md": schema_page}
"""File name → what makes it."""


def main() -> None:
    """Write every page."""
    for name, make in PAGES.items():
        (HERE / name).write_text(make(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
