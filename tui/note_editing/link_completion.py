"""Completes links in the note editor: after ``[[``, lists matching targets below the editor.

Below the editor it also says how a link is chosen, and which link leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from store.errors import PizhuError
from store.language import lazy
from store.note_syntax.wikilinks import Link, format_link, links_in
from store.notes.backlinks import broken_link_message
from store.notes.link_completion import LinkFinder
from tui.late_answers import unless_gone
from tui.note_editing.editor import NoteEditor
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

WIDTH = 62
"""The greatest width of a link in the list, in cells."""

KEYS = lazy("enter accepts · esc closes the list")
NO_MATCH = lazy("No article and no tag matches")

FindBroken = Callable[[Collection[Link]], Collection[Link]]
"""Finds the targets among some links that lead nowhere."""

# Input methods type full-width brackets, which count too.
_PARTIAL_LINK = r"(?<!\\)(?:\[\[|【【)(?P<typed>(?:(?!\[\[|\]\]|【【|】】)[^|\\])*)$"


class PartialLink(NamedTuple):
    """A link that is being typed."""

    row: int
    column: int
    """The position of its brackets."""
    typed: str
    """The text after them."""


class LinkCompletion(Vertical):
    """A note editor with a list of link targets below it while a link is being typed."""

    DEFAULT_CSS = """
    LinkCompletion { height: auto; }
    LinkCompletion OptionList { display: none; max-height: 6; }
    LinkCompletion .hint { display: none; height: auto; padding: 0 1; color: $foreground 70%; }
    LinkCompletion .hint.-broken { color: $error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", "Down", priority=True),
        Binding("up,ctrl+p", "move(-1)", "Up", priority=True),
        Binding("tab,enter", "complete", "Complete", priority=True),
        Binding("escape", "close", "Close", priority=True),
    ]

    def __init__(
        self,
        editor: NoteEditor,
        finder: Callable[[], LinkFinder] | None = None,
        find_broken: FindBroken | None = None,
    ) -> None:
        """Create a completion for an editor.

        :param finder: creates the finder of links. Called in a thread. If None, links are not completed.
        :param find_broken: finds links that lead nowhere. Called in a thread. If None, none are shown.
        """
        super().__init__()
        self.editor = editor
        self._options = OptionList()
        self._options.can_focus = False  # the editor keeps the focus
        self._hint = Static(classes="hint", markup=False)
        self._make_finder = finder
        self._find_broken = find_broken
        self._looked_up: frozenset[Link] = frozenset()
        """The targets of the links of which is known, or will be, whether they are broken."""
        self._broken: Collection[Link] = ()
        """The targets that lead nowhere."""
        self._finder: LinkFinder | None = None
        self._partial: PartialLink | None = None
        self._listed: Sequence[Link] = ()
        self._has_found_nothing = False
        """Whether nothing matches what was typed."""
        self._declined: tuple[int, int] | None = None
        """The position of a link for which the user has closed the list."""

    def mount_in(self, box: Widget) -> None:
        """Mount as the first child of a widget, and focus the editor.

        The editor is mounted here, not composed, so that keys that were typed ahead go into it.
        """
        box.mount(self, before=0 if box.children else None)
        self.mount(self.editor, self._options, self._hint)
        self.screen.set_focus(self.editor)
        self.look_up_links()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable the keys of the list only while it is shown."""
        if action in ("move", "complete", "close"):
            return bool(self._listed)
        return super().check_action(action, parameters)

    @on(TextArea.Changed)
    def look_up_links(self) -> None:
        """Find out, in a thread, which links of the note lead nowhere, if there are new ones."""
        wanted = frozenset(link.target for link in links_in(self.editor.text))
        if self._find_broken is not None and wanted != self._looked_up:
            self._looked_up = wanted
            self.run_worker(lambda: self._look_up(wanted), thread=True, group="broken", exclusive=True)

    def _look_up(self, wanted: frozenset[Link]) -> None:
        """In a thread: find the links that lead nowhere."""
        with suppress(PizhuError):  # saving the note will show what is wrong with the library
            broken = self._find_broken(wanted) if self._find_broken and wanted else ()
            self.app.call_from_thread(unless_gone(self, self._show_broken), wanted, broken)

    def _show_broken(self, wanted: frozenset[Link], broken: Collection[Link]) -> None:
        if wanted == self._looked_up:
            self._broken = broken
            self.editor.show_broken(broken)
            self._show_hint()

    def _show_hint(self) -> None:
        """Say how a link of the list is chosen, that there is none, or which link of the note is broken."""
        partial, links = self._partial, links_in(self.editor.text)
        broken = next((link for link in links if link.target in self._broken), None)
        if self._listed:
            words = str(KEYS)
        elif partial is not None and partial.typed and self._has_found_nothing:
            words = str(NO_MATCH)
        else:
            words = broken_link_message(broken) if broken else ""
        self._hint.set_class(words not in {str(KEYS), str(NO_MATCH)}, "-broken")
        self._hint.display = bool(words)
        self._hint.update(displayed(words))

    @on(TextArea.Changed)
    @on(TextArea.SelectionChanged)
    def update_list(self) -> None:
        """Find the targets for the link that is being typed, if there is one."""
        partial = self._partial_link() if self._make_finder is not None else None
        if partial == self._partial:
            return
        self._partial = partial
        if partial is None or (partial.row, partial.column) == self._declined:
            self._list(partial, ())
        else:
            self.run_worker(lambda: self._find(partial), thread=True, group="links", exclusive=True)

    def _partial_link(self) -> PartialLink | None:
        editor = self.editor
        row, column = editor.cursor_location
        before = editor.document.get_line(row)[:column]
        match = re.search(_PARTIAL_LINK, before) if editor.selection.is_empty else None
        return PartialLink(row, match.start(), match["typed"]) if match else None

    def _find(self, partial: PartialLink) -> None:
        """In a thread: find matching targets."""
        if self._finder is None and self._make_finder is not None:
            self._finder = self._make_finder()
        found = self._finder.find(partial.typed) if self._finder else []
        self.app.call_from_thread(unless_gone(self, self._list), partial, found, has_searched=True)

    def _list(
        self, partial: PartialLink | None, links: Sequence[Link], *, has_searched: bool = False
    ) -> None:
        """Show links in the list, unless the user is typing something else by now.

        :param has_searched: whether the links are those that match what was typed.
        """
        if partial != self._partial:
            return
        self._listed = links
        options = self._options
        options.display = bool(links)
        options.clear_options()
        options.add_options([Option(_line(link)) for link in links])
        options.highlighted = 0 if links else None
        self._has_found_nothing = has_searched and not links
        self._show_hint()

    def action_move(self, step: int) -> None:
        """Move the highlight through the list."""
        options = self._options
        options.highlighted = ((options.highlighted or 0) + step) % max(1, options.option_count)

    @on(OptionList.OptionSelected)
    def action_complete(self) -> None:
        """Replace the partial link with the highlighted one."""
        place, partial = self._options.highlighted, self._partial
        if place is None or partial is None:
            return
        editor = self.editor
        end = editor.cursor_location
        after = editor.document.get_line(end[0])[end[1] :]
        if after.startswith(("]]", "】】")):
            end = (end[0], end[1] + 2)
        link = format_link(self._listed[place])
        self._partial = None
        self._list(None, ())  # at once, because the next key is for the editor
        editor.replace(link, (partial.row, partial.column), end, maintain_selection_offset=False)
        editor.move_cursor((partial.row, partial.column + len(link)))

    def action_close(self) -> None:
        """Close the list for this link."""
        if self._partial is not None:
            self._declined = (self._partial.row, self._partial.column)
        self._list(self._partial, ())


def _line(link: Link) -> Text:
    return Text(fitted(link.shown, WIDTH), no_wrap=True, overflow="ellipsis")
