"""The tour: a strip that says what to try next, and goes on when it has been done."""

from __future__ import annotations

from typing import assert_never

from rich.text import Text
from textual.app import RenderResult
from textual.message import Message
from textual.widget import Widget

from store.language import _, lazy
from tui.discovery.tour_steps import TOUR, Done, TourStep
from tui.keys.action import Scope
from tui.keys.keymap import key_for
from tui.panes.articles import ArticlesPane
from tui.panes.layout import PaneScreen
from tui.panes.pane import Pane
from tui.panes.reading import ReadingPane
from tui.typesetting.fitting import wrapped_with_offsets

LEAVING = lazy("esc esc leaves the tour")

WAYS = {
    Scope.ARTICLES: ("leave", lazy("{key} goes to the list of articles, where you try this")),
    Scope.READING: ("next_pane", lazy("{key} goes to the text, where you try this")),
}
"""The action that leads to the pane of a step, and what to say while another pane is the current one."""

UNDOING = frozenset({"undo", "redo"})
"""The actions that change the library and ask no controller for it."""


class Tour(Widget):
    """Shows a step. Actions are reported to it; keys are left alone."""

    DEFAULT_CSS = """
    Tour {
        height: auto; background: $panel; color: $foreground; padding: 0 1;
        & > .tour--key { background: $primary; color: $background; text-style: bold; }
        & > .tour--place { color: $secondary; text-style: bold; }
        & > .tour--quiet { color: $foreground 70%; }
    }
    """
    COMPONENT_CLASSES = {"tour--key", "tour--place", "tour--quiet"}  # noqa: RUF012 - declared so in Textual

    class Ended(Message):
        """The tour is over."""

        def __init__(self, *, is_complete: bool) -> None:
            super().__init__()
            self.is_complete = is_complete
            """Whether every step is done. Otherwise the user has left the tour."""

    def __init__(self, screen: PaneScreen, reading: ReadingPane, articles: ArticlesPane) -> None:
        """Create the tour at its first step."""
        super().__init__()
        self._panes = screen
        self._reading = reading
        self._articles = articles
        self._number = 0
        self._has_run = False
        """Whether the action of the step has been run."""
        self._has_changed = False
        """Whether the library has changed since."""
        self._cancels = 0
        """How often esc has been pressed in a row."""

    @property
    def step(self) -> TourStep:
        """The present step."""
        return TOUR[self._number]

    def action_ran(self, name: str) -> None:
        """Note an action of the main screen or a pane: it may be that of the step, or leave the tour."""
        self._cancels = self._cancels + 1 if name == "cancel" else 0
        if self._cancels == 2:
            self.post_message(self.Ended(is_complete=False))
        elif name == self.step.action:
            self._has_run, self._has_changed = True, False
        elif self.step.done is Done.CHANGED and (name.startswith("ask(") or name in UNDOING):
            self._has_run = False  # what changes now is not changed by the action of the step
        self.check()

    def library_changed(self) -> None:
        """Note a change of the library."""
        self._has_changed = True
        self.check()

    def check(self) -> None:
        """Go on if the step is done. Called whenever it may be."""
        if self._has_run and self._is_done():
            self._has_run = False
            if self._number + 1 == len(TOUR):
                self.post_message(self.Ended(is_complete=True))
                return
            self._number += 1
        self.refresh(layout=True)

    def _is_done(self) -> bool:
        is_back = self._panes.is_current and isinstance(self._panes.focused, Pane)
        match self.step.done:
            case Done.AT_ONCE:
                return True
            case Done.CLOSED:
                return is_back
            case Done.SELECTED:
                return self._reading.selection is not None
            case Done.FOUND:
                return is_back and bool(self._reading.matches)
            case Done.CHANGED:
                return is_back and self._has_changed
            case Done.FILTERED:
                return is_back and bool(self._articles.filter_query)
            case _:
                assert_never(self.step.done)

    def render(self) -> RenderResult:
        """The number of the step, its key, and what the key does."""
        step, quiet = self.step, self.get_component_rich_style("tour--quiet")
        text = Text.assemble(
            (
                _("Tour {number}/{count}", number=self._number + 1, count=len(TOUR)) + " ",
                self.get_component_rich_style("tour--place"),
            ),
            (f" {key_for(step.scope, step.action)} ", self.get_component_rich_style("tour--key")),
            f" {step.text}",
        )
        after = Text(f"{self._way()} · {LEAVING}" if self._way() else str(LEAVING), quiet)
        width = self.app.size.width - 2
        fits = text.cell_len + 2 + after.cell_len <= width
        return _broken(text.append("  " if fits else "\n").append_text(after), width)

    def _way(self) -> str:
        """How to get to the pane of the step, if it is not the current one."""
        scope = self.step.scope
        if scope not in WAYS or self._panes.current_pane.SCOPE is scope:
            return ""
        action, text = WAYS[scope]
        return text.format(key=key_for(Scope.APP, action))


def _broken(text: Text, width: int) -> Text:
    """A text in lines of at most ``width`` cells, broken as the reading view breaks them."""
    lines = text.divide([start for start, _line in wrapped_with_offsets(text.plain, width)][1:])
    for each in lines:
        each.rstrip()
    whole = Text("\n").join(lines)
    whole.no_wrap = True
    return whole
