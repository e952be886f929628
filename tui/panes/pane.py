"""What all panes have in common: keys from the registry, sequences and counts, and shared messages."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.widget import Widget

from tui.keys.keymap import Completed, Scope, Sequences


class Keyed(Widget):
    """What takes keys that the registry has for it: a second base beside the widget that it is.

    It comes second because Textual takes styles and component classes from the first base alone.
    """

    SCOPE: ClassVar[Scope]


class PaneRequest(Message):
    """A pane asks for something that it cannot do itself."""


class Pane(Keyed):
    """A part of the reader with keys of its own."""

    class CreatorFilterRequested(PaneRequest):
        """Show only the annotations of one person, or everybody's again."""

    @property
    def parts(self) -> tuple[Widget, ...]:
        """The widgets of which it consists, from above: all are in sight, or none."""
        return (self,)

    @property
    def place_to_type(self) -> Widget:
        """The part to which keys go when the reader comes here."""
        return self

    def arrive(self) -> None:
        """The reader comes here by keys; by a click, what was clicked must not move away."""

    def holds(self, widget: Widget | None) -> bool:
        """Whether a widget is a part of it, or in one."""
        return widget is not None and any(part in widget.ancestors_with_self for part in self.parts)

    @cached_property
    def sequences(self) -> Sequences:
        """What was typed of a sequence or a count."""
        return Sequences(self.SCOPE)

    async def on_key(self, event: events.Key) -> None:
        """Take the keys that belong to a sequence or a count; the others are bindings."""
        pending = self.sequences.pending
        taken = self.sequences.feed(event.character or event.key)
        if taken is False:
            if pending:
                self.show_pending()  # the count goes along with the key
            return
        event.stop()
        event.prevent_default()
        if isinstance(taken, Completed):
            await self.run_action(taken.call)
        self.show_pending()

    def show_pending(self) -> None:
        """Show what was typed of a sequence; panes that have a place for it do."""

    def take_count(self) -> int | None:
        """The count typed before the key that is being handled, if there was one."""
        return self.sequences.take_count()
