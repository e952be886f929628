"""The settings that ``:set`` changes at once, until the reader is closed."""

from __future__ import annotations

from typing import Any, NamedTuple

from store.errors import UsageError
from store.language import _
from store.wording import listed
from tui.config import Config
from tui.settings.options import options
from tui.settings.reading import converted

LOOKS = {name: option for name, option in options().items() if not option.at_start}
"""These settings by name."""

SETTINGS = tuple(LOOKS)
"""The names of these settings."""

SWITCHES = tuple(name for name, option in LOOKS.items() if option.is_switch)
"""Those that are on or off: ``:set pinyin``, ``:set nopinyin``, ``:set pinyin!``."""

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


class Setting(NamedTuple):
    """A setting, and its new value."""

    name: str
    value: Any
    """The value as in TOML."""


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
    name, _separator, value = typed.replace(":", "=", 1).replace("=", " ", 1).strip().partition(" ")
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
    return themes if name == "theme" else list(LOOKS[name].choices)


def _checked(name: str, typed: str, themes: list[str]) -> Any:
    option = LOOKS[name]
    word = typed.lower()
    value = word in YES if option.is_switch and word in (*YES, *NO) else option.typed(typed)
    if name == "theme" and value not in themes:
        raise UsageError(
            _(
                "{name} has no value {value}: use one of {values}.",
                name=name,
                value=value,
                values=listed(themes),
            )
        )
    try:
        converted(option, value)
    except ValueError as error:
        raise UsageError(str(error)) from error
    return value


def _known(name: str) -> str:
    if name in SETTINGS:
        return name
    if name in Config.__struct_fields__:
        raise UsageError(_("{name} takes effect when the reader starts: set it with :settings.", name=name))
    from tui.command_line.nearest import nearest

    meant = nearest(name, SETTINGS)
    if meant:
        raise UsageError(_("There is no setting {name}: did you mean {meant}?", name=name, meant=meant))
    known = listed(SETTINGS)
    raise UsageError(_("There is no setting {name}: there are {settings}.", name=name, settings=known))


def _switch(name: str) -> str:
    if _known(name) not in SWITCHES:
        raise UsageError(_("{name} is not on or off: write :set {name} and its value.", name=name))
    return name
