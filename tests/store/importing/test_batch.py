"""Files become articles, many by one change, whatever single ones of them are."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.importing import parallel
from store.importing.batch import ImportedFile, RejectedFile, find_files, import_files
from store.importing.parallel import MANY, read_all
from store.library import Library, batches
from tests.conftest import root_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of five articles, one of them empty."""
    made = tmp_path / "剪报"
    made.mkdir()
    for number in range(5):
        words = f"第{number}篇的题目\n\n这是第{number}篇文章的第一段话，写得不长。\n" if number != 2 else ""
        (made / f"{number}.txt").write_text(words)
    return made


@pytest.mark.parametrize("at_once", [1, 2, 64])
def test_each_file_is_told_of_in_order_and_all_are_one_step(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(batches, "MAX_ARTICLES", at_once)
    files, _ = find_files([folder])
    told = list(import_files(library, files))
    assert [each.path.name for each in told] == ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"]
    assert [type(each) for each in told] == [
        ImportedFile,
        ImportedFile,
        RejectedFile,
        ImportedFile,
        ImportedFile,
    ]
    assert library.articles.count() == 4
    assert library.undo() == "import 5 files"
    assert library.articles.is_empty()


def test_large_files_are_not_kept_waiting_for_more(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MAX_CHARACTERS", 1)
    files, _ = find_files([folder])
    importing = import_files(library, files)
    next(importing)
    assert library.articles.count() == 1


def test_who_stops_listening_stops_the_import(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MAX_ARTICLES", 2)
    files, _ = find_files([folder])
    for each in import_files(library, files):
        if each.path.name == "1.txt":
            break
    assert library.articles.count() == 2
    library.undo()
    assert library.articles.is_empty()


def test_when_nothing_can_be_written_every_file_is_refused(library: Library, folder: Path) -> None:
    (root_of(library) / "articles").rmdir()
    (root_of(library) / "articles").write_text("")
    files, _ = find_files([folder])
    told = list(import_files(library, files))
    assert len(told) == 5
    assert all(isinstance(each, RejectedFile) and each.reason for each in told)


def test_what_is_no_file_is_named_and_the_rest_is_found(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    files, refused = find_files([tmp_path / "空", folder])
    assert len(files) == 5
    assert [each.path for each in refused] == [tmp_path / "空"]


@pytest.fixture
def many(tmp_path: Path) -> list[Path]:
    """So many files that another process reads some of them; every tenth is empty."""
    files = []
    for number in range(MANY + 40):
        path = tmp_path / f"{number:03}.txt"
        path.write_text(f"第{number}篇\n\n这是第{number}篇文章的话。\n" if number % 10 else "")
        files.append(path)
    return files


def test_many_files_are_read_in_order_by_another_process(many: list[Path]) -> None:
    read = list(read_all(many))
    assert [path for path, _, _ in read] == many
    assert [path for path, draft, _ in read if isinstance(draft, str)] == many[::10]


def test_when_the_other_process_dies_the_files_are_read_here(
    many: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "_leave_interrupts_alone", _die)
    assert [path for path, _, _ in read_all(many)] == many


def _die() -> None:
    import os

    os._exit(1)


def test_who_stops_listening_need_not_read_on(many: list[Path]) -> None:
    for path, _, _ in read_all(many):
        if path == many[100]:
            break
    assert path == many[100]
