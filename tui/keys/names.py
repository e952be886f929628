"""The names of keys: as users write them in the settings, and as they are labelled on a keyboard."""

from __future__ import annotations

LABELS = {
    "backslash": "\\", "pagedown": "pgdn", "pageup": "pgup", "escape": "esc",
    "down": "↓", "up": "↑", "left": "←", "right": "→", "delete": "del",
}  # fmt: skip
"""The labels of keys that Textual names otherwise."""

_WRITTEN = {label: name for name, label in LABELS.items()} | {
    "return": "enter", "pgdown": "pagedown", "ins": "insert", "bs": "backspace", " ": "space",
}  # fmt: skip

_NAMED = frozenset(
    ["backslash", "pagedown", "pageup", "escape", "down", "up", "left", "right", "delete", "enter", "space",
    "tab", "home", "end", "insert", "backspace", *(f"f{number}" for number in range(1, 25))]
)  # fmt: skip
_MODIFIERS = ("ctrl", "shift", "alt")
_AFTER_ALT = ("b", "f", "backspace", "up", "down", "left", "right")
"""The keys that work with alt: for the others terminals send what escape and the key send."""


def textual_key(written: str) -> str | None:
    """The key as the registry has it: ``ctrl+n``, ``pagedown``, ``D``; None if there is no such key."""
    *modifiers, base = written.split("+") if len(written) > 1 else [written]
    base = _WRITTEN.get(base, base)
    if len(base) > 1 and base.lower() in _NAMED:
        base = base.lower()
    if base not in _NAMED and not (len(base) == 1 and base.isprintable()):
        return None
    if any(modifier not in _MODIFIERS for modifier in modifiers) or len(set(modifiers)) < len(modifiers):
        return None
    if "alt" in modifiers and base not in _AFTER_ALT:
        return None
    return "+".join((*(each for each in _MODIFIERS if each in modifiers), base))


def textual_keys(written: str) -> str | None:
    """The same for a key or a sequence of two, which is separated by a space."""
    if written == " ":
        return "space"
    parts = [textual_key(part) for part in written.split()]
    return " ".join(part or "" for part in parts) if parts and all(parts) and len(parts) <= 2 else None


def label(key: str) -> str:
    """A key or sequence as it is labelled on a keyboard."""
    if " " in key and any(len(part) > 1 and part != "CHAR" for part in key.split()):
        return " ".join(LABELS.get(part, part) for part in key.split())
    return LABELS.get(key, key.replace(" ", ""))
