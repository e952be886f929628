"""Asks what to import: a path, which is completed, an address, or a text that is pasted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.importing.inputs.completion import Entry, common_beginning
from store.language import _, lazy
from store.model.annotation import without_controls
from store.wording import counted
from tui.dialogs.base.dialog import FindDialog, line_width, set_frame, set_keys
from tui.dialogs.base.wrapped_text import WrappedText
from tui.keys.paste_delivery import MAX_LINE
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted
from tui.user_folders import is_there

KEYS = lazy("tab complete · ↑ ↓ choose · enter continue · esc cancel")

KEYS_OF_PASTE = lazy("enter look at it · backspace drop it · esc close and keep it")

NOTHING_TYPED = lazy("Nothing is typed yet. Type a path or an address, paste a text, or press esc to cancel.")
READING = lazy("Reading… esc stops it.")

SHOWN_OF_PASTE = 300
"""Code points of a pasted text that are shown."""

SENTENCE = re.compile(r"[。！？]|，.*，")
"""Marks that a pasted text of one line has, and a path hardly ever."""

DATA = re.compile(r'\s*\[?\s*\{\s*"')
"""How a pasted text of one line begins that is JSON."""

SHOWN_OF_ERROR = 120
"""Code points of the beginning and of the end of an error that are shown: a path in it may be long."""

HINT = lazy(
    "A file or a folder of articles: text, Markdown, HTML, DOCX, EPUB, PDF, tables, mail, feeds, archives…; "
    "notes: Kindle, 微信读书, KOReader, Readwise, Zotero, Hypothesis, Taguette, brat, doccano, QDPX, QDC, "
    "Pizhu; or an address https://…"
)


class PathInput(Input):
    """An input for a path. A pasted text of several lines or sentences, or JSON, is reported instead."""

    TAKES_WHOLE_PASTES = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "delete_left_or_paste", "Delete", show=False)
    ]

    class PasteDropped(Message):
        """Backspace was pressed in the empty input."""

    class TextPasted(Message):
        """A text was pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_paste(self, event: events.Paste) -> None:
        """Insert a pasted path; report a text."""
        text = event.text.strip("\r\n")
        event.prevent_default()
        event.stop()
        if "\n" in text or "\r" in text or len(text) > MAX_LINE or _is_sentence(text) or DATA.match(text):
            self.post_message(self.TextPasted(event.text))
        else:
            self.insert_text_at_cursor(without_controls(text).replace("\t", " "))

    def action_delete_left_or_paste(self) -> None:
        """Delete the character on the left; in an empty input, drop the text that was pasted."""
        if self.value:
            self.action_delete_left()
        else:
            self.post_message(self.PasteDropped())


