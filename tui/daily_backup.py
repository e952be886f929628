"""The daily backup. The reader runs it in another process, because it takes memory and time.

The process goes on if the reader quits.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.errors import LibraryUnavailable, PizhuError
from store.language import _
from store.library import Library
from tui.config import Config
from tui.user_folders import expanded

MAX_SESSION = timedelta(days=7)
"""How long a reader is assumed to be open at most. Older steps of the undo log are removed."""


def back_up_today(library: Library, config: Config) -> Path | None:
    """Make the daily backup if one is due, and shorten the undo log if the library can be written.

    :return: the file, or None if no backup was due.
    :raises PizhuError: the backup cannot be made.
    """
    made = library.back_up_daily(backup_folder(config), keep=config.backups)
    with suppress(LibraryUnavailable):  # who may only read has no steps; others shorten it another day
        library.trim_undo_log(f"{datetime.now(UTC) - MAX_SESSION:%Y-%m-%dT%H:%M:%S.000Z}")
    return made


def back_up_in_subprocess(library: Library, config: Config) -> str | None:
    """Make the daily backup in another process and wait for it.

    :return: an error message, or None if there was no error.
    """
    try:
        if not library.is_backup_due(backup_folder(config), keep=config.backups):
            return None
    except PizhuError as error:
        return _("No backup was made: {reason}", reason=error)
    command = [sys.executable, "-P", "-m", "tui", "--library", str(library.location), "backup", "--daily"]
    done = subprocess.run(  # noqa: S603 - our own program, without a shell
        command, stdin=subprocess.DEVNULL, capture_output=True, start_new_session=True, check=False
    )
    if done.returncode == 0:
        return None
    said = done.stderr.decode(errors="replace").strip().splitlines() or [""]
    reason = said[-1].removeprefix("pizhu: ")  # before it are warnings, which the reader has shown
    return _("No backup was made: {reason}", reason=reason)


def backup_folder(config: Config) -> Path | None:
    """The folder of the daily backups, if it is not in the library."""
    return expanded(config.backup_folder) if config.backup_folder else None
