"""The layout of a library on disk."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from store.errors import LibraryUnavailable
from store.library import Library
from store.storage.atomic_write import write_durably
from tests.conftest import root_of


def test_an_article_is_a_text_and_a_tinydb_with_one_document_per_line(
    library: Library, station: str, root: Path
) -> None:
    library.annotations.annotate_quote(station, "油菜花", note="花期在三月")
    shelf = root / "articles" / station[:2]
    assert (shelf / f"{station}.txt").read_text("utf-8") == library.articles.get(station).text
    lines = (shelf / f"{station}.json").read_text("utf-8").splitlines()
    assert json.loads("\n".join(lines)).keys() == {"article", "annotations"}
    assert sum("花期在三月" in line for line in lines) == 1


def test_changing_a_note_changes_two_lines(library: Library, station: str, root: Path) -> None:
    """The line of the annotation, and the line with the article's revision."""
    annotations = [library.annotations.annotate_quote(station, quote) for quote in ("列车", "月台", "旅客")]
    path = root / "articles" / station[:2] / f"{station}.json"
    before = path.read_text("utf-8").splitlines()
    library.annotations.edit(station, annotations[1].id, note="新")
    after = path.read_text("utf-8").splitlines()
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_files_and_folders_are_accessible_only_to_the_user(
    library: Library, station: str, root: Path
) -> None:
    for path in [root, *root.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, path


def test_a_failed_write_keeps_the_old_content_and_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "note.json"
    write_durably(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_durably(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_full_disk_is_reported_and_nothing_is_lost(
    library: Library, another: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.annotations.annotate_quote(station, "列车")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(LibraryUnavailable, match="disk is full"):
            library.annotations.annotate_quote(station, "月台")
    assert [annotation.exact for annotation in library.annotations.of(station)] == ["列车"]
    library.annotations.annotate_quote(station, "旅客")
    assert [annotation.exact for annotation in another.annotations.of(station)] == ["列车", "旅客"]


def test_a_file_reformatted_by_another_program_is_written_in_our_layout_again(
    library: Library, station: str
) -> None:
    import json

    library.annotations.annotate_quote(station, "油菜花", note="一\n二")
    path = root_of(library) / "articles" / station[:2] / f"{station}.json"
    lines = path.read_text("utf-8").count("\n")
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")), indent=2), "utf-8")
    library.annotations.annotate_quote(station, "列车")
    assert [annotation.note for annotation in library.annotations.of(station)] == ["", "一\n二"]
    assert path.read_text("utf-8").count("\n") == lines + 1
