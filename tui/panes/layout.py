"""The layout of the main screen: four panes and a line of key hints."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Static

from store.language import _, lazy
from tui.keys.action import Action, Scope
from tui.keys.continuation_strip import ContinuationStrip
from tui.keys.footer import KeyHints
from tui.keys.keymap import key_for
from tui.keys.sequences import ANY
from tui.panes.jump_target import JumpTarget
from tui.panes.pane import Pane, ScopedWidget
from tui.panes.pane_tabs import PaneTabs
from tui.panes.resizing.borders import Border, border_at, dragged
from tui.panes.resizing.sizes import SIDE, PaneSizes
from tui.panes.visibility import NARROW, PaneName, neighbour, visible_panes
from tui.terminal.front_compositor import FrontCompositor

SMALLEST = (30, 8)
"""Columns and rows. In a smaller terminal only a message is shown."""

TOO_SMALL = lazy("Pizhu needs a terminal of {columns} columns and {rows} rows.")

NO_HINT = lazy("There is no hint {letters} here: {key} shows the letters again")


ONE_PANE = lazy("Only this pane is shown: there is nothing to widen or narrow.")
ONE_OF_COLUMN = lazy("Only tags and notes stand one above the other: go to them to change their height.")

WIDTH_STEP, HEIGHT_STEP = 4, 10
"""Cells, and per cent of the height of tags and notes, by which a key without a count changes a pane."""


class PaneScreen(Screen[None], inherit_bindings=False):
    """Shows, hides, zooms and focuses panes. See :mod:`tui.panes.visibility`."""

    AUTO_FOCUS = ""

    def __init__(self, panes: Mapping[PaneName, Pane], first: PaneName) -> None:
        """Create the screen. ``first`` is the pane that gets the focus."""
        super().__init__()
        self._compositor = FrontCompositor()
        self._panes = panes
        self._all = Horizontal(id="panes")
        self._side = Vertical(id="side")
        self._too_small = Static(TOO_SMALL.format(columns=SMALLEST[0], rows=SMALLEST[1]), id="too-small")
        self.hints = KeyHints()
        """The key hints on the bottom line."""
        self._continuations = ContinuationStrip()
        self._tabs = PaneTabs()
        self._current = first
        self._hidden: frozenset[PaneName] = frozenset()
        self._zoomed = False
        self._sizes = PaneSizes()
        self._dragged: Border | None = None

    @property
    def current(self) -> PaneName:
        """The name of the current pane."""
        return self._current

    @property
    def current_pane(self) -> Pane:
        """The current pane."""
        return self._panes[self._current]

    @property
    def key_target(self) -> ScopedWidget:
        """The widget that handles the keys: the current pane, or the editor in it."""
        return self.focused if isinstance(self.focused, ScopedWidget) else self.current_pane

    @property
    def scope(self) -> Scope:
        """The scope of the widget that handles the keys."""
        return self.key_target.SCOPE

    @property
    def hidden(self) -> frozenset[PaneName]:
        """The panes that the user has hidden."""
        return self._hidden

    def hide_panes(self, names: AbstractSet[PaneName]) -> None:
        """Hide these panes, and show the others. The current pane stays visible."""
        self._hidden = frozenset(names)
        if self.is_mounted:
            self.show_panes()

    @property
    def sizes(self) -> PaneSizes:
        """The sizes of the panes that the user has chosen."""
        return self._sizes

    def resize_panes(self, sizes: PaneSizes) -> None:
        """Give the panes other sizes."""
        self._sizes = sizes
        if self.is_mounted:
            self._update_visibility(self.app.size.width)

    def shows(self, name: PaneName) -> bool:
        """Whether a pane is visible."""
        return self._all.display and self._panes[name].display

    def compose(self) -> ComposeResult:
        """The four panes and the key hints below them."""
        self._update_visibility(self.app.size.width)
        with self._all:
            yield self._panes[PaneName.ARTICLES]
            yield self._panes[PaneName.READING]
            with self._side:
                yield from self._panes[PaneName.TAGS].parts
                yield from self._panes[PaneName.NOTES].parts
        yield self._too_small
        yield self._tabs
        yield self._continuations
        yield self.hints

    def on_resize(self, event: events.Resize) -> None:
        """Show the panes that fit the new size."""
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        self._all.display = not small
        self._too_small.display = small
        self.show_panes()

    def show_panes(self) -> None:
        """Update which panes are visible, and move the focus to the current one."""
        self._update_visibility(self.app.size.width)
        if not self.current_pane.holds(self.focused):
            self.current_pane.arrive()
            # Widget.focus() would be too late: it is queued behind keys that were typed for the new pane.
            self.set_focus(self.current_pane.focus_target)
        self.hints.show(self.scope)

    def _update_visibility(self, width: int) -> None:
        """Show the panes that are visible in a terminal of ``width`` cells, and hide the others."""
        shown = visible_panes(width, self._current, self._hidden, zoomed=self._zoomed)
        for name, pane in self._panes.items():
            for part in pane.parts:
                part.display = name in shown
        if width < NARROW and self._all.display:
            self._tabs.show(self._current, self._hidden)
        else:
            self._tabs.display = False
        self._side.display = not shown.isdisjoint({PaneName.TAGS, PaneName.NOTES})
        for column in (self._panes[PaneName.ARTICLES], self._side):
            column.set_class(len(shown) == 1 or shown == {PaneName.TAGS, PaneName.NOTES}, "-alone")
        self._update_sizes(width, shown)

    def _update_sizes(self, width: int, shown: AbstractSet[PaneName]) -> None:
        """Set the sizes of the columns, and of tags and notes. The style sheet has those of a pane alone."""
        sizes = self._sizes.fitted(width, shown)
        columns = {self._panes[PaneName.ARTICLES]: sizes.list_width, self._side: sizes.side_width}
        for column, cells in columns.items():
            column.styles.width = None if column.has_class("-alone") else cells
        self._panes[PaneName.TAGS].styles.height = f"{sizes.tags_height / 20}fr"
        self._panes[PaneName.NOTES].styles.height = f"{(100 - sizes.tags_height) / 20}fr"

    @property
    def _shown_regions(self) -> dict[PaneName, Region]:
        """Where the visible panes are. The notes end where the editor below them does."""
        return {
            name: Region.from_union([part.region for part in pane.parts if part.region])
            for name, pane in self._panes.items()
            if self.shows(name) and pane.region
        }

    def go_to_pane(self, name: PaneName) -> None:
        """Make a pane the current one. It is no longer hidden."""
        if name is not self._current:
            self.leave_pane()
        self._current = name
        self._hidden -= {name}
        self.show_panes()

    def show_texts(self) -> None:
        """Show the texts of the layout in the current language."""
        self._too_small.update(TOO_SMALL.format(columns=SMALLEST[0], rows=SMALLEST[1]))
        for pane in self._panes.values():
            pane.show_name()
        self._tabs.refresh(layout=True)
        self.hints.show(self.scope)

    def leave_pane(self) -> None:
        """Called before another pane becomes the current one."""

    def on_pane_keys_pending(self, event: Pane.KeysPending) -> None:
        """Show which keys may follow, if no key is typed for a while."""
        self._continuations.follow(event.sequences)

    def on_screen_suspend(self) -> None:
        """Hide the keys that may follow, because a dialog takes the keys."""
        self._continuations.clear()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Make a pane that was clicked the current one."""
        if event.widget is not self.focused:
            return  # the event is late: the focus has moved on
        self._continuations.clear()
        for name, pane in self._panes.items():
            if name is not self._current and pane.holds(event.widget):
                self.go_to_pane(name)
        self.hints.show(self.scope)

    def on_note_editor_paused(self) -> None:
        """Move the focus from the editor to its pane."""
        self.set_focus(self.current_pane)

    @on(KeyHints.Clicked)
    async def run_hint(self, event: KeyHints.Clicked) -> None:
        """Run the action of a hint that was clicked."""
        await (self if event.action.scope is Scope.APP else self.key_target).run_action(event.action.name)

    def action_jump(self) -> None:
        """Show letters on what is visible, and jump where they are typed."""
        from tui.discovery.jump_hints import JumpHints

        targets = [
            JumpTarget(target.x, target.y, partial(self._jump, name, target))
            for name, pane in self._panes.items()
            if self.shows(name)
            for target in (JumpTarget(pane.region.x + 1, pane.region.y, tuple), *pane.jump_targets())
        ]
        picture = self._compositor.render_strips()
        self.app.push_screen(JumpHints(picture, targets), self._jump_or_say)

    def _jump_or_say(self, answer: JumpTarget | str | None) -> None:
        if isinstance(answer, str):
            message = NO_HINT.format(letters=answer, key=key_for(Scope.APP, "jump"))
            self.notify(message, timeout=3, markup=False)
        elif answer is not None:
            answer.go()

    def _jump(self, name: PaneName, target: JumpTarget) -> None:
        self.go_to_pane(name)
        target.go()

    def set_theme(self, theme: str) -> None:
        """Show everything in another theme."""
        self.app.theme = theme

    @property
    def saved_searches(self) -> list[str]:
        """The names of the saved searches."""
        return []

    def show_saved_search(self, name: str) -> None:
        """Show the articles of a saved search."""

    async def run_anywhere(self, action: Action) -> None:
        """Run an action. If it is one of another pane, go there first.

        An action whose keys end in any character waits for that character, as after the keys before it.
        """
        if action.scope is Scope.APP:
            await self.run_action(action.name)
            return
        target = self.key_target
        if action.scope is not self.scope and not action.scope.is_apart:
            self.go_to_pane(PaneName[action.scope.name])
            target = self.current_pane
            self.set_focus(target)
        sequence = next((key for key in action.keys if key.endswith(f" {ANY}")), None)
        if sequence is not None and isinstance(target, Pane):
            target.begin(sequence)
        else:
            await target.run_action(action.name)

    def action_help(self) -> None:
        """Show all keys."""
        self.show_help()

    def show_help(self, words: str = "") -> None:
        """Show the help, or what of it has some words."""
        from tui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(self.scope, words))

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self.go_to_pane(neighbour(self._current, 1, self._hidden))

    def action_previous_pane(self) -> None:
        """Go to the previous pane."""
        self.go_to_pane(neighbour(self._current, -1, self._hidden))

    def action_resize_width(self, step: int) -> None:
        """Make the current pane wider, or narrower if the step is negative, by the count or a few cells."""
        shown = self._shown_regions.keys()
        cells = step * (self.current_pane.take_count() or WIDTH_STEP)
        if len(shown) == 1 or shown == SIDE:
            self.notify(str(ONE_PANE), timeout=3, markup=False)
            return
        self.resize_panes(self._sizes.fitted(self.app.size.width, shown).wider(self._current, cells, shown))

    def action_resize_height(self, step: int) -> None:
        """Make the tags or the notes higher, or lower if the step is negative, by the count in per cent."""
        share = step * (self.current_pane.take_count() or HEIGHT_STEP)
        if self._current not in SIDE or not self._shown_regions.keys() >= SIDE:
            self.notify(str(ONE_OF_COLUMN), timeout=3, markup=False)
            return
        self.resize_panes(self._sizes.higher(self._current, share))

    def action_reset_sizes(self) -> None:
        """Give all panes the sizes that they have without settings."""
        self.current_pane.take_count()
        self.resize_panes(PaneSizes())

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag a border between panes."""
        if event.button == 1:
            self._dragged = border_at(event.screen_x, event.screen_y, self._shown_regions)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Let the border that is dragged follow the mouse."""
        if self._dragged is None or event.button != 1:  # the button may be released outside the terminal
            self._dragged = None
            return
        width, regions = self.app.size.width, self._shown_regions
        self.resize_panes(dragged(self._dragged, event.screen_offset, self._sizes, regions, width))

    def on_mouse_up(self) -> None:
        """Leave the border where it is."""
        self._dragged = None

    def action_zoom(self) -> None:
        """Show only the current pane, or all again."""
        self._zoomed = not self._zoomed
        self.show_panes()

    def action_hide_pane(self) -> None:
        """Hide the current pane."""
        self._toggle(self._current)

    def action_switch(self, pane: str) -> None:
        """Show or hide a pane."""
        self._toggle(PaneName(pane))

    def _toggle(self, name: PaneName) -> None:
        """Hide a pane, or show it. The last visible pane cannot be hidden."""
        if not self._panes[name].display:
            self._zoomed = False
            self.go_to_pane(name)
            return
        hidden = self._hidden | {name}
        if len(hidden) == len(PaneName):
            self.notify(_("This is the last pane: show another one before you hide it."), severity="warning")
            return
        self._hidden = hidden
        if name is self._current:
            self._zoomed = False
            self.go_to_pane(neighbour(name, 1, hidden))
        else:
            self.show_panes()