class ImportDialog(FindDialog[str]):
    """Asks what to import. The caller reads it and closes the dialog; what was typed stays until then.

    Returns the pasted text that it holds when the user leaves it, which the next dialog is given; None if the
    caller closes it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("tab", "complete", "Complete", priority=True),
    ]

    def __init__(
        self,
        look: Callable[[ImportDialog, str], None],
        accept: Callable[[ImportDialog, str], None],
        accept_text: Callable[[ImportDialog, str], None],
        pasted: str = "",
    ) -> None:
        """Create the dialog.

        :param look: called when a path was typed; it passes what there is to :meth:`offer`.
        :param accept: called with a path or an address to import; an error is passed to :meth:`fail`.
        :param accept_text: called with a text that was pasted.
        :param pasted: a text that was pasted before.
        """
        super().__init__()
        self._look = look
        self._accept = accept
        self._accept_text = accept_text
        self._entries: Sequence[Entry] = ()
        self._pasted = pasted
        self._is_reading = False
        self._being_read = ""
        """The path or the address that is being read."""

    @property
    def pasted(self) -> str:
        """The pasted text that it holds; empty if there is none."""
        return self._pasted

    def holds_keys(self) -> bool:
        """Whether keys wait for what is being read: see :class:`tui.keys.key_queue.Busy`."""
        return self._is_reading and not self.is_dismissed

    def compose(self) -> ComposeResult:
        """An input, the entries that fit, a hint and an error message."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, _("Import"), KEYS)
            yield PathInput(placeholder=_("~/path, https://…, or paste a text"), select_on_focus=False)
            yield WrappedText(classes="error")
            yield WrappedText(classes="pasted")
            yield PagedOptionList(classes="formats")
            yield WrappedText(str(HINT), classes="hint")

    def on_mount(self) -> None:
        """List the present folder."""
        super().on_mount()
        self._show_pasted()
        self._look(self, "")

    @on(Input.Changed)
    def type(self, event: Input.Changed) -> None:
        """Look for what the path may become."""
        if self._is_reading and event.value.strip() == self._being_read:
            return  # an entry of the list was chosen, and is typed now
        self._show_error("")
        self._is_reading = False
        self._look(self, event.value)

    @late_answer
    def offer(self, typed: str, entries: Sequence[Entry], hint: str) -> None:
        """List what the path may become, unless something else has been typed meanwhile.

        :param hint: what is there, such as the number of files in the folder; empty for the general one.
        """
        if typed != self.query_one(Input).value:
            return
        self._entries = entries
        options = self.query_one(OptionList)
        options.clear_options()
        width = line_width(options)
        options.add_options(Option(_line(entry, width)) for entry in entries)
        options.highlighted = None
        options.display = bool(entries) and not (self._pasted and not typed)
        self._show_hint("" if self._pasted and not typed else hint or str(HINT))

    @late_answer
    def fail(self, message: str) -> None:
        """Show why it cannot be imported. What was typed stays."""
        self._is_reading = False
        self._show_hint(str(HINT))
        self._show_error(message)

    def action_complete(self) -> None:
        """Take the highlighted entry, or type what all entries begin with; the only one is taken."""
        entry = self._highlighted or (self._entries[0] if len(self._entries) == 1 else None)
        field = self.query_one(Input)
        common = entry.path if entry else common_beginning(list(self._entries))
        if entry or len(common) > len(field.value):
            self._type(common)
        elif self._entries:
            self.action_move(1)

    @property
    def _highlighted(self) -> Entry | None:
        place = self.query_one(OptionList).highlighted
        return self._entries[place] if place is not None and place < len(self._entries) else None

    def _type(self, path: str) -> None:
        field = self.query_one(Input)
        field.value = path
        field.cursor_position = len(path)
        field.focus()

    @on(OptionList.OptionSelected)
    def click(self, event: OptionList.OptionSelected) -> None:
        """Take an entry that was clicked."""
        event.stop()
        self._type(self._entries[event.option_index].path)

    @on(Input.Submitted)
    def accept(self, event: Input.Submitted) -> None:
        """Import what was typed, or what is highlighted after moving in the list. A folder is opened."""
        entry = self._highlighted
        typed = event.value.strip()
        if entry is not None:
            self._type(entry.path)
            if entry.is_folder:
                return
            typed = entry.path
        if not typed and self._pasted:
            self._read_pasted()
        elif not typed:
            self._show_error(str(NOTHING_TYPED))
        elif not self._is_reading:
            self._being_read = typed
            self._begin()
            self._accept(self, typed)

    @on(PathInput.TextPasted)
    def take_text(self, event: PathInput.TextPasted) -> None:
        """Import a text that was pasted."""
        self._pasted = event.text
        self._show_pasted()
        self._read_pasted()

    @on(PathInput.PasteDropped)
    def drop_text(self) -> None:
        """Drop the text that was pasted."""
        self._pasted = ""
        self._show_pasted()
        self._look(self, self.query_one(Input).value)

    def _read_pasted(self) -> None:
        self._being_read = ""
        self._begin()
        self._accept_text(self, self._pasted)

    def _begin(self) -> None:
        self._is_reading = True
        self._show_error("")
        self._show_hint(str(READING))

    @late_answer
    def wait(self) -> None:
        """Hold keys until the answer comes, or until :meth:`resume`."""
        self._begin()

    @late_answer
    def resume(self) -> None:
        """Take keys again: a preview covers the dialog, was left, or is not wanted any more."""
        self._is_reading = False
        self._show_hint(str(HINT))
        self._look(self, self.query_one(Input).value)

    def _show_pasted(self) -> None:
        shown = ""
        if self._pasted:
            characters = counted(len(self._pasted), "character", "characters")
            heading = _("A pasted text of {characters}:", characters=characters)
            shown = f"{heading}\n{self._pasted.strip()[:SHOWN_OF_PASTE]}"
        self.query_one(".pasted", WrappedText).show(shown)
        set_keys(self.query_one(".dialog"), KEYS_OF_PASTE if shown else KEYS)

    def _show_hint(self, hint: str) -> None:
        self.query_one(".hint", WrappedText).show(hint)

    def _show_error(self, message: str) -> None:
        most = 2 * SHOWN_OF_ERROR
        short = message if len(message) <= most else f"{message[:SHOWN_OF_ERROR]}…{message[-SHOWN_OF_ERROR:]}"
        self.query_one(".error", WrappedText).show(short)

    def action_leave(self) -> None:
        """Stop reading; else leave the dialog."""
        if self._is_reading:
            self.resume()
        else:
            self.dismiss(self._pasted)


def _is_sentence(text: str) -> bool:
    """Whether pasted text of one line is no path."""
    return SENTENCE.search(text) is not None and not is_there(text.strip("'\""))


def _line(entry: Entry, width: int) -> Text:
    name = fitted(entry.name + "/" * entry.is_folder, width)
    return Text(name, "" if entry.is_known else "dim", no_wrap=True, overflow="ellipsis")
