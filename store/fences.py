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
        if fence:
            kept.append(" " * len(line))
            shut = line.strip()
            if len(shut) >= len(fence) and not shut.strip(fence[0]) and re.fullmatch(_FENCE, line):
                fence = ""
        elif found := re.fullmatch(_FENCE, line):
            fence = found["ticks"] or found["waves"]
            kept.append(" " * len(line))
        else:
            kept.append(line)
    return "\n".join(kept)
