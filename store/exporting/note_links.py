"""Links in notes, written anew for the file that a note goes into."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from store.errors import PizhuError
from store.library import Library
from store.note_syntax.wikilinks import Link, links_in
from store.notes.backlinks import Target, targets

Spelling = Callable[[Link, Target], str | None]
"""How a link to a target is written in a file; None when the file cannot lead there."""


def with_links(note: str, library: Library, here: str, spell: Spelling) -> str:
    """A note with its links as the file has them.

    A link that leads nowhere, or to one of several things of the same name, stays as it is written.

    :param here: the ID of the article that the note is on.
    """
    parts, done = [], 0
    for link in links_in(note):
        found: list[Target] = []
        with suppress(PizhuError):  # an article that cannot be read is told of elsewhere
            found = targets(library, link, here)
        spelt = spell(link, found[0]) if len(found) == 1 else None
        if spelt is not None:
            parts += [note[done : link.start], spelt]
            done = link.end
    return "".join(parts) + note[done:]
