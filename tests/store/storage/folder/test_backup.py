"""Backups are complete, and restoring extracts only the files of a library."""

from __future__ import annotations

import errno
import os
import stat
import warnings
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from store.errors import BadBackup, PizhuError
from store.library import Library, open_library
from store.storage.folder import backup as backup_module
from store.storage.folder.backup import back_up, back_up_daily, backups, restore
from store.storage.folder.check import check
from store.storage.folder.file_lock import FileLock
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from tests.conftest import draft, root_of
from tests.store.storage.folder.test_check import files


@pytest.fixture
def archive(library: Library, station: str, tmp_path: Path) -> Path:
    """A backup of a library of one article."""
    library.annotations.annotate_quote(station, "油菜花", tags=["植物"], note="黄色的")
    path = tmp_path / "backup.zip"
    assert back_up(FolderStore(root_of(library)), path) == 1
    return path


def test_a_restored_library_equals_the_backed_up_one(library: Library, archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "library"
    assert restore(archive, folder) == 1
    assert files(folder) == files(root_of(library))
    assert list(check(FolderStore(folder))) == []
    with open_library(folder) as again:
        assert again.resync()
        assert again.undo() is not None


def test_a_full_disk_is_reported_as_one_with_the_path_that_was_written(
    library: Library, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("store.storage.atomic_write.os.write", full)
        with pytest.raises(PizhuError, match=r"^The disk is full: .*restored cannot be written"):
            restore(archive, tmp_path / "restored")
    monkeypatch.setattr(ZipFile, "writestr", full)
    with pytest.raises(PizhuError, match=r"^The disk is full: .*other.zip cannot be written"):
        back_up(FolderStore(root_of(library)), tmp_path / "other.zip")
    assert not (tmp_path / "restored").exists()
    assert not (tmp_path / "other.zip").exists()


@pytest.mark.parametrize("suffix", ["json", "txt"])
def test_an_article_with_a_link_to_a_device_is_not_counted_and_told_of(
    library: Library, station: str, tmp_path: Path, suffix: str
) -> None:
    library.articles.add(draft("另一篇文章，说的是河。", title="水"))
    store = FolderStore(root_of(library))
    path = store.article_file(station).with_suffix(f".{suffix}")
    path.unlink()
    path.symlink_to(os.devnull)
    assert back_up(store, tmp_path / "b.zip") == 1
    [notice] = store.notices()
    assert notice.startswith(f"{path} is not a file")
    assert store.notices() == []
    assert restore(tmp_path / "b.zip", tmp_path / "restored")


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_something_else_in_place_of_a_backup_is_reported_and_hinders_none(
    library: Library, station: str, tmp_path: Path, kind: str
) -> None:
    store = FolderStore(root_of(library))
    path = store.backups_folder / "2026-01-01.zip"
    path.parent.mkdir()
    if kind == "folder":
        path.mkdir()
    elif not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(os.devnull)
    assert [each.path for each in check(store)] == [path]
    assert back_up_daily(store, store.backups_folder)
    store.journal.rewrite([])
    store.article_file(station).write_bytes(b"")
    repair(store)
    assert list(check(store)) == []
    assert len(backups(store.backups_folder)) == 1


def test_only_the_user_can_read_backups_and_restored_files(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "restored"
    restore(archive, folder)
    if os.name != "nt":
        assert stat.S_IMODE(archive.stat().st_mode) == 0o600
        for path in [folder, *folder.rglob("*")]:
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_restore_accepts_only_an_empty_folder(archive: Path, tmp_path: Path) -> None:
    empty, full = tmp_path / "empty", tmp_path / "full"
    empty.mkdir()
    full.mkdir()
    (full / "mine").write_text("")
    assert restore(archive, empty) == 1
    for folder in (full, full / "mine", empty):
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(PizhuError, match="empty folder"):
            restore(archive, folder)
        assert sorted(tmp_path.rglob("*")) == before


def symlink(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


ID = "ab" + "0" * 14


@pytest.mark.parametrize(
    "entry",
    [
        "../evil.txt",
        "/evil.txt",
        f"articles/ab/../../{ID}.txt",
        f"articles\\ab\\{ID}.txt",
        f"articles/cd/{ID}.txt",
        f"articles/ab/{ID}.sh",
        ".bashrc",
        "library.json",
        "articles/ab",
        symlink(f"articles/ab/{ID}.txt"),
    ],
)
def test_an_archive_with_unexpected_entries_is_rejected(
    archive: Path, tmp_path: Path, entry: str | ZipInfo
) -> None:
    with ZipFile(archive, "a") as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a duplicate name
        opened.writestr(entry, "/etc/passwd")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadBackup):
        restore(archive, tmp_path / "restored")
    assert sorted(tmp_path.rglob("*")) == before


def damage_data(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[60:80] = bytes(20)
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def replace_with_text(path: Path) -> None:
    path.write_text("春天")


def write_empty_archive(path: Path) -> None:
    with ZipFile(path, "w"):
        pass


def write_newer_library(path: Path) -> None:
    with ZipFile(path, "w") as archive:
        archive.writestr("library.json", '{"library": {"1": {"schema": 99}}}')


def write_damaged_library(path: Path) -> None:
    with ZipFile(path, "w") as archive:
        archive.writestr("library.json", "{")


@pytest.mark.parametrize(
    "damage",
    [
        damage_data,
        cut_short,
        replace_with_text,
        write_empty_archive,
        write_newer_library,
        write_damaged_library,
        Path.unlink,
    ],
)
def test_an_invalid_backup_is_rejected_with_a_message_and_leaves_no_files(
    archive: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(archive)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(PizhuError) as error:
        restore(archive, tmp_path / "restored")
    assert str(error.value).endswith(".")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_backup_that_cannot_be_written_leaves_no_files(
    library: Library, station: str, tmp_path: Path
) -> None:
    with pytest.raises(PizhuError):
        back_up(FolderStore(root_of(library)), tmp_path / "none" / "backup.zip")
    assert not (tmp_path / "none").exists()


def test_a_daily_backup_is_made_only_after_changes(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime

    folder = FolderStore(root_of(library)).backups_folder
    day = 0

    class Days(datetime.date):
        @classmethod
        def today(cls) -> Days:
            return cls(2026, 1, 1 + day)

    monkeypatch.setattr(backup_module, "date", Days)
    assert back_up_daily(FolderStore(root_of(library)), folder) == folder / "2026-01-01.zip"
    assert back_up_daily(FolderStore(root_of(library)), folder) is None
    day = 1
    assert back_up_daily(FolderStore(root_of(library)), folder) is None
    for day in range(2, 15):
        library.articles.set_starred(station, starred=day % 2 == 0)
        assert (
            back_up_daily(FolderStore(root_of(library)), folder, keep=3)
            == folder / f"2026-01-{day + 1:02}.zip"
        )
    assert [path.name for path in backups(folder)] == ["2026-01-13.zip", "2026-01-14.zip", "2026-01-15.zip"]
    library.articles.add(draft("新的一篇。", title="新"))
    assert back_up_daily(FolderStore(root_of(library)), folder, keep=0) is None


def test_a_daily_backup_is_skipped_while_another_process_makes_one(library: Library, station: str) -> None:
    folder = FolderStore(root_of(library)).backups_folder
    folder.mkdir()
    lock = FileLock(folder / ".lock")
    assert lock.acquire(0)
    assert back_up_daily(FolderStore(root_of(library)), folder) is None
    lock.release()
    assert back_up_daily(FolderStore(root_of(library)), folder) is not None


def test_pruning_backups_keeps_other_files(library: Library, station: str) -> None:
    folder = FolderStore(root_of(library)).backups_folder
    folder.mkdir()
    for name in ("mine.zip", "before-version-2.zip", "2026-01-01.zip.part"):
        (folder / name).write_text("")
    back_up_daily(FolderStore(root_of(library)), folder, keep=1)
    assert {"mine.zip", "before-version-2.zip", "2026-01-01.zip.part"} < {
        path.name for path in folder.iterdir()
    }
