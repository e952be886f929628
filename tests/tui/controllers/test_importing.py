"""Importing files from within the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from store.library import Library
from tests.tui.reader import NARROW, WIDE, press, reader, seen, settled, shown

pytestmark = pytest.mark.asyncio


async def test_a_file_can_be_imported_from_the_reader(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "来稿.txt"
    path.write_bytes("山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n".encode("gb18030"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I")
        app.screen.query_one(Input).value = str(path)
        await press(pilot, "enter")
        await seen(pilot, "她每天走二十里山路")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await settled(pilot)
        assert [row.title for row in library.articles.rows()] == ["山里的邮路"]
        await seen(pilot, "1 added")
        await press(pilot, "I")
        app.screen.query_one(Input).value = str(tmp_path / "没有.txt")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await settled(pilot)
        await seen(pilot, "there is no such file")
        assert "Reading…" not in shown(app)
        assert app.screen.query_one(Input).value == str(tmp_path / "没有.txt")


async def test_importing_a_folder_of_many_files_is_one_undoable_step(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("store.importing.parallel.PARALLEL_MIN_FILES", 8)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(f"第{number}篇\n\n这是第{number}篇文章的话。\n", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "No articles yet")
        await press(pilot, "I", *folder.name, "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "Import: 20 added")
        await seen(pilot, "Articles 20")
        await press(pilot, "ctrl+x")
        await seen(pilot, "There is nothing to stop")
        await press(pilot, "u")
        await seen(pilot, "Undone: import 20 files")
    assert library.articles.is_empty()


async def test_a_repaired_file_is_told(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "来稿.txt"
    path.write_bytes(
        "山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n".encode().replace(b"\n\n", b"\n\x00\n")
    )
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I", *path.name, "enter", "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "utf-8 (1 NUL left out)")


async def test_a_preview_is_corrected_before_it_is_kept(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "来稿.txt"
    path.write_text("山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *path.name, "enter")
        await seen(pilot, "Address")
        await press(pilot, "escape")
        assert app.screen.query_one(Input).value == path.name
        assert library.articles.is_empty()
        await press(pilot, "enter", *"甲", "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "1 added")
    (row,) = library.articles.rows()
    assert row.title == "山里的邮路甲"
    assert library.articles.get(row.id).corrected == ("title",)


async def test_a_pasted_text_is_imported(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I")
        app.post_message(events.Paste("山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n"))
        await settled(pilot)
        await seen(pilot, "the pasted text")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "1 added")
    assert [row.title for row in library.articles.rows()] == ["山里的邮路"]


async def test_paths_are_completed(library: Library, tmp_path: Path, home: Path) -> None:
    (home / "剪报").mkdir()
    for name in ("春.txt", "夏.txt", "图.jpg"):
        (home / "剪报" / name).write_text("字")
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "I", *"~/剪", "tab")
        field = app.screen.query_one(Input)
        assert field.value == "~/剪报/"
        await seen(pilot, "2 files to import (2 .txt); 1 others are skipped")
        await press(pilot, "down", "tab")
        assert field.value == "~/剪报/夏.txt"
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1
