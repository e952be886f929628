"""Around the editor of a note: where ``[[`` is typed it offers what to link to, in a list below."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import OptionList, TextArea
from textual.widgets.option_list import Option

from store.note_syntax.wikilinks import Link, written
from store.notes.link_completion import LinkFinder
from tui.note_editing.editor import NoteEditor
from tui.typesetting.fitting import fitted

WIDTH = 62
"""Cells of a link that is offered."""

# Brackets as an input method types them count too.
_BEGUN = r"(?<!\\)(?:\[\[|【【)(?P<typed>(?:(?!\[\[|\]\]|【【|】】)[^|\\])*)$"


class Begun(NamedTuple):
    """A link that is being typed."""

    row: int
    column: int
    """Where its brackets stand."""
    typed: str
    """What was typed after them."""


class LinkCompletion(Vertical):
    """An editor, and below it what there is to link to while a link is being typed."""

    DEFAULT_CSS = """
    LinkCompletion { height: auto; }
    LinkCompletion OptionList { display: none; max-height: 6; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", "Down", priority=True),
        Binding("up,ctrl+p", "move(-1)", "Up", priority=True),
        Binding("tab,enter", "take", "Take", priority=True),
        Binding("escape", "close", "Close", priority=True),
    ]

    def __init__(self, editor: NoteEditor, finder: Callable[[], LinkFinder] | None = None) -> None:
        """What there is to link to in an editor.

        :param finder: makes what finds links, called on a thread; None where links mean nothing.
        """
        super().__init__()
        self.editor = editor
        """In which one types."""
        self._options = OptionList()
        self._options.can_focus = False  # the editor keeps the focus
        self._make_finder = finder
        self._finder: LinkFinder | None = None
        self._begun: Begun | None = None
        self._offered: Sequence[Link] = ()
        self._declined: tuple[int, int] | None = None
        """Where the link stands for which nothing is to be offered any more."""

    def begin(self, box: Widget) -> None:
        """Put it into a box, above what is there, the focus on the editor.

        At once, so that keys that were typed ahead go into it; what is composed comes later.
        """
        box.mount(self, before=0 if box.children else None)
        self.mount(self.editor, self._options)
        self.screen.set_focus(self.editor)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key is for the list: while it is there."""
        if action in ("move", "take", "close"):
            return bool(self._offered)
        return super().check_action(action, parameters)

    @on(TextArea.Changed)
    @on(TextArea.SelectionChanged)
    def look(self) -> None:
        """See whether a link is being typed, and have what fits found."""
        begun = self._being_typed() if self._make_finder is not None else None
        if begun == self._begun:
            return
        self._begun = begun
        if begun is None or (begun.row, begun.column) == self._declined:
            self._offer(begun, ())
        else:
            self.run_worker(lambda: self._find(begun), thread=True, group="links", exclusive=True)

    def _being_typed(self) -> Begun | None:
        editor = self.editor
        row, column = editor.cursor_location
        before = editor.document.get_line(row)[:column]
        match = re.search(_BEGUN, before) if editor.selection.is_empty else None
        return Begun(row, match.start(), match["typed"]) if match else None

    def _find(self, begun: Begun) -> None:
        """Find what fits, on a thread."""
        if self._finder is None and self._make_finder is not None:
            self._finder = self._make_finder()
        found = self._finder.find(begun.typed) if self._finder else []
        self.app.call_from_thread(self._offer, begun, found)

    def _offer(self, begun: Begun | None, links: Sequence[Link]) -> None:
        """Offer links, unless something else is being typed by now."""
        if begun != self._begun or not self.is_mounted:
            return
        self._offered = links
        options = self._options
        options.display = bool(links)
        options.clear_options()
        options.add_options([Option(_line(link)) for link in links])
        options.highlighted = 0 if links else None

    def action_move(self, step: int) -> None:
        """Highlight the next link that is offered, or the one before."""
        options = self._options
        options.highlighted = ((options.highlighted or 0) + step) % max(1, options.option_count)

    @on(OptionList.OptionSelected)
    def action_take(self) -> None:
        """Write the highlighted link in place of what was typed of it."""
        place, begun = self._options.highlighted, self._begun
        if place is None or begun is None:
            return
        editor = self.editor
        end = editor.cursor_location
        after = editor.document.get_line(end[0])[end[1] :]
        if after.startswith(("]]", "】】")):
            end = (end[0], end[1] + 2)
        link = written(self._offered[place])
        self._begun = None
        self._offer(None, ())  # at once: the next key is for the editor
        editor.replace(link, (begun.row, begun.column), end, maintain_selection_offset=False)
        editor.move_cursor((begun.row, begun.column + len(link)))

    def action_close(self) -> None:
        """Offer nothing for this link any more."""
        if self._begun is not None:
            self._declined = (self._begun.row, self._begun.column)
        self._offer(self._begun, ())


def _line(link: Link) -> Text:
    return Text(fitted(link.shown, WIDTH), no_wrap=True, overflow="ellipsis")
