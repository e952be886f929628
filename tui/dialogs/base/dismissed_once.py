"""A screen that does nothing any more once it is dismissed."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import events, messages
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from tui.late_answers import unless_gone

T = TypeVar("T")

LAST_MESSAGES = (
    events.Unmount, events.ScreenSuspend, events.Callback, messages.Prune, messages.CloseMessages,
)  # fmt: skip
"""What a screen still handles once it is dismissed: Textual removes it by them, and others wait for them."""


class DismissedOnce(Screen[T]):
    """The base of all screens over the panes. It must be the second base class, as Textual inherits styles
    only from the first one.

    Whatever comes after the screen was dismissed is dropped here: a key, a message of a widget, a timer, a
    callback after a refresh, or the answer of a thread, which comes through a method that is decorated with
    :func:`tui.late_answers.late_answer`.
    """

    # A dialog hides the keys of the screen and the app below it.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "app.repaint", "Repaint", show=False)]

    is_dismissed = False
    """Whether the screen was dismissed. Its widgets may still exist then, or not."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close the screen and return a result to its caller, once.

        A second call, or one while another screen covers the screen, does nothing: it would close another
        screen.
        """
        if self.is_dismissed or not self.is_current:
            return AwaitComplete()
        self.is_dismissed = True
        return super().dismiss(result)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Run no action for a key that comes after the screen was dismissed."""
        return False if self.is_dismissed else super().check_action(action, parameters)

    async def _on_message(self, message: Message) -> None:
        """Drop what arrives after the screen was dismissed, or while the app is ending.

        A screen that is mounted while the app is ending gets no widgets. Textual has no public hook for all
        messages.
        """
        is_over = self.is_dismissed or self.app.return_code is not None
        if not is_over or isinstance(message, LAST_MESSAGES):
            await super()._on_message(message)

    def call_after_refresh(self, callback: Any, *args: Any, **kwargs: Any) -> bool:
        """Call a function once the screen is painted, unless the screen is gone by then.

        Textual leaves the call to the screen that is on top by then, so that no message is left to drop.
        """
        return super().call_after_refresh(unless_gone(self, partial(callback, *args, **kwargs)))

    def call_later(self, callback: Any, *args: Any, **kwargs: Any) -> bool:
        """Call a function after the messages that are waiting, unless the screen is gone by then."""
        return super().call_later(unless_gone(self, partial(callback, *args, **kwargs)))

    def set_timer(self, delay: float, callback: Any = None, **options: Any) -> Timer:
        """Call a function after some seconds, unless the screen is gone by then."""
        return super().set_timer(delay, callback and unless_gone(self, callback), **options)

    def set_interval(self, interval: float, callback: Any = None, **options: Any) -> Timer:
        """Call a function every few seconds, as long as the screen is there."""
        return super().set_interval(interval, callback and unless_gone(self, callback), **options)
