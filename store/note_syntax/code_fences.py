"""Fenced code blocks of Markdown, whose contents are not markup (CommonMark 0.31, section 4.5)."""

from __future__ import annotations

import re

_FENCE = r" {0,3}(?:(?P<ticks>`{3,})[^`]*|(?P<waves>~{3,}).*)"


def without_fences(note: str) -> str:
    """Replace fenced code by spaces, so that offsets stay valid.

    An unclosed code block extends to the end of the note.
    """
    if "```" not in note and "~~~" not in note:
        return note
    kept, fence = [], ""
    for line in note.split("\n"):
        before, fence = fence, _after(line, fence)
        kept.append(" " * len(line) if before or fence else line)
    return "\n".join(kept)


def open_fence(note: str) -> str:
    """The fence that would close an unclosed code block of the note; empty if there is none."""
    fence = ""
    for line in note.split("\n"):
        fence = _after(line, fence)
    return fence


def _after(line: str, fence: str) -> str:
    """The fence that is open after a line, or an empty string.

    :param fence: the fence that was open before the line.
    """
    found = re.fullmatch(_FENCE, line)
    if not found:
        return fence
    if not fence:
        return found["ticks"] or found["waves"]
    closing = line.strip()
    return "" if len(closing) >= len(fence) and not closing.strip(fence[0]) else fence
