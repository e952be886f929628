"""The tables of a library that hold its team: members, rounds and assignments."""

from __future__ import annotations

from store.library.library_table import LibraryTable
from store.model.edits import ASSIGNMENTS, MEMBERS, ROUNDS
from store.model.tables.assignment import Assignment
from store.model.tables.coding_round import CodingRound
from store.model.tables.member import Member
from store.storage.document_store import DocumentStore
from store.storage.documents import assignments_of, members_of, rounds_of


def members_table(store: DocumentStore) -> LibraryTable[Member]:
    """Return the table of the members in a store."""
    return LibraryTable(store, MEMBERS, members_of, lambda each: each.key)


def rounds_table(store: DocumentStore) -> LibraryTable[CodingRound]:
    """Return the table of the rounds in a store."""
    return LibraryTable(store, ROUNDS, rounds_of, lambda each: each.key)


def assignments_table(store: DocumentStore) -> LibraryTable[Assignment]:
    """Return the table of the assignments in a store."""
    return LibraryTable(store, ASSIGNMENTS, assignments_of, lambda each: each.key)
