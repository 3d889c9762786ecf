"""What can be wrong with a suite, each with where, what was written and what would be right.

GoujiError                (ingest.errors)
├── FormulaError          a formula that cannot be read or names what no table has
└── SuiteError            a suite file that cannot be used: file, line, what, what would be right
"""

from ingest.errors import GoujiError


class FormulaError(GoujiError):
    """A formula is refused; `what` says why, `right` what would be right (empty if nobody can guess)."""

    def __init__(self, what: str, right: str = "") -> None:
        super().__init__(f"{what}; {right}" if right else what)
        self.what = what
        self.right = right

    def __reduce__(self) -> tuple[type["FormulaError"], tuple[str, str]]:
        """Survive the way back from a worker process with both parts."""
        return type(self), (self.what, self.right)


class SuiteError(GoujiError):
    """A suite file cannot be used; `line` is 1-based, None where the file as a whole is meant."""

    def __init__(self, path: str, line: int | None, what: str, right: str) -> None:
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {what}; {right}")
        self.path = path
        self.line = line
        self.what = what
        self.right = right

    def __reduce__(self) -> tuple[type["SuiteError"], tuple[str, int | None, str, str]]:
        """Survive the way back from a worker process with all four parts."""
        return type(self), (self.path, self.line, self.what, self.right)
