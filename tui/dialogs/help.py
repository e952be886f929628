"""The help: every action with its keys and its command, searchable, and the pages of the manual."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static

from store.language import Lazy, _, lazy
from tui.dialogs.base.dialog import PageDialog, set_frame, set_keys
from tui.discovery.help_page import HelpLooks, HelpPage
from tui.discovery.manual import manual_pages
from tui.keys.action import Scope

KEYS = lazy("/ search · 1–9 manual · j k scroll · esc close")
FOUND_KEYS = lazy("/ search · j k scroll · esc all")
TYPING_KEYS = lazy("enter keeps what is found · esc all")
NOTHING_FOUND = lazy("No key, action or page of the manual has these words. esc shows all again.")
READING_ACTIONS = {"scroll", "page", "scroll_to_edge", "search", "open_page"}
"""Actions whose keys are text while something is typed."""


class HelpDialog(PageDialog[None]):
    """Lists all actions, those of the focused pane first. ``/`` searches them, a digit opens the manual."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("q,question_mark", "leave", "Leave"),
        Binding("slash", "search", "Search", priority=True),
        Binding("enter", "open_page(1)", "Open"),
        *(Binding(str(number), f"open_page({number})", "Manual", priority=True) for number in range(1, 10)),
    ]

    def __init__(self, scope: Scope, words: str = "") -> None:
        """Create the dialog.

        :param scope: that of the focused pane.
        :param words: what to search for first.
        """
        super().__init__()
        self._typed = words
        self._help = HelpPage(scope, manual_pages(), _words(words))
        self._scope = scope

    def compose(self) -> ComposeResult:
        """The keys, in a window that scrolls, and the search below it."""
        with Vertical(classes="dialog help") as dialog:
            set_frame(dialog, _("Help"), str(FOUND_KEYS if self._help.words else KEYS))
            with VerticalScroll():
                yield Static(classes="keys")
            yield Input(self._typed, placeholder=_("a key, or what you want to do"), classes="search")

    def on_mount(self) -> None:
        """Hide the search, unless something is searched for."""
        self.query_one(Input).display = bool(self._help.words)
        self.set_focus(self.query_one(VerticalScroll))

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's signature
        """Set the page for the new width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width - 1
        if width > 0:
            lines = self._help.lines(width, self._looks())
            page = Text("\n").join(lines) if lines else Text(str(NOTHING_FOUND))
            page.no_wrap = True
            self.query_one(".keys", Static).update(page)

    def _looks(self) -> HelpLooks:
        theme = self.app.theme_variables
        return HelpLooks(
            section=Style.parse(f"bold {theme['primary']}"),
            group=Style.parse(f"bold {theme['secondary']}"),
            key=Style(bold=True),
            quiet=Style(dim=True),
            found=Style(underline=True, bold=True),
        )

    @property
    def _is_typing(self) -> bool:
        return isinstance(self.focused, Input)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys to the search while something is typed."""
        if self._is_typing and action in READING_ACTIONS:
            return False
        return super().check_action(action, parameters)

    def action_search(self) -> None:
        """Type words to search for."""
        line = self.query_one(Input)
        line.display = True
        self.set_focus(line)
        self._set_keys(TYPING_KEYS)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """Show only what has the words typed so far."""
        self._help = HelpPage(self._scope, self._help.pages, _words(event.value))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self._show()

    @on(Input.Submitted)
    def keep(self) -> None:
        """Go back to the page, which shows what was found."""
        line = self.query_one(Input)
        line.display = bool(self._help.words)
        self.set_focus(self.query_one(VerticalScroll))
        self._set_keys(FOUND_KEYS if self._help.words else KEYS)

    def action_cancel(self) -> None:
        """Show all again. If all is shown, close the dialog."""
        if not self._is_typing and not self._help.words:
            self.action_leave()
            return
        line = self.query_one(Input)
        line.value = ""
        line.display = False
        self.set_focus(self.query_one(VerticalScroll))
        self._set_keys(KEYS)

    def action_open_page(self, number: int) -> None:
        """Open a page of the manual by its number."""
        pages = self._help.found_pages
        if number <= len(pages):
            from tui.dialogs.manual import ManualDialog

            self.app.push_screen(ManualDialog(pages[number - 1], self._help.pages))

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)

    def _set_keys(self, keys: Lazy) -> None:
        set_keys(self.query_one(".dialog"), keys)


def _words(typed: str) -> tuple[str, ...]:
    return tuple(typed.lower().split())
