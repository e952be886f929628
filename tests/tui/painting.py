"""Painting when somebody looks: Textual paints after every message, and throws it away in a test.

What is painted costs half of the time of a test of the reader. What has changed is kept until a test has
settled, and painted at once, so that whatever goes wrong in painting still fails the test.
"""

from __future__ import annotations

from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.screen import Screen

_paint = Compositor.render_update


def put_off(
    compositor: Compositor,
    full: bool = False,
    screen_stack: list[Screen[object]] | None = None,
    simplify: bool = False,
) -> RenderableType | None:
    """In place of ``Compositor.render_update``: paint nothing but a whole screen that is asked for."""
    if full:
        return _paint(compositor, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    return None


def paint(app: App[None]) -> None:
    """Paint what has changed since this was last called."""
    compositor = app.screen._compositor  # noqa: SLF001 - Textual has no public way to paint
    _paint(compositor, screen_stack=app._background_screens)  # noqa: SLF001
