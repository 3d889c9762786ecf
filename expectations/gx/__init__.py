"""gouji's suites in Great Expectations: the only place that imports it.

Importing this module is all a user of an exported suite has to do: it registers the expectation, its metrics and
the guard. The program itself comes here through `expectations.gxload`, because the import takes seconds.
"""

from expectations.gx.docs import build_docs
from expectations.gx.guard import GoujiGuard
from expectations.gx.project import export
from expectations.gx.rule import ExpectGoujiRule
from expectations.gx.runner import EngineError, Validated, validate

__all__ = ["EngineError", "ExpectGoujiRule", "GoujiGuard", "Validated", "build_docs", "export", "validate"]
