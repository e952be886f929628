"""A place on the screen that a jump hint leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class JumpTarget(NamedTuple):
    """A visible thing that the user may jump to."""

    x: int
    """The cell of the screen in which the thing begins, where its letters are shown."""
    y: int
    """The row of the screen."""
    go: Callable[[], object]
    """Jumps to the thing. The caller makes its pane the current one."""
