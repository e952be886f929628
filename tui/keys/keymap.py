"""The effective keys: those of the registry, a preset's and the user's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import structs
from textual.binding import Binding, BindingsMap

from store.language import _
from store.wording import listed
from tui.keys.action import Action, Scope
from tui.keys.actions import ACTIONS
from tui.keys.names import label, textual_keys
from tui.keys.presets import PRESETS

if TYPE_CHECKING:
    from textual.dom import DOMNode

Given = Mapping[str, str | Sequence[str]]
"""The table ``keys`` of the settings."""


class Keymap:
    """All actions with their effective keys. It is made once, before the app."""

    def __init__(self, given: Given | None = None) -> None:
        """Make a keymap.

        :param given: keys by the name of an action, with or without its scope; ``preset`` names a set.
        """
        self.problems: list[tuple[str, str]] = []
        """What cannot be used or takes another action's key: the name in the settings, and a sentence."""
        self._keys = {action.id: list(action.keys) for action in ACTIONS}
        self._by_id = {action.id: action for action in ACTIONS}
        self._names: dict[str, str] = {}
        """The name in the settings for each action that the user gave keys."""
        settings = dict(given or {})
        self._add_preset(settings.pop("preset", "vim"))
        for name, value in settings.items():
            self._give(name, [value] if isinstance(value, str) else list(value))
        for action_id in reversed(self._names):
            self._settle(action_id)
        self.actions = tuple(structs.replace(each, keys=tuple(self._keys[each.id])) for each in ACTIONS)

    def in_scope(self, scope: Scope) -> list[Action]:
        """The actions of a scope, in the order of the registry."""
        return [action for action in self.actions if action.scope is scope]

    def keys_of(self, action: Action) -> tuple[str, ...]:
        """The effective keys of an action of the registry."""
        return tuple(self._keys.get(action.id, action.keys))

    def _add_preset(self, name: str | Sequence[str]) -> None:
        if not isinstance(name, str) or name not in PRESETS:
            choices = listed(f'"{each}"' for each in PRESETS)
            self.problems.append(
                (
                    "preset",
                    _(
                        "the preset of keys must be one of {choices}, not {name!r}.",
                        choices=choices,
                        name=name,
                    ),
                )
            )
            return
        added = {
            action.id: keys for named, keys in PRESETS[name].items() for action in self._actions_named(named)
        }
        for action_id, keys in added.items():
            for key in keys:
                for other, taken in self._clashes(self._by_id[action_id], key):
                    if taken not in added.get(other.id, ()):
                        self._keys[other.id].remove(taken)
            self._keys[action_id] = list(dict.fromkeys((*self._keys[action_id], *keys)))

    def _actions_named(self, name: str) -> list[Action]:
        """The action of an ID, or all whose IDs end in the name."""
        return [each for each in ACTIONS if name in (each.id, each.id.partition(".")[2])]

    def _give(self, name: str, written: list[str]) -> None:
        """Replace the keys of the actions of a name."""
        if not (actions := self._actions_named(name)):
            from difflib import get_close_matches

            names = [*self._by_id, *(each.partition(".")[2] for each in self._by_id)]
            near = get_close_matches(name, names, n=1)
            if near:
                sentence = _("there is no action {name!r}; did you mean {near!r}?", name=name, near=near[0])
            else:
                sentence = _("there is no action {name!r}: see `pizhu keys`.", name=name)
            self.problems.append((name, sentence))
            return
        for action in actions:
            if action.id in self._names and name != action.id:
                continue  # the name with the scope says more than the one without
            keys = [key for each in written if each and (key := self._checked(name, action, each))]
            if keys or not any(written):
                self._keys[action.id], self._names[action.id] = list(dict.fromkeys(keys)), name

    def _checked(self, name: str, action: Action, written: str) -> str | None:
        """The key as the registry has it, or None if it cannot be used."""
        key = textual_keys(written)
        problem = ""
        if key is None:
            problem = _(
                "there is no key {written!r}: write D, ctrl+n, f8, pgdn, or two keys as in 'g x'.",
                written=written,
            )
        elif (
            (action.scope.has_counts or name != action.id)
            and key[0] in "123456789"
            and len(key.split()[0]) == 1
        ):
            problem = _("{written!r} begins a count, so it cannot be a key.", written=written)
        elif action.scope is Scope.WRITING and (" " in key or len(key) == 1):
            problem = _(
                "{written!r} is text in a note: use a key with ctrl or alt, or a function key.",
                written=written,
            )
        elif any(each.endswith(" CHAR") for each in action.keys):
            key = f"{key} CHAR" if " " not in key else None
            if key is None:
                problem = _(
                    "{written!r} has two keys, but a character follows the key of this action.",
                    written=written,
                )
        if problem:
            if (name, problem) not in self.problems:  # of several actions of this name
                self.problems.append((name, problem))
            return None
        return key

    def _settle(self, action_id: str) -> None:
        """Give the user's keys of an action to it alone."""
        action, name = self._by_id[action_id], self._names[action_id]
        for key in tuple(self._keys[action_id]):
            for other, taken in self._clashes(action, key):
                shown, owner = label(key), _("{action} ({pane})", action=other.title, pane=other.scope.label)
                if other.id in self._names:
                    self.problems.append(
                        (name, _("{key} is also given to {owner}, which keeps it.", key=shown, owner=owner))
                    )
                    if key in self._keys[action_id]:
                        self._keys[action_id].remove(key)
                    continue
                self._keys[other.id].remove(taken)
                if not self._keys[other.id]:
                    self.problems.append(
                        (
                            name,
                            _(
                                "{key} leaves {owner} without a key: give it one too, or [] for none.",
                                key=shown,
                                owner=owner,
                            ),
                        )
                    )

    def _clashes(self, action: Action, key: str) -> list[tuple[Action, str]]:
        """The keys of other actions that work where this one does and are the same or begin the same."""
        return [
            (other, each)
            for other in ACTIONS
            if other.id != action.id and _share_a_place(action.scope, other.scope)
            for each in tuple(self._keys[other.id])
            if each == key or each.startswith(f"{key} ") or key.startswith(f"{each} ")
        ]


