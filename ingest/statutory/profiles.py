"""Profiles: what a report of a year and a place must hold; data in templates/profiles.yaml, layered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.errors import GoujiError
from ingest.model import Text, strung
from ingest.templates import layers

GENERIC = "generic"
"""The profile that knows no templates: every table is only footed."""
_NAME = re.compile(r"(?P<year>20\d\d)?\+?(?P<place>.*)")


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
    reasons: tuple[Mapping[str, str], ...]
    """What each layer stands for."""


def choose(entity: str | None, year: int | None, named: str | None = None) -> tuple[str, Text]:
    """Name the profile of a document and say why it was taken.

    `named` overrides what the document says; UnknownProfile if there is no such profile.
    """
    if named is not None:
        profile(named)
        return named, Text("由 --profile 指定", "given by --profile")
    place = next(
        (name for name, layer in layers()["places"].items() if any(word in (entity or "") for word in layer["names"])),
        None,
    )
    if year is None and place is None:
        return "default", Text("未能识别年度与地区", "neither year nor place is known")
    parts = [str(year)] if year is not None else []
    why = [Text(f"{year}年度", f"the year is {year}")] if year is not None else []
    if place is not None:
        parts.append(place)
        why.append(Text(f"“{entity}”属{place}", f"“{entity}” is of {place}"))
    return "+".join(parts), strung(why, "，", ", ")


@cache
def profile(name: str) -> Profile:
    """Put the layers of a name together: `default`, `generic`, `2024`, `上海`, `2024+上海`; raises UnknownProfile."""
    if name == GENERIC:
        return Profile(name, (), {}, ())
    data = layers()
    match = _NAME.fullmatch("" if name == "default" else name)
    place = match["place"] if match else ""
    if match is None or (place and place not in data["places"]):
        known = ("default", GENERIC, *data["places"])
        raise UnknownProfile(
            Text(
                f"没有配置“{name}”；可用：{'、'.join(known)}，或年度、年度+地区",
                f"there is no profile “{name}”; known are: {', '.join(known)}, YEAR, YEAR+PLACE",
            )
        )
    chosen: list[Mapping[str, Any]] = [data["default"]]
    if match["year"]:
        year = int(match["year"])
        chosen += [layer for layer in data["years"] if layer["from"] <= year <= layer["to"]]
    if place:
        chosen.append(data["places"][place])
    tables: list[str] = []
    classes: dict[str, str] = {}
    for layer in chosen:
        tables = [table for table in (*tables, *layer.get("tables", ())) if table not in layer.get("without", ())]
        classes.update(layer.get("classes", {}))
    return Profile(name, tuple(tables), classes, tuple(layer["reason"] for layer in chosen if "reason" in layer))
