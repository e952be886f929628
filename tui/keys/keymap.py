"""The keymap: every action of the reader, with its keys, its scope and the equivalent command.

The key bindings, the key hints, the command palette and the help are all made from this list.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from textual.binding import Binding

from tui.keys.requests import (
    AnnotationRequest,
    ArticleRequest,
    HighlightRequest,
    Request,
    TagRequest,
    TextRequest,
    ask,
)


class Scope(StrEnum):
    """Where an action works: everywhere, or in one pane."""

    APP = "Everywhere"
    ARTICLES = "Articles"
    READING = "Reading"
    TAGS = "Tags"
    NOTES = "Notes"
    WRITING = "Writing a note"

    def allows(self, action: Action) -> bool:
        """Whether the first key of an action of all scopes works here. In a note, letters are text."""
        return self is not Scope.WRITING or len(action.keys[0]) > 1


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the user can do."""

    name: str
    """The Textual action, on the main screen or the pane of its scope: ``zoom``, ``move('next_word')``."""
    keys: tuple[str, ...]
    """The keys, as Textual names them or as typed. The keys of a sequence are separated by spaces."""
    label: str
    """One or two words, for the key hints."""
    help: str
    """A phrase that explains it, for the help and the palette."""
    scope: Scope = Scope.APP
    footer: bool = False
    """Whether it is among the key hints."""
    command: str = ""
    """The `pizhu` command that does the same, or empty."""


def _in(scope: Scope, *actions: tuple[str, str, str, str] | tuple[str, str, str, str, str]) -> list[Action]:
    """Make the actions of one scope from tuples (name or request, keys, label, help[, command]).

    Keys are separated by spaces, and the keys of a sequence are joined by ``~``. A label that starts with
    ``*`` is among the key hints.
    """
    made = []
    for name, keys, label, help_text, *rest in actions:
        made.append(
            Action(
                name=ask(name) if isinstance(name, Request) else name,
                keys=tuple(key.replace("~", " ") for key in keys.split()),
                label=label.removeprefix("*"),
                help=help_text,
                scope=scope,
                footer=label.startswith("*"),
                command=rest[0] if rest else "",
            )
        )
    return made


PAGE_DOWN_BY_SPACE = ("page_down", "ctrl+f pagedown space", "Page down", "Down a page")

