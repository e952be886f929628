"""The form for the title, authors, date and other fields of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantFocus
from textual.widgets import Static, TextArea

from store.errors import UsageError
from store.language import Lazy, _, lazy
from store.library.corrections import checked
from store.model.tables.attribute import ArticleAttribute, AttributeKind
from store.query.completion import best
from store.wording import listed
from tui.dialogs.base.dialog import Dialog, set_frame
from tui.dialogs.base.field_area import FieldArea
from tui.dialogs.base.wrapped_text import WrappedText
from tui.typesetting.fitting import fitted

KEYS = lazy("tab next field · enter save · esc cancel")
KEYS_OF_IMPORT = lazy("tab next field · enter import · esc back")
KEYS_OF_ONE = lazy("tab next field · enter keep · esc back")
NOT_SAVED = lazy("Not saved yet. Press enter to save it, or esc again to drop it.")
NOT_IMPORTED = lazy("Not imported yet. Press enter to import it, or esc again to drop what you changed.")
NOT_KEPT = lazy("Press enter to keep what you changed, or esc again to drop it.")

LABELS = {
    "title": lazy("Title", "field of an article"),
    "kicker": lazy("Kicker", "field of an article"),
    "subtitle": lazy("Subtitle", "field of an article"),
    "column": lazy("Column", "field of an article"),
    "authors": lazy("Authors", "field of an article"),
    "date": lazy("Date", "field of an article"),
    "source": lazy("Source", "field of an article"),
    "url": lazy("Address", "field of an article"),
}
"""What the form calls the fields."""

LABEL_WIDTH = 11
"""Cells of the names of the fields."""

HINTS = {
    AttributeKind.TEXT: "",
    AttributeKind.NUMBER: lazy("A number, such as 12000 or -3.5"),
    AttributeKind.DATE: lazy("A date, such as 2020-03-24, 2020-03 or 2020"),
    AttributeKind.CHOICE: "",
}
"""What an attribute of each kind is."""


class MetadataDialog(Dialog[dict[str, str] | None]):
    """Asks for the fields of an article. Returns their values as typed, or None if cancelled."""

    CSS = """
    MetadataDialog {
        .field { height: auto; }
        .field .label { width: 11; color: $foreground 60%; }
        .field FieldArea { width: 1fr; height: auto; max-height: 4; margin: 0; padding: 0 1; }
        .field FieldArea:focus { background: $primary 20%; }
        .dialog { padding: 1 1 0 1; scrollbar-size-vertical: 1; }
        .hint { margin-top: 1; }
        .choices { color: $foreground 60%; height: auto; margin-left: 12; }
        .beginning { color: $foreground 60%; height: auto; max-height: 5; margin-top: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Save", priority=True),
        Binding("tab", "complete", "Complete", priority=True),
        Binding("escape", "leave", "Leave", priority=True),
    ]

    def __init__(
        self,
        subject: str,
        before: Mapping[str, str],
        typed: Mapping[str, str] | None = None,
        *,
        attributes: Sequence[ArticleAttribute] = (),
        message: str = "",
        facts: str = "",
        beginning: str = "",
        keys: str | Lazy = KEYS,
        not_saved: str | Lazy = NOT_SAVED,
    ) -> None:
        """Create the form.

        :param before: the fields as they are; the form has these.
        :param typed: the values that it starts with, if they are others.
        :param attributes: the attributes of the library, which are among the fields.
        :param message: text below the fields, such as why they could not be saved before.
        :param facts: what else is known, such as the format of the file.
        :param beginning: the first lines of the article, if they are shown.
        :param keys: the key hints.
        :param not_saved: the warning before what was typed is dropped.
        """
        super().__init__()
        self._subject = subject
        self._before = before
        self._typed = before if typed is None else typed
        self._attributes = {each.name: each for each in attributes}
        self._message = message
        self._facts = facts
        self._beginning = beginning
        self._keys = keys
        self._not_saved = not_saved
        self._is_warned = False

    def compose(self) -> ComposeResult:
        """A line for each field, the first lines of the text, and an error message."""
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            set_frame(dialog, self._subject, self._keys)
            for name in self._before:
                with Horizontal(classes="field"):
                    yield Static(self._label(name), classes="label", markup=False)
                    yield FieldArea(self._typed[name], name)
            yield WrappedText("", classes="choices")
            yield WrappedText(self._message, classes="error")
            if self._facts:
                yield WrappedText(self._facts, classes="hint")
            if self._beginning:
                yield WrappedText(self._beginning, classes="beginning")

    def on_mount(self) -> None:
        """Start at the title."""
        self.query(FieldArea).first().focus()

    @staticmethod
    def _label(name: str) -> str:
        return str(LABELS[name]) if name in LABELS else fitted(name, LABEL_WIDTH - 1)

    @on(DescendantFocus)
    def show_hint(self) -> None:
        """Tell what the attribute at the cursor can be: its choices, or its description."""
        field = self.focused
        attribute = self._attributes.get(field.name or "") if isinstance(field, FieldArea) else None
        if attribute is None or not isinstance(field, FieldArea):
            hint = ""
        elif attribute.choices:
            typed = field.text.strip()
            matching = best(attribute.choices, typed) if typed not in attribute.choices else []
            hint = _("One of: {choices}", choices=listed(matching or attribute.choices))
        else:
            hint = attribute.description or str(HINTS[attribute.kind])
        self.query_one(".choices", WrappedText).show(hint)

    def action_complete(self) -> None:
        """Complete a choice of which a part is typed, also in pinyin; then, or else, go to the next field."""
        field = self.focused
        if isinstance(field, FieldArea):
            attribute, typed = self._attributes.get(field.name or ""), field.text.strip()
            if attribute is not None and typed and (matching := best(attribute.choices, typed)):
                field.text = matching[0]
                field.move_cursor(field.document.end)
        self.focus_next(FieldArea)

    def _values(self) -> dict[str, str]:
        return {area.name or "": area.text for area in self.query(FieldArea)}

    @on(TextArea.Changed)
    def clear_error(self) -> None:
        """Remove the error once something is typed, and show which choices match."""
        self.show_hint()
        if self._values() != dict(self._typed):
            self._show_error("")
            self._is_warned = False

    def action_accept(self) -> None:
        """Return the values. If one is not valid, show why."""
        values = self._values()
        changed = {name: value for name, value in values.items() if value != self._before[name]}
        try:
            checked(
                changed | {name: value for name, value in values.items() if name == "title"},
                self._attributes.values(),
            )
        except UsageError as error:
            self._show_error(str(error))
        else:
            self.dismiss(values)

    def action_leave(self) -> None:
        """Cancel. If something was typed, warn the first time."""
        if self._is_warned or self._values() == dict(self._typed):
            self.dismiss(None)
            return
        self._is_warned = True
        self._show_error(str(self._not_saved))

    def _show_error(self, message: str) -> None:
        error = self.query_one(".error", WrappedText)
        error.show(message)
        if message:
            self.call_after_refresh(error.scroll_visible, animate=False)
