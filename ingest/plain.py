"""Frozen dataclasses to JSON and back, without loss.

A dataclass becomes a dict (fields that hold their default are left out), a tuple a list, a Decimal its string.
Reading back is driven by the annotations of the class, so that what comes back is equal to what went in.
"""

import json
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")

Json = Any
"""What `json.loads` returns: None, bool, int, float, str, list or dict."""

Kind = Any
"""An annotation: a class, a union with None, or a tuple of some."""

Read = Callable[[Json], Any]


def dumps(value: object) -> str:
    """Write a value of dataclasses, tuples, dicts, Decimals and scalars as compact JSON, in ASCII.

    The same value always gives the same text. Raises TypeError for what is not plain data.
    """
    return json.dumps(value, default=_plain, separators=(",", ":"), check_circular=False)


def _plain(value: object) -> Json:
    """What `json` does not know itself: a Decimal, a dataclass."""
    if isinstance(value, Decimal):
        return str(value)
    kind: Kind = type(value)
    names, defaults, held = _fields(kind)
    return {
        name: item
        for name, default, item in zip(names, defaults, held(value), strict=True)
        if item is not default and item != default
    }


def parts(value: T) -> tuple[Callable[..., T], tuple[object, ...]]:
    """Take a dataclass apart for pickle: its class and its values in order, which is half the work of its own way."""
    kind: Kind = type(value)
    return kind, _fields(kind)[2](value)


def restore(kind: Callable[..., T], data: Json) -> T:
    """Build a value of `kind` from what `json.loads` makes of the text that `dumps` wrote of one.

    Raises KeyError, TypeError, ValueError or decimal.InvalidOperation where the data does not have that form.
    """
    value: T = _reader(kind)(data)
    return value


@cache
def _fields(kind: Kind) -> tuple[tuple[str, ...], tuple[object, ...], Callable[[object], tuple[object, ...]]]:
    """Names, defaults and a function that takes all values at once."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} is not plain data")
    names = tuple(item.name for item in fields(kind))
    get = attrgetter(*names)
    return names, tuple(item.default for item in fields(kind)), get if len(names) > 1 else lambda value: (get(value),)


@cache
def _reader(kind: Kind) -> Read:
    """Make the function that reads one annotation; the classes are few, the values many."""
    origin: object = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _optional(_reader(next(part for part in arguments if part is not type(None))))
    if origin is tuple:
        return _tuple(arguments)
    if is_dataclass(kind):
        return _dataclass(typing.cast(type, kind))
    return _decimal if kind is Decimal else _same(kind)


def _same(kind: type) -> Read:
    def read(data: Json) -> object:
        if isinstance(data, kind) or (kind is float and isinstance(data, int)):
            return data
        raise TypeError(f"{kind.__name__} expected, found {type(data).__name__}")

    return read


def _decimal(data: Json) -> Decimal:
    if not isinstance(data, str):
        raise TypeError(f"a decimal string expected, found {type(data).__name__}")
    return Decimal(data)


def _optional(inner: Read) -> Read:
    return lambda data: None if data is None else inner(data)


def _tuple(arguments: tuple[Any, ...]) -> Read:
    if arguments[-1] is Ellipsis:
        item = _reader(arguments[0])
        return lambda data: tuple(map(item, data))
    parts = tuple(map(_reader, arguments))
    return lambda data: tuple(read(part) for read, part in zip(parts, data, strict=True))


def _dataclass(kind: type) -> Read:
    hints = typing.get_type_hints(kind)
    parts = tuple((item.name, _reader(hints[item.name]), item.default is MISSING) for item in fields(kind))

    def read(data: Json) -> object:
        return kind(**{name: inner(data[name]) for name, inner, needed in parts if needed or name in data})

    return read
