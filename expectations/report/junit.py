"""junit.xml: one test suite a document, one test case a rule, for whatever shows test results."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from expectations.model import STATUSES, DocumentResult, Finding
from expectations.order import rule_order
from expectations.report.material import Material
from expectations.report.words import STATUSES as WORDS
from expectations.report.words import line, place_words, seen

LONGEST = 2_000
"""Characters of one message."""


def text(material: Material) -> str:
    """The whole file."""
    root = ET.Element("testsuites", name="gouji")
    for result in material.results:
        root.append(_suite(result, material))
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(result: DocumentResult, material: Material) -> ET.Element:
    info = result.canonical.document
    cases = list(_cases(result, material))
    if info.status in ("refused", "unreadable"):
        case = _case("read", info.path)
        reason = line(info.reason[material.lang] if info.reason else info.status)[:LONGEST]
        ET.SubElement(case, "error", message=reason, type=info.status)
        cases.insert(0, case)
    counts = {name: sum(case.find(tag) is not None for case in cases) for name, tag in _TAGS.items()}
    suite = ET.Element("testsuite", name=line(info.path), tests=str(len(cases)))
    for name, count in counts.items():
        suite.set(name, str(count))
    suite.set("timestamp", str(material.record["started"]).rstrip("Z"))
    suite.extend(cases)
    return suite


_TAGS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def _cases(result: DocumentResult, material: Material) -> Sequence[ET.Element]:
    """One a rule; a finding fails every rule that its cause breaks.

    A waived finding, or one that a baseline has, is no failure; it is named in the output.
    """
    lang = material.lang
    statuses: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in result.outcomes:
        statuses[outcome.rule][outcome.status] += 1
    found: dict[str, list[Finding]] = defaultdict(list)
    rules = {outcome.check_id: outcome.rule for outcome in result.outcomes}
    for finding in result.findings:
        for rule in dict.fromkeys([finding.rule, *(rules[name] for name in finding.breaks if name in rules)]):
            found[rule].append(finding)
    titles = {info.id: info.title for info in result.canonical.tables}
    cases = []
    for rule in sorted({*statuses, *found}, key=rule_order):
        words = result.titles.get(rule) or found[rule][0].title
        case = _case(f"{rule} {words[lang]}", result.canonical.document.path)
        quiet = []
        for finding in found[rule]:
            said = line(f"{place_words(finding.location, titles, lang)} {finding.message[lang]}")[:LONGEST]
            if finding.waived is None and finding.id not in material.known() and finding.severity != "info":
                made = ET.SubElement(case, "failure", message=said, type=finding.severity)
                made.text = f"{finding.id}: {said}"
            else:
                quiet.append(f"{finding.id}: {said}")
        counts = statuses[rule]
        undone = counts["not_checked"] + counts["not_applicable"]
        if not found[rule] and undone == counts.total():
            gaps = [g for g in (*result.not_checked, *result.not_applicable) if g.rule == rule]
            why = line("; ".join(dict.fromkeys(gap.reason[lang] for gap in gaps)))[:LONGEST]
            ET.SubElement(case, "skipped", message=why)
        shown = ", ".join(f"{WORDS[status][lang]} {counts[status]}" for status in STATUSES if counts[status])
        ET.SubElement(case, "system-out").text = "\n".join([shown, *quiet])
        cases.append(case)
    return cases


def _case(name: str, path: str) -> ET.Element:
    return ET.Element("testcase", name=line(name), classname=line(path), time="0", file=seen(path))
