"""Putting the starter articles into a library, through the same door as everything else."""

from __future__ import annotations

import seeds
from store.importers.text import read_text
from store.library import Library, Outcome


def put_starters(library: Library) -> None:
    """Add the starter articles with their tags, marks and notes, once in a library's life.

    The first of them is added last, so that it stands at the top of the list.
    """
    if library.has_starters():
        return
    with library.one_step(""):
        library.write_codebook(seeds.codebook())
        for starter in reversed(seeds.starters()):
            _put(library, starter)
    library.mark_starters()


def _put(library: Library, starter: seeds.Starter) -> None:
    draft, _ = read_text(starter.text.encode(), starter.name)
    article, outcome = library.add(draft)
    if outcome is not Outcome.ADDED:
        return
    library.tag(article, starter.tags)
    library.write_note(article, starter.note)
    library.set_status(article, starter.status)
    library.set_starred(article, starred=starter.starred)
    for each in starter.annotations:
        library.annotate_quote(
            article, each.quote, occurrence=each.occurrence, tags=each.tags, note=each.note
        )
