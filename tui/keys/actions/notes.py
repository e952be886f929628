"""The actions of the list of notes."""

from __future__ import annotations

from tui.keys.action import Group, Scope, entry, in_scope
from tui.keys.actions.several_panes import BY_PERSON, LIST_MOTIONS
from tui.keys.requests import AnnotationRequest

NOTES = in_scope(
    Scope.NOTES,
    {
        Group.MARKING: (
            entry("go", "enter", "Go to text of note", "Go to the text of this note", hint="Go to",
                  words="jump open show"),
            entry(AnnotationRequest.NOTE, "c", "Edit note…", "Edit this note", hint="Edit",
                  words="write change annotate comment memo"),
            entry(AnnotationRequest.EDIT_OUTSIDE, "C", "Edit note in editor…",
                  "Edit this note in your own editor ($VISUAL, $EDITOR)", words="external vim"),
            entry(AnnotationRequest.TAG, "t", "Tag annotation…", "Change the tags of this annotation",
                  hint="Tag",
                  words="code label"),
            entry(AnnotationRequest.TICK, "g~t", "Tick to-do of note",
                  "Tick off the first open to-do of this note, or reopen the last", words="task done todo"),
            entry(AnnotationRequest.CONFIRM, "g~c", "Confirm annotation",
                  "Confirm that this annotation belongs on the words that changed under it",
                  command="confirm"),
            entry(AnnotationRequest.DELETE, "x delete", "Delete annotation",
                  "Delete this annotation and its note",
                  words="remove"),
        ),
        Group.LOOKING_UP: (
            entry(AnnotationRequest.FOLLOW, "g~d", "Follow link", "Follow a link in this note",
                  words="open jump",
                  command="links"),
            entry(AnnotationRequest.OPEN_IDENTITY, "g~x", "Open identity of tag",
                  "Open the address of what a tag of the annotation or the article stands for",
                  words="browse authority link web same as"),
            entry(AnnotationRequest.BACKLINKS, "g~b", "Backlinks",
                  "List notes that link to this annotation or article", words="links", command="links"),
            entry("all_notes", "g~n", "Search all notes…", "Search all notes of the library, and go to one",
                  hint="All", words="find", command="notes"),
        ),
        Group.FILTERING: (
            BY_PERSON,
        ),
        Group.MOVING: LIST_MOTIONS,
        Group.SELECTING: (
            entry("cancel", "escape", "Cancel", "Cancel the count or the keys typed", words="stop"),
        ),
    },
)  # fmt: skip
