"""Files are imported in batches, whatever becomes of single files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.importing import parallel
from store.importing.batch import ImportedFile, RejectedFile, find_files, import_files
from store.importing.file_formats import FileFormat
from store.importing.parallel import PARALLEL_MIN_FILES, read_files
from store.importing.piece import Piece, Source
from store.importing.reading import read_data
from store.language import Language, use_language
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
def test_results_are_in_order_and_the_import_is_one_step(
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


def test_large_files_are_written_before_the_batch_is_full(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MAX_CHARACTERS", 1)
    files, _ = find_files([folder])
    importing = import_files(library, files)
    next(importing)
    assert library.articles.count() == 1


def test_closing_the_generator_stops_the_import(
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


def test_every_file_is_rejected_when_nothing_can_be_written(library: Library, folder: Path) -> None:
    (root_of(library) / "articles").rmdir()
    (root_of(library) / "articles").write_text("")
    files, _ = find_files([folder])
    told = list(import_files(library, files))
    assert len(told) == 5
    assert all(isinstance(each, RejectedFile) and each.reason for each in told)


def test_paths_without_files_are_reported_and_the_rest_found(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    files, refused = find_files([tmp_path / "空", folder])
    assert len(files) == 5
    assert [each.path for each in refused] == [tmp_path / "空"]


@pytest.fixture
def many(tmp_path: Path) -> list[Path]:
    """Enough files for a second process; every tenth is empty."""
    files = []
    for number in range(PARALLEL_MIN_FILES + 40):
        path = tmp_path / f"{number:03}.txt"
        path.write_text(f"第{number}篇\n\n这是第{number}篇文章的话。\n" if number % 10 else "")
        files.append(path)
    return files


@pytest.mark.long
def test_many_files_are_read_in_order_by_a_second_process(many: list[Path]) -> None:
    use_language(Language.SIMPLIFIED)
    read = list(read_files(many))
    assert [path for path, _ in read] == many
    refused = [(path, found) for path, found in read if isinstance(found, str)]
    assert refused == [(path, f"{path}：文件为空，请选择有文字的文件。") for path in many[::10]]


@pytest.mark.long
def test_the_second_process_has_the_language_of_the_first(many: list[Path]) -> None:
    use_language(Language.SIMPLIFIED)
    blank = [path.with_suffix(".md") for path in many[::10]]
    for path in blank:
        path.write_text(" \n")
    said = [
        found for _, found in read_files([*(set(many) - set(many[::10])), *blank]) if isinstance(found, str)
    ]
    assert len(said) == len(blank)
    assert {each.partition("：")[2] for each in said} == {"文件只有空白，请选择有文字的文件。"}


@pytest.mark.long
def test_files_are_read_here_when_the_second_process_dies(
    many: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "_begin", _die)
    assert [path for path, _ in read_files(many)] == many


def _die(_language: object) -> None:
    import os

    os._exit(1)


@pytest.mark.long
def test_reading_can_be_stopped(many: list[Path]) -> None:
    for path, _ in read_files(many):
        if path == many[100]:
            break
    assert path == many[100]


def test_a_fault_of_a_reader_refuses_its_file_alone(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(data: bytes, source: Source, form: FileFormat) -> Iterator[Piece]:
        if b"bad" in data:
            raise ZeroDivisionError("by zero")
        return read_data(data, source, form)

    monkeypatch.setattr("store.importing.reading.read_data", fail)
    for name in ("good", "bad", "other"):
        (tmp_path / f"{name}.txt").write_text(f"{name} 的标题\n\n这是正文。\n", "utf-8")
    results = list(import_files(library, sorted(tmp_path.glob("*.txt"))))
    (refused,) = [each for each in results if isinstance(each, RejectedFile)]
    assert refused.reason.startswith(
        f"{tmp_path / 'bad.txt'}: its reader failed (ZeroDivisionError: by zero)"
    )
    assert library.articles.count() == 2
