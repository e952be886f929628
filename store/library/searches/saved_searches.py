"""The saved searches of a library."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec

from store.errors import UsageError
from store.language import _
from store.library.library_table import LibraryTable
from store.library.recoding import NewNames, linked_names, renamed_path
from store.library.searches.typed_queries import search_named
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.edits import ATTRIBUTES, SEARCHES, Edit, fields_of
from store.model.labels import quoted
from store.model.tables.saved_search import SavedSearch, clean_search_name, search_key
from store.query.errors import QuerySyntaxError
from store.query.parser import parse
from store.query.tree import Field, Node, Query, Saved, Term
from store.storage.document_store import DocumentStore
from store.storage.documents import attributes_of, searches_of

MOST = 200
"""Saved searches of a library, at most."""

ParseQuery = Callable[..., Query]
"""Parses a query: see :meth:`store.library.codebook.Codebook.query`."""


class SavedSearches:
    """The saved searches of one library. Every change is a step that can be undone."""

    def __init__(self, store: DocumentStore, transactions: Transactions, parse_query: ParseQuery) -> None:
        """The searches in ``store``.

        :param parse_query: parses a query with the tags and searches of the library.
        """
        self._store = store
        self._table = LibraryTable(store, SEARCHES, searches_of, lambda search: search.key)
        self._transactions = transactions
        self._parse = parse_query

    def all(self) -> tuple[SavedSearch, ...]:
        """Return all saved searches, sorted by name."""
        return tuple(sorted(self._table.records().values(), key=lambda search: search.key))

    def named(self, name: str) -> SavedSearch:
        """Return the search of a name, in any script, width and case.

        :raises UsageError: there is none.
        """
        return search_named(self._by_key(), name)

    def has(self, name: str) -> bool:
        """Whether there is a search of a name."""
        return search_key(clean_search_name(name)) in self._by_key()

    def query(self, search: SavedSearch) -> Query:
        """Return the parsed query of a search.

        :raises QuerySyntaxError: it is not valid any more, because a tag or a search in it is gone.
        """
        return self._parse(search.query, within=(search.key,))

    def save(self, name: str, query: str) -> SavedSearch:
        """Save a query under a name, in place of the search that has this name.

        :raises UsageError: the name or the query is not valid.
        """
        with self._transactions.begin():
            known = self._by_key()
            search = SavedSearch(clean_search_name(name), " ".join(query.splitlines()).strip())
            if search.key in known:
                search = msgspec.structs.replace(search, search=known[search.key].search)
            elif len(known) >= MOST:
                raise UsageError(_("A library has at most {most} saved searches: remove one.", most=MOST))
            if not self.query(search):
                raise UsageError(_("There is no query to save: write one."))
            label = step_labels.save_search(search=quoted([search.search]))
            self._transactions.commit(label, self._table.upsert_edits([search]))
            return search

    def rename(self, name: str, into: str) -> None:
        """Rename a search, also in the queries of other searches that use it.

        :raises UsageError: there is no such search, the new name is not valid or in use.
        """
        with self._transactions.begin():
            search, wanted = self.named(name), clean_search_name(into)
            other = self._by_key().get(search_key(wanted))
            if other is not None and other.key != search.key:
                raise UsageError(
                    _("There is a saved search “{name}” already: choose another name.", name=other.search)
                )

            def renamed(node: Node) -> Node:
                is_used = isinstance(node, Saved) and search_key(node.name) == search.key
                return Saved(wanted) if is_used else node

            edits, attributes = [], attribute_names(self._store)
            for document, each in self._table.records().items():
                name_after = wanted if each.key == search.key else each.search
                after = SavedSearch(name_after, _rewritten(each.query, renamed, attributes))
                if after != each:
                    edits.append(Edit.between("", SEARCHES, document, fields_of(each), fields_of(after)))
            label = step_labels.rename_search(search=quoted([search.search]), into=quoted([wanted]))
            self._transactions.commit(label, edits)

    def remove(self, names: Iterable[str]) -> Sequence[SavedSearch]:
        """Remove searches in one step; return them.

        :raises UsageError: there is no search of one of the names; nothing is changed.
        """
        with self._transactions.begin():
            known = self._by_key()
            removed = list(dict.fromkeys(search_named(known, name) for name in names))
            label = (
                step_labels.remove_search(search=quoted([removed[0].search]))
                if len(removed) == 1
                else step_labels.remove_searches(names=quoted([each.search for each in removed]))
            )
            edits = self._table.removal_edits(each.key for each in removed)
            self._transactions.commit(label, edits)
            return removed

    def _by_key(self) -> dict[str, SavedSearch]:
        return {search.key: search for search in self._table.records().values()}


def attribute_names(store: DocumentStore) -> tuple[str, ...]:
    """Return the names of the attributes that a library defines: queries have them as fields."""
    return tuple(each.name for each in attributes_of(store.table(ATTRIBUTES)).values())


def recoded_searches(store: DocumentStore, known: Iterable[str], names: NewNames) -> list[Edit]:
    """Build the edits that give tags in saved searches their new names. Deleted tags stay as they are.

    :param known: all former tag names, in the codebook and in use.
    """
    new_name = linked_names(known, names)

    def recoded(node: Node) -> Node:
        if not isinstance(node, Term) or node.field not in (Field.TAG, Field.UNDER):
            return node
        after = (new_name(each) or renamed_path(each, names) or each for each in node.values)
        values = tuple(dict.fromkeys(after))
        return msgspec.structs.replace(node, values=values)

    edits, attributes = [], attribute_names(store)
    for document, before in searches_of(store.table(SEARCHES)).items():
        after = msgspec.structs.replace(before, query=_rewritten(before.query, recoded, attributes))
        if after != before:
            edits.append(Edit.between("", SEARCHES, document, fields_of(before), fields_of(after)))
    return edits


def _rewritten(query: str, change: Callable[[Node], Node], attributes: Collection[str]) -> str:
    """Return a query with its leaves changed; as it was typed if nothing is changed or it is not valid."""
    try:
        before = parse(query, attributes=attributes)
    except QuerySyntaxError:
        return query
    after = before.rewritten(change)
    return query if after == before else str(after)
