"""What the command line asks of the reader."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from store.library import Library
from tui.keys.action import Action, Scope

Act = Callable[[], Awaitable[None] | None]
"""Does what was typed. Called once the command line is closed."""


class Target(Protocol):
    """The reader, as far as commands change it. An :data:`Act` calls the methods, never a preparation."""

    @property
    def library(self) -> Library:
        """The library."""

    @property
    def scope(self) -> Scope:
        """The scope of the current pane."""

    @property
    def article(self) -> str | None:
        """The ID of the open article, or None."""

    @property
    def themes(self) -> list[str]:
        """The names of the themes."""

    @property
    def settings(self) -> dict[str, Any]:
        """The present values of the settings of :data:`tui.command_line.settings.SETTINGS`."""

    def apply_setting(self, name: str, value: str | int | bool) -> None:
        """Give a setting another value, until the reader is closed."""

    async def run_anywhere(self, action: Action) -> None:
        """Run an action of any pane."""

    async def quit(self, *, at_once: bool, save: bool) -> None:
        """Leave the reader.

        :param at_once: also while an export is being written.
        :param save: save the note that is being written first.
        """

    def save_note(self) -> None:
        """Save the note that is being written."""

    def open_article(self, article: str) -> None:
        """Open an article and go to the reading pane."""

    def go_to_paragraph(self, number: int) -> None:
        """Go to a paragraph of the open article, counted from 1, or to the last one."""

    def help(self, words: str) -> None:
        """Show the help: all of it, or what has some words."""

    def clear_finds(self) -> None:
        """Show the matches of the last search no longer."""

    def export(self, kind: str, path: str, *, force: bool) -> None:
        """Export the articles of the list to a file, also over one that Pizhu has not written if forced."""

    def import_paths(self, paths: Sequence[str]) -> None:
        """Import files, folders and addresses."""

    def tag(self, names: Sequence[str]) -> None:
        """Tag the selection or, without one, the open article."""

    def star(self) -> None:
        """Star the open article, or remove its star."""

    def filter(self, typed: str) -> None:
        """Show the articles that match a query; all if it is empty.

        :raises QuerySyntaxError: a part of it is not valid.
        """

    def adjudicate(self, typed: str) -> None:
        """Decide where coders of the articles that match a query differ."""

    def run_pizhu(self, arguments: Sequence[str]) -> None:
        """Run a command of ``pizhu`` on the library, and show what it prints."""

    def say(self, message: str) -> None:
        """Show a short message."""
