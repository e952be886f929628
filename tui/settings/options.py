"""The settings one by one: name, explanation, default and allowed values, from the class of the settings."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from tui.config import Config

KEYS = "keys"
"""The one setting that is a table."""


class Option(NamedTuple):
    """One setting."""

    name: str
    explanation: str
    default: Any
    allowed: str
    """The allowed values in words: ``a whole number from 10 to 120``."""
    choices: tuple[str, ...]
    """The allowed values, if they are a few texts."""
    type: Any
    """The annotated type, for msgspec."""


def options() -> dict[str, Option]:
    """All settings by name, in the order of the class."""
    defaults, fields = Config(), msgspec.structs.fields(Config)
    return {each.name: _option(each.name, each.type, getattr(defaults, each.name)) for each in fields}


def schema() -> dict[str, Any]:
    """The JSON schema of ``config.toml``, with which editors complete and check it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Config)}


def _option(name: str, annotated: Any, default: Any) -> Option:
    described = inspect.type_info(annotated)
    explanation = ""
    if isinstance(described, inspect.Metadata):
        explanation = str((described.extra_json_schema or {}).get("description", ""))
        described = described.type
    choices: tuple[str, ...] = ()
    if isinstance(described, inspect.LiteralType):
        choices = tuple(map(str, described.values))
    elif isinstance(described, inspect.EnumType):
        choices = tuple(str(each.value) for each in described.cls)
    return Option(name, explanation, default, _allowed(described, choices), choices, annotated)


def _allowed(described: inspect.Type, choices: tuple[str, ...]) -> str:
    if choices:
        return "one of " + ", ".join(f'"{choice}"' for choice in choices)
    if isinstance(described, inspect.BoolType):
        return "true or false"
    if isinstance(described, inspect.IntType):
        if described.le is None:
            return f"a whole number, {described.ge} or more"
        return f"a whole number from {described.ge} to {described.le}"
    return "a table of keys" if isinstance(described, inspect.DictType) else "a text in quotes"
