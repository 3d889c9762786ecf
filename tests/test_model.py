"""Texts for people: each is there in Chinese and in English, and never both in one."""

import ast
import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from code_tree import PRODUCT, modules, tree
from ingest.facts import DocumentInfo
from ingest.model import Text, placed, strung, verbatim
from ingest.plain import dumps, restore

_BOTH = re.compile(r"[\u3400-\u9fff”）] (?!gouji )[a-z]{2,},? [a-z]+")
"""English words behind Chinese ones; English that names a Chinese term begins with a Latin letter."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_a_text_is_a_mapping_of_its_languages() -> None:
    said = Text("已加密", "is encrypted")
    assert dict(said) == {"zh": "已加密", "en": "is encrypted"}
    assert (said["zh"], said["en"], len(said)) == ("已加密", "is encrypted", 2)
    with pytest.raises(KeyError):
        said["fr"]


def test_texts_are_joined_language_by_language() -> None:
    whole = strung((Text("甲", "a"), Text("乙", "b")))
    assert whole == Text("甲；乙", "a; b")
    assert placed("x.pdf:3", whole) == Text("x.pdf:3: 甲；乙", "x.pdf:3: a; b")
    assert strung((Text("甲", "a"), verbatim("1")), "，", ", ") == Text("甲，1", "a, 1")


def test_a_text_survives_the_way_between_processes_and_into_json() -> None:
    info = DocumentInfo(
        "d", "p", "", "unknown", None, None, "default", 1, "partial", Text("甲", "a"), notes=(Text("乙", "b"),)
    )
    assert pickle.loads(pickle.dumps(info)) == info  # noqa: S301 - our own
    assert restore(DocumentInfo, json.loads(dumps(info))) == info


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that is no docstring, without the fields of f-strings."""
    told = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(p.value) if isinstance(p, ast.Constant) else "" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told | parts:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", modules(*PRODUCT), ids=str)
def test_no_text_says_it_in_both_languages(path: Path) -> None:
    mixed = [
        f"{path}:{line} {text}"
        for line, text in strings(path)
        if _BOTH.search(text) and _CHINESE.match(next(filter(str.isalpha, text)))
    ]
    assert not mixed


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ("check", "{bad}/photo.pdf"),
        ("check", "{bad}/passwd"),
        ("extract", "{bad}/missing.pdf"),
        ("check", "{bad}/passwd", "--profile", "nowhere"),
        ("check", "{bad}/passwd", "--subjects", "{bad}/passwd"),
        ("check", "{bad}/passwd", "--waivers", "{bad}/list.yaml"),
        ("check", "{bad}/passwd", "--baseline", "{bad}/list.yaml"),
        ("check", "{bad}/passwd", "--suite", "{bad}/list.yaml"),
        ("rules", "show", "none"),
        ("rules", "lint", "{bad}/list.yaml"),
        ("rules", "test", "{bad}/list.yaml"),
    ],
)
def test_what_cannot_be_done_is_said_in_the_language_asked_for(
    lang: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "photo.pdf").write_bytes(b"\xff\xd8\xff\xe0" + bytes(64))
    (tmp_path / "passwd").write_text("root:x:0:0:root:/root:/bin/bash\n", encoding="utf-8")
    (tmp_path / "list.yaml").write_text("- rule: 1\n", encoding="utf-8")
    out = ("--out", str(tmp_path / "out"), "-q") if words[0] in ("check", "extract") else ()
    told = CliRunner().invoke(main, [*(word.format(bad=tmp_path) for word in words), "--lang", lang, *out])
    assert told.exit_code == 2
    said = told.stderr.replace(str(tmp_path), "")
    assert said.strip()
    if lang == "zh":
        assert _CHINESE.search(said)
        assert not _BOTH.search(said)
    else:
        assert not re.search("[，。；：]", said)
        assert re.search("[a-z]{2,} [a-z]+", said)