def _share_a_place(one: Scope, other: Scope) -> bool:
    return one is other or (Scope.APP in (one, other) and not (one.is_apart or other.is_apart))


REGISTERED = Keymap()
"""The keys of the registry."""

_current = REGISTERED


def use_keymap(keymap: Keymap) -> None:
    """Let the functions below answer from a keymap. The app does this before it makes its screens."""
    global _current  # noqa: PLW0603 - a process has one keyboard
    _current = keymap


def actions_in(scope: Scope) -> list[Action]:
    """Return the actions of a scope with their effective keys, in the order of the registry."""
    return _current.in_scope(scope)


def bindings(scope: Scope) -> list[Binding]:
    """Return the Textual bindings of a scope, without sequences, which :class:`SequenceParser` handles."""
    made = []
    for action in actions_in(scope):
        single = ["comma" if key == "," else key for key in action.keys if " " not in key]
        if single:
            made.append(Binding(",".join(single), action.name, action.title, show=bool(action.hint)))
    return made


def bind(node: DOMNode, scope: Scope) -> None:
    """Give a widget the effective bindings of its scope instead of those of its class.

    Textual has no public hook for the bindings of one object: its keymaps cannot add any.
    """
    names = {action.name for action in ACTIONS if action.scope is scope}
    kept = [bound for key, bound in node._bindings if bound.action not in names]  # noqa: SLF001
    node._bindings = BindingsMap([*kept, *bindings(scope)])  # noqa: SLF001


def key_names(action: Action) -> str:
    """Return the effective keys of an action as they are labelled on a keyboard."""
    return "  ".join(map(label, _current.keys_of(action)))


def key_name(action_id: str) -> str:
    """Return the first effective key of an action, for messages; empty if it has none."""
    return next(
        (label(action.keys[0]) for action in _current.actions if action.id == action_id and action.keys), ""
    )


def key_for(scope: Scope, name: str) -> str:
    """Return the first key of an action as it is labelled, for texts that say what to press.

    :param name: the :attr:`Action.name`.
    :raises KeyError: the scope has no such action.
    """
    for action in actions_in(scope):
        if action.name == name:
            return key_name(action.id)
    raise KeyError(name)
