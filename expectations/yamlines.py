"""YAML in which every value remembers its line, and nothing but mappings, lists and plain text exists.

The only place of `expectations` that imports yaml. No tags, no anchors merged, no numbers guessed: `1.0` is text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from expectations.errors import SuiteError
from ingest.model import Text


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its 1-based line: text, a tuple of nodes, or a mapping of key → node."""

    value: "str | tuple[Node, ...] | Mapping[str, Node]"
    line: int

    @property
    def text(self) -> str | None:
        """The value if it is text."""
        return self.value if isinstance(self.value, str) else None

    @property
    def items(self) -> "tuple[Node, ...]":
        """The nodes of a list; a single text is a list of one."""
        return self.value if isinstance(self.value, tuple) else (self,)

    @property
    def mapping(self) -> "Mapping[str, Node] | None":
        """The value if it is a mapping."""
        return self.value if isinstance(self.value, Mapping) else None


def parse(text: str, path: str) -> Node:
    """Read YAML; SuiteError with the line where it is no YAML or uses a key twice."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = Text(f"不是合法的 YAML（{error.problem}）", f"not YAML ({error.problem})")
        raise SuiteError(path, line, what, Text("检查缩进与引号", "check indents and quotes")) from None
    except yaml.YAMLError as error:
        what = Text(f"不是合法的 YAML（{error}）", f"not YAML ({error})")
        raise SuiteError(path, None, what, Text("存为 UTF-8 文本", "save it as UTF-8 text")) from None
    if root is None:
        right = Text("需要 suite、version、rules", "it needs suite, version and rules")
        raise SuiteError(path, None, Text("文件为空", "the file is empty"), right)
    return _node(root, path, ())


def _node(node: yaml.Node, path: str, above: tuple[int, ...]) -> Node:
    line = node.start_mark.line + 1
    if id(node) in above:
        what = Text("值包含自身", "a value that contains itself")
        raise SuiteError(path, line, what, Text("去掉该锚点", "remove the anchor"))
    if isinstance(node, yaml.ScalarNode):
        return Node("" if node.tag.endswith(":null") else str(node.value), line)
    inside = (*above, id(node))
    if isinstance(node, yaml.SequenceNode):
        return Node(tuple(_node(item, path, inside) for item in node.value), line)
    return Node(dict(_pairs(node, path, inside)), line)


def _pairs(node: yaml.Node, path: str, above: tuple[int, ...]) -> Iterator[tuple[str, Node]]:
    seen: set[str] = set()
    for key, value in node.value:
        name = str(key.value)
        if name in seen:
            what = Text(f"“{name}”出现两次", f"“{name}” is given twice")
            raise SuiteError(path, key.start_mark.line + 1, what, Text("只留一处", "keep one"))
        seen.add(name)
        found = _node(value, path, above)
        yield name, Node(found.value, key.start_mark.line + 1)
