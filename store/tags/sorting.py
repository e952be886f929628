"""The order of tags: by pinyin, or by hand where somebody has arranged them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

HandOrder = Mapping[str, Sequence[str]]
"""By the path of a parent, empty for the top: the labels of the tags below it, in their order."""

FIRST_RARE = b"\xd8\xa1"
"""The first character of the second part of GB 2312, which is not in the order of pinyin."""


def sorted_by_pinyin(labels: Iterable[str]) -> list[str]:
    """Sort labels by pinyin: digits and letters before Chinese, each character by its most common reading.

    The 3,755 common characters of GB 2312 are in that order already, so that readings are only looked up if
    there is another character: the first screen shows tags, and loading the readings would delay it.
    """
    given = list(labels)
    try:
        keys = {label: _common_key(label) for label in given}
    except UnicodeEncodeError:
        from store.chinese.pinyin import collation_key

        keys = {label: collation_key(label).encode() for label in given}
    return sorted(given, key=lambda label: (keys[label], label))


@lru_cache(maxsize=20_000)
def _common_key(label: str) -> bytes:
    """Return the key of a label of common characters.

    :raises UnicodeEncodeError: one of them is not common.
    """
    key = label.casefold().encode("gb2312")
    for at, character in enumerate(label):
        if character > "\x7f" and character.encode("gb2312") >= FIRST_RARE:
            raise UnicodeEncodeError("gb2312", label, at, at + 1, "uncommon")
    return key


def arranged(labels: Iterable[str], by_hand: Sequence[str]) -> list[str]:
    """Sort labels as they were arranged by hand. Those that were not follow, by pinyin."""
    places = {label: place for place, label in enumerate(by_hand)}
    return sorted(sorted_by_pinyin(labels), key=lambda label: places.get(label, len(places)))


def moved(siblings: Sequence[str], label: str, step: int) -> list[str]:
    """Return the labels with one of them moved by some places; it stops at the ends."""
    here = siblings.index(label)
    rest = [each for each in siblings if each != label]
    there = max(0, min(here + step, len(rest)))
    return [*rest[:there], label, *rest[there:]]
