"""The table of reasons: what is said is in it, what is in it is said, and the names agree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from expectations.reasons import LANGUAGES, because, names_differ, pages, table, unfilled

ROOT = Path(__file__).parents[1]
_NAMES = re.compile(r"\{(\w+)\}")


def calls() -> Iterator[tuple[str, str, frozenset[str]]]:
    """(file, reason, names given) of every call of `because`."""
    for path in sorted((ROOT / "expectations").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "because":
                (reason,) = node.args
                assert isinstance(reason, ast.Constant), path
                yield path.name, str(reason.value), frozenset(word.arg or "" for word in node.keywords)


def test_every_reason_that_is_said_is_in_the_table_with_its_names() -> None:
    for file, reason, given in calls():
        for lang in LANGUAGES:
            assert set(_NAMES.findall(table()[reason][lang])) <= given, (file, reason)
        assert given == {name for lang in LANGUAGES for name in _NAMES.findall(table()[reason][lang])}, (file, reason)


def test_every_reason_of_the_table_is_said() -> None:
    assert table().keys() == {reason for _, reason, _ in calls()}


def test_no_two_reasons_are_the_same_words() -> None:
    words = [tuple(texts.values()) for texts in table().values()]
    assert len(set(words)) == len(words)


def test_braces_of_a_document_are_text() -> None:
    assert because("missing", labels="{a}")["zh"] == "“{a}”没有填写"


def test_numbers_in_english_go_with_their_nouns() -> None:
    assert dict(pages((2, 12))) == {"zh": "2、12", "en": "pages 2, 12"}
    assert dict(pages((3,))) == {"zh": "3", "en": "page 3"}
    assert unfilled(["×"], 1)["en"] == "1 place left unfilled or undecided: “×”"
    assert names_differ("甲", {"乙": 1, "丙": 2})["en"] == "the name is “甲”, but also “乙” (1 time), “丙” (2 times)"
