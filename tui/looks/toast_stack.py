"""The toasts on the screen: a few of the newest, and one of what is said again."""

from __future__ import annotations

from typing import NamedTuple

from textual.notifications import Notification

from store.location import is_address
from tui.typesetting import displayed

MAX_TOASTS = 3
"""The number of toasts on the screen. The newest are shown."""


class _Toast(NamedTuple):
    message: str
    """As it was given, before its lines were broken."""
    notification: Notification


class ToastStack:
    """Says which toasts end because another one comes."""

    def __init__(self, location: str) -> None:
        """Show toasts about the library at ``location``."""
        self._server = displayed(location) if is_address(location) else ""
        self._toasts: list[_Toast] = []

    def add(self, notification: Notification) -> None:
        """End the toasts that a new one replaces, and the oldest if there are too many.

        It replaces those with the same words, and what was said before of the server of the library: while
        that is away, each key may say so, in other words each time.
        """
        coming = _Toast(notification.message, notification)
        outdated = [each for each in self._toasts if self._replaces(coming.message, each.message)]
        kept = [each for each in self._toasts if each not in outdated]
        outdated += kept[: len(kept) + 1 - MAX_TOASTS] if len(kept) >= MAX_TOASTS else []
        for each in outdated:
            each.notification.timeout = 0
        self._toasts = [*kept, coming][-MAX_TOASTS:]

    def _replaces(self, new: str, old: str) -> bool:
        return new == old or bool(self._server and self._server in new and self._server in old)
