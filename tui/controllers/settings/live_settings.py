"""The settings in use, which keys, commands and the settings dialog change at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from store.language import Language, current_language, language_of_setting
from store.language.choice import AUTO, VARIABLE
from store.model.listing.order import Order
from tui.config import Config
from tui.controllers.open_article import OpenArticleController
from tui.looks.theme_files import read_themes, theme_folder
from tui.panes.articles import ArticlesPane
from tui.panes.layout import PaneScreen
from tui.panes.reading import Aids, ReadingPane
from tui.panes.resizing.sizes import PaneSizes
from tui.panes.visibility import PaneName
from tui.settings.options import options
from tui.settings.reading import converted


class LiveSettings:
    """Reads the settings from the panes that follow them, and gives them to the panes."""

    def __init__(
        self,
        screen: PaneScreen,
        config: Config,
        *,
        articles_pane: ArticlesPane,
        reading_pane: ReadingPane,
        open_article: OpenArticleController,
        show_in: Callable[[Language], None],
    ) -> None:
        """Begin with the settings that the reader started with.

        :param show_in: shows everything in a language.
        """
        self._screen = screen
        self._config = config
        self._articles_pane = articles_pane
        self._reading_pane = reading_pane
        self._open_article = open_article
        self._show_in = show_in

    @property
    def config(self) -> Config:
        """The values in use. Those that take effect at the start are as they were set last."""
        order, known, chosen = self._articles_pane.order, options(), self._config.language
        looks = {
            **self._reading_pane.aids.settings,
            "language": chosen if _language_of(chosen) is current_language() else current_language().value,
            "theme": self._screen.app.theme,
            "sort": order.field,
            "sort_reversed": order.is_reversed,
            "hidden_panes": [pane.value for pane in PaneName if pane in self._screen.hidden],
            **self._screen.sizes._asdict(),
        }
        return msgspec.structs.replace(
            self._config, **{name: converted(known[name], value) for name, value in looks.items()}
        )

    @property
    def looks(self) -> dict[str, Any]:
        """The values of the settings that take effect at once, by name, as in TOML."""
        config = self.config
        return {
            name: msgspec.to_builtins(getattr(config, name))
            for name, option in options().items()
            if not option.at_start
        }

    def set(self, name: str, value: Any) -> None:
        """Give a setting another value.

        :raises ValueError: it is not allowed; the message names the setting and the allowed values.
        """
        self.apply(msgspec.structs.replace(self.config, **{name: converted(options()[name], value)}))

    @property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """The values of settings that only the reader knows, by name."""
        return {"theme": tuple(sorted(self._screen.app.available_themes))}

    def read_themes(self) -> None:
        """Let themes be chosen whose files were written since the start."""
        app = self._screen.app
        for theme in read_themes(theme_folder(), app.available_themes).themes:
            app.register_theme(theme)

    def apply(self, config: Config) -> None:
        """Let the panes follow other settings. A theme that there is not leaves the present one."""
        present, self._config = self.config, config
        app, reading = self._screen.app, self._reading_pane
        language = _language_of(config.language)
        if language is not current_language():
            self._show_in(language)
        aids = msgspec.structs.replace(Aids.of(config), ambiguous=reading.aids.ambiguous)
        if aids != reading.aids:
            reading.set_aids(aids)
        if config.theme != present.theme and config.theme in app.available_themes:
            app.theme = config.theme
            self._open_article.show()
        if (config.sort, config.sort_reversed) != (present.sort, present.sort_reversed):
            self._articles_pane.sort(Order(config.sort, config.sort_reversed))
        sizes = PaneSizes(config.list_width, config.side_width, config.tags_height)
        if sizes != self._screen.sizes:
            self._screen.resize_panes(sizes)
        if config.columns != present.columns:
            self._articles_pane.show_columns(config.columns)
        if config.hidden_panes != present.hidden_panes:
            self._screen.hide_panes({PaneName(name) for name in config.hidden_panes})


def _language_of(setting: str) -> Language:
    """The language for a value of the setting. With ``auto``, ``PIZHU_LANG`` comes before the system."""
    value = os.environ.get(VARIABLE, "").strip() if setting == AUTO else ""
    return language_of_setting(value or setting, os.environ)
