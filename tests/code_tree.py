"""The project's own source as the house tests see it: modules, their imports and calls."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRODUCT = ("cli.py", "run.py", "ingest", "expectations")
EVERYTHING = (*PRODUCT, "fixtures", "tests", "docs", "benchmarks")


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, absolute; `lazy` inside a function, `typing_only` under `if TYPE_CHECKING`."""

    module: str
    line: int
    lazy: bool
    typing_only: bool

    @property
    def top(self) -> str:
        """`yaml` of `yaml.nodes`."""
        return self.module.split(".")[0]


@cache
def modules(*places: str) -> tuple[Path, ...]:
    """Every Python file of the given files and folders, relative to the root, in order."""
    found = (ROOT / place for place in places)
    files = [path for place in found for path in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]
    return tuple(path.relative_to(ROOT) for path in files if path.is_file() and "__pycache__" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def dotted(path: Path) -> str:
    """`expectations/report/html.py` → `expectations.report.html`."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """All imports of one module; `from ingest import facts` counts as `ingest.facts`."""
    return tuple(_imports(tree(path), path, lazy=False, typing_only=False))


def _imports(node: ast.AST, path: Path, *, lazy: bool, typing_only: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, lazy, typing_only)
        elif isinstance(child, ast.ImportFrom):
            yield from (Import(name, child.lineno, lazy, typing_only) for name in _from(child, path))
        else:
            inside = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            typing = typing_only or (isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"))
            yield from _imports(child, path, lazy=inside, typing_only=typing)


def _from(node: ast.ImportFrom, path: Path) -> Iterator[str]:
    package = dotted(path).split(".") if path.name == "__init__.py" else dotted(path).split(".")[:-1]
    base = package[: len(package) - node.level + 1] if node.level else []
    module = ".".join([*base, *([node.module] if node.module else [])])
    for alias in node.names:
        name = f"{module}.{alias.name}"
        own = (ROOT / Path(*name.split("."))).is_dir() or (ROOT / Path(*name.split("."))).with_suffix(".py").is_file()
        yield name if own else module


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Every called or read dotted name with its line: `print`, `sys.argv`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno


def tracked() -> tuple[Path, ...]:
    """Every file of the project, relative to the root: what git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(sorted(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()))
