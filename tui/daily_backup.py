"""The backup of the day, made beside the reader by a process of its own: it needs memory, and time.

The process outlives a reader who leaves at once.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.errors import PizhuError
from store.library import Library
from tui.config import Config, expanded

SESSION = timedelta(days=7)
"""No reader is thought to be open for longer: steps from before it was opened can be left out of the log."""


def back_up_today(library: Library, config: Config) -> Path | None:
    """Make the backup of the day, if one is due, and shorten the log of steps; where it is.

    :raises PizhuError: it cannot be made.
    """
    made = library.back_up_daily(_folder(config), keep=config.backups)
    library.trim_undo_log(f"{datetime.now(UTC) - SESSION:%Y-%m-%dT%H:%M:%S.000Z}")
    return made


def back_up_beside(library: Library, config: Config) -> str | None:
    """Have another process make the backup of the day, and wait for it; why it could not, in a sentence."""
    try:
        if not library.is_backup_due(_folder(config), keep=config.backups):
            return None
    except PizhuError as error:
        return f"No backup was made: {error}"
    command = [sys.executable, "-P", "-m", "tui", "--library", str(library.location), "backup", "--daily"]
    done = subprocess.run(  # noqa: S603 - our own program
        command, stdin=subprocess.DEVNULL, capture_output=True, start_new_session=True, check=False
    )
    if done.returncode == 0:
        return None
    return f"No backup was made: {done.stderr.decode(errors='replace').strip().removeprefix('pizhu: ')}"


def _folder(config: Config) -> Path | None:
    return expanded(config.backup_folder) if config.backup_folder else None
