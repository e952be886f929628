"""Adds the starter articles to a library, and finds the first of them again."""

from __future__ import annotations

import seeds
from store.importing.plain_text import read_text
from store.language import current_language
from store.library import Library


def put_starters(library: Library) -> None:
    """Add the starter articles with their tags, annotations and notes, once per library.

    They are not steps of the undo history. They are added in reverse order, so that the first one is at the
    top of the list. The tags are described in the language of the interface.
    """
    if not library.claim_starters():
        return
    with library.one_step(""):
        library.codebook.write(seeds.codebook(current_language()))
    for starter in reversed(seeds.starters()):
        draft, _ = read_text(starter.text.encode(), starter.name)
        with library.one_step(""):
            library.articles.add(
                draft,
                tags=starter.tags,
                note=starter.note,
                status=starter.status,
                starred=starter.starred,
                marks=starter.annotations,
            )


def first_starter(library: Library) -> str | None:
    """Return the ID of the first starter article, or None if the library does not have it."""
    title = seeds.starters()[0].expected.title
    return next((row.id for row in library.links.by_name(title)), None)
