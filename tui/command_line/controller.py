"""Asks for a command of the command line, and does it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from store.errors import PizhuError
from store.language import _
from store.library import Library
from tui.command_line.completion import complete
from tui.command_line.dialog import CommandLineDialog
from tui.command_line.interpreter import interpret
from tui.command_line.output import OutputDialog
from tui.command_line.pizhu_process import PizhuProcess, Printed
from tui.command_line.target import Act
from tui.controllers.dispatch import Dispatcher
from tui.controllers.open_article import OpenArticleController
from tui.controllers.settings.live_settings import LiveSettings
from tui.controllers.shared.notices import say
from tui.controllers.transfer.exporting import ExportController
from tui.controllers.transfer.importing import ImportController
from tui.keys.action import Action, Scope
from tui.looks.error_toasts import show_error
from tui.note_editing.editor import NoteEditor
from tui.panes.articles import ArticlesPane
from tui.panes.layout import PaneScreen
from tui.panes.reading import ReadingPane
from tui.panes.visibility import PaneName
from tui.recent_list import RecentList


class CommandLineController:
    """What commands ask of the reader: see :class:`tui.command_line.target.Target`."""

    def __init__(
        self,
        screen: PaneScreen,
        library: Library,
        dispatcher: Dispatcher,
        *,
        live_settings: LiveSettings,
        open_article: OpenArticleController,
        articles_pane: ArticlesPane,
        reading_pane: ReadingPane,
        imports: ImportController,
        exports: ExportController,
    ) -> None:
        self._screen = screen
        self._app = screen.app
        self._library = library
        self._dispatcher = dispatcher
        self._live_settings = live_settings
        self._open_article = open_article
        self._articles_pane = articles_pane
        self._reading_pane = reading_pane
        self._imports = imports
        self._exports = exports

    def ask(self, history: RecentList) -> None:
        """Ask for a command, and do it."""
        dialog = CommandLineDialog(partial(interpret, target=self), partial(complete, target=self), history)
        self._app.push_screen(dialog, self._do)

    async def _do(self, act: Act | None) -> None:
        if act is None:
            return
        try:
            doing = act()
            if doing is not None:
                await doing
        except PizhuError as error:
            show_error(self._app, str(error))

    @property
    def library(self) -> Library:
        """The library."""
        return self._library

    @property
    def scope(self) -> Scope:
        """The scope of the current pane."""
        return self._screen.scope

    @property
    def article(self) -> str | None:
        """The ID of the open article, or None."""
        return self._open_article.id

    @property
    def themes(self) -> list[str]:
        """The names of the themes."""
        return sorted(self._app.available_themes)

    @property
    def settings(self) -> dict[str, Any]:
        """The present values of the settings that take effect at once, by name."""
        return self._live_settings.looks

    def apply_setting(self, name: str, value: str | int | bool) -> None:
        """Give a setting another value, until the reader is closed."""
        self._live_settings.set(name, value)

    async def run_anywhere(self, action: Action) -> None:
        """Run an action of any pane."""
        await self._screen.run_anywhere(action)

    async def quit(self, *, at_once: bool, save: bool) -> None:
        """Leave the reader, at once or as the key does."""
        if save and (editor := self._editor()) is not None:
            editor.action_save()
        if at_once:
            self._app.exit()
        else:
            await self._screen.run_action("quit")

    def save_note(self) -> None:
        """Save the note that is being written. All else is saved already."""
        editor = self._editor()
        if editor is None:
            self.say(_("Everything is saved already"))
        else:
            editor.action_save()

    def _editor(self) -> NoteEditor | None:
        return next(iter(self._screen.query(NoteEditor)), None)

    def open_article(self, article: str) -> None:
        """Open an article and go to the reading pane."""
        self._open_article.go_to(article)
        self._screen.go_to_pane(PaneName.READING)

    def go_to_paragraph(self, number: int) -> None:
        """Go to a paragraph of the open article."""
        self._screen.go_to_pane(PaneName.READING)
        self._reading_pane.go_to_paragraph(number)

    def help(self, words: str) -> None:
        """Show the help: all of it, or what has some words."""
        self._screen.show_help(words)

    def clear_finds(self) -> None:
        """Show the matches of the last search no longer."""
        self._reading_pane.clear_finds()

    def export(self, kind: str, path: str, *, force: bool) -> None:
        """Export the articles of the list to a file."""
        self._exports.export(kind, path, self._articles_pane.filtered_articles, force=force)

    def import_paths(self, paths: Sequence[str]) -> None:
        """Import files, folders and addresses."""
        self._imports.import_paths(paths, self._articles_pane)

    def tag(self, names: Sequence[str]) -> None:
        """Tag the selection or, without one, the open article."""
        selected, article = self._reading_pane.selected_range, self.article
        if selected is not None and self._screen.current is PaneName.READING:
            self._dispatcher.annotations.highlight(selected, names)
        elif article is not None:
            self._dispatcher.articles.add_tags(article, names)

    def star(self) -> None:
        """Star the open article, or remove its star."""
        if self.article is not None:
            self._dispatcher.articles.star(self._library.articles.get(self.article))

    def adjudicate(self, typed: str) -> None:
        """Decide where coders of the articles that match a query differ."""
        from tui.adjudicating.asked import Asked

        self._dispatcher.adjudication.open(Asked(query=typed))

    def filter(self, typed: str) -> None:
        """Go to the list, and show the articles that match a query; all if it is empty.

        :raises QuerySyntaxError: a part of it is not valid.
        """
        query = self._dispatcher.article_filter.parsed(typed)
        self._screen.go_to_pane(PaneName.ARTICLES)
        self._dispatcher.article_filter.filter(query)

    def run_pizhu(self, arguments: Sequence[str]) -> None:
        """Run a command of ``pizhu`` on the library, and show what it prints."""

        def show(printed: Printed | None) -> None:
            if printed is not None and printed.is_error:
                show_error(self._app, printed.text)
            elif printed is not None:
                self.say(printed.text)

        start = partial(PizhuProcess, str(self._library.location), arguments)
        self._app.push_screen(OutputDialog(arguments, start), show)

    def say(self, message: str) -> None:
        """Show a short message."""
        say(self._app, message)
