"""The registry of actions, and the key sequences derived from it."""

from __future__ import annotations

import pytest

from tui.adjudicating.screen import AdjudicationScreen
from tui.cli.parser import parser
from tui.keys.action import Action, Group, Scope
from tui.keys.actions import ACTIONS
from tui.keys.keymap import REGISTERED, Keymap, actions_in, bindings, key_for, key_names, use_keymap
from tui.keys.sequences import CompletedSequence, SequenceParser
from tui.note_editing.editor import NoteEditor
from tui.panes.articles import ArticlesPane
from tui.panes.notes import NotesPane
from tui.panes.reading import ReadingPane
from tui.panes.tags import TagsPane
from tui.panes.visibility import PaneName
from tui.screen import MainScreen
from tui.search.screen import SearchScreen

HANDLERS = {
    Scope.APP: MainScreen,
    Scope.ARTICLES: ArticlesPane,
    Scope.READING: ReadingPane,
    Scope.TAGS: TagsPane,
    Scope.NOTES: NotesPane,
    Scope.WRITING: NoteEditor,
    Scope.SEARCH: SearchScreen,
    Scope.ADJUDICATING: AdjudicationScreen,
}


def label(action: Action) -> str:
    return f"{action.scope.name.lower()}-{action.name}"


@pytest.mark.parametrize("action", ACTIONS, ids=label)
def test_every_action_has_a_handler_in_its_scope(action: Action) -> None:
    method = action.name.partition("(")[0]
    assert callable(getattr(HANDLERS[action.scope], f"action_{method}", None))
    assert action.keys
    assert action.help
    assert key_names(action)


