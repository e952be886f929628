"""Keys of the user's own, and presets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tui.keys.action import Scope
from tui.keys.actions import ACTIONS
from tui.keys.keymap import Keymap, actions_in, bindings, key_name, use_keymap
from tui.keys.presets import PRESETS
from tui.keys.sequences import CompletedSequence, SequenceParser


@pytest.fixture(autouse=True)
def _own_keymap() -> Iterator[None]:
    yield
    use_keymap(Keymap())


def keys_of(keymap: Keymap, name: str) -> tuple[str, ...]:
    return next(action.keys for action in keymap.actions if action.id == name)


def test_without_settings_the_keys_are_those_of_the_registry() -> None:
    assert Keymap().actions == ACTIONS
    assert Keymap().problems == []


def test_a_key_replaces_those_of_its_action() -> None:
    keymap = Keymap({"articles.delete-article": "D"})
    assert keys_of(keymap, "articles.delete-article") == ("D",)
    assert keymap.problems == []


def test_a_name_without_a_pane_is_for_all_panes_and_one_with_it_goes_before() -> None:
    keymap = Keymap({"tags.down": "f9", "down": ["n", "pgdn"], "page-down": []})
    assert keys_of(keymap, "articles.down") == ("n", "pagedown")
    assert keys_of(keymap, "tags.down") == ("f9",)


def test_sequences_and_counts_work_with_custom_keys() -> None:
    use_keymap(Keymap({"reading.next-word": "g x", "app.undo": "ctrl+x u", "stop": []}))
    typed = SequenceParser(Scope.READING)
    assert [typed.feed(key) for key in "3g"] == [True, True]
    done = typed.feed("x")
    assert isinstance(done, CompletedSequence)
    assert done.action.id == "reading.next-word"
    assert typed.take_count() == 3
    assert typed.feed("ctrl+x") is True
    assert isinstance(typed.feed("u"), CompletedSequence)
    assert not any("g x" in binding.key for binding in bindings(Scope.READING))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"undoo": "U"}, "there is no action 'undoo'; did you mean 'undo'?"),
        ({"undo": "hyper+u"}, "there is no key 'hyper+u'"),
        ({"undo": "alt+x"}, "there is no key 'alt+x'"),
        ({"undo": "a b c"}, "there is no key 'a b c'"),
        ({"undo": "3"}, "'3' begins a count, so it cannot be a key."),
        ({"save-note": "s"}, "'s' is text in a note"),
        ({"preset": "nano"}, 'the preset of keys must be one of "vim", "emacs", "arrows", not \'nano\'.'),
        ({"articles.down": "U", "articles.up": "U"}, "U is also given to"),
        ({"app.undo": "z"}, "z leaves Zoom pane (Everywhere) without a key"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_reported_in_one_sentence(given: dict[str, str], sentence: str) -> None:
    problems = Keymap(given).problems
    assert len(problems) == 1
    assert sentence in problems[0][1]


def test_a_key_given_twice_works_for_the_first_action() -> None:
    keymap = Keymap({"articles.down": "n", "articles.up": "n"})
    assert keys_of(keymap, "articles.down") == ("n",)
    assert keys_of(keymap, "articles.up") == ()


def test_keys_can_be_exchanged() -> None:
    keymap = Keymap({"articles.down": "k", "articles.up": "j"})
    assert keymap.problems == []
    assert keys_of(keymap, "articles.down") == ("k",)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("scope", [scope for scope in Scope if scope is not Scope.WRITING])
def test_in_a_preset_each_key_has_one_meaning_and_no_key_hides_a_sequence(preset: str, scope: Scope) -> None:
    use_keymap(Keymap({"preset": preset}))
    is_alone = scope is Scope.APP or scope.is_apart
    actions = actions_in(scope) if is_alone else actions_in(scope) + actions_in(Scope.APP)
    keys = Counter(key for action in actions for key in action.keys)
    assert {key for key, count in keys.items() if count > 1} == set()
    assert {key.split()[0] for key in keys if " " in key} & set(keys) == set()


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_names_only_actions_that_exist(preset: str) -> None:
    ids = {action.id for action in ACTIONS} | {action.id.partition(".")[2] for action in ACTIONS}
    assert set(PRESETS[preset]) <= ids
    assert Keymap({"preset": preset}).problems == []


def test_messages_can_name_the_effective_key() -> None:
    use_keymap(Keymap({"undo": "f8"}))
    assert key_name("app.undo") == "f8"


def test_alt_and_x_deletes_nothing_for_users_of_emacs() -> None:
    # A terminal sends escape and x for it, and the terminal input takes them for two keys.
    use_keymap(Keymap({"preset": "emacs"}))
    for scope in (Scope.ARTICLES, Scope.READING, Scope.TAGS, Scope.NOTES):
        assert not any("x" in action.keys for action in actions_in(scope))
    assert "x" in next(action.keys for action in actions_in(Scope.APP) if action.id == "app.palette")
