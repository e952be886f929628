"""What the settings dialog shows: a line for each setting, and what is said of the chosen one."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from store.language import lazy
from store.wording import listed
from tui.settings.draft import SettingsDraft, in_words
from tui.settings.names import name_of
from tui.settings.reading import as_toml
from tui.typesetting.fitting import fitted

MANY = 8
"""From this number of values on, they are chosen from a list."""

UNSAVED, OVERRIDDEN, OTHER, DEFAULT = "*", "$", "•", " "
"""The marks of settings: changed and not saved, set by the environment, not the default, the default."""

LEGEND = lazy("• not the default   * not saved")
LEGEND_WITH_ENVIRONMENT = lazy("• not the default   * not saved   $ from the environment")

AT_START = lazy("Takes effect when the reader starts next.")
IN_FILE = lazy("Press e to change it in the file.")
MORE = lazy("{some} and {count} more, which space lists")
ALLOWED = lazy("Allowed: {allowed}. Default: {default}.")
FILE = lazy("File: {file}")


ROOM_FOR_FILE_NAMES = 48
"""Cells of a line from which it has the name in the file too, where the interface has another."""


def name_width(known: Iterable[str]) -> int:
    """The width of the longest name of a setting, in cells."""
    return max(cell_len(name_of(name)) for name in known)


def action_line(name: str, key: str, width: int) -> Text:
    """A line that does something: what it does, and its key at the right.

    :param width: the width of the line, in cells.
    """
    said = fitted(f"  {name}", max(1, width - len(key) - 1))
    text = Text(said, no_wrap=True, overflow="ellipsis")
    return text.append(" " * max(1, width - text.cell_len - len(key))).append(key, "dim")


def line(draft: SettingsDraft, name: str, names: int, width: int) -> Text:
    """The line of a setting: its mark, its name and its value.

    :param names: the width of the names.
    :param width: the width of the line, in cells.
    """
    mark, value = _mark(draft, name), in_words(draft.options[name], draft.value(name))
    shown = name_of(name)
    text = Text(f"{mark} {set_cell_size(shown, names)} ", no_wrap=True, overflow="ellipsis")
    if shown != name and width >= ROOM_FOR_FILE_NAMES:
        longest = max(map(len, draft.options))
        text.append(f"{name:{longest}} ", "dim")
    return text.append(fitted(value, max(1, width - text.cell_len)), "" if mark == DEFAULT else "bold")


def legend(draft: SettingsDraft) -> str:
    """What the marks mean. That of the environment is explained where there is one."""
    overridden = any(draft.is_overridden(name) for name in draft.options)
    return str(LEGEND_WITH_ENVIRONMENT if overridden else LEGEND)


def explanation(draft: SettingsDraft, name: str) -> list[str]:
    """What is said of a setting: what it is, what is allowed, where its value comes from."""
    option = draft.options[name]
    allowed = str(option.allowed)
    if option.choices and not option.is_list:
        allowed = listed(option.choices[:MANY])
        if len(option.choices) > MANY:
            allowed = MORE.format(some=allowed, count=f"{len(option.choices) - MANY:,}")
    shown = name_of(name)
    said = [] if shown == name else [f"{shown} · {name}"]
    said += [
        str(option.explanation).replace("`", ""),
        ALLOWED.format(allowed=allowed, default=as_toml(option.default)),
        draft.source(name),
    ]
    if option.is_table:
        said.append(str(IN_FILE))
    if option.at_start:
        said.append(str(AT_START))
    return said


def _mark(draft: SettingsDraft, name: str) -> str:
    if draft.is_overridden(name):
        return OVERRIDDEN
    if draft.is_unsaved(name):
        return UNSAVED
    return DEFAULT if draft.is_default(name) else OTHER
