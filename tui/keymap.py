"""Every action of the reader, once: what it is called, its keys, where it works, which command does the same.

This registry feeds the key bindings, the footer, the command palette and the help; there is no other list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding


class Scope(StrEnum):
    """Where an action works: everywhere, or in one pane."""

    APP = "Everywhere"
    ARTICLES = "Articles"
    READING = "Reading"
    TAGS = "Tags"
    NOTES = "Notes"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do."""

    name: str
    """As Textual runs it, on the main screen or on the pane of its scope: ``zoom``, ``move('next_word')``."""
    keys: tuple[str, ...]
    """Keys as Textual names them or as typed; with a space between, they are typed one after the other."""
    label: str
    """One or two words, for the footer."""
    help: str
    """What it does, as a phrase for the help and the palette."""
    scope: Scope = Scope.APP
    footer: bool = False
    """Whether the footer shows it."""
    command: str = ""
    """The `pizhu` command that does the same, where there is one."""


def _in(scope: Scope, *actions: tuple[str, str, str, str] | tuple[str, str, str, str, str]) -> list[Action]:
    """Actions of one scope from (name, keys, label, help[, options]).

    Keys are separated by spaces, the keys of a sequence joined by ``~``. A label with a ``*`` before it is
    shown in the footer.
    """
    made = []
    for name, keys, label, explained, *rest in actions:
        made.append(
            Action(
                name=name,
                keys=tuple(key.replace("~", " ") for key in keys.split()),
                label=label.removeprefix("*"),
                help=explained,
                scope=scope,
                footer=label.startswith("*"),
                command=rest[0] if rest else "",
            )
        )
    return made


LIST_MOTIONS = (
    ("down", "j down", "Down", "Down a line"),
    ("up", "k up", "Up", "Up a line"),
    ("page_down", "ctrl+f pagedown space", "Page down", "Down a page"),
    ("page_up", "ctrl+b pageup", "Page up", "Up a page"),
    ("half_down", "ctrl+d", "Half down", "Down half a page"),
    ("half_up", "ctrl+u", "Half up", "Up half a page"),
    ("first", "g~g home", "First", "To the first line"),
    ("last", "G end", "Last", "To the last line, or to the line whose number was typed"),
)

ACTIONS: tuple[Action, ...] = tuple(
    _in(
        Scope.APP,
        ("next_pane", "tab", "*Next pane", "To the next pane"),
        ("previous_pane", "shift+tab", "Previous pane", "To the previous pane"),
        ("zoom", "z", "*Zoom", "Show this pane alone, or all again"),
        ("hide_pane", "backslash", "Hide", "Put this pane away"),
        ("switch('articles')", "f2", "Articles", "Show or hide the list of articles"),
        ("switch('reading')", "f3", "Reading", "Show or hide the reading view"),
        ("switch('tags')", "f4", "Tags", "Show or hide the tags"),
        ("switch('notes')", "f5", "Notes", "Show or hide the notes"),
        ("undo", "u", "*Undo", "Take the last change back", "undo"),
        ("redo", "ctrl+r", "Redo", "Do again what was taken back", "redo"),
        ("export", "E", "Export", "Write the notes to a Markdown file", "export"),
        ("import", "I", "Import", "Bring articles in from files", "import"),
        ("stop_import", "ctrl+x", "Stop", "Stop the import; what is in already stays"),
        ("switch_theme", "ctrl+t", "Theme", "Change between ink (dark) and paper (light)"),
        ("help", "?", "*Help", "All keys and commands"),
        ("palette", "ctrl+p :", "Palette", "Find an action by its name"),
        ("quit", "q ctrl+q", "*Quit", "Leave the reader; everything is saved"),
    )
    + _in(
        Scope.ARTICLES,
        *LIST_MOTIONS,
        ("open", "enter l right", "*Read", "Read this article", "read"),
        ("ask('tag')", "t", "*Tag", "Tag this article", "tag"),
        ("ask('note')", "c", "*Note", "Write a note on this article", "note"),
        ("ask('star')", "s", "Star", "Star this article, or take the star off", "star"),
        ("ask('status')", "m", "Mark", "Mark as unread, reading, read in turn", "status"),
        ("ask('remove')", "x delete", "Remove", "Remove this article; undo brings it back", "remove"),
    )
    + _in(
        Scope.READING,
        ("line_down", "j down", "Down", "Down a line"),
        ("line_up", "k up", "Up", "Up a line"),
        ("move('left')", "h left", "Left", "Left a character"),
        ("move('right')", "l right", "Right", "Right a character"),
        ("move('next_word')", "w", "*Word", "To the next word"),
        ("move('previous_word')", "b", "Word back", "To the word before"),
        ("move('word_end')", "e", "Word end", "To the end of the word"),
        ("move('next_sentence')", ")", "Sentence", "To the next sentence"),
        ("move('previous_sentence')", "(", "Sentence back", "To the sentence before"),
        ("move('next_paragraph')", "}", "Paragraph", "To the next paragraph"),
        ("move('previous_paragraph')", "{", "Paragraph back", "To the paragraph before"),
        ("line_start", "0 home", "Line start", "To the start of the line"),
        ("line_end", "$ end", "Line end", "To the end of the line"),
        ("page_down", "ctrl+f pagedown space", "Page down", "Down a page"),
        ("page_up", "ctrl+b pageup", "Page up", "Up a page"),
        ("half_down", "ctrl+d", "Half down", "Down half a page"),
        ("half_up", "ctrl+u", "Half up", "Up half a page"),
        ("start", "g~g ctrl+home", "Start", "To the start of the article"),
        ("end", "G ctrl+end", "End", "To the end, or to the paragraph whose number was typed"),
        ("next_mark", "]~a", "Next mark", "To the next annotation"),
        ("previous_mark", "[~a", "Previous mark", "To the annotation before"),
        ("turn(1)", ">", "Next article", "To the next article of the list"),
        ("turn(-1)", "<", "Previous article", "To the article before"),
        ("select", "v", "*Select", "Begin to select at the cursor, or stop selecting"),
        ("select_sentence", "V", "Sentence", "Select the sentence under the cursor"),
        ("ask('tag')", "t", "*Tag", "Tag the selection or, with none, the article", "annotate"),
        ("ask('note')", "c", "*Note", "Write a note on the selection, the mark or the article", "annotate"),
        ("ask('highlight')", "H", "Highlight", "Mark the selection, with neither tag nor note", "annotate"),
        ("ask('retag')", "T", "Retag", "Change the tags of the mark under the cursor"),
        ("ask('delete')", "x delete", "Delete", "Delete the annotation under the cursor"),
        ("ask('place')", "P", "Place", "Put a note that lost its words on the selection", "place"),
        ("ask('block_kind')", "B", "Kind", "Put right what a paragraph is: title, heading…", "block"),
        ("widen(2)", "+ =", "Wider", "Longer lines"),
        ("widen(-2)", "-", "Narrower", "Shorter lines"),
        ("leave", "escape", "Back", "Drop the selection or, with none, go back to the list"),
    )
    + _in(
        Scope.TAGS,
        *LIST_MOTIONS,
        ("toggle_tag", "enter", "*Put on / take off", "Put this tag on the article, or take it off", "tag"),
    )
    + _in(
        Scope.NOTES,
        *LIST_MOTIONS,
        ("go", "enter", "*Go to", "Go to the words this note is on"),
        ("ask('note')", "c", "*Edit", "Edit this note"),
        ("ask('tag')", "t", "*Tag", "Change the tags of this annotation"),
        ("ask('delete')", "x delete", "Delete", "Delete this annotation"),
    )
)  # fmt: skip


