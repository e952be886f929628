"""Merging the conflict copies of a synced folder when the reader starts, and what is said of it."""

from __future__ import annotations

from store.errors import PizhuError
from store.language import _
from store.library import Library
from store.wording import counted

MOST_TOLD = 3
"""Conflicts and copies that are told one by one; `pizhu merge-copies` and `aside/` have the others."""


def merge_conflict_copies(library: Library, undo_key: str) -> list[tuple[str, bool]]:
    """Merge the conflict copies of a library; return messages, each with whether it is good news.

    :param undo_key: the key that undoes, for the messages.
    """
    try:
        if not library.found_copies():
            return []
        result = library.conflict_copies.merge()
    except PizhuError as error:
        return [(str(error), False)]
    messages = [(sentence, False) for sentence in (*result.left, *result.conflicts)[:MOST_TOLD]]
    if result.merged:
        copies = counted(len(result.merged), "conflict copy", "conflict copies")
        articles = counted(len(result.articles), "article", "articles")
        merged = (
            _(
                "{copies} of a synced folder merged, {articles} changed. Press {key} to undo.",
                copies=copies,
                articles=articles,
                key=undo_key,
            )
            if result.is_step
            else _("{copies} of a synced folder had nothing new; moved to aside/.", copies=copies)
        )
        messages.append((merged, True))
    return messages
