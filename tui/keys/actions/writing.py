"""The actions of the note editor."""

from __future__ import annotations

from tui.keys.action import Group, Scope, entry, in_scope

WRITING = in_scope(
    Scope.WRITING,
    {
        Group.MOVING: (
            entry("cursor_word_left", "ctrl+left alt+b", "Word left", "Go to the start of the word before",
                  words="previous back"),
            entry("cursor_word_right", "ctrl+right alt+f", "Word right", "Go to the end of the word after",
                  words="next forward"),
        ),
        Group.MARKING: (
            entry("save", "ctrl+s", "Save note", "Save the note", hint="Save", words="write keep",
                  command="note"),
            entry("leave", "escape", "Leave note",
                  "Leave the note unchanged; warns once before dropping changes", hint="Leave",
                  words="cancel discard close"),
            entry("undo", "ctrl+z", "Undo edit", "Undo the last edit"),
            entry("redo", "ctrl+y ctrl+r", "Redo edit", "Redo the last undone edit"),
            entry("delete_word_left", "ctrl+w ctrl+backspace alt+backspace", "Delete word left",
                  "Delete the word or the marks before the cursor", words="remove erase"),
            entry("pause", "shift+tab", "List of notes",
                  "Go to the list of notes; tab goes to the next pane; the text stays", hint="List"),
        ),
    },
)  # fmt: skip
