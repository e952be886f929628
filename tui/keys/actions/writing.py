"""The actions of the note editor."""

from __future__ import annotations

from tui.keys.action import Group, Scope, entry, in_scope

WRITING = in_scope(
    Scope.WRITING,
    {
        Group.MARKING: (
            entry("save", "ctrl+s", "Save note", "Save the note", hint="Save", words="write keep",
                  command="note"),
            entry("leave", "escape", "Leave note",
                  "Leave the note unchanged; warns once before dropping changes", hint="Leave",
                  words="cancel discard close"),
            entry("undo", "ctrl+z", "Undo edit", "Undo the last edit"),
            entry("redo", "ctrl+y ctrl+r", "Redo edit", "Redo the last undone edit"),
            entry("pause", "shift+tab", "List of notes",
                  "Go to the list of notes; tab goes to the next pane; the text stays", hint="List"),
        ),
    },
)  # fmt: skip
