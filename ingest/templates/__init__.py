"""The templates: what each statutory table and form looks like, read from the YAML beside this module.

A template is data. It names the titles, the columns and the rows in the standard terms with their printed
variants, and the structural identities (what adds up inside the table). Nothing here looks at a document.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from ingest.model import Text

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, ten times as fast where PyYAML came with libyaml."""


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A named row: its printed labels and the set a rule may sum; `after`, `unless`: see the head of accounts.yaml."""

    labels: tuple[str, ...]
    group: str | None = None
    after: str | None = None
    unless: str | None = None
    side: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What adds up: whole = Σ parts − Σ less, for `each` row or column; or a rollup along the codes.

    A part `Σ名` is the sum of a group of rows (a RowSpec.group, or the concept 类, 单位); other parts are
    concepts (of columns when each row is checked, of rows when each column is) or literal codes. `over` names the
    group of rows an identity of each row holds in, or the part of a form with several tables.
    """

    name: str
    each: str
    side: str
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    less: tuple[str, ...]
    rollup: bool
    over: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """One canonical table or form."""

    id: str
    name: Text
    shape: str
    basis: str
    codes: str
    title_any: tuple[str, ...]
    title_all: tuple[str, ...]
    title_none: tuple[str, ...]
    title_also: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    column_sides: Mapping[str, frozenset[str]]
    rows: Mapping[str, RowSpec]
    classes: bool
    identities: Mapping[str, Identity]
    basis_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    second_level: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _words(mapping: Mapping[str, Any] | None) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: tuple(values) for key, values in (mapping or {}).items()})


def _row(spec: Mapping[str, Any], side: str) -> RowSpec:
    return RowSpec(tuple(spec.get("labels", ())), spec.get("group"), spec.get("after"), spec.get("unless"), side)


def _template(key: str, data: Mapping[str, Any]) -> Template:
    halves = [(side, data[side]) for side in ("left", "right") if side in data] or [("", data)]
    columns: dict[str, tuple[str, ...]] = {}
    sides: dict[str, frozenset[str]] = {}
    rows: dict[str, RowSpec] = {}
    for side, half in halves:
        for concept, headings in half.get("columns", {}).items():
            columns[concept] = tuple(headings)
            sides[concept] = sides.get(concept, frozenset()) | {side}
        rows.update({concept: _row(spec, side) for concept, spec in half.get("rows", {}).items()})
    title = data["title"]
    return Template(
        id=key,
        name=Text(**data["name"]),
        shape=data["shape"],
        basis=data["basis"],
        codes=data.get("codes", ""),
        title_any=tuple(title["any"]),
        title_all=tuple(title.get("all", ())),
        title_none=tuple(title.get("none", ())),
        title_also=tuple(title.get("also", ())),
        columns=MappingProxyType(columns),
        column_sides=MappingProxyType(sides),
        rows=MappingProxyType(rows),
        classes=any(half.get("classes", False) for _, half in halves),
        identities=MappingProxyType({name: _identity(name, spec) for name, spec in data["identities"].items()}),
        basis_words=_words(data.get("basis_words")),
        dimensions=_words(data.get("dimensions")),
        headings=_words(data.get("headings")),
        second_level=_words(data.get("second_level")),
    )


def _identity(name: str, spec: Mapping[str, Any]) -> Identity:
    return Identity(
        name=name,
        each=spec.get("each", ""),
        side=spec.get("side", ""),
        whole=tuple(spec.get("whole", ())),
        parts=tuple(spec.get("parts", ())),
        less=tuple(spec.get("less", ())),
        rollup="rollup" in spec,
        over=spec.get("over", ""),
    )


def _load(name: str) -> Any:
    return yaml.load(files(__package__).joinpath(name).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506


@cache
def templates() -> Mapping[str, Template]:
    """All templates by id, in the order of the files."""
    data = {**_load("accounts.yaml"), **_load("forms.yaml")}
    return MappingProxyType({key: _template(key, value) for key, value in data.items()})


@cache
def layers() -> Mapping[str, Any]:
    """The layers of profiles.yaml: `default`, `years` (a list)."""
    data: Mapping[str, Any] = _load("profiles.yaml")
    return data


@cache
def fund_codes() -> tuple[str, ...]:
    """The 款 of 支出功能分类 that are government funds, never general budget (five digits)."""
    return tuple(_load("codes.yaml")["funds"])


@cache
def economic_classes() -> Mapping[str, tuple[str, ...]]:
    """The 类 of 支出经济分类: three-digit code → its names."""
    return _words(_load("codes.yaml")["economic"])


@cache
def classes() -> Mapping[str, tuple[str, ...]]:
    """The 类 of 支出功能分类: three-digit code → the names it has had since 2017."""
    return _words(_load("classes.yaml"))
