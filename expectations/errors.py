"""What can be wrong with a suite, each with where, what was written and what would be right.

GoujiError                (ingest.errors)
├── FormulaError          a formula that cannot be read or names what no table has
└── SuiteError            a suite file that cannot be used: file, line, what, what would be right
"""

from ingest.errors import GoujiError
from ingest.model import Text, placed, strung


class FormulaError(GoujiError):
    """A formula is refused; `what` says why, `right` what would be right, if anybody can guess."""

    def __init__(self, what: Text, right: Text | None = None) -> None:
        super().__init__(what if right is None else strung((what, right)))
        self.what = what
        self.right = right

    def __reduce__(self) -> tuple[type["FormulaError"], tuple[Text, Text | None]]:
        """Survive the way back from a worker process with both parts."""
        return type(self), (self.what, self.right)


class SuiteError(GoujiError):
    """A suite file cannot be used; `line` is 1-based, None where the file as a whole is meant."""

    def __init__(self, path: str, line: int | None, what: Text, right: Text) -> None:
        super().__init__(placed(path if line is None else f"{path}:{line}", strung((what, right))))
        self.path = path
        self.line = line
        self.what = what
        self.right = right

    def __reduce__(self) -> tuple[type["SuiteError"], tuple[str, int | None, Text, Text]]:
        """Survive the way back from a worker process with all four parts."""
        return type(self), (self.path, self.line, self.what, self.right)
