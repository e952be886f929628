"""The segmenter that the process shares, for what needs the words of a few characters and has no own one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.chinese.words import Segmenter

_LOCK = Lock()
_makers: list[Callable[[], Segmenter]] = []
_made: list[Segmenter] = []


def share_segmenter(make: Callable[[], Segmenter]) -> None:
    """Let :func:`shared_segmenter` return what ``make`` returns, which is called when it is first needed."""
    with _LOCK:
        _makers[:] = [make]
        _made.clear()


def shared_segmenter() -> Segmenter:
    """Return the shared segmenter, loaded; without :func:`share_segmenter`, one that keeps no cache.

    :raises ImportError: jieba is not installed.
    :raises OSError, ValueError: its dictionary cannot be read.
    """
    with _LOCK:
        if not _made:
            from store.chinese.words import Segmenter

            _made.append(_makers[0]() if _makers else Segmenter())
        segmenter = _made[0]
    segmenter.load()
    return segmenter
