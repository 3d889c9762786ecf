"""Profiles: what a report of a year must hold; data in templates/profiles.yaml, layered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.errors import GoujiError
from ingest.model import Text
from ingest.templates import layers

DEFAULT = "default"
"""The profile of a document whose year is not known."""
GENERIC = "generic"
"""The profile that knows no templates: every table is only footed."""
_YEAR = re.compile(r"20\d\d")


class UnknownProfile(GoujiError):
    """There is no profile of that name."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The layers of one name taken together."""

    name: str
    tables: tuple[str, ...]
    """Templates that must be printed."""
    classes: Mapping[str, str]
    """Three-digit code → the name of that 类 in this year, where it has changed over the years."""


def choose(year: int | None, named: str | None = None) -> str:
    """Name the profile of a document.

    `named` overrides what the document says; UnknownProfile if there is no such profile.
    """
    if named is not None:
        return profile(named).name
    return DEFAULT if year is None else str(year)


@cache
def profile(name: str) -> Profile:
    """Put the layers of a name together: `default`, `generic`, `2024`; raises UnknownProfile."""
    if name == GENERIC:
        return Profile(name, (), {})
    data = layers()
    chosen: list[Mapping[str, Any]] = [data["default"]]
    if _YEAR.fullmatch(name):
        chosen += [layer for layer in data["years"] if layer["from"] <= int(name) <= layer["to"]]
    elif name != DEFAULT:
        raise UnknownProfile(
            Text(
                f"没有配置“{name}”；可用：{DEFAULT}、{GENERIC}，或年度（如 2024）",
                f"there is no profile “{name}”; known are: {DEFAULT}, {GENERIC}, and a year (2024)",
            )
        )
    tables: list[str] = []
    classes: dict[str, str] = {}
    for layer in chosen:
        tables = [table for table in (*tables, *layer.get("tables", ())) if table not in layer.get("without", ())]
        classes.update(layer.get("classes", {}))
    return Profile(name, tuple(tables), classes)
