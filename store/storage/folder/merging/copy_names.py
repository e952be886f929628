"""Recognises conflict copies by their names: what programs call a file that changed on two computers.

The first name is the one that the file of a library has. Patterns are after what the programs write, in their
English and Chinese forms; a copy of an article's file is recognised whatever stands between ID and suffix,
because nothing else has such a name.
"""

from __future__ import annotations

import re

import msgspec

from store.storage.folder.paths import article_and_suffix

UNKNOWN = ""
"""The program of a copy whose name says nothing of it."""

_DROPBOX = "conflicted copy|Case Conflict|冲突副本|衝突複本|衝突副本"  # untranslated: names that it gives

_PROGRAMS = (
    ("Syncthing", r"\.sync-conflict-\d{8}-\d{6}(-[A-Z0-9]{7})?"),
    ("Nextcloud", r" \([^()]*conflicted copy \d{4}-\d{2}-\d{2} \d{6}\)"),  # untranslated: a name
    ("Dropbox", rf" \(.*({_DROPBOX}).*\)"),
    ("iCloud", r" [2-9]\d?"),
    ("OneDrive", r"-[A-Z0-9][A-Z0-9-]{2,62}"),
)
"""By program, what stands before the suffix of a copy."""

_MIDDLES = tuple((program, re.compile(pattern)) for program, pattern in _PROGRAMS)
_ARTICLE_FILE = re.compile(r"(?P<id>[0-9a-f]{16})(?P<middle>[^0-9a-zA-Z].*)\.(?P<suffix>json|txt)")
_OWN_FILE = re.compile(r"(?P<name>library|history)(?P<middle>[^0-9a-zA-Z].*)\.(?P<suffix>jsonl?)")
_OWN_NAMES = frozenset({"library.json", "history.jsonl"})


class CopyName(msgspec.Struct, frozen=True):
    """What the name of a conflict copy says."""

    original: str
    """The name of the file that it is a copy of."""
    program: str
    """The program that made it; :data:`UNKNOWN` if its name does not say."""


def copy_on_shelf(name: str, shelf: str) -> CopyName | None:
    """Return what the name of a file on a shelf says if it is one of a conflict copy."""
    match = _ARTICLE_FILE.fullmatch(name)
    if match is None:
        return None
    original = f"{match['id']}.{match['suffix']}"
    return CopyName(original, _program(match["middle"])) if article_and_suffix(original, shelf)[0] else None


def copy_in_root(name: str) -> CopyName | None:
    """Return what the name of a file beside ``library.json`` says if it is one of a conflict copy.

    Here only names that a program writes count: a person may have put ``library-old.json`` there.
    """
    match = _OWN_FILE.fullmatch(name)
    if match is None:
        return None
    original, program = f"{match['name']}.{match['suffix']}", _program(match["middle"])
    return CopyName(original, program) if program and original in _OWN_NAMES else None


def _program(middle: str) -> str:
    return next((program for program, pattern in _MIDDLES if pattern.fullmatch(middle)), UNKNOWN)
