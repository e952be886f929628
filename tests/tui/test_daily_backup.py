"""The daily backup, made by a process that runs alongside the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from tests.conftest import root_of
from tui.config import Config
from tui.daily_backup import back_up_in_subprocess
from tui.user_folders import config_file


def test_a_due_backup_is_made_by_another_process(library: Library, station: str, tmp_path: Path) -> None:
    assert back_up_in_subprocess(library, Config()) is None
    assert len(list((root_of(library) / "backups").glob("*.zip"))) == 1


def test_no_backup_is_made_when_backups_are_disabled(library: Library, station: str) -> None:
    assert back_up_in_subprocess(library, Config(backups=0)) is None
    assert not (root_of(library) / "backups").exists()


def test_a_failed_backup_is_reported(library: Library, station: str) -> None:
    (root_of(library) / "backups").write_text("")
    message = back_up_in_subprocess(library, Config())
    assert message is not None
    assert message.startswith("No backup was made: ")
    assert "Traceback" not in message


def test_a_wrong_line_in_the_settings_stops_no_backup(library: Library, station: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text('language = "en_US"\nbackups = 2\n')
    assert back_up_in_subprocess(library, Config()) is None
    assert len(list((root_of(library) / "backups").glob("*.zip"))) == 1


@pytest.mark.long
def test_a_failed_backup_tells_nothing_of_the_settings(library: Library, station: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text("this is not TOML\n")
    (root_of(library) / "backups").write_text("")
    message = back_up_in_subprocess(library, Config()) or ""
    assert message.startswith("No backup was made: ")
    assert "TOML" not in message
