"""Where in the report a line stands: the headings and list numbers above it.

Documents nest their numbers differently (一、 above （一）, or （一） above 一、): a kind of number stands below the
kinds that were open when it first came up, and its next number closes everything below it.
"""

import re
from dataclasses import dataclass

from ingest.prose.numbering import Mark

_FINISHED = re.compile(r"[。！？；：!?;:][”’」』）)]*$")
_SUMMARY = re.compile(r"自[评評][^，。；：:]{0,8}[：:]|自[评評][综綜情]")
_LISTED = frozenset({"number", "number_in", "circle"})
"""Numbers that also come up inside a sentence: they must count on."""


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    value: int
    name: str


class Outline:
    """The open levels, outermost first."""

    def __init__(self) -> None:
        self._levels: list[_Level] = []
        self.path: tuple[str, ...] = ()

    def accepts(self, found: Mark, text: str) -> bool:
        """Whether a number at the start of a line is one of a list: 1, or one more than the last of its kind."""
        if found.kind not in _LISTED:
            return True
        last = self._last(found.kind)
        return found.value == 1 or found.value == last + 1 or bool(_SUMMARY.search(text[:120]))

    def starts(self, found: Mark, text: str, above: str) -> bool:
        """Whether a number opens a new paragraph, given the text above it that may not have ended yet."""
        if not self.accepts(found, text):
            return False
        if found.kind in ("part", "annex") or _FINISHED.search(above):
            return True
        if found.kind in _LISTED:
            return found.value == self._last(found.kind) + 1 > 1 or len(above) < 40
        return not re.search(r"[，、（(]$", above)

    def enter(self, found: Mark) -> None:
        """Open a level below the open ones, or in place of the one of its kind; `rename` says what it is."""
        if found.kind in ("part", "annex"):
            self._levels = []
        known = next((n for n, level in enumerate(self._levels) if level.kind == found.kind), None)
        del self._levels[len(self._levels) if known is None else known :]
        self._push(_Level(found.kind, found.value, found.printed))

    def rename(self, name: str) -> None:
        """Give the innermost level its name, as the path shows it."""
        level = self._levels.pop()
        self._push(_Level(level.kind, level.value, name))

    def titled(self, name: str) -> None:
        """Open a heading without a number (the title of a form or of a report in an annex)."""
        known = next((n for n, level in enumerate(self._levels) if level.kind not in ("part", "annex")), None)
        if known is not None:
            del self._levels[known:]
        self._push(_Level("title", 0, name))

    def _push(self, level: _Level) -> None:
        self._levels.append(level)
        self.path = tuple(level.name for level in self._levels)

    def _last(self, kind: str) -> int:
        return next((level.value for level in self._levels if level.kind == kind), 0)
