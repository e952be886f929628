"""Makes file names from titles, valid on Windows, macOS and Linux and in Obsidian links."""

from __future__ import annotations

import re
import unicodedata

from store.chinese.graphemes import snap_start
from store.exporting.sanitise import one_line
from store.index.id_prefixes import SHORTEST_ID

MAX_NAME_BYTES = 120
"""The maximum length of a name in UTF-8, suffix included. File systems allow 255 bytes, some services
fewer."""

_FULL_WIDTH_OFFSET = 0xFEE0
"""The distance from an ASCII character to its full-width form (Unicode, "Halfwidth and Fullwidth Forms")."""

# Windows forbids the first nine, Obsidian the others in links.
_FORBIDDEN = str.maketrans({sign: chr(ord(sign) + _FULL_WIDTH_OFFSET) for sign in '<>:"/\\|?*' + "#^[]`"})

# Device names, not allowed as file names (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
_DEVICE = r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?"


class FileNames:
    """Assigns the file names of one folder. No two are equal, ignoring case and Unicode normalisation."""

    def __init__(self, ending: str) -> None:
        """Start with no names.

        :param ending: the suffix of assigned names, such as ``.md``.
        """
        self._ending = ending
        self._taken: set[str] = set()

    def reserve(self, name: str) -> None:
        """Mark a name as taken."""
        self._taken.add(comparison_key(name))

    def assign(self, title: str, article: str) -> str:
        """Return a free name for the file of an article, and reserve it.

        It is the title, followed by as much of the article's ID as is needed to make it unique.
        """
        for length in (0, *range(SHORTEST_ID, len(article) + 1)):
            name = file_name(title, article, article[:length], self._ending)
            if comparison_key(name) not in self._taken:
                break
        self.reserve(name)
        return name


def file_name(title: str, article: str, suffix: str, ending: str) -> str:
    """Return the name of an article's file.

    :param suffix: what is appended to the title to make it unique; may be empty.
    """
    after = f" {suffix}{ending}" if suffix else ending
    stem = " ".join(unicodedata.normalize("NFC", one_line(title)).translate(_FORBIDDEN).split())
    if re.fullmatch(_DEVICE, stem, re.IGNORECASE):
        stem = f"_{stem}"
    stem = _cut(stem.lstrip(". "), MAX_NAME_BYTES - len(after.encode())).rstrip(". ")
    return f"{stem}{after}" if stem else f"{article}{ending}"


def _cut(stem: str, bytes_: int) -> str:
    """Return the longest prefix of whole grapheme clusters that fits into ``bytes_`` bytes of UTF-8."""
    if len(stem.encode()) <= bytes_:
        return stem
    kept = stem.encode()[:bytes_].decode(errors="ignore")
    return stem[: snap_start(stem, len(kept))]


def comparison_key(name: str) -> str:
    """Return a key that is equal for names that Windows or macOS consider the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
