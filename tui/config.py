"""The user's settings, and the locations of files on this platform."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from store.errors import PizhuError, UsageError

APP = "pizhu"


class LineBreaking(StrEnum):
    """How strictly marks are kept away from the start and end of a line: CLREQ's levels of 避头尾."""

    BASIC = "basic"
    GB = "gb"
    STRICT = "strict"


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings in ``config.toml``. Without the file, all have their defaults."""

    theme: str = "pizhu-ink"
    """``pizhu-ink`` (dark), ``pizhu-paper`` (light), or any theme of Textual."""
    creator: str = ""
    """The name that new annotations are signed with. If empty, the login name."""
    measure: int = 40
    """The greatest length of a line in the reading view, in full-width characters."""
    indent: int = 2
    """Full-width characters before the first line of a paragraph."""
    punctuation: Literal["auto", "full", "as-is"] = "auto"
    """Whether half-width marks between Han characters are shown full-width. ``auto``: where most are."""
    line_breaking: LineBreaking = LineBreaking.STRICT
    """How strictly marks are kept away from the start and end of a line."""
    justified: bool = False
    """Whether lines are filled to the measure. Otherwise they are ragged."""
    ambiguous: Literal["ask", "narrow", "wide"] = "ask"
    """The width of ``“ ” ‘ ’ — … ·`` in this terminal: one cell, two, or whatever the terminal reports."""
    cursor: Literal["painted", "terminal"] = "painted"
    """``terminal``: the terminal's own cursor is shown too, for braille displays and screen readers."""
    pinyin: bool = False
    """Whether the reading view shows pinyin above the words when the reader starts."""
    focus: bool = False
    """Whether all text except the sentence at the cursor is dimmed when the reader starts."""
    ruler: bool = False
    """Whether the line of the cursor has a coloured background when the reader starts."""

    backups: int = 10
    """The number of daily backups to keep. One is made on each day with a change. 0 makes none."""
    backup_folder: str = ""
    """The folder of the daily backups. If empty, ``backups`` in the library."""

    def __post_init__(self) -> None:
        """Check the ranges of the settings.

        :raises ValueError: a setting is out of range.
        """
        if not 10 <= self.measure <= 120:
            raise ValueError("measure must be between 10 and 120 characters")
        if not 0 <= self.indent <= 8:
            raise ValueError("indent must be between 0 and 8 characters")
        if self.backups < 0:
            raise ValueError("backups must be 0 or more")


def config_file() -> Path:
    """The path of the settings file. It need not exist."""
    return platformdirs.user_config_path(APP) / "config.toml"


def load_config() -> Config:
    """The user's settings.

    :raises PizhuError: the file cannot be read, is not TOML, or has an unknown setting or a bad value.
    """
    path = config_file()
    if not path.exists():
        return Config()
    import tomllib

    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Config)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise PizhuError(f"The settings in {path} cannot be used: {error}. Correct the file.") from error


def library_root(named: Path | None) -> tuple[Path, bool]:
    """The folder of the library, and whether it is the default one.

    :param named: the folder that the command line names. Else ``$PIZHU_LIBRARY`` decides, else the default.
    :raises UsageError: see :func:`expanded`.
    """
    chosen = named or os.environ.get("PIZHU_LIBRARY")
    if chosen:
        return expanded(chosen), False
    return platformdirs.user_data_path(APP) / "library", True


def expanded(path: str | Path) -> Path:
    """The path with ``~`` expanded.

    :raises UsageError: the path is empty, or the home folder of the user that it names is unknown.
    """
    if not str(path).strip():
        raise UsageError("An empty path names no file or folder: write its name, or . for this folder.")
    if not str(path).startswith("~"):
        return Path(path)  # a name such as ./~old.txt too, of which Path would drop the dot
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{path}: the home folder of this user is unknown. Use the full path.") from error


def is_there(path: str) -> bool:
    """Whether there is something with a path that was typed, whatever has been typed."""
    try:
        return Path(path).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False


def cache_folder() -> Path:
    """The folder for files that can be recreated, such as jieba's dictionary in a form that loads quickly."""
    return platformdirs.user_cache_path(APP)


def unsaved_folder() -> Path:
    """The folder for what was written but could not be saved in a library."""
    return platformdirs.user_data_path(APP) / "unsaved"


def login_name() -> str:
    """The login name of the user, or an empty string if the system does not know it."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
