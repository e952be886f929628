"""The user's files and folders: the settings, the library, the cache, and paths that a user types."""

from __future__ import annotations

import os
import re
from pathlib import Path

import platformdirs

from store.errors import UsageError
from store.language import _
from store.location import Location, ServerLocation, address_in, is_address
from store.patterns import late_pattern

APP = "pizhu"

_ADDRESS = late_pattern(r"([A-Za-z][A-Za-z0-9+.-]+):/")
"""How an address begins; of two slashes a path keeps one. A single letter is a drive."""

_PARAMETER = late_pattern(r"\s*(?:host|hostaddr|port|dbname|user|password|service)\s*=")
"""How a connection string of libpq begins that is no address."""


_MISTYPED = late_pattern(r"[\s\"'“”‘’]*postgres(?:ql)?\s*(?::|//|/.*:.*@)", re.IGNORECASE)
"""How what was meant as an address may begin."""


def config_file() -> Path:
    """The path of the settings file. It need not exist."""
    return platformdirs.user_config_path(APP) / "config.toml"


def library_location(named: str | Path | None) -> tuple[Location, bool]:
    """Where the library is, and whether that is the default place.

    :param named: the folder or address that the command line names. Else ``$PIZHU_LIBRARY`` decides, else the
        default.
    :raises UsageError: it is an address of another kind, which would become a folder of that name; or see
        :func:`expanded`.
    """
    chosen = named or os.environ.get("PIZHU_LIBRARY")
    if chosen:
        typed = str(chosen)
        if address := address_in(typed):
            return ServerLocation(address, platformdirs.user_data_path(APP) / "servers"), False
        is_mistyped = ("=" in typed and _PARAMETER.match(typed)) or _MISTYPED.match(typed)
        if is_mistyped and not is_there(typed):
            raise UsageError(  # without what was typed, which may have a password
                _("Name a library on a server by its address: `postgresql://USER@HOST/DATABASE?schema=NAME`.")
            )
        scheme = ":/" in typed and _ADDRESS.match(typed)
        if scheme and not is_there(typed):
            raise UsageError(  # an address may have a password, so only its scheme is shown
                _(
                    "A library is a folder on this machine or on a PostgreSQL server (postgresql://…), not "
                    "at {scheme}://…: name a folder, or such an address.",
                    scheme=scheme[1],
                )
            )
        return expanded(chosen), False
    return platformdirs.user_data_path(APP) / "library", True


def is_same_place(location: Location, shown: str) -> bool:
    """Whether a library is at a location; ``shown`` is how it names its own."""
    if isinstance(location, Path) and not is_address(shown):
        return location.resolve() == Path(shown).resolve()
    return str(location) == shown


def folder_here(path: str | Path) -> Path:
    """The path of a folder or file of this machine that is to be written, with ``~`` expanded.

    :raises UsageError: it is an address, of which a folder would be made; or see :func:`expanded`.
    """
    scheme = _ADDRESS.match(str(path))
    if scheme and not is_there(str(path)):
        raise UsageError(  # an address may have a password, so only its scheme is shown
            _(
                "{scheme}://… is not on this machine: name a folder or file here; `pizhu migrate` copies a "
                "library to a server.",
                scheme=scheme[1],
            )
        )
    return expanded(path)


def expanded(path: str | Path) -> Path:
    """The path with ``~`` expanded.

    :raises UsageError: the path is empty, or the home folder of the user that it names is unknown.
    """
    if not str(path).strip():
        raise UsageError(_("An empty path names no file or folder: write its name, or . for this folder."))
    if not str(path).startswith("~"):
        return Path(path)  # a name such as ./~old.txt too, of which Path would drop the dot
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise UsageError(
            _("{path}: the home folder of this user is unknown. Use the full path.", path=path)
        ) from error


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
