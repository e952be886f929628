"""The settings that ``:set`` changes at once, until the reader is closed."""

from __future__ import annotations

from typing import Any, NamedTuple

from store.errors import UsageError
from tui.config import Config, LineBreaking

SETTINGS = (
    *("measure", "indent", "punctuation", "line_breaking"),
    *("line_spacing", "paragraph_spacing"),
    *("justified", "pinyin", "focus", "ruler", "theme"),
)
"""The names of these settings, which are fields of :class:`tui.config.Config`."""

SWITCHES = ("justified", "pinyin", "focus", "ruler")
"""Those that are on or off: ``:set pinyin``, ``:set nopinyin``, ``:set pinyin!``."""

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")

LIMITS = {"measure": (10, 120), "indent": (0, 8), "line_spacing": (1, 3), "paragraph_spacing": (0, 3)}
"""The least and the greatest value of the settings that are numbers."""


class Setting(NamedTuple):
    """A setting, and its new value."""

    name: str
    value: str | int | bool


class Asked(NamedTuple):
    """A question for the value of a setting: ``:set measure?``."""

    name: str


def parse_setting(typed: str, values: dict[str, Any], themes: list[str]) -> Setting | Asked:
    """Return what is to be set.

    :param typed: ``measure 36``, ``measure=36``, ``pinyin``, ``nopinyin``, ``pinyin!`` or ``measure?``.
    :param values: the present values, by name.
    :param themes: the names of the themes.
    :raises UsageError: there is no such setting, or the value is wrong.
    """
    name, _, value = typed.replace(":", "=", 1).replace("=", " ", 1).strip().partition(" ")
    name, value = name.strip(), value.strip()
    if name.endswith("?"):
        return Asked(_known(name[:-1]))
    if name.endswith("!") and not value:
        return Setting(_switch(name[:-1]), not values[_switch(name[:-1])])
    if name.startswith("no") and name not in SETTINGS and not value and name[2:] in SETTINGS:
        return Setting(_switch(name[2:]), False)
    name = _known(name)
    if not value:
        return Setting(name, True) if name in SWITCHES else Asked(name)
    return Setting(name, _checked(name, value, themes))


def values_of(name: str, themes: list[str]) -> list[str]:
    """Return the values that a setting can have; empty if it is a number."""
    if name in SWITCHES:
        return ["true", "false"]
    if name == "theme":
        return themes
    if name == "line_breaking":
        return [each.value for each in LineBreaking]
    return ["auto", "full", "as-is"] if name == "punctuation" else []


def _checked(name: str, value: str, themes: list[str]) -> str | int | bool:
    if name in LIMITS:
        least, most = LIMITS[name]
        if not (value.isascii() and value.isdigit() and least <= int(value[:4]) <= most):
            raise UsageError(f"{name} takes a number from {least} to {most}, not {value}.")
        return int(value)
    if name in SWITCHES:
        if value.lower() not in (*YES, *NO):
            raise UsageError(f"{name} is true or false, not {value}.")
        return value.lower() in YES
    if value not in values_of(name, themes):
        raise UsageError(f"{name} has no value {value}: use one of {', '.join(values_of(name, themes))}.")
    return value


def _known(name: str) -> str:
    if name in SETTINGS:
        return name
    if name in Config.__struct_fields__:
        raise UsageError(f"{name} takes effect when the reader starts: set it in the file of settings.")
    from tui.command_line.nearest import nearest

    meant = nearest(name, SETTINGS)
    suggestion = f"did you mean {meant}?" if meant else f"there are {', '.join(SETTINGS)}."
    raise UsageError(f"There is no setting {name}: {suggestion}")


def _switch(name: str) -> str:
    if _known(name) not in SWITCHES:
        raise UsageError(f"{name} is not on or off: write :set {name} and its value.")
    return name
