"""The table of all settings in the manual, from their class."""

from __future__ import annotations

import msgspec

from store.language import Lazy
from tui.settings.options import options


def rows_of_settings() -> str:
    """The rows of the table in the current language: name, default, allowed values, explanation."""
    rows = []
    for option in options().values():
        default = msgspec.json.encode(option.default).decode()
        explanation = Lazy(option.explanation)  # the class of the settings is read before there is a language
        rows.append(f"| `{option.name}` | `{default}` | {Lazy(option.allowed)} | {explanation} |")
    return "\n".join(rows)
