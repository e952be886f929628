"""The settings one by one: name, explanation, default and allowed values, from the class of the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from store.language import Lazy, lazy
from store.wording import listed
from tui.config import Config

KEYS = "keys"
"""The one setting that is a table."""


MANY_DIGITS = 19
"""Digits of a number that no setting has."""


class Option(NamedTuple):
    """One setting."""

    name: str
    about: Lazy
    """What it is, in a sentence."""
    default: Any
    type: Any
    """The annotated type, for msgspec."""
    heading: Lazy | None = None
    """What it is about: a heading that it shares with the settings after it."""
    choices: tuple[str, ...] = ()
    """The allowed values, or those in a list, if they are a few texts."""
    is_list: bool = False
    """Whether the value is a list of texts."""
    least: int | None = None
    """The least allowed number."""
    greatest: int | None = None
    """The greatest allowed number, or the most values in a list."""
    at_start: bool = False
    """Whether it takes effect when the reader starts. Otherwise it is a look, which changes at once."""
    environment: str = ""
    """The environment variable that overrides it while it is set, or empty."""

    @property
    def explanation(self) -> str:
        """What it is, in the language of the interface."""
        return str(self.about)

    @property
    def group(self) -> str:
        """The heading in the language of the interface."""
        return "" if self.heading is None else str(self.heading)

    @property
    def is_switch(self) -> bool:
        """Whether it is true or false."""
        return isinstance(self.default, bool)

    @property
    def is_number(self) -> bool:
        """Whether it is a whole number."""
        return isinstance(self.default, int) and not self.is_switch

    @property
    def is_table(self) -> bool:
        """Whether it is a table, whose entries are changed one by one."""
        return isinstance(self.default, dict)

    @property
    def allowed(self) -> str:
        """The allowed values in words: ``a whole number from 10 to 120``."""
        text, values = self._allowed(listed)
        return text.format(**values)

    @property
    def allowed_in_english(self) -> str:
        """The allowed values in words, for JSON."""
        text, values = self._allowed(", ".join)
        return text.message.format(**values)

    def _allowed(self, join: Callable[[Iterable[str]], str]) -> tuple[Lazy, dict[str, object]]:
        choices = join(f'"{choice}"' for choice in self.choices)
        if self.is_list:
            text = lazy("a list of {choices}") if choices else lazy("a list of at most {greatest} names")
            return text, {"choices": choices, "greatest": self.greatest}
        if self.choices:
            return lazy("one of {choices}"), {"choices": choices}
        if self.is_switch:
            return lazy("true or false"), {}
        if self.is_number and self.greatest is None:
            return lazy("a whole number, {least} or more"), {"least": self.least}
        if self.is_number:
            limits: dict[str, object] = {"least": self.least, "greatest": self.greatest}
            return lazy("a whole number from {least} to {greatest}"), limits
        return lazy("a table of keys") if self.is_table else lazy("a text in quotes"), {}

    def typed(self, text: str) -> Any:
        """The value that was typed, without TOML's quotes. If it is none of the allowed, the text."""
        if self.is_list:
            return text.replace(",", " ").split()
        if self.is_switch:
            return {"true": True, "false": False}.get(text, text)
        if self.is_number:
            digits = text.removeprefix("-")
            return int(text) if digits.isascii() and digits.isdigit() and len(digits) < MANY_DIGITS else text
        return text


def options() -> dict[str, Option]:
    """All settings by name, in the order of the class."""
    defaults, fields, heading = Config(), msgspec.structs.fields(Config), None
    found = {}
    for each in fields:
        option = _option(each.name, each.type, getattr(defaults, each.name), heading)
        heading = option.heading
        found[each.name] = option
    return found


def schema() -> dict[str, Any]:
    """The JSON schema of ``config.toml``, with which editors complete and check it."""
    made = msgspec.json.schema(Config)
    parts = made["$defs"]
    table = parts.pop(Config.__name__)
    properties = {
        name: {**parts.get(entry.pop("$ref", "").rpartition("/")[2], {}), **entry}
        for name, entry in table["properties"].items()  # in full, because some editors follow no references
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **table,
        "properties": properties,
        "title": "Pizhu",
        "description": "The settings of Pizhu, in config.toml.",  # untranslated: JSON
    }


def _greatest(described: inspect.Type) -> int | None:
    """The greatest number, or the number of values of the longest list; None if there is none."""
    if isinstance(described, inspect.IntType):
        return described.le
    return described.max_length if isinstance(described, inspect.VarTupleType) else None


def _option(name: str, annotated: Any, default: Any, heading: Lazy | None) -> Option:
    described = inspect.type_info(annotated)
    explanation, extra = "", dict[str, Any]()
    if isinstance(described, inspect.Metadata):
        explanation = str((described.extra_json_schema or {}).get("description", ""))
        extra = described.extra or {}
        described = described.type
    is_list = isinstance(described, inspect.VarTupleType | inspect.ListType)
    values = (
        described.item_type if isinstance(described, inspect.VarTupleType | inspect.ListType) else described
    )
    choices: tuple[str, ...] = ()
    if isinstance(values, inspect.LiteralType):
        choices = tuple(map(str, values.values))
    elif isinstance(values, inspect.EnumType):
        choices = tuple(str(each.value) for each in values.cls)
    return Option(
        name,
        Lazy(explanation),
        default,
        annotated,
        heading=extra.get("group", heading),
        choices=choices,
        is_list=is_list,
        least=described.ge if isinstance(described, inspect.IntType) else None,
        greatest=_greatest(described),
        at_start=extra.get("at_start", False),
        environment=extra.get("environment", ""),
    )
