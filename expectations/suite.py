"""Suites: YAML → rules, refused as soon as anything in them is unknown, misspelt or without an example."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from expectations.binding import LOOPS, bound, listed, nearest, row_terms, settled, tables_of
from expectations.errors import FormulaError, SuiteError
from expectations.examples import Problem, document, run_examples
from expectations.kinds import KINDS
from expectations.model import STATUSES
from expectations.rule import Absence, Clause, Rule, rule_from_mapping
from expectations.yamlines import Node, parse
from ingest.facts import templates
from ingest.model import Text, verbatim

__all__ = ["Problem", "Rule", "Suite", "load", "rule_from_mapping", "run_examples", "shipped"]

MANUAL = "manual"
"""The severity of a rule that no document answers by itself: it has a `reason` in place of relation and examples."""
SEVERITIES = ("error", "warning", "info")
SHIPPED = (
    "reading.yaml",
    "accounts.yaml",
    "document.yaml",
    "crosschecks.yaml",
    "labels.yaml",
    "generic.yaml",
    "forms.yaml",
    "forms19.yaml",
    "scores.yaml",
    "summaries.yaml",
    "evaluation.yaml",
)

_SUITE_KEYS = ("suite", "version", "title", "documents", "absent", "optional", "rules")
_CLAUSE_KEYS = tuple(Clause.__slots__)
_LISTS = frozenset(field for field, kind in Clause.__annotations__.items() if kind == tuple[str, ...])
_SHARED_KEYS = ("severity",)
"""Keys that a rule and each of its relations may have."""
_RULE_KEYS = ("id", "title", "because", "documents", "checks", *_CLAUSE_KEYS, "law", "merges", "examples", "reason")
_DOCUMENTS = ("final_accounts", "self_assessment", "evaluation", "generic")


@dataclass(frozen=True, slots=True)
class Suite:
    """A named set of rules; `sha256` of the file's bytes."""

    name: str
    version: str
    sha256: str
    rules: tuple[Rule, ...]


def load(path: str) -> Suite:
    """Read a suite file. SuiteError with file and line if it cannot be read or anything in it is wrong."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        what = Text(f"无法读取（{error.strerror}）", f"cannot be read ({error.strerror})")
        raise SuiteError(path, None, what, Text("检查路径", "check the path")) from None
    return _suite(data, path)


@cache
def shipped() -> tuple[Suite, ...]:
    """The suites that come with gouji."""
    folder = files(__package__).joinpath("suites")
    return tuple(_suite(folder.joinpath(name).read_bytes(), name) for name in SHIPPED)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What every rule of a file shares."""

    path: str
    documents: tuple[str, ...] = ()
    absences: Mapping[str, Absence] | None = None
    optional: tuple[str, ...] = ()

    def wrong(self, node: Node, what: Text, right: Text) -> SuiteError:
        """The error for a node."""
        return SuiteError(self.path, node.line, what, right)

    def fields(self, node: Node, known: Iterable[str], needed: Iterable[str]) -> Mapping[str, Node]:
        """A mapping with known keys only."""
        mapping, known = node.mapping, tuple(known)
        if mapping is None:
            raise self.wrong(node, Text("此处应为 key: value 的映射", "expected a mapping"), listed(known))
        for key, value in mapping.items():
            if key not in known:
                raise self.wrong(value, Text(f"未知的键“{key}”", f"unknown key “{key}”"), nearest(key, known))
        for key in needed:
            if key not in mapping:
                raise self.wrong(node, *_missing(key))
        return mapping

    def text(self, node: Node) -> str:
        """Plain text, not empty."""
        if not node.text:
            raise self.wrong(node, Text("此处应为文字", "expected text"), Text("写一个值", "write one value"))
        return node.text

    def texts(self, node: Node) -> tuple[str, ...]:
        """One text or a list of them."""
        return tuple(self.text(item) for item in node.items)

    def bilingual(self, node: Node) -> Text:
        """{zh, en}."""
        found = self.fields(node, ("zh", "en"), ("zh", "en"))
        return Text(self.text(found["zh"]), self.text(found["en"]))

    def choice(self, node: Node, known: Iterable[str]) -> str:
        """One of a few words."""
        word, known = node.text or "", tuple(known)
        if word not in known:
            what = Text(f"未知的值“{word}”", f"unknown value “{word}”")
            raise self.wrong(node, what, nearest(word, [k for k in known if k]))
        return word


