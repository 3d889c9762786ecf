"""Files are written whole or not at all: a temporary name in the same folder, then a rename."""

import os
from pathlib import Path


def write_bytes(path: Path, data: bytes) -> None:
    """Write or replace `path`, making its folder; raises OSError and leaves no half file behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    r"""As `write_bytes`, UTF-8 with \n; half of a surrogate pair, which UTF-8 cannot say, becomes its \u escape."""
    write_bytes(path, text.encode("utf-8", "backslashreplace"))
