"""Full disks, read-only folders and unreadable files raise an error with a message, and lose nothing."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from store.errors import LibraryUnavailable, PizhuError
from store.library import Library, open_library
from store.storage import atomic_write as durable
from store.storage import regular_file
from store.storage.folder import tinydb_storage
from store.storage.folder.folder_store import FolderStore
from tests.conftest import draft, root_of
from tests.store.storage.folder.test_crashes import state


class FailingSystem:
    """Replaces ``os`` in the store: the n-th call of one function and all later ones fail."""

    def __init__(self, name: str, number: int, error: int) -> None:
        self._name = name
        self._left = number
        self._error = error

    @property
    def has_failed(self) -> bool:
        return self._left <= 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name != self._name:
            return real

        def failing(*args: Any, **kwargs: Any) -> Any:
            self._left -= 1
            if self._left <= 0:
                raise OSError(self._error, os.strerror(self._error))
            return real(*args, **kwargs)

        return failing


CHANGES: dict[str, Callable[[Library, str], object]] = {
    "annotate": lambda library, article: library.annotations.annotate_quote(article, "油菜花", tags=["新"]),
    "import": lambda library, _: library.articles.add_all(
        [draft("第一段。", title="一"), draft("第二段。", title="二")]
    ),
    "remove": lambda library, article: library.articles.remove([article]),
    "undo": lambda library, _: library.undo(),
}


FAULTS = {
    "the disk is full": ("write", errno.ENOSPC),
    "the disk is read-only": ("open", errno.EROFS),
    "the folder belongs to another user": ("open", errno.EACCES),
    "the disk is broken": ("fsync", errno.EIO),
}


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_failed_write_raises_a_message_and_changes_nothing(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch, change: str, fault: str
) -> None:
    library.annotations.annotate_quote(station, "列车", note="第一条")
    call, error = FAULTS[fault]
    before = state(root_of(library))
    journal = root_of(library) / "history.jsonl"
    lines = journal.read_bytes()
    for number in count(1):
        system = FailingSystem(call, number, error)
        with monkeypatch.context() as patched:
            patched.setattr(durable, "os", system)
            failure = error_of(lambda: CHANGES[change](library, station))
        if failure is None:
            break
        assert system.has_failed
        assert failure.endswith(".")
        assert state(root_of(library)) == before
        assert journal.read_bytes() == lines
    assert state(root_of(library)) != before
    library.undo()
    library.redo()
    library.resync()


def error_of(change: Callable[[], object]) -> str | None:
    """Return the message of the error that a change raises; None if it succeeds."""
    try:
        change()
    except LibraryUnavailable as failure:
        return str(failure)
    return None


def test_a_change_that_only_the_disk_did_not_confirm_is_no_failure(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    library.notices()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", sync)
        library.annotations.annotate_quote(station, "油菜花", note="种在月台上")
    assert [annotation.note for annotation in library.annotations.of(station)] == ["种在月台上"]
    (notice,) = library.notices()
    assert "did not confirm" in notice
    assert library.notices() == []


def test_a_library_that_cannot_be_written_says_so_when_it_is_opened(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.notices() == []
    for expected, target, failing in (
        ("is read-only", "os.access", lambda *_: False),
        ("cannot lock files", "store.storage.folder.file_lock.try_lock", refuse_locks),
    ):
        with monkeypatch.context() as patched, open_library(root_of(library)) as again:
            patched.setattr(target, failing)
            (notice,) = again.notices()
            assert expected in notice
            assert again.notices() == []


def refuse_locks(_: int) -> bool:
    raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_an_unreadable_file_does_not_affect_other_articles(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = library.articles.add(draft("另一篇。", title="别处"))[0]
    unreadable = FolderStore(root_of(library)).article_file(station)
    read = regular_file.read_regular

    def reading(path: Path) -> bytes:
        if path == unreadable:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return read(path)

    monkeypatch.setattr(tinydb_storage, "read_regular", reading)
    with open_library(root_of(library)) as again:
        os.utime(unreadable)
        again.resync()
        assert [row.id for row in again.articles.rows()] == [other]
        assert len(again.damage()) == 1
        assert again.articles.tag(other, ["还能用"]) == ("还能用",)
        with pytest.raises(PizhuError, match="cannot be read"):
            again.articles.get(station)


@pytest.mark.parametrize("keep", [0, 10, 100, 5000])
def test_a_truncated_catalogue_is_rebuilt(library: Library, station: str, keep: int) -> None:
    library.annotations.annotate_quote(station, "油菜花", tags=["植物"])
    library.close()
    catalogue = root_of(library) / ".cache" / "catalogue.sqlite"
    for extra in ("-wal", "-shm"):
        Path(f"{catalogue}{extra}").unlink(missing_ok=True)
    catalogue.write_bytes(catalogue.read_bytes()[:keep])
    with open_library(root_of(library)) as again:
        again.resync()
        assert [row.id for row in again.articles.rows()] == [station]
        assert again.codebook.uses() == {"植物": 1}
        assert [found.id for found in again.texts.search("油菜花")] == [station]


def test_a_catalogue_damaged_while_in_use_is_rebuilt(library: Library, station: str) -> None:
    catalogue = root_of(library) / ".cache" / "catalogue.sqlite"
    with catalogue.open("r+b") as file:
        file.write(b"\0" * catalogue.stat().st_size)
    library.resync()
    assert [row.id for row in library.articles.rows()] == [station]
    assert library.articles.tag(station, ["铁路"]) == ("铁路",)
    assert [found.id for found in library.texts.search("油菜花")] == [station]