@pytest.mark.parametrize("scope", Scope)
def test_each_key_has_one_meaning_in_a_scope(scope: Scope) -> None:
    keys = [key for action in actions_in(scope) for key in action.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("scope", [Scope[name.name] for name in PaneName])
def test_no_pane_overrides_an_app_wide_key(scope: Scope) -> None:
    everywhere = {key for action in actions_in(Scope.APP) for key in action.keys}
    assert not everywhere & {key for action in actions_in(scope) for key in action.keys}


PANES = [Scope[name.name] for name in PaneName]

MEANINGS = {
    "j": "down", "k": "up", "g g": "start first", "G": "end last", "t": "tag", "T": "tag", "c": "note",
    "C": "editor", "s": "suggest", "x": "delete", "K": "card", "J": "join", "g J": "split", "P": "place",
    "g b": "backlinks", "g c": "confirm", "g d": "follow", "g e": "edit", "g h": "earlier", "g m": "status",
    "g n": "notes", "g t": "tick", "g w": "person", "g S": "star", "g x": "identity",
    "/": "find", "n": "next", "N": "previous", "V": "select",
}  # fmt: skip
"""What a key means in all panes that have it: one of these words is in the title or the other words."""

IN_THE_TEXT_AS_IN_VIM = {
    "h": "left; in a tree, fold", "l": "right; in a list, open", "e": "end of the word; in a list, edit",
    "o": "other end of the selection; in a list, the order",
}  # fmt: skip
"""Keys that move in the text, and mean something else in a list, where there is no such motion."""


def typed_keys(scope: Scope) -> dict[str, Action]:
    """Return the actions of a scope by the characters that are typed for them."""
    return {
        key: action
        for action in actions_in(scope)
        for key in action.keys
        if all(len(part) == 1 for part in key.split())
    }


def test_a_letter_means_the_same_in_every_pane() -> None:
    for key in {key for scope in PANES for key in typed_keys(scope)} - set(IN_THE_TEXT_AS_IN_VIM):
        actions = [typed_keys(scope)[key] for scope in PANES if key in typed_keys(scope)]
        if len(actions) > 1:
            for action in actions:
                words = f"{action.title} {action.words}".lower()
                assert any(word in words for word in MEANINGS[key].split()), (key, action.id)


def test_a_key_that_means_two_things_is_a_motion_of_vim() -> None:
    for key in IN_THE_TEXT_AS_IN_VIM:
        assert typed_keys(Scope.READING)[key].group in {Group.MOVING, Group.SELECTING}


@pytest.mark.parametrize("scope", PANES)
def test_s_in_upper_case_searches_the_library_in_every_pane(scope: Scope) -> None:
    assert "S" not in typed_keys(scope)
    assert typed_keys(Scope.APP)["S"].name == "search"


def test_each_action_has_its_own_name_in_the_settings() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


@pytest.mark.long
def test_every_named_command_exists() -> None:
    for command in {action.command for action in ACTIONS if action.command}:
        with pytest.raises(SystemExit) as ended:
            parser().parse_args([command, "--help"])
        assert ended.value.code == 0, command


def test_sequences_are_not_bound_as_single_keys() -> None:
    bound = {key for scope in Scope for binding in bindings(scope) for key in binding.key.split(",")}
    assert not any(" " in key for key in bound)


def test_a_sequence_of_keys_completes_an_action() -> None:
    typed = SequenceParser(Scope.READING)
    assert typed.feed("g") is True
    done = typed.feed("g")
    assert isinstance(done, CompletedSequence)
    assert done.call == "start"


def test_a_sequence_may_end_in_any_character() -> None:
    typed = SequenceParser(Scope.READING)
    assert typed.feed("f") is True
    done = typed.feed("'")
    assert isinstance(done, CompletedSequence)
    assert done.call == """seek("'")"""


def test_a_count_before_a_sequence_applies_to_it() -> None:
    typed = SequenceParser(Scope.READING)
    for key in "3f":
        assert typed.feed(key) is True
    assert isinstance(typed.feed("y"), CompletedSequence)
    assert typed.take_count() == 3


@pytest.mark.parametrize("key", ["w", "t", "\x1b", "\t", "up", "3", "g"])
@pytest.mark.parametrize("scope", [Scope.ARTICLES, Scope.READING, Scope.TAGS, Scope.NOTES])
def test_a_key_that_completes_no_sequence_is_discarded_with_the_sequence(scope: Scope, key: str) -> None:
    # As in vim. The key once ran its own command, so a typing mistake could tag or delete something.
    begins = {other.split()[0] for action in actions_in(scope) for other in action.keys if " " in other}
    for first in begins:
        typed = SequenceParser(scope)
        typed.feed("2")
        typed.feed(first)
        if isinstance(typed.feed(key), CompletedSequence):
            continue
        assert typed.pending == ""
        assert typed.feed("j") is False
        assert typed.take_count() is None


@pytest.mark.parametrize("key", ["\x1b", "\r", "\t", "\x7f", "pageup"])
def test_a_key_without_a_printable_character_cancels_a_sequence(key: str) -> None:
    typed = SequenceParser(Scope.TAGS)
    typed.feed("p")
    assert typed.feed(key) is True
    assert typed.pending == ""


def test_a_count_is_pending_until_the_next_key() -> None:
    typed = SequenceParser(Scope.READING)
    typed.feed("3")
    assert typed.pending == "3"
    typed.feed("j")
    assert typed.pending == ""
    assert typed.take_count() == 3


def test_digits_form_a_count_that_is_taken_once() -> None:
    typed = SequenceParser(Scope.READING)
    for digit in "12":
        assert typed.feed(digit) is True
    assert typed.feed("0") is True
    assert typed.pending == "120"
    assert typed.take_count() == 120
    assert typed.take_count() is None


def test_zero_alone_is_not_a_count() -> None:
    assert SequenceParser(Scope.READING).feed("0") is False


def test_a_text_names_all_keys_of_a_sequence() -> None:
    use_keymap(Keymap({"tour": "space t", "undo": []}))
    try:
        assert (key_for(Scope.APP, "tour"), key_for(Scope.APP, "undo")) == ("space t", "")
    finally:
        use_keymap(REGISTERED)
