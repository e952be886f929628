"""Merging the values of one field: sets as sets, mappings by their keys, texts of people side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import msgspec

from store.model.article import Status
from store.model.edits import Json

NOTE_SEPARATOR = "\n\n———\n\n"
"""What stands between two notes that became one."""

ABSENT = msgspec.UNSET
"""Stands for a field that a version does not have."""

Value: TypeAlias = "Json | msgspec.UnsetType"  # untranslated: a type

Chooser: TypeAlias = Callable[[Value, Value, Value], Value]
"""Returns the merged value of a field that both versions changed, given base, ours and theirs."""


def merged_value(base: Value, ours: Value, theirs: Value, choose: Chooser) -> Value:
    """Return the value that only one version changed, or what ``choose`` makes of two changes."""
    if theirs in (ours, base):
        return ours
    return theirs if ours == base else choose(base, ours, theirs)


def encoded(value: Value) -> bytes:
    """Return a value as bytes by which two values are put in order."""
    return b"" if value is ABSENT else msgspec.json.encode(value, order="sorted")


def either(_base: Value, ours: Value, theirs: Value) -> Value:
    """Choose one of two values, the same one in either order: one that says something, then the greater."""
    return max(ours, theirs, key=lambda value: (value not in (ABSENT, None, "", False), encoded(value)))


def greater(_base: Value, ours: Value, theirs: Value) -> Value:
    """Choose the greater of two numbers."""
    numbers = [value for value in (ours, theirs) if isinstance(value, int)]
    return max(numbers, default=ABSENT)


def earlier(_base: Value, ours: Value, theirs: Value) -> Value:
    """Choose the earlier of two timestamps that are known."""
    return min((value for value in (ours, theirs) if isinstance(value, str) and value), default="")


def later(_base: Value, ours: Value, theirs: Value) -> Value:
    """Choose the later of two timestamps."""
    return max((value for value in (ours, theirs) if isinstance(value, str)), default="")


def further(_base: Value, ours: Value, theirs: Value) -> Value:
    """Choose the state of an article that is further."""
    order = [*Status]
    return max((value for value in (ours, theirs) if value in order), key=order.index, default=ABSENT)


def united(base: Value, ours: Value, theirs: Value) -> Value:
    """Merge two lists as sets: what either version added is there, what either removed is not."""
    before, mine, other = (value if isinstance(value, list) else [] for value in (base, ours, theirs))
    kept = [each for each in before if each in mine and each in other]
    added = [each for each in (*mine, *other) if each not in before]
    wanted = [*kept, *sorted(added, key=encoded)]
    wanted = [each for place, each in enumerate(wanted) if each not in wanted[:place]]
    alike = [
        value for value in (mine, other) if len(value) == len(wanted) and all(map(wanted.__contains__, value))
    ]
    return min(alike, key=encoded, default=wanted)


def by_key(choose: Chooser) -> Chooser:
    """Return what merges two mappings key by key; ``choose`` merges what both changed of one key."""

    def merge(base: Value, ours: Value, theirs: Value) -> Value:
        before, mine, other = (value if isinstance(value, dict) else {} for value in (base, ours, theirs))
        found: dict[str, Json] = {}
        for key in dict.fromkeys((*mine, *other)):
            value = kept_value(before, mine, other, key, choose)
            if not isinstance(value, msgspec.UnsetType):
                found[key] = value
        return found

    return merge


def kept_value(
    base: Mapping[str, Json], ours: Mapping[str, Json], theirs: Mapping[str, Json], key: str, choose: Chooser
) -> Value:
    """Merge the values of one key of three mappings."""
    return merged_value(base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT), choose)


def either_by_key(base: Value, ours: Value, theirs: Value) -> Value:
    """Merge two mappings by their keys, whatever is in them; of other values choose one."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return by_key(either_by_key)(base, ours, theirs)
    return either(base, ours, theirs)


def item_by_item(base: Value, ours: Value, theirs: Value) -> Value:
    """Merge two lists of the same length item by item; of others, choose one."""
    three = (base, ours, theirs)
    if not all(isinstance(value, list) for value in three):
        return either(base, ours, theirs)
    before, mine, other = (value if isinstance(value, list) else [] for value in three)
    if not len(before) == len(mine) == len(other):
        return either(base, ours, theirs)
    items = [merged_value(*each, either) for each in zip(before, mine, other, strict=True)]
    return [item for item in items if not isinstance(item, msgspec.UnsetType)]


def joined(_base: Value, ours: Value, theirs: Value) -> Value:
    """Join two notes into one, unless one of them has all lines of the other."""
    mine, other = (str(value or "") if value is not ABSENT else "" for value in (ours, theirs))
    parts = dict.fromkeys((*_parts(mine), *_parts(other)))
    wanted = sorted(part for part in parts if not any(_has_lines(each, part) for each in parts))
    alike = [note for note in (mine, other) if sorted(_parts(note)) == wanted]
    return min(alike, default=NOTE_SEPARATOR.join(wanted))


def _parts(note: str) -> list[str]:
    """Return the notes that were joined in one."""
    return [part.strip() for part in note.split(NOTE_SEPARATOR) if part.strip()]


def _has_lines(note: str, other: str) -> bool:
    """Whether a note has all lines of another one together, and more."""
    return note != other and f"\n{other}\n" in f"\n{note}\n"
