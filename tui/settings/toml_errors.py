"""Reads TOML; what tomllib says of a text that is none is told in the language of the interface."""

from __future__ import annotations

from typing import Any

from store.language import lazy
from store.patterns import late_pattern

MOST_NESTED = 20
"""How deeply values may be nested. Themes and settings need three levels."""

_PLACE = late_pattern(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")  # untranslated: tomllib's

NESTED = lazy("Brackets are nested too deeply")

_REASONS = {
    each.message: each
    for each in (
        lazy("Invalid statement"),
        lazy("Expected newline or end of document after a statement"),
        lazy("Expected ']' at the end of a table declaration"),
        lazy("Expected ']]' at the end of an array declaration"),
        lazy("Expected '=' after a key in a key/value pair"),
        lazy("Invalid initial character for a key part"),
        lazy("Unclosed array"),
        lazy("Unclosed inline table"),
        lazy("Unescaped '\\' in a string"),
        lazy("Invalid hex value"),
        lazy("Unterminated string"),
        lazy("Invalid date or datetime"),
        lazy("Invalid value"),
        NESTED,
    )
}
"""The messages that name nothing of the file, of Python 3.11 to 3.14."""


class NotToml(ValueError):
    """A text is not TOML."""

    def __init__(self, message: str, line: int) -> None:
        """Create the error.

        :param message: what tomllib says, without the place.
        """
        super().__init__(message)
        self.line = line
        """The line, from 1."""

    @property
    def reason(self) -> str:
        """The message in the language of the interface; as it is if it is a rare one."""
        return reason_in_words(str(self))


def read_toml(text: str) -> dict[str, Any]:
    """Return the values of a text.

    :raises NotToml: it is not TOML, or values are nested more deeply than :data:`MOST_NESTED`.
    """
    import tomllib

    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise NotToml(NESTED.message, _line_of_nesting(text)) from None
    except ValueError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else len(text.splitlines())
        raise NotToml(_PLACE.sub("", str(error)), line) from error
    if _is_nested_too_deeply(values):
        raise NotToml(NESTED.message, _line_of_nesting(text))
    return values


def _is_nested_too_deeply(values: dict[str, Any]) -> bool:
    level: list[Any] = [values]
    for _depth in range(MOST_NESTED):
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [each for items in inner for each in items if isinstance(each, dict | list)]
    return bool(level)


def _line_of_nesting(text: str) -> int:
    """The line with the most brackets and dots, which nest values."""
    counts = [sum(map(line.count, "[{.")) for line in text.splitlines()]
    return counts.index(max(counts)) + 1


def reason_in_words(message: str) -> str:
    """Return a message of tomllib in the language of the interface; as it is if it is a rare one."""
    return str(_REASONS.get(message, message))