LIST_MOTIONS = (
    ("down", "j down", "Down", "Down a line"),
    ("up", "k up", "Up", "Up a line"),
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
        ("hide_pane", "backslash", "Hide", "Hide this pane"),
        ("switch('articles')", "f2", "Articles", "Show or hide the list of articles"),
        ("switch('reading')", "f3", "Reading", "Show or hide the reading view"),
        ("switch('tags')", "f4", "Tags", "Show or hide the tags"),
        ("switch('notes')", "f5", "Notes", "Show or hide the notes"),
        ("undo", "u", "*Undo", "Undo the last change", "undo"),
        ("redo", "ctrl+r", "Redo", "Redo the change that was undone last", "redo"),
        ("export", "E", "Export", "Write articles and notes to a file, in one of many formats", "export"),
        ("import", "I", "Import", "Import articles from files, or notes from other programs", "import"),
        ("import_report", "f6", "Last import", "List what the last import refused or left out, and why"),
        ("stop", "ctrl+x", "Stop", "Stop a long change, an export or the import"),
        ("switch_theme", "ctrl+t", "Theme", "Switch between ink (dark) and paper (light)"),
        ("repaint", "ctrl+l", "Repaint", "Paint the whole screen again"),
        ("help", "?", "*Help", "All keys and commands"),
        ("palette", "ctrl+p :", "Palette", "Find an action by its name"),
        ("quit", "q ctrl+q", "*Quit", "Leave the reader; everything is saved"),
    )
    + _in(
        Scope.ARTICLES,
        *LIST_MOTIONS,
        PAGE_DOWN_BY_SPACE,
        ("open", "enter l right", "*Read", "Read this article", "read"),
        (ArticleRequest.TAG, "t T", "*Tag", "Tag this article", "tag"),
        (ArticleRequest.SUGGEST, "S", "Suggest", "Suggest tags for this article, with reasons", "suggest"),
        (ArticleRequest.NOTE, "c", "*Note", "Write a note on this article", "note"),
        (ArticleRequest.STAR, "s", "Star", "Star this article, or take the star off", "star"),
        (ArticleRequest.STATUS, "m", "Status", "Mark as unread, reading, read in turn", "status"),
        (ArticleRequest.CORRECT, "e g~e", "Correct",
         "Correct the title, authors, date, source… of this article", "set"),
        (ArticleRequest.EARLIER, "g~h", "Earlier texts",
         "Earlier texts of this article, before it was updated", "show"),
        (ArticleRequest.REMOVE, "x delete", "Remove", "Remove this article; undo brings it back", "remove"),
        ("filter", "f", "*Filter", "Show only some articles: by state, tag, source, date, words…", "list"),
        ("show_all", "escape F", "All", "Show all articles again"),
    )
    + _in(
        Scope.READING,
        ("line_down", "j down", "Down", "Down a line"),
        ("line_up", "k up", "Up", "Up a line"),
        ("move('left')", "h left", "Left", "Left a character"),
        ("move('right')", "l right", "Right", "Right a character"),
        ("move('next_word')", "w", "*Word", "To the next word"),
        ("move('previous_word')", "b", "Word back", "To the previous word"),
        ("move('word_end')", "e", "Word end", "To the end of the word"),
        ("move('next_sentence')", ")", "Sentence", "To the next sentence"),
        ("move('previous_sentence')", "(", "Sentence back", "To the previous sentence"),
        ("move('next_paragraph')", "}", "Paragraph", "To the next paragraph"),
        ("move('previous_paragraph')", "{", "Paragraph back", "To the previous paragraph"),
        ("move('next_heading')", "]~]", "Heading", "To the next heading"),
        ("move('previous_heading')", "[~[", "Heading back", "To the previous heading"),
        ("line_start", "0 home", "Line start", "To the start of the line"),
        ("line_end", "$ end", "Line end", "To the end of the line"),
        ("page(1)", "ctrl+f pagedown space", "Page down", "Down a page"),
        ("page(-1)", "ctrl+b pageup", "Page up", "Up a page"),
        ("page(0.5)", "ctrl+d", "Half down", "Down half a page"),
        ("page(-0.5)", "ctrl+u", "Half up", "Up half a page"),
        ("screen_line(0)", "H", "Top", "To the first visible line"),
        ("screen_line(0.5)", "M", "Middle", "To the middle line of the pane"),
        ("screen_line(1)", "L", "Bottom", "To the last visible line"),
        ("start", "g~g ctrl+home", "Start", "To the start of the article"),
        ("end", "G ctrl+end", "End", "To the end, or to the paragraph whose number was typed"),
        ("percent", "%", "Per cent", "50% goes to the middle; % to the matching bracket"),
        ("seek", "f~CHAR", "Seek", "To the next character with this pinyin initial: fy stops at 银, 邮, 疫"),
        ("seek_back", "F~CHAR", "Seek back", "To the previous character with this pinyin initial"),
        ("seek_again", ";", "Again", "To the next character with the same initial"),
        ("seek_again(False)", ",", "Again back", "To the previous character with the same initial"),
        ("find", "/", "*Find", "Find text while you type; re: starts a regular expression"),
        ("find_next", "n", "Next", "To the next match"),
        ("find_previous", "N", "Previous", "To the previous match"),
        ("find_word", "*", "Find word", "Find the word under the cursor, or the selection"),
        ("mark", "m~CHAR", "Mark", "Mark this place with a letter"),
        ("to_mark", "'~CHAR", "To mark", "To the place marked with a letter; '' goes back from a jump"),
        ("back", "ctrl+o [~o", "Back", "To where you were before the last jump"),
        ("forward", "ctrl+i ]~o", "Forward", "To where you were before going back"),
        ("next_annotation", "]~a", "Next note", "To the next annotation"),
        ("previous_annotation", "[~a", "Previous note", "To the previous annotation"),
        ("next_moved", "]~m", "Next changed", "To the next annotation on changed words"),
        ("previous_moved", "[~m", "Previous changed", "To the previous annotation on changed words"),
        ("choose_annotation", "g~a", "Choose", "Choose the next of several overlapping annotations"),
        ("turn(1)", ">", "Next article", "To the next article of the list"),
        ("turn(-1)", "<", "Previous article", "To the previous article of the list"),
        ("select", "v", "*Select", "Start selecting at the cursor, or stop"),
        ("select_sentence", "V", "Sentence", "Start selecting by sentences, or stop"),
        ("swap_ends", "o", "Other end", "To the other end of the selection"),
        ("select_unit('word')", "i~w", "Word", "Select the word"),
        ("select_unit('clause')", "i~c", "Clause", "Select the clause"),
        ("select_unit('sentence')", "i~s", "Sentence", "Select the sentence"),
        ("select_unit('paragraph')", "i~p", "Paragraph", "Select the paragraph"),
        ("select_annotation", "g~v", "New ends",
         "Select an annotation's text to move its ends; enter sets them"),
        ("enter", "enter", "Highlight",
         "Highlight the selection, or show the annotation under the cursor"),
        (AnnotationRequest.TAG, "t", "*Tag", "Tag the selection, the annotation or the article", "annotate"),
        (AnnotationRequest.TAG_ARTICLE, "T", "Article", "Tag the article", "tag"),
        (AnnotationRequest.SUGGEST, "s", "Suggest",
         "Suggest tags for the selection, annotation or article", "suggest"),
        (HighlightRequest.REPEAT, ".", "Again",
         "Tag the selection or the word with the last tags again", "annotate"),
        (HighlightRequest.EVERYWHERE, "A", "Everywhere",
         "Tag every occurrence of the selection or the word", "annotate"),
        (HighlightRequest.IN_VIVO, "i~i", "In vivo",
         "Tag the selection or the word with its own text", "annotate"),
        (AnnotationRequest.NOTE, "c", "*Note",
         "Write a note on the selection, annotation or article", "annotate"),
        (AnnotationRequest.EDIT_OUTSIDE, "C", "Editor",
         "Write the note in your own editor ($VISUAL, $EDITOR)"),
        (AnnotationRequest.DELETE, "x delete", "Delete", "Delete the annotation under the cursor"),
        (AnnotationRequest.FOLLOW, "g~d", "Follow",
         "Follow a link in the note of the annotation or the article", "links"),
        (AnnotationRequest.BACKLINKS, "g~b", "Backlinks",
         "List notes that link to this annotation or article", "links"),
        (AnnotationRequest.TICK, "g~t", "Tick",
         "Tick off the first open to-do of the note, or reopen the last"),
        (AnnotationRequest.CONFIRM, "g~c", "Confirm",
         "Confirm that the annotation belongs on the words that changed under it", "confirm"),
        (HighlightRequest.PLACE, "P", "Place", "Place a note that lost its text on the selection", "place"),
        (TextRequest.WORD_CARD, "K", "Word", "Look up the word: pinyin, meaning, counts, tags", "word"),
        (TextRequest.JOIN, "J", "Join", "Make one word of the selection, or of two words", "words"),
        (TextRequest.SPLIT, "S", "Split", "Make two words of this word, split before the cursor", "words"),
        (TextRequest.COPY, "y", "Copy", "Copy the selection or the sentence"),
        (TextRequest.CITE, "Y", "Cite", "Copy the selection or the sentence with its source"),
        (TextRequest.BLOCK_KIND, "B", "Kind", "Correct the kind of a paragraph: title, heading…", "block"),
        (TextRequest.CORRECT, "g~e", "Correct",
         "Correct the title, authors, date, source… of the article", "set"),
        (TextRequest.EARLIER, "g~h", "Earlier texts",
         "Earlier texts of the article, before it was updated", "show"),
        ("size(1)", "+ =", "Wider", "Make lines longer; grow a selection to the next larger unit"),
        ("size(-1)", "-", "Narrower", "Make lines shorter; shrink a selection to the smaller unit"),
        ("aid('pinyin')", "g~p", "Pinyin", "Show or hide pinyin above the words"),
        ("aid('focus')", "g~f", "Focus", "Dim everything except the sentence, or stop"),
        ("aid('ruler')", "g~r", "Ruler", "Show or hide a ruler under the line"),
        ("aid('justified')", "g~j", "Justify", "Justify lines, or set them ragged"),
        ("filter_creator", "g~w", "By person", "Show only one person's annotations, or everybody's", "show"),
        ("leave", "escape", "Back", "Drop the selection, then the matches, then go back to the list"),
    )
    + _in(
        Scope.TAGS,
        *LIST_MOTIONS,
        ("page_down", "ctrl+f pagedown", "Page down", "Down a page"),
        ("fold", "h left", "Fold", "Hide the tags below this one, or go to the one above"),
        ("unfold", "l right", "Unfold", "Show the tags below this one"),
        ("pick", "space", "Pick", "Pick this tag: merge, move, colour, delete apply to all picked"),
        ("filter('&')", "&", "*Only with", "Filter articles: only those that also have this tag", "list"),
        ("filter('|')", "|", "Or with", "Filter articles: also those with this tag", "list"),
        ("filter('!')", "!", "Not with", "Filter articles: only those without this tag", "list"),
        ("clear", "escape", "Clear", "Unpick the picked tags; with none, show all articles again"),
        ("toggle_tag", "enter", "*Add / remove", "Add this tag to the article, or remove it", "tag"),
        (TagRequest.RENAME, "r", "*Rename", "Rename this tag and those below it", "tags"),
        (TagRequest.MERGE, "m", "*Merge", "Merge this tag into another, everywhere", "tags"),
        (TagRequest.MOVE, "M", "Move", "Move this tag under another one, or to the top", "tags"),
        (TagRequest.DESCRIBE, "c", "Describe",
         "Describe what belongs to this tag, and what does not", "tags"),
        (TagRequest.COLOUR, "o", "Colour", "Give this tag another colour", "tags"),
        (TagRequest.SPLIT, "s", "Split", "Replace this tag by another on some annotations", "tags"),
        (TagRequest.CARD, "K", "Card", "Show the tag's description, uses and examples", "tags"),
        (TagRequest.ALIAS, "a", "Alias", "Give this tag other names to find it by", "tags"),
        ("pin", "p~CHAR", "Pin", "p3 pins this tag to 3: then 3 tags a selection with it", "tags"),
        (TagRequest.BACKLINKS, "g~b", "Backlinks", "List notes that link to this tag", "links"),
        (TagRequest.DELETE, "x delete", "Delete", "Delete this tag wherever it is used", "tags"),
    )
    + _in(
        Scope.NOTES,
        *LIST_MOTIONS,
        PAGE_DOWN_BY_SPACE,
        ("go", "enter", "*Go to", "Go to the text of this note"),
        ("all_notes", "N", "*All", "Search all notes of the library, and go to one", "notes"),
        ("filter_creator", "g~w", "By person", "Show only one person's annotations, or everybody's", "show"),
        (AnnotationRequest.EDIT_OUTSIDE, "C", "Editor",
         "Edit this note in your own editor ($VISUAL, $EDITOR)"),
        (AnnotationRequest.NOTE, "c", "*Edit", "Edit this note"),
        (AnnotationRequest.TAG, "t", "*Tag", "Change the tags of this annotation"),
        (AnnotationRequest.FOLLOW, "g~d", "Follow", "Follow a link in this note", "links"),
        (AnnotationRequest.BACKLINKS, "g~b", "Backlinks",
         "List notes that link to this annotation or article", "links"),
        (AnnotationRequest.TICK, "g~t", "Tick",
         "Tick off the first open to-do of this note, or reopen the last"),
        (AnnotationRequest.CONFIRM, "g~c", "Confirm",
         "Confirm that this annotation belongs on the words that changed under it", "confirm"),
        (AnnotationRequest.DELETE, "x delete", "Delete", "Delete this annotation"),
    )
    + _in(
        Scope.WRITING,
        ("save", "ctrl+s", "*Save", "Save the note", "note"),
        ("leave", "escape", "*Leave", "Leave the note unchanged; warns once before dropping changes"),
        ("undo", "ctrl+z", "Undo", "Undo the last edit"),
        ("redo", "ctrl+y ctrl+r", "Redo", "Redo the last undone edit"),
        ("pause", "shift+tab", "*List", "To the list of notes; tab goes to the next pane; the text stays"),
    )
)  # fmt: skip


