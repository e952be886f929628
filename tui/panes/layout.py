"""A screen of four panes and a line of keys: which panes are in sight, and which has the focus."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from tui.keys.footer import KeyHints
from tui.keys.keymap import Scope
from tui.panes.pane import Keyed, Pane
from tui.panes.visibility import PaneName, following, in_sight

SMALLEST = (30, 8)
"""Columns and rows below which nothing useful can be shown."""

TOO_SMALL = f"Pizhu needs a terminal of {SMALLEST[0]} columns and {SMALLEST[1]} rows."


class ArrangedScreen(Screen[None], inherit_bindings=False):
    """Panes that go round, are zoomed and put away, as :mod:`tui.panes.visibility` has it."""

    AUTO_FOCUS = ""

    def __init__(self, panes: Mapping[PaneName, Pane], first: PaneName) -> None:
        """A screen of all four panes, with ``first`` in focus."""
        super().__init__()
        self._panes = panes
        self._all = Horizontal(id="panes")
        self._side = Vertical(id="side")
        self._too_small = Static(TOO_SMALL, id="too-small")
        self.hints = KeyHints()
        """The bottom line."""
        self._current = first
        self._hidden: frozenset[PaneName] = frozenset()
        self._zoomed = False

    @property
    def current(self) -> PaneName:
        """The pane in use, by name."""
        return self._current

    @property
    def current_pane(self) -> Pane:
        """The pane in use."""
        return self._panes[self._current]

    @property
    def in_use(self) -> Keyed:
        """What takes the keys: the current pane, or the editor in it."""
        return self.focused if isinstance(self.focused, Keyed) else self.current_pane

    @property
    def scope(self) -> Scope:
        """The scope of what takes the keys."""
        return self.in_use.SCOPE

    def shows(self, name: PaneName) -> bool:
        """Whether a pane is in sight."""
        return self._all.display and self._panes[name].display

    def compose(self) -> ComposeResult:
        """The four panes and the keys below them."""
        self._put_in_sight(self.app.size.width)
        with self._all:
            yield self._panes[PaneName.ARTICLES]
            yield self._panes[PaneName.READING]
            with self._side:
                yield from self._panes[PaneName.TAGS].parts
                yield from self._panes[PaneName.NOTES].parts
        yield self._too_small
        yield self.hints

    def on_resize(self, event: events.Resize) -> None:
        """Rearrange the panes for the new size."""
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        self._all.display = not small
        self._too_small.display = small
        self.show_panes()

    def show_panes(self) -> None:
        """Show the panes that are to be in sight, the current one in focus."""
        self._put_in_sight(self.app.size.width)
        if not self.current_pane.holds(self.focused):
            self.current_pane.arrive()
            # At once: Widget.focus() waits its turn behind keys that were typed for the new pane.
            self.set_focus(self.current_pane.place_to_type)
        self.hints.show(self.scope)

    def _put_in_sight(self, width: int) -> None:
        """Show the panes that are to be in sight in so many columns, and no others."""
        shown = in_sight(width, self._current, self._hidden, zoomed=self._zoomed)
        for name, pane in self._panes.items():
            for part in pane.parts:
                part.display = name in shown
        self._side.display = not shown.isdisjoint({PaneName.TAGS, PaneName.NOTES})
        for column in (self._panes[PaneName.ARTICLES], self._side):
            column.set_class(len(shown) == 1 or shown == {PaneName.TAGS, PaneName.NOTES}, "-alone")

    def go_to_pane(self, name: PaneName) -> None:
        """Put the focus on a pane, in sight from then on."""
        if name is not self._current:
            self.leave_pane()
        self._current = name
        self._hidden -= {name}
        self.show_panes()

    def leave_pane(self) -> None:
        """Do what is to be done before another pane is the current one."""

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A pane got the focus by the mouse: it is the current one."""
        if event.widget is not self.focused:
            return  # the event came late, the focus has gone on
        for name, pane in self._panes.items():
            if name is not self._current and pane.holds(event.widget):
                self.go_to_pane(name)
        self.hints.show(self.scope)

    def on_note_editor_paused(self) -> None:
        """The writer wants to see the pane in which the editor is."""
        self.set_focus(self.current_pane)

    @on(KeyHints.Chosen)
    async def do_hint(self, event: KeyHints.Chosen) -> None:
        """Do what a hint that was clicked stands for."""
        await (self if event.action.scope is Scope.APP else self.in_use).run_action(event.action.name)

    def action_help(self) -> None:
        """Show all keys."""
        from tui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(self.scope))

    def action_palette(self) -> None:
        """Find an action by name."""
        self.app.action_command_palette()

    def action_next_pane(self) -> None:
        """To the next pane."""
        self.go_to_pane(following(self._current, 1, self._hidden))

    def action_previous_pane(self) -> None:
        """To the pane before."""
        self.go_to_pane(following(self._current, -1, self._hidden))

    def action_zoom(self) -> None:
        """Show this pane alone, or all again."""
        self._zoomed = not self._zoomed
        self.show_panes()

    def action_hide_pane(self) -> None:
        """Put this pane away."""
        self._toggle(self._current)

    def action_switch(self, pane: str) -> None:
        """Show or hide a pane."""
        self._toggle(PaneName(pane))

    def _toggle(self, name: PaneName) -> None:
        """Hide a pane that is in sight, show one that is not; the last one stays."""
        if not self._panes[name].display:
            self._zoomed = False
            self.go_to_pane(name)
            return
        hidden = self._hidden | {name}
        if len(hidden) == len(PaneName):
            self.notify("This is the last pane: show another before you put it away.", severity="warning")
            return
        self._hidden = hidden
        if name is self._current:
            self._zoomed = False
            self.go_to_pane(following(name, 1, hidden))
        else:
            self.show_panes()
