"""Where things are on this platform, and what the user has set."""

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
    """How much may not stand at the start and end of a line: CLREQ's levels of 避头尾."""

    BASIC = "basic"
    GB = "gb"
    STRICT = "strict"


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of ``config.toml``; a file that is not there sets nothing."""

    theme: str = "pizhu-ink"
    """``pizhu-ink`` (dark), ``pizhu-paper`` (paper and vermilion), or any theme that Textual has."""
    creator: str = ""
    """Whom annotations are by; the login name when empty."""
    measure: int = 40
    """The longest line of the reading view, in full-width characters."""
    indent: int = 2
    """Full-width characters before the first line of a paragraph."""
    line_breaking: LineBreaking = LineBreaking.STRICT
    """What may not stand at the start and end of a line."""
    justified: bool = False
    """Whether lines are filled to the measure, or ragged."""
    ambiguous: Literal["ask", "narrow", "wide"] = "ask"
    """Cells of ``“ ” … — ·`` in this terminal: one, two, or as it says itself."""
    pinyin: bool = False
    """Whether words have their pinyin above them when the reader opens."""
    focus: bool = False
    """Whether all but the sentence under the cursor is dimmed."""
    ruler: bool = False
    """Whether the line under the cursor has a ground of its own."""

    backups: int = 10
    """Automatic backups that are kept, one of each day on which something changed; 0 for none."""
    backup_folder: str = ""
    """Where they are kept; ``backups`` in the library when empty."""

    def __post_init__(self) -> None:
        """Refuse values that nothing could be done with.

        :raises ValueError: a setting is out of its range.
        """
        if not 10 <= self.measure <= 120:
            raise ValueError("measure must be between 10 and 120 characters")
        if not 0 <= self.indent <= 8:
            raise ValueError("indent must be between 0 and 8 characters")
        if self.backups < 0:
            raise ValueError("backups must be 0 or more")


def config_file() -> Path:
    """Where the settings are looked for."""
    return platformdirs.user_config_path(APP) / "config.toml"


def load_config() -> Config:
    """The user's settings.

    :raises PizhuError: the file is not TOML, or sets something that there is not.
    """
    path = config_file()
    if not path.exists():
        return Config()
    import tomllib

    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Config)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise PizhuError(f"The settings in {path} cannot be used: {error}. Mend the file.") from error


def library_root(named: Path | None) -> tuple[Path, bool]:
    """Where the library is: as named, else as the environment names it, else the default one.

    Also whether it is the default one.

    :raises UsageError: see :func:`expanded`.
    """
    elsewhere = named or os.environ.get("PIZHU_LIBRARY")
    if elsewhere:
        return expanded(elsewhere), False
    return platformdirs.user_data_path(APP) / "library", True


def expanded(path: str | Path) -> Path:
    """The path with ``~`` written out.

    :raises UsageError: it names the home of a user there is not.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{path}: there is no such user's home; write the path out.") from error


def cache_folder() -> Path:
    """Where what can be made again is kept: jieba's dictionary in the form that loads quickly."""
    return platformdirs.user_cache_path(APP)


def login_name() -> str:
    """Who is at the keyboard, as far as the system knows."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
