"""Fenced code in Markdown: what stands in it is no markup (CommonMark 0.31, section 4.5)."""

from __future__ import annotations

import re

_FENCE = r" {0,3}(?:(?P<ticks>`{3,})[^`]*|(?P<waves>~{3,}).*)"


def without_fences(note: str) -> str:
    """The note with blanks for its fenced code, as long as before, so that offsets stay true.

    A fence that is not closed goes on to the end.
    """
    if "```" not in note and "~~~" not in note:
        return note
    kept, fence = [], ""
    for line in note.split("\n"):
        before, fence = fence, _after(line, fence)
        kept.append(" " * len(line) if before or fence else line)
    return "\n".join(kept)


def open_fence(note: str) -> str:
    """What would close the fenced code that the note leaves open; nothing when there is none."""
    fence = ""
    for line in note.split("\n"):
        fence = _after(line, fence)
    return fence


def _after(line: str, fence: str) -> str:
    """The fence that is open after a line, if one is.

    :param fence: the one that was open before it.
    """
    found = re.fullmatch(_FENCE, line)
    if not found:
        return fence
    if not fence:
        return found["ticks"] or found["waves"]
    shut = line.strip()
    return "" if len(shut) >= len(fence) and not shut.strip(fence[0]) else fence