def _suite(data: bytes, path: str) -> Suite:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        what = Text("不是 UTF-8 文本", "not UTF-8 text")
        raise SuiteError(path, None, what, Text("存为 UTF-8", "save it as UTF-8")) from None
    root = parse(text, path)
    reader = _Reader(path)
    found = reader.fields(root, _SUITE_KEYS, ("suite", "version", "rules"))
    documents = _documents(reader, found.get("documents"))
    reader = replace(reader, documents=documents, absences=_absences(reader, found.get("absent")))
    if "optional" in found:
        reader = replace(reader, optional=_optional(reader, found["optional"]))
    rules: dict[str, Rule] = {}
    for node in found["rules"].items:
        rule = _rule(reader, node)
        if rule.id in rules:
            first = rules[rule.id].source[1]
            what = Text(f"规则编号“{rule.id}”重复（第{first}行）", f"rule id “{rule.id}” is taken (line {first})")
            raise reader.wrong(node, what, Text("换一个编号", "choose another"))
        rules[rule.id] = rule
    name, version = reader.text(found["suite"]), reader.text(found["version"])
    return Suite(name, version, hashlib.sha256(data).hexdigest(), tuple(rules.values()))


def _documents(reader: _Reader, node: Node | None) -> tuple[str, ...]:
    return tuple(reader.choice(item, _DOCUMENTS) for item in node.items) if node is not None else ()


def _optional(reader: _Reader, node: Node) -> tuple[str, ...]:
    known = {word for template in templates().values() for word in (*row_terms(template), *template.columns)}
    return tuple(reader.choice(item, sorted(known)) for item in node.items)


def _absences(reader: _Reader, node: Node | None) -> Mapping[str, Absence]:
    found: dict[str, Absence] = {}
    if node is None:
        return found
    for table, spec in reader.fields(node, templates(), ()).items():
        fields = reader.fields(spec, ("reason", "before"), ("reason",))
        before = fields.get("before")
        if before is not None and not (before.text or "").isdecimal():
            what = Text(f"“{before.text}”不是年度", f"“{before.text}” is not a year")
            raise reader.wrong(before, what, verbatim("before: 2020"))
        year = int(before.text or "") if before is not None else None
        found[table] = Absence(reader.bilingual(fields["reason"]), year)
    return found


def _rule(reader: _Reader, node: Node) -> Rule:
    found = reader.fields(node, _RULE_KEYS, ("id", "title", "because", "severity"))
    severity = reader.choice(found["severity"], (*SEVERITIES, MANUAL))
    clauses = _asked(reader, node, found) if severity == MANUAL else _checked(reader, node, found)
    read = {table for clause in clauses for table in tables_of(settled(clause))}
    return Rule(
        id=reader.text(found["id"]),
        title=reader.bilingual(found["title"]),
        because=reader.bilingual(found["because"]),
        severity=severity,
        clauses=clauses,
        examples=_examples(reader, found["examples"], clauses) if "examples" in found else {},
        documents=_documents(reader, found.get("documents")) or reader.documents,
        absences={table: a for table, a in (reader.absences or {}).items() if table in read},
        optional=reader.optional,
        law=reader.text(found["law"]) if "law" in found else "",
        merges=reader.texts(found["merges"]) if "merges" in found else (),
        reason=reader.bilingual(found["reason"]) if "reason" in found else None,
        source=(Path(reader.path).name, found["id"].line),
    )


def _checked(reader: _Reader, node: Node, found: Mapping[str, Node]) -> tuple[Clause, ...]:
    """The relations of a rule that is run."""
    inline = {key: value for key, value in found.items() if key in _CLAUSE_KEYS and key not in _SHARED_KEYS}
    if ("checks" in found) == bool(inline):
        right = Text("写 kind 与 formula/cites，或写 checks", "give kind and formula or cites, or checks")
        raise reader.wrong(node, Text("规则没有可执行的关系，或写了两处", "no relation, or in two places"), right)
    if "reason" in found:
        right = Text(f"删去，或写 severity: {MANUAL}", f"remove it, or write severity: {MANUAL}")
        raise reader.wrong(
            found["reason"], Text("只有人工核对的规则才写 reason", "only a manual rule has a reason"), right
        )
    if "examples" not in found:
        raise reader.wrong(node, *_missing("examples"))
    entries = found["checks"].items if "checks" in found else (Node(inline, node.line),)
    return tuple(clause for entry in entries for clause in _clauses(reader, entry))


