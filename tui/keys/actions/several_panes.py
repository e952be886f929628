"""Entries that several panes have: the motions of lists, and what is about notes in all of them."""

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

ALL_NOTES = entry("all_notes", "g~n", "Search all notes…", "Search all notes of the library, and go to one",
                  words="find", command="notes")  # fmt: skip

BY_PERSON = entry("filter_creator", "g~w", "Annotations by person…",
                  "Show only one person's annotations, or everybody's",
                  words="filter creator author coder who", command="show")  # fmt: skip
