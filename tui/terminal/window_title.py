"""The title of the terminal's window, which shells and tmux list.

Terminals keep a stack of titles (xterm, "Window manipulation", CSI 22 t and CSI 23 t), so that the shell gets
its own title back.
"""

from __future__ import annotations

import unicodedata

SAVE_TITLE = "\x1b[22;2t"
RESTORE_TITLE = "\x1b[23;2t"

LONGEST = 200
"""Code points of a title; what is longer is cut."""


def titled(title: str) -> str:
    """Return the sequence (OSC 2) that sets the title of the window.

    Control and format characters are left out, since they would end the sequence or begin another one.
    """
    shown = "".join(char for char in title if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    return f"\x1b]2;{shown[:LONGEST]}\x07"
