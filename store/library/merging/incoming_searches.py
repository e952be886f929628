"""Saved searches from other libraries."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import UsageError
from store.language import _
from store.library.library_table import LibraryTable
from store.model.bundle import Merged
from store.model.edits import SEARCHES, Edit
from store.model.labels import cut
from store.model.tables.saved_search import SavedSearch, clean_search_name
from store.query.tokens import MAX_LENGTH
from store.storage.document_store import DocumentStore
from store.storage.documents import searches_of


def search_edits(store: DocumentStore, searches: Iterable[SavedSearch], merged: Merged) -> list[Edit]:
    """Build the edits that add searches. One that is here already stays; if it differs, that is told.

    A query is not parsed: its tags may come with the articles, or be gone.
    """
    table = LibraryTable(store, SEARCHES, searches_of, lambda search: search.key)
    present = {search.key: search for search in table.records().values()}
    added: dict[str, SavedSearch] = {}
    for search in searches:
        query = " ".join(search.query.split())[:MAX_LENGTH]
        if not query:
            continue
        try:
            theirs = SavedSearch(clean_search_name(search.search), query)
        except UsageError as error:
            merged.left_out.append(_("A saved search was left out: {reason}", reason=error))
            continue
        ours = present.get(theirs.key) or added.get(theirs.key)
        if ours is None:
            added[theirs.key] = theirs
        elif ours.query != theirs.query:
            merged.conflicts.append(
                _(
                    "The saved search “{name}” has another query there, {theirs}; the one here was kept: "
                    "{ours}",
                    name=ours.search,
                    theirs=cut(theirs.query),
                    ours=cut(ours.query),
                )
            )
    merged.searches_added += len(added)
    return table.upsert_edits(added.values())
