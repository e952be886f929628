"""The settings of a command that needs none: what cannot be used in ``config.toml`` is told, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.language import _
from tui.cli.output.printing import warn

if TYPE_CHECKING:
    from tui.config import Config
    from tui.settings.reading import Settings


def usable_config() -> Config:
    """The settings that can be used, and the defaults of the others, which are told on standard error.

    A command calls it once, as :func:`.opened_library` does.
    """
    from tui.config import Config
    from tui.user_folders import config_file

    if not config_file().exists():
        return Config()
    from tui.settings.reading import read_settings

    settings = read_settings(config_file())
    warn_about(settings)
    return settings.config


def warn_about(settings: Settings) -> None:
    """Print what cannot be used on standard error, and at the end how to mend it."""
    for number, problem in enumerate(settings.problems, start=1):
        is_last = number == len(settings.problems)
        warn(_("{problem} Mend it with `pizhu config edit`.", problem=problem) if is_last else problem)
