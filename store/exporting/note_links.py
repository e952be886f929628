"""Rewrites the links in notes for the file that a note is exported to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from store.errors import PizhuError
from store.library import Library
from store.note_syntax.wikilinks import Link, links_in
from store.notes.backlinks import Target, targets

LinkFormatter = Callable[[Link, Target], str | None]
"""Returns the markup of a link to a target; None if the exported file cannot link to it."""


def rewrite_links(note: str, library: Library, here: str, format_link: LinkFormatter) -> str:
    """Return a note with its links in the markup of the exported file.

    Broken and ambiguous links are left unchanged.

    :param here: the ID of the article that the note belongs to.
    """
    parts, done = [], 0
    for link in links_in(note):
        found: list[Target] = []
        with suppress(PizhuError):  # damaged articles are reported elsewhere
            found = targets(library, link, here)
        spelt = format_link(link, found[0]) if len(found) == 1 else None
        if spelt is not None:
            parts += [note[done : link.start], spelt]
            done = link.end
    return "".join(parts) + note[done:]
