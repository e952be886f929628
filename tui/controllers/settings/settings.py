"""Shows the settings dialog, and writes settings into the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from store.language import lazy
from tui.controllers.settings.live_settings import LiveSettings
from tui.controllers.shared.notices import say
from tui.panes.layout import PaneScreen
from tui.panes.visibility import PaneName
from tui.settings.draft import SettingsDraft
from tui.settings.reading import Settings, as_toml, read_settings
from tui.settings.writing import write_settings

SAVED = lazy("Saved in {file}: {settings}")
NOTHING_TO_SAVE = lazy("Nothing to save: {file} has these settings already")
TAKEN_BACK = lazy("The settings are as they were before")


class SettingsController:
    """Changes settings, and keeps them."""

    def __init__(self, screen: PaneScreen, live: LiveSettings, file: Path) -> None:
        self._screen = screen
        self._live = live
        self._file = file

    def ask(self) -> None:
        """Show the settings dialog over the text, which follows what is changed."""
        from tui.dialogs.settings.dialog import SettingsDialog

        screen, before = self._screen, self._screen.current
        if not screen.shows(PaneName.READING) and PaneName.READING not in screen.hidden:
            screen.go_to_pane(PaneName.READING)
        draft = SettingsDraft(self._live.config, self._read())
        draft.offer(self._live.choices)

        def read_again() -> Settings:
            self._live.read_themes()
            draft.offer(self._live.choices)
            return self._read()

        def finish(sentence: str | None) -> None:
            if before is not screen.current and before not in screen.hidden:
                screen.go_to_pane(before)
            if sentence:
                say(screen.app, sentence)

        screen.app.push_screen(
            SettingsDialog(
                draft, apply=self._live.apply, save=self._save, read=read_again, taken_back=str(TAKEN_BACK)
            ),
            finish,
        )

    def save_looks(self) -> None:
        """Write the present looks into the file.

        :raises PizhuError: the file is not TOML or cannot be written.
        """
        draft = SettingsDraft(self._live.config, self._read())
        say(self._screen.app, self._save(draft.looks_to_write()))

    def _read(self) -> Settings:
        """What the file says. A theme that there is not is a wrong value."""
        from tui.looks.theme_files import no_such_theme

        file, themes = read_settings(self._file), self._live.choices["theme"]
        theme = file.config.theme
        return file if theme in themes else file.without("theme", no_such_theme(theme, themes))

    def _save(self, values: Mapping[str, Any]) -> str:
        """Write settings. Return a sentence about what was written."""
        if not values:
            return NOTHING_TO_SAVE.format(file=self._file)
        write_settings(self._file, values)
        settings = ", ".join(f"{name} = {as_toml(value)}" for name, value in values.items())
        return SAVED.format(file=self._file, settings=settings)
