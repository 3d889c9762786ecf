"""The suites as a reader meets them: one rule in full, and what is wrong with suite files."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from expectations.confront import confront
from expectations.errors import SuiteError
from expectations.lint import problems, unexercised
from expectations.rule import Clause, Rule
from expectations.suite import Suite, load, run_examples, shipped
from ingest.errors import GoujiError
from ingest.facts import Canonical, templates
from ingest.model import Text, placed

JUDGED = frozenset({"passed", "rounding", "implausible", "failed"})
"""A check that came to a verdict."""


class UnknownRule(GoujiError):
    """No suite has a rule of that id."""


def describe(rule: Rule, lang: str) -> str:
    """Write one rule in full: what must hold, why, its formulas and its examples."""
    file, line = rule.source
    lines = [f"{rule.id}  [{rule.severity}]  {rule.title[lang]}", "", rule.because[lang], ""]
    lines += [f"  {text}" for clause in rule.clauses for text in formulas(clause)]
    if rule.reason:
        lines += ["", rule.reason[lang]]
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
    raise UnknownRule(
        Text(
            f"没有规则 {rule_id}；全部规则见 gouji rules list",
            f"there is no rule {rule_id}; `gouji rules list` names them all",
        )
    )


def lint(files: Sequence[str]) -> list[Text]:
    """What is wrong with the files (none: the shipped suites), see `expectations.lint`.

    A file's rules are checked against the shipped ones.
    """
    suites, broken = _loaded(files)
    return broken + _own(problems(rules_of(suites)), files)


def unseen(files: Sequence[str], canonicals: Iterable[Canonical]) -> list[Text]:
    """The rules of the files (none: the shipped ones) that none of the documents gives a verdict."""
    rules = rules_of(_loaded(files)[0])
    outcomes = (outcome for canonical in canonicals for outcome in confront(rules, canonical))
    judged = {outcome.rule for outcome in outcomes if outcome.status in JUDGED}
    return _own(unexercised(rules, judged), files)


def rules_of(suites: Iterable[Suite]) -> tuple[Rule, ...]:
    """All their rules, in order."""
    return tuple(rule for suite in suites for rule in suite.rules)


def _loaded(files: Sequence[str]) -> tuple[list[Suite], list[Text]]:
    """The shipped suites and those of the files that load, and why the others do not."""
    suites = list(shipped())
    broken: list[Text] = []
    for file in files:
        try:
            suites.append(load(file))
        except SuiteError as error:
            broken.append(error.text)
    return suites, broken


def _own(lines: Iterable[Text], files: Sequence[str]) -> list[Text]:
    names = {Path(file).name for file in files}
    return [line for line in lines if not files or line.en.partition(":")[0] in names]


def examine(files: Sequence[str]) -> tuple[int, list[Text]]:
    """Run the examples of the files' rules (none: the shipped ones'): how many rules, and what came out wrong.

    Raises SuiteError for a file that does not load.
    """
    rules = [rule for suite in (map(load, files) if files else shipped()) for rule in suite.rules]
    return len(rules), [
        placed(
            f"{rule.source[0]}:{rule.source[1]}: {rule.id}",
            Text(
                f"应为 {problem.expected}，结果为 {problem.found}\n{problem.example}",
                f"{problem.expected} expected, {problem.found} found\n{problem.example}",
            ),
        )
        for rule in rules
        for problem in run_examples(rule)
    ]
