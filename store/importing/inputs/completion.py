"""Completes the path of a file or folder that somebody is typing."""

from __future__ import annotations

import os
import time
from collections import Counter
from itertools import islice, takewhile
from pathlib import Path

import msgspec

from store.chinese.folding import fold
from store.importing.file_formats import SUFFIXES
from store.importing.folders import REFUSED_SUFFIXES, of_skipped
from store.importing.registry import is_bundle
from store.language import _, ngettext
from store.wording import counted

MOST_READ = 20_000
"""Entries of a folder that are looked at, at most."""

MOST_SECONDS = 0.3
"""Seconds for counting the files of a folder: the root of a disk has millions."""

MOST_OFFERED = 200
"""Entries that are offered, at most. Typing more narrows them to the others."""


class Entry(msgspec.Struct, frozen=True):
    """A file or folder that what was typed may become."""

    path: str
    """As it is typed, with ``~`` if that was typed; a folder ends with a slash."""
    name: str
    is_folder: bool
    is_known: bool
    """Whether it is a folder, or has the suffix of a file that can be imported."""


def entries_for(typed: str) -> list[Entry]:
    """Return the files and folders whose names begin like what was typed: folders first, sorted by name.

    Names are compared folded. Hidden ones are offered once a dot is typed. A folder that cannot be read
    has none.
    """
    before, beginning = os.path.split(typed)
    separator = "" if not before or before.endswith(os.sep) else os.sep
    wanted = fold(beginning)
    found = []
    try:
        with os.scandir(Path(before or ".").expanduser()) as entries:
            for entry in islice(entries, MOST_READ):
                is_offered = fold(entry.name).startswith(wanted) and (
                    beginning.startswith(".") or not entry.name.startswith(".")
                )
                if is_offered:
                    found.append(_entry(entry, before + separator))
    except (OSError, ValueError, RuntimeError):
        return []
    found.sort(key=lambda each: (not each.is_folder, not each.is_known, each.name))
    return found[:MOST_OFFERED]


def common_beginning(entries: list[Entry]) -> str:
    """Return what the paths of all entries begin with; empty if there are none."""
    paths = [each.path for each in entries]
    same = takewhile(lambda characters: len(set(characters)) == 1, zip(*paths, strict=False))
    return "".join(characters[0] for characters in same)


def content_of(folder: Path) -> str:
    """Return how many files of a folder can be imported, as a sentence; empty if it is no folder.

    It looks for at most :data:`MOST_SECONDS`.
    """
    until = time.monotonic() + MOST_SECONDS
    wanted: Counter[str] = Counter()
    others = 0
    try:
        if not folder.is_dir():
            return ""
        for __, folders, files in os.walk(folder):
            folders[:] = [each for each in folders if not each.startswith(".")]
            for each in files:
                suffix = Path(each).suffix.lower()
                if suffix in SUFFIXES and not each.startswith("."):
                    wanted[suffix] += 1
                else:
                    others += not each.startswith(".")
            if time.monotonic() > until:
                return _("This folder has more than {count:,} files to import.", count=wanted.total())
    except (OSError, ValueError):
        return ""
    found = counted(wanted.total(), "file to import", "files to import")
    if wanted:
        found = _("{files} ({kinds})", files=found, kinds=of_skipped(wanted))
    if not others:
        return _("This folder has {files}.", files=found)
    return ngettext(
        "This folder has {files}; {count:,} other is skipped.",
        "This folder has {files}; {count:,} others are skipped.",
        others,
        files=found,
    )


def _entry(entry: os.DirEntry[str], before: str) -> Entry:
    try:
        is_folder = entry.is_dir()
    except OSError:
        is_folder = False
    path = Path(entry.name)
    suffix = path.suffix.lower()
    is_known = is_folder or suffix in SUFFIXES or suffix in REFUSED_SUFFIXES or is_bundle(path)
    return Entry(before + entry.name + os.sep * is_folder, entry.name, is_folder, is_known)
