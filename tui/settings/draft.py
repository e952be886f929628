"""Settings that are being changed: what they are now, where that comes from, and what is to be written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import msgspec

from store.language import _, pgettext
from store.wording import listed
from tui.config import Config
from tui.settings.options import Option, options
from tui.settings.reading import Settings, as_toml, converted


class SettingsDraft:
    """The present values of all settings, and which of them the file is to have."""

    def __init__(self, config: Config, file: Settings) -> None:
        """Start with the present settings. Those that take effect at the start are as the file has them.

        :param config: the values that are in use, some of which may have been changed by key.
        :param file: what the file says.
        """
        self.options = options()
        """All settings by name, in their order."""
        at_start = {name: getattr(file.config, name) for name, each in self.options.items() if each.at_start}
        self.start = msgspec.structs.replace(config, **at_start)
        """The values to go back to."""
        self.config = self.start
        """The present values."""
        self.file = file
        """What the file says."""
        self._touched: set[str] = set()

    def value(self, name: str) -> Any:
        """The present value of a setting."""
        return getattr(self.config, name)

    def set(self, name: str, value: Any) -> None:
        """Give a setting another value.

        :raises ValueError: it is not allowed; the message names the setting and the allowed values.
        """
        self.config = self.with_value(name, value)
        self._touched.add(name)

    def with_value(self, name: str, value: Any) -> Config:
        """The present values with another value of a setting, which stays as it is.

        :raises ValueError: it is not allowed.
        """
        usable = converted(self.options[name], msgspec.to_builtins(value))
        return msgspec.structs.replace(self.config, **{name: usable})

    def step(self, name: str, step: int) -> bool:
        """Take the next value of a setting, or the one before it if the step is negative.

        :return: whether it has one: numbers end at their limits, texts have no order.
        """
        option, value = self.options[name], self.value(name)
        if option.is_switch:
            self.set(name, not value)
        elif option.is_number:
            least = value + step if option.least is None else max(option.least, value + step)
            self.set(name, least if option.greatest is None else min(option.greatest, least))
        elif option.choices and not option.is_list:
            here = option.choices.index(value) if value in option.choices else -1
            self.set(name, option.choices[(here + step) % len(option.choices)])
        else:
            return False
        return True

    def reset(self, name: str) -> None:
        """Give a setting its default."""
        self.set(name, self.options[name].default)

    def offer(self, choices: Mapping[str, tuple[str, ...]]) -> None:
        """Let settings that are any text have some values to choose from, by name."""
        for name, values in choices.items():
            self.options[name] = self.options[name]._replace(choices=values)

    def read_again(self, file: Settings) -> None:
        """Take over what the file has said since it was last read, except for what was changed here.

        What cannot be used, a wrong value or a whole file that is not TOML, leaves the present values.
        """
        wrong = file.wrong if file.is_toml else self.options
        kept = {name: getattr(self.file.config, name) for name in wrong}
        file = file._replace(config=msgspec.structs.replace(file.config, **kept))
        for name in self.options:
            value = getattr(file.config, name)
            if value != getattr(self.file.config, name) and name not in self._touched:
                self.config = msgspec.structs.replace(self.config, **{name: value})
                self.start = msgspec.structs.replace(self.start, **{name: value})
        self.file = file

    def keep(self, file: Settings) -> None:
        """Take the present values as those to go back to: the file, which was read again, has them now."""
        self.file, self.start = file, self.config
        self._touched.clear()

    def is_default(self, name: str) -> bool:
        """Whether a setting has its default."""
        return bool(self.value(name) == self.options[name].default)

    def is_unsaved(self, name: str) -> bool:
        """Whether a setting was changed here, and the file says something else."""
        return name in self._touched and self.differs_from_file(name)

    def differs_from_file(self, name: str) -> bool:
        """Whether the file says something else, or something that cannot be used."""
        return name in self.file.wrong or self.value(name) != getattr(self.file.config, name)

    def is_overridden(self, name: str) -> bool:
        """Whether an environment variable decides, whatever the file says."""
        variable = self.options[name].environment
        return bool(variable and os.environ.get(variable))

    def to_write(self) -> dict[str, Any]:
        """What was changed here and is not in the file, by name, as TOML has it."""
        return {name: self._written(name) for name in self.options if self.is_unsaved(name)}

    def looks_to_write(self) -> dict[str, Any]:
        """All that changes at once and is not in the file, by name, as TOML has it."""
        return {
            name: self._written(name)
            for name, option in self.options.items()
            if not (option.at_start or self.is_overridden(name)) and self.differs_from_file(name)
        }

    def source(self, name: str) -> str:
        """Where the value comes from, as a sentence."""
        file, line = self.file, self.file.lines.get(name)
        if self.is_overridden(name):
            return _(
                "The environment variable {environment} decides, while it is set.",
                environment=self.options[name].environment,
            )
        if self.is_unsaved(name):
            return _("Changed here and not saved yet.")
        if name in file.wrong:
            return file.wrong[name]
        if self.differs_from_file(name):
            value = as_toml(getattr(file.config, name))
            return (
                _("In use now; line {line} has {value}.", line=line, value=value)
                if line
                else _("In use now; it is not in the file.")
            )
        return _("Set in line {line} of the file.", line=line) if line else _("This is the default.")

    def _written(self, name: str) -> Any:
        value = msgspec.to_builtins(self.value(name))
        return list(value) if self.options[name].is_list else value


def in_words(option: Option, value: Any) -> str:
    """A value in a list of settings: without quotes, switches on or off."""
    if option.is_switch:
        return pgettext("switch", "on") if value else pgettext("switch", "off")
    if option.is_table:
        return _("{count:,} set", count=len(value)) if value else pgettext("setting", "none")
    if option.is_list:
        return listed(map(str, value)) or pgettext("setting", "none")
    return str(value) or pgettext("setting", "empty")