def actions_in(scope: Scope) -> list[Action]:
    """Return the actions of a scope, in the order of the keymap."""
    return [action for action in ACTIONS if action.scope is scope]


def bindings(scope: Scope) -> list[Binding]:
    """Return the Textual bindings of a scope, without sequences, which :class:`SequenceParser` handles."""
    made = []
    for action in actions_in(scope):
        single = ["comma" if key == "," else key for key in action.keys if " " not in key]
        if single:
            made.append(Binding(",".join(single), action.name, action.label, show=action.footer))
    return made


def key_names(action: Action) -> str:
    """Return the keys of an action as they are labelled on a keyboard."""
    names = {
        "backslash": "\\", "pagedown": "pgdn", "pageup": "pgup", "escape": "esc",
        "down": "↓", "up": "↑", "left": "←", "right": "→", "delete": "del",
    }  # fmt: skip
    return "  ".join(names.get(key, key.replace(" ", "")) for key in action.keys)


ANY = "CHAR"
"""Stands for any character at the end of a sequence. The character is passed to the action: ``f CHAR``."""


class CompletedSequence(NamedTuple):
    """A sequence that has been typed completely."""

    action: Action
    character: str = ""
    """The character typed for :data:`ANY`, or empty."""

    @property
    def call(self) -> str:
        """The Textual action, with the character as its argument."""
        return f"{self.action.name}({self.character!r})" if self.character else self.action.name


