"""The keys of actions: Textual bindings, and the names of keys as they are shown."""

from __future__ import annotations

from textual.binding import Binding

from tui.keys.action import Action, Scope
from tui.keys.actions import ACTIONS


def actions_in(scope: Scope) -> list[Action]:
    """Return the actions of a scope, in the order of the keymap."""
    return [action for action in ACTIONS if action.scope is scope]


def bindings(scope: Scope) -> list[Binding]:
    """Return the Textual bindings of a scope, without sequences, which :class:`SequenceParser` handles."""
    made = []
    for action in actions_in(scope):
        single = ["comma" if key == "," else key for key in action.keys if " " not in key]
        if single:
            made.append(Binding(",".join(single), action.name, action.title, show=bool(action.hint)))
    return made


def key_names(action: Action) -> str:
    """Return the keys of an action as they are labelled on a keyboard."""
    names = {
        "backslash": "\\", "pagedown": "pgdn", "pageup": "pgup", "escape": "esc",
        "down": "↓", "up": "↑", "left": "←", "right": "→", "delete": "del",
    }  # fmt: skip
    return "  ".join(names.get(key, key.replace("CHAR", "…").replace(" ", "")) for key in action.keys)


def key_for(scope: Scope, name: str) -> str:
    """Return the first key of an action as it is labelled, for texts that say what to press.

    :param name: the :attr:`Action.name`.
    :raises KeyError: the scope has no such action.
    """
    for action in actions_in(scope):
        if action.name == name:
            return key_names(action).split()[0]
    raise KeyError(name)