def _asked(reader: _Reader, node: Node, found: Mapping[str, Node]) -> tuple[Clause, ...]:
    """A manual rule has a reason, and nothing that could be run."""
    if "reason" not in found:
        right = Text("写明为何须人工核对：{zh, en}", "say why no document answers it: {zh, en}")
        raise reader.wrong(node, _missing("reason")[0], right)
    for key in found:
        if key in ("checks", "examples") or (key in _CLAUSE_KEYS and key not in (*_SHARED_KEYS, "what")):
            what = Text(f"人工核对的规则没有“{key}”", f"a manual rule has no “{key}”")
            raise reader.wrong(found[key], what, Text("删去", "remove it"))
    clause = Clause(MANUAL, what=reader.text(found["what"]) if "what" in found else "")
    _judge(reader, found.get("what", node), clause)
    return (clause,)


def _clauses(reader: _Reader, node: Node) -> Iterable[Clause]:
    """One clause a formula or cited identity, all with the other keys of the entry."""
    found = reader.fields(node, _CLAUSE_KEYS, ("kind",))
    kind = reader.choice(found["kind"], KINDS)
    choices: Mapping[str, Iterable[str]] = {
        "table": templates(),
        "each": LOOPS,
        "side": ("", "left", "right"),
        "severity": SEVERITIES,
        "blank": ("zero", "missing", "skip", "nil"),
    }
    shared: dict[str, Any] = {}
    for key, value in found.items():
        if key in choices:
            shared[key] = reader.choice(value, choices[key])
        elif key == "tables":
            shared[key] = tuple(reader.choice(item, templates()) for item in value.items)
        elif key in _LISTS:
            shared[key] = reader.texts(value)
        elif key == "practice":
            shared[key] = reader.choice(value, ("true", "false")) == "true"
        elif key not in ("kind", "formula", "cites"):
            shared[key] = reader.text(value)
    written = [(key, item) for key in ("formula", "cites") if key in found for item in found[key].items]
    if not written and kind != "rollup" and not KINDS[kind].plain:
        raise reader.wrong(node, Text("缺少“formula”或“cites”", "missing “formula” or “cites”"), _missing("formula")[1])
    for key, item in written or [("formula", Node("", node.line))]:
        clause = Clause(kind, **{key: item.text or "", **shared})
        _judge(reader, item, clause)
        yield clause


def _judge(reader: _Reader, node: Node, clause: Clause) -> None:
    """Refuse a clause whose formula, names or kind are wrong."""
    try:
        clause = settled(clause)
        for word in clause.columns:
            held = [clause.table] if clause.table else clause.tables
            _known(word, [column for table in held for column in templates()[table].columns])
        for word in clause.rows:
            _known(word, row_terms(templates()[clause.table]) if clause.table else ())
        if clause.kind != "rollup" and (clause.formula or clause.cites):
            for text in ("", clause.given, *clause.accepts, *clause.instead):
                bound(clause, text)
        refused = KINDS[clause.kind].refuse(clause)
    except FormulaError as error:
        what = Text(f"“{node.text}”：{error.what.zh}", f"“{node.text}”: {error.what.en}")
        right = error.right or Text("见 gouji rules show", "see gouji rules show")
        raise reader.wrong(node, what, right) from None
    if refused:
        what = Text(f"“{node.text}”不适合 kind: {clause.kind}", f"“{node.text}” does not fit kind: {clause.kind}")
        raise reader.wrong(node, what, Text(f"写明 {refused}", f"write {refused}"))


def _known(word: str, terms: Iterable[str]) -> None:
    if word not in tuple(terms):
        raise FormulaError(Text(f"没有“{word}”", f"there is no “{word}”"), nearest(word, terms))


def _missing(key: str) -> tuple[Text, Text]:
    return Text(f"缺少“{key}”", f"missing “{key}”"), Text(f"加上“{key}: …”", f"add “{key}: …”")


def _examples(reader: _Reader, node: Node, clauses: Iterable[Clause]) -> Mapping[str, tuple[str, ...]]:
    found = reader.fields(node, STATUSES, ())
    for status in dict.fromkeys(status for clause in clauses for status in KINDS[clause.kind].shows):
        if status not in found:
            what = Text(f"缺少示例“{status}”", f"the example “{status}” is missing")
            raise reader.wrong(node, what, Text(f"加上“{status}: |”", f"add “{status}: |”"))
    for item in (item for value in found.values() for item in value.items):
        try:
            document(reader.text(item))
        except FormulaError as error:
            raise reader.wrong(
                item, error.what, error.right or Text("见 CONTRIBUTING.md", "see CONTRIBUTING.md")
            ) from None
    return {status: reader.texts(value) for status, value in found.items()}
