"""What can go wrong while reading, each with what, where and what to do.

    GoujiError
    └── ReadingError          one document cannot be used; the others go on
        ├── Unreadable        no such file, damaged, encrypted, a scan without text
        └── Refused           readable, but a document of another kind

The command line turns each into one line, in the language of the user, and exit status 2.
"""

from ingest.model import Text, placed, strung


class GoujiError(Exception):
    """The root of all errors that gouji raises on purpose; `text` is what the user is told."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        """Both languages, for a traceback."""
        return f"{self.text.zh} / {self.text.en}"


class ReadingError(GoujiError):
    """One document cannot be used.

    `path` is the path as the user gave it, `what` says what is wrong, `todo` what to do about it.
    """

    def __init__(self, path: str, what: Text, todo: Text) -> None:
        super().__init__(placed(path, strung((what, todo))))
        self.path = path
        self.what = what
        self.todo = todo

    def __reduce__(self) -> tuple[type["ReadingError"], tuple[str, Text, Text]]:
        """Survive the way back from a worker process with all three parts."""
        return type(self), (self.path, self.what, self.todo)


class Unreadable(ReadingError):
    """The file is missing, damaged, encrypted, empty or holds no text."""


class Refused(ReadingError):
    """The file was read and is not a document that gouji checks."""