class SequenceParser:
    """Parses key sequences such as ``g g``, ``] a`` or ``f`` and any character, and counts before a key.

    A key that does not continue the sequence that has begun is consumed without effect, as in Vim.
    """

    def __init__(self, scope: Scope) -> None:
        self._actions = {key: action for action in actions_in(scope) for key in action.keys if " " in key}
        self._prefix = ""
        self._digits = ""
        self._spent = False
        """Whether the key that uses the count has been typed."""

    def feed(self, character: str) -> CompletedSequence | bool:
        """Parse the next key.

        :param character: the character typed, or the name of a key that types none.
        :return: the sequence that the key completes; True if the key was consumed; False if it is not part of
            a sequence or count.
        """
        prefix, self._prefix = self._prefix, ""
        if self._spent:
            self._digits, self._spent = "", False
        if prefix:
            self._spent = True
            return self._complete(prefix, character) or True
        if any(key.startswith(f"{character} ") for key in self._actions):
            self._prefix = character
            return True
        if character.isascii() and character.isdigit() and (character != "0" or self._digits):
            self._digits = (self._digits + character)[:6]
            return True
        self._spent = True
        return False

    def _complete(self, prefix: str, character: str) -> CompletedSequence | None:
        if action := self._actions.get(f"{prefix} {character}"):
            return CompletedSequence(action)
        action = self._actions.get(f"{prefix} {ANY}")
        return CompletedSequence(action, character) if action and _is_typed(character) else None

    def take_count(self) -> int | None:
        """Return the count typed, or None, and reset it."""
        digits, self._digits = self._digits, ""
        return int(digits) if digits else None

    @property
    def has_begun(self) -> bool:
        """Whether a sequence has begun."""
        return bool(self._prefix)

    @property
    def pending(self) -> str:
        """The unfinished count or sequence, for the screen."""
        return "" if self._spent else self._digits + self._prefix


def _is_typed(key: str) -> bool:
    """Whether a key types a character. Control keys such as escape do not."""
    return len(key) == 1 and unicodedata.category(key) != "Cc"
