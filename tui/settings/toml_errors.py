"""What tomllib says of a file that is not TOML, in the language of the interface."""

from __future__ import annotations

from store.language import lazy

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
    )
}
"""The messages that name nothing of the file, of Python 3.11 to 3.14."""


def reason_in_words(message: str) -> str:
    """Return a message of tomllib in the language of the interface; as it is if it is a rare one."""
    return str(_REASONS.get(message, message))
