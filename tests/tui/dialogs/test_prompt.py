"""A prompt stays open, with what was typed, while something cannot be done with that."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, happened, press, reader, seen, shown
from tui.dialogs.base.prompt import PromptDialog

pytestmark = pytest.mark.asyncio


@pytest.fixture
def tagged(library: Library) -> str:
    """An article with two tags."""
    article, _ = library.articles.add(draft("花开了，燕子来。", title="春"))
    library.articles.tag(article, ["花", "鸟"])
    return article


@pytest.mark.long
async def test_a_file_that_exists_is_told_in_the_prompt(
    library: Library, tagged: str, tmp_path: Path
) -> None:
    there, free = tmp_path / "a.csv", tmp_path / "b.csv"
    there.write_text("kept")
    app = reader(library)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "S", "花", "enter", "E", "ctrl+u", *str(there), "enter")
        await seen(pilot, "exists")
        dialog = app.screen
        assert isinstance(dialog, PromptDialog)
        assert dialog.query_one(Input).value == str(there)
        await press(pilot, *["backspace"] * 5, *"b.csv", "enter")
        await happened(pilot, free.exists)
        assert not isinstance(app.screen, PromptDialog)
        assert there.read_text() == "kept"


@pytest.mark.long
async def test_a_name_of_a_search_that_is_in_use_is_told_in_the_prompt(library: Library, tagged: str) -> None:
    library.searches.save("花草", "花")
    library.searches.save("鸟兽", "鸟")
    app = reader(library)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "@", "e", "ctrl+u", *"鸟兽", "enter")
        await seen(pilot, "already: choose another name")
        dialog = app.screen
        assert isinstance(dialog, PromptDialog)
        assert dialog.query_one(Input).value == "鸟兽"
        await press(pilot, "x")
        assert "already: choose" not in shown(app)
        await press(pilot, "enter")
        await happened(pilot, lambda: library.searches.has("鸟兽x"))
        assert not isinstance(app.screen, PromptDialog)


@pytest.mark.long
async def test_a_bad_name_of_a_search_is_told_in_the_prompt(library: Library, tagged: str) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "S", "花", "ctrl+s", "@", "enter")
        dialog = app.screen
        assert isinstance(dialog, PromptDialog)
        assert dialog.query_one(Input).value == "@"
        await press(pilot, "backspace", *"花草", "enter")
        await happened(pilot, lambda: library.searches.has("花草"))


@pytest.mark.long
@pytest.mark.parametrize(
    ("keys", "typed", "error"),
    [
        (("r",), "花//草", "empty part"),
        (("r",), "鸟", "already"),
        (("a",), "鸟", "already"),
        (("g", "i"), "no identity", "identity"),
    ],
    ids=["a bad name", "a name in use", "an alias in use", "a bad identity"],
)
async def test_what_a_tag_cannot_be_called_is_told_in_the_prompt(
    library: Library, tagged: str, keys: tuple[str, ...], typed: str, error: str
) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "tab", "tab", *keys, "ctrl+u", *typed, "enter")
        await happened(pilot, lambda: isinstance(app.screen, PromptDialog))
        await seen(pilot, error)
        assert app.screen.query_one(Input).value == typed


@pytest.mark.long
async def test_a_list_of_terms_that_is_not_there_is_told_in_the_prompt(
    library: Library, tagged: str, tmp_path: Path
) -> None:
    app = reader(library)
    file = tmp_path / "terms.txt"
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "g", "A", *str(file), "enter")
        await happened(pilot, lambda: str(app.screen.query_one(".error").render()) != "")
        assert app.screen.query_one(Input).value == str(file)
        file.write_text("花\n")
        await press(pilot, "enter")
        await seen(pilot, "space tick")
