"""The reader merges the conflict copies of a synced folder when it starts, and says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.library import Library, open_library
from store.storage.folder.folder_store import FolderStore
from tests.conftest import root_of
from tests.tui.reader import WIDE, press, reader, seen

pytestmark = pytest.mark.asyncio


def copy_from(library: Library, article: str, other: Path) -> Path:
    """Annotate an article in another copy of a library, and bring its record as a conflict copy."""
    shutil.copytree(root_of(library), other)
    with open_library(other, creator="lin") as opened:
        opened.annotations.annotate_quote(article, "油菜花", note="那里")
    path = FolderStore(root_of(library)).article_file(article)
    copy = path.with_name(f"{path.stem} 2.json")
    shutil.copyfile(FolderStore(other).article_file(article), copy)
    return copy


async def test_conflict_copies_are_merged_told_and_undone(
    library: Library, station: str, tmp_path: Path
) -> None:
    copy = copy_from(library, station, tmp_path / "other")
    async with reader(library).run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "1 conflict copy of a synced folder merged, 1 article changed.")
        assert not copy.exists()
        assert [each.note for each in library.annotations.of(station)] == ["那里"]
        await press(pilot, "u")
        assert library.annotations.of(station) == ()


async def test_a_copy_that_cannot_be_merged_is_told(library: Library, station: str) -> None:
    path = FolderStore(root_of(library)).article_file(station)
    path.with_name(f"{path.stem} 2.json").write_text("{")
    async with reader(library).run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "A conflict copy was left where it is")
