"""The settings dialog: preview, what escape gives back, what is saved, typing, and broken files."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from store.language import Language, current_language, use_language
from store.library import Library
from tests.tui.reader import (
    NARROW,
    WIDE,
    RuleSegmenter,
    happened,
    press,
    reader,
    reading,
    seen,
    settled,
    shown,
)
from tui.app import PizhuApp
from tui.config import Config
from tui.dialogs.settings.dialog import SettingsDialog, SettingsList
from tui.panes.visibility import PaneName
from tui.screen import MainScreen
from tui.settings.reading import read_settings
from tui.user_folders import config_file

pytestmark = pytest.mark.asyncio


def write(text: str) -> None:
    """Write the settings file."""
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text, "utf-8")


def written() -> str:
    """Return the settings file, or an empty text."""
    return config_file().read_text("utf-8") if config_file().exists() else ""


def current(app: PizhuApp) -> PaneName:
    """Return the current pane."""
    screen = app.screen_stack[0]
    assert isinstance(screen, MainScreen)
    return screen.current


def highlight(app: PizhuApp, name: str) -> None:
    """Highlight a setting in the dialog."""
    settings = app.screen.query_one(SettingsList)
    settings.highlighted = next(place for place, each in enumerate(settings.options) if each.id == name)


def error(app: PizhuApp) -> str:
    """Return the error that the dialog shows."""
    return str(app.screen.query_one(".error", Static).content)


@pytest.mark.long
@pytest.mark.parametrize("size", [NARROW, (40, 10)])
async def test_a_change_is_previewed_and_escape_gives_back_what_was(
    library: Library, station: str, size: tuple[int, int]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=size) as pilot:
        await press(pilot, "f10", *"/me", "enter", "minus")
        await settled(pilot)
        assert "* measure" in shown(app)
        assert reading(app).aids.measure == 39
        await press(pilot, "escape", "escape")
        await seen(pilot, "as they were before")
        assert reading(app).aids.measure == 40
        assert current(app) is PaneName.ARTICLES
        assert not written()


@pytest.mark.long
async def test_ctrl_s_writes_what_was_changed_and_keeps_the_rest(library: Library, station: str) -> None:
    write("# mine\nmeasure = 30  # wide\nthme = 1\n")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "plus", "f10")
        await seen(pilot, "there is no setting 'thme'")
        highlight(app, "measure")
        await press(pilot, *"36", "enter")
        highlight(app, "ruler")
        await press(pilot, "space", "ctrl+s")
        await seen(pilot, "ruler = true")
        assert written() == "# mine\nmeasure = 36  # wide\nthme = 1\nruler = true\n"
        assert reading(app).aids.ruler


@pytest.mark.long
async def test_what_is_typed_is_text_and_a_wrong_value_is_explained(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "f10")
        highlight(app, "theme")
        await press(pilot, "space", "down")
        assert app.theme != "pizhu-ink"
        await press(pilot, "escape")
        assert app.theme == "pizhu-ink"
        highlight(app, "creator")
        await press(pilot, "space", *"qd/ 1", "enter")
        highlight(app, "hidden_panes")
        await press(pilot, "space", "t", "ctrl+s")
        await seen(pilot, "hidden_panes must be a list of")
        await press(pilot, *"ags", "ctrl+s")
        assert written() == 'creator = "qd/ 1"\nhidden_panes = ["tags"]\n'


@pytest.mark.long
async def test_a_broken_file_is_left_as_it_is_and_the_dialog_stays(library: Library, station: str) -> None:
    write("measure = \n")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "f10")
        highlight(app, "theme")
        await press(pilot, "right", "ctrl+s")
        await seen(pilot, "line 1: this is not TOML")
        assert isinstance(app.screen, SettingsDialog)
        assert app.theme != "pizhu-ink"
        assert written() == "measure = \n"


@pytest.mark.long
async def test_looks_changed_by_key_become_the_default(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "minus", "f4", "g", "f10")
        await seen(pilot, "Saved in")
        assert written() == 'measure = 38\nhidden_panes = ["tags"]\n'


@pytest.mark.long
async def test_a_click_highlights_and_a_second_one_changes(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "f10", *"/ruler", "enter", "up")
        await settled(pilot)
        settings = app.screen.query_one(SettingsList)
        settings.highlighted = None
        await pilot.click(settings, offset=(4, 1))
        await happened(pilot, lambda: settings.highlighted == 1)
        assert not reading(app).aids.ruler
        await pilot.click(settings, offset=(4, 1))
        await happened(pilot, lambda: reading(app).aids.ruler)


THEME = 'dark = true\nbackground = "#101010"\nforeground = "#eeeeee"\nprimary = "#ff8800"\n'


@pytest.mark.long
async def test_a_theme_is_taken_from_an_edited_file_only_if_there_is_one(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(_: PizhuApp, path: Path) -> None:
        path.parent.joinpath("themes").mkdir(parents=True, exist_ok=True)
        path.parent.joinpath("themes", "mine.toml").write_text(THEME, "utf-8")
        path.write_text(texts.pop(0), "utf-8")

    monkeypatch.setattr("tui.note_editing.external_editor.edit_file", edit)
    texts = ['theme = "nonexistent"', "theme =", 'theme = "mine"']
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "f10", "e")
        assert "There is no theme 'nonexistent'" in error(app)
        assert app.theme == "pizhu-ink"
        await press(pilot, "e")
        assert "this is not TOML" in error(app)
        assert app.theme == "pizhu-ink"
        await press(pilot, "e")
        assert app.theme == "mine"


@pytest.mark.long
async def test_the_dialog_follows_its_language_and_escape_gives_back_that_of_the_environment(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIZHU_LANG", "zh-Hans")
    use_language(Language.SIMPLIFIED)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "f10")
        await seen(pilot, "设置")
        highlight(app, "language")
        await press(pilot, "right")
        await seen(pilot, "Settings")
        await seen(pilot, "ctrl+s save")
        assert current_language() is Language.ENGLISH
        await press(pilot, "escape")
        assert current_language() is Language.SIMPLIFIED
        screen = app.screen
        assert isinstance(screen, MainScreen)
        for key in ("up", "down"):
            screen.action_language()
            await press(pilot, key, "enter")
        assert current_language() is Language.SIMPLIFIED


async def test_a_language_is_chosen_that_the_setting_names_already(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIZHU_LANG", "zh-Hans")
    use_language(Language.SIMPLIFIED)
    app = PizhuApp(library, Config(language="en", backups=0), segmenter=RuleSegmenter())
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        screen.action_language()
        await press(pilot, "up", "enter")
        assert current_language() is Language.ENGLISH


@pytest.mark.long
@pytest.mark.parametrize("size", [(1, 1), (2, 40)])
async def test_the_dialog_comes_to_rest_where_there_is_no_room(
    library: Library, station: str, size: tuple[int, int]
) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f10")
        await pilot.resize_terminal(*size)
        await press(pilot, "j", "G")  # a scroll bar that comes and goes would never let it rest
        assert isinstance(app.screen, SettingsDialog)


@pytest.mark.long
async def test_saving_the_looks_keeps_the_dialog_open_and_says_so(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "f10", "/", *"measure", "enter", "l", "L")
        await seen(pilot, "Saved in")
        dialog = app.screen
        assert isinstance(dialog, SettingsDialog)
        await press(pilot, "escape", "escape")
        assert app.screen is not dialog
        assert reading(app).aids.measure == 41
        assert read_settings(config_file()).config.measure == 41


@pytest.mark.long
async def test_settings_have_chinese_names_and_are_found_by_them(library: Library, station: str) -> None:
    use_language(Language.SIMPLIFIED)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "f10", "/")
        app.screen.query_one(Input).value = "行宽"
        await seen(pilot, "行宽 · measure")