def actions_in(scope: Scope) -> list[Action]:
    """The actions of a scope, in the registry's order."""
    return [action for action in ACTIONS if action.scope is scope]


def bindings(scope: Scope) -> list[Binding]:
    """Textual bindings for the actions of a scope: their single keys. Sequences are :class:`Sequences`'s."""
    made = []
    for action in actions_in(scope):
        single = [key for key in action.keys if " " not in key]
        if single:
            made.append(Binding(",".join(single), action.name, action.label, show=action.footer))
    return made


def key_names(action: Action) -> str:
    """The keys of an action as a person types them."""
    names = {
        "backslash": "\\", "pagedown": "pgdn", "pageup": "pgup", "escape": "esc",
        "down": "↓", "up": "↑", "left": "←", "right": "→", "delete": "del",
    }  # fmt: skip
    return "  ".join(names.get(key, key.replace(" ", "")) for key in action.keys)


class Sequences:
    """Keys typed one after the other: ``g g``, ``] a``, and counts before any key.

    Fed one key at a time; it says whether it took the key, and which action a finished sequence means.
    """

    def __init__(self, scope: Scope) -> None:
        self._actions = {key: action for action in actions_in(scope) for key in action.keys if " " in key}
        self._prefix = ""
        self._digits = ""
        self._spent = False
        """Whether a key came that the count was for."""

    def feed(self, character: str) -> Action | bool:
        """The action that this character completes, whether it was taken, or False when it is not ours.

        :param character: what was typed, or the name of a key that types nothing.
        """
        sequence = f"{self._prefix} {character}" if self._prefix else ""
        self._prefix = ""
        if self._spent:
            self._digits, self._spent = "", False
        if sequence in self._actions:
            self._spent = True
            return self._actions[sequence]
        if any(key.startswith(f"{character} ") for key in self._actions):
            self._prefix = character
            return True
        if character.isascii() and character.isdigit() and (character != "0" or self._digits):
            self._digits = (self._digits + character)[:6]
            return True
        self._spent = True
        return False

    def take_count(self) -> int | None:
        """The count typed before, None when there was none; it is gone afterwards."""
        digits, self._digits = self._digits, ""
        return int(digits) if digits else None

    @property
    def pending(self) -> str:
        """What was typed of a count or sequence so far, for the screen."""
        return self._digits + self._prefix
