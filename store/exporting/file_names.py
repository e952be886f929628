"""Names of files made of titles: good on Windows, macOS and Linux, and in the links of Obsidian."""

from __future__ import annotations

import re
import unicodedata

from store.chinese.graphemes import snap_start
from store.exporting.sanitise import one_line
from store.index.id_prefixes import SHORTEST_ID

LONGEST_NAME = 120
"""Bytes of UTF-8 that a name may have, its ending included: file systems take 255, some services fewer."""

_WIDER = 0xFEE0
"""From an ASCII sign to its full-width form (Unicode, "Halfwidth and Fullwidth Forms")."""

# Windows forbids the first nine; a link of Obsidian cannot contain the others.
_FORBIDDEN = str.maketrans({sign: chr(ord(sign) + _WIDER) for sign in '<>:"/\\|?*' + "#^[]`"})

# Devices, which no file can be named after (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
_DEVICE = r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?"


class Names:
    """The names of files in a folder, none twice: a difference in case alone, or in composition, is none."""

    def __init__(self, ending: str) -> None:
        """Names with this ending, such as ``.md``."""
        self._ending = ending
        self._taken: set[str] = set()

    def take(self, name: str) -> None:
        """Have a name be taken."""
        self._taken.add(same_name(name))

    def new(self, title: str, article: str) -> str:
        """A name for the file of an article, which is taken from now on.

        It is the title; where that is taken, with as much of the ID as it needs.
        """
        for length in (0, *range(SHORTEST_ID, len(article) + 1)):
            name = named(title, article, article[:length], self._ending)
            if same_name(name) not in self._taken:
                break
        self.take(name)
        return name


def named(title: str, article: str, mark: str, ending: str) -> str:
    """The name of the file of an article.

    :param mark: what stands after the title; nothing where the title is enough.
    """
    after = f" {mark}{ending}" if mark else ending
    stem = " ".join(unicodedata.normalize("NFC", one_line(title)).translate(_FORBIDDEN).split())
    if re.fullmatch(_DEVICE, stem, re.IGNORECASE):
        stem = f"_{stem}"
    stem = _cut(stem.lstrip(". "), LONGEST_NAME - len(after.encode())).rstrip(". ")
    return f"{stem}{after}" if stem else f"{article}{ending}"


def _cut(stem: str, bytes_: int) -> str:
    """As much of the beginning as fits into so many bytes, in whole characters."""
    if len(stem.encode()) <= bytes_:
        return stem
    kept = stem.encode()[:bytes_].decode(errors="ignore")
    return stem[: snap_start(stem, len(kept))]


def same_name(name: str) -> str:
    """What is equal for names that are one to Windows or to macOS."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
