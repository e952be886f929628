"""The motions of the panes that are lists."""

from __future__ import annotations

from tui.keys.action import entry

LIST_MOTIONS = (
    entry("down", "j down", "Down", "Down a line"),
    entry("up", "k up", "Up", "Up a line"),
    entry("page_down", "ctrl+f pagedown", "Page down", "Down a page"),
    entry("page_up", "ctrl+b pageup", "Page up", "Up a page"),
    entry("half_down", "ctrl+d", "Half a page down", "Down half a page"),
    entry("half_up", "ctrl+u", "Half a page up", "Up half a page"),
    entry("first", "g~g home", "First line", "To the first line", words="top start"),
    entry("last", "G end", "Last line", "To the last line, or to the line whose number was typed",
          words="bottom end"),
)  # fmt: skip
