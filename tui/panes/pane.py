"""The base of all panes: key sequences, counts, and shared messages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from textual import events
from textual.message import Message
from textual.widget import Widget

from tui.keys.action import Scope
from tui.keys.keymap import bind
from tui.keys.sequences import CompletedSequence, SequenceParser
from tui.panes.jump_target import JumpTarget


class ScopedWidget(Widget):
    """A widget whose keys are those of a scope of the keymap.

    It must be the second base class, because Textual inherits styles and component classes only from the
    first one.
    """

    SCOPE: ClassVar[Scope]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Create the widget, with the effective keys of its scope."""
        super().__init__(*args, **kwargs)
        bind(self, self.SCOPE)


class PaneRequest(Message):
    """A request of a pane for something that it cannot do itself."""


class PaneNotice(Message):
    """A pane has a short message to show."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Pane(ScopedWidget):
    """A part of the main screen with its own keys."""

    class CreatorFilterRequested(PaneRequest):
        """A request to show only one person's annotations, or everybody's again."""

    class AllNotesRequested(PaneRequest):
        """A request to show all notes of the library."""

    class KeysPending(Message):
        """A count or key sequence has begun, goes on, or has ended."""

        def __init__(self, sequences: SequenceParser) -> None:
            super().__init__()
            self.sequences = sequences
            """The parser, which knows what has been typed."""

    @property
    def parts(self) -> tuple[Widget, ...]:
        """The widgets of the pane, from top to bottom. They are shown and hidden together."""
        return (self,)

    @property
    def focus_target(self) -> Widget:
        """The part that gets the focus when the pane becomes the current one."""
        return self

    def arrive(self) -> None:
        """Called when the user comes to the pane by keys. After a click, nothing under the mouse may move."""

    def holds(self, widget: Widget | None) -> bool:
        """Whether a widget is a part of the pane or inside one."""
        return widget is not None and any(part in widget.ancestors_with_self for part in self.parts)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Create the pane, with its name in the frame."""
        super().__init__(*args, **kwargs)
        self.show_name()

    def show_name(self) -> None:
        """Show the name of the pane in its frame, in the current language."""
        self.border_title = self.SCOPE.label

    @cached_property
    def sequences(self) -> SequenceParser:
        """The parser of key sequences and counts."""
        return SequenceParser(self.SCOPE)

    handled_key: events.Key | None = None
    """The last key that was handled here and did not bubble up: see :class:`tui.keys.key_queue.KeyQueue`."""

    async def on_key(self, event: events.Key) -> None:
        """Handle the keys of this scope: those of a sequence or a count, and bindings."""
        pending = self.sequences.pending
        typed = event.character if event.character and event.is_printable else event.key
        result = self.sequences.feed(typed)
        if result is False:
            if pending:  # the key uses the count
                self.post_message(self.KeysPending(self.sequences))
                self.show_pending()
            if await self._run_binding(event.key):
                self._take(event)
            return
        self._take(event)
        self.post_message(self.KeysPending(self.sequences))
        if isinstance(result, CompletedSequence):
            node = self.screen if result.action.scope is Scope.APP else self
            await node.run_action(result.call)
        self.show_pending()

    async def _run_binding(self, key: str) -> bool:
        """Run the action of a key, if it has one. Textual would, once the key has bubbled up to the app."""
        for binding in self._bindings.key_to_bindings.get(key, ()):
            if not binding.priority and await self.app.run_action(binding.action, self):
                return True
        return False

    def _take(self, event: events.Key) -> None:
        """Keep a key that was handled from all others."""
        event.stop()
        event.prevent_default()
        self.handled_key = event

    def begin(self, sequence: str) -> None:
        """Type all of a sequence but its last key, which the user is to type."""
        for key in sequence.split()[:-1]:
            self.sequences.feed(key)
        self.show_pending()

    def show_pending(self) -> None:
        """Show the count or sequence that is being typed. By default it is not shown."""

    def action_cancel(self) -> None:
        """Drop the count."""
        self.take_count()
        self.show_pending()

    def action_filter_creator(self) -> None:
        """Post a request to show only one person's annotations, or everybody's again."""
        self.take_count()
        self.post_message(self.CreatorFilterRequested())

    def action_all_notes(self) -> None:
        """Post a request to show all notes of the library."""
        self.post_message(self.AllNotesRequested())

    def jump_targets(self) -> Iterator[JumpTarget]:
        """The visible things in the pane that a jump hint may lead to. The pane itself is not among them."""
        yield from ()

    def take_count(self) -> int | None:
        """Return the count typed before the present key, or None, and reset it."""
        return self.sequences.take_count()
