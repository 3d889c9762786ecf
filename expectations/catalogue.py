"""The suites as a reader meets them: one rule in full, and what is wrong with suite files."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from expectations.errors import SuiteError
from expectations.lint import problems
from expectations.rule import Clause, Rule
from expectations.suite import Suite, load, run_examples, shipped
from ingest.errors import GoujiError
from ingest.facts import templates


class UnknownRule(GoujiError):
    """No suite has a rule of that id."""


def describe(rule: Rule, lang: str) -> str:
    """Write one rule in full: what must hold, why, its formulas and its examples."""
    file, line = rule.source
    lines = [f"{rule.id}  [{rule.severity}]  {rule.title[lang]}", "", rule.because[lang], ""]
    lines += [f"  {text}" for clause in rule.clauses for text in formulas(clause)]
    if rule.law:
        lines += ["", rule.law]
    if rule.merges:
        lines += ["", f"= {', '.join(rule.merges)}"]
    for status, examples in rule.examples.items():
        for example in examples:
            lines += ["", f"{status}:", *(f"    {text}" for text in example.strip().splitlines())]
    return "\n".join([*lines, "", f"{file}:{line}"])


def formulas(clause: Clause) -> Iterator[str]:
    """The relations of a clause in the standard terms; an identity of a template is written out."""
    place = f"{clause.table}: " if clause.table else ""
    each = f"  (each {clause.each})" if clause.each else ""
    if not clause.cites and not clause.formula:
        yield from _structure(clause)
        return
    if not clause.cites:
        yield f"{place}{clause.formula}{each}"
        return
    table, name = clause.cites.split(".", 1)
    identity = templates()[table].identities[name]
    if identity.rollup:
        yield f"{table}: 上级科目 = Σ下级科目"
        return
    less = "".join(f" − {part}" for part in identity.less)
    yield f"{table}: {' + '.join(identity.whole)} = {' + '.join(identity.parts)}{less}  (each {identity.each})"


def _structure(clause: Clause) -> Iterator[str]:
    """A relation without a formula: its kind, what it asks for, and where."""
    named = "、".join(clause.tables or clause.section)
    where = f" ({named})" if named else ""
    asked = clause.what or clause.must or ", ".join(clause.columns) or clause.each
    columns = f": {'、'.join(clause.columns)}" if clause.columns and (clause.what or clause.must) else ""
    yield f"{clause.kind}{f' {asked}' if asked else ''}{columns}{where}"
    for written in clause.needs:
        yield f"  + {written}"
    for written in clause.bars:
        yield f"  - {written}"


def find(rule_id: str, rules: Iterable[Rule]) -> Rule:
    """Return the rule of that id; raises UnknownRule."""
    for rule in rules:
        if rule.id == rule_id:
            return rule
    raise UnknownRule(f"没有规则 no rule {rule_id}; `gouji rules list` names them all")


def lint(files: Sequence[str], exercised: Collection[str] | None = None) -> list[str]:
    """What is wrong with the files (none: the shipped suites), see `expectations.lint`.

    `exercised` are the rules that some fixture gives an outcome; a file's rules are checked against the shipped ones.
    """
    broken: list[str] = []
    suites: list[Suite] = list(shipped())
    for file in files:
        try:
            suites.append(load(file))
        except SuiteError as error:
            broken.append(str(error))
    rules = [rule for suite in suites for rule in suite.rules]
    names = {Path(file).name for file in files}
    own = [line for line in problems(rules, exercised) if not files or line.partition(":")[0] in names]
    return broken + own


def examine(files: Sequence[str]) -> tuple[int, list[str]]:
    """Run the examples of the files' rules (none: the shipped ones'): how many rules, and what came out wrong.

    Raises SuiteError for a file that does not load.
    """
    rules = [rule for suite in (map(load, files) if files else shipped()) for rule in suite.rules]
    return len(rules), [
        f"{rule.source[0]}:{rule.source[1]}: {rule.id}: {problem.expected} expected, {problem.found} found\n"
        f"{problem.example}"
        for rule in rules
        for problem in run_examples(rule)
    ]
