"""The reader in Chinese: chosen at the start or while it runs, on small screens too."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from store.language import Language, current_language, use_language
from store.library import Library
from tests.tui.reader import NARROW, WIDE, press, reader, seen, settled, shown


async def test_the_language_changes_everything_on_the_screen_at_once(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "g", "L")
        await seen(pilot, "简体中文")
        await press(pilot, "down", "enter")
        await seen(pilot, "? 帮助")
        await settled(pilot)
        for english in ("Read ", "Undo", "chars", " left"):
            assert english not in shown(app)
        await press(pilot, "question_mark")
        await seen(pilot, "为这篇文章加标签")
        await press(pilot, "escape", "g", "L")
        await seen(pilot, "界面语言")
        await press(pilot, "down", "enter")
        await seen(pilot, "? 說明")
        await press(pilot, "g", "L", "home", "enter")
        await seen(pilot, "? Help")
        assert current_language() is Language.ENGLISH


@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.TRADITIONAL])
async def test_wide_labels_fit_a_small_screen(library: Library, station: str, language: Language) -> None:
    use_language(language)
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert all(cell_len(line) == NARROW[0] for line in shown(app).splitlines())
        await press(pilot, "ctrl+p")
        await settled(pilot)
        rows = [line for line in shown(app).splitlines() if "enter  l  →" in line or "gm" in line]
        assert len({cell_len(row[: row.rindex("文章  ")]) for row in rows}) == 1
        assert all(cell_len(line) == NARROW[0] for line in shown(app).splitlines())
