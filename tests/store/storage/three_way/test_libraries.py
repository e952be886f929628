"""Two versions of codebook, searches and settings become one."""

from __future__ import annotations

from operator import itemgetter
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model.edits import ASSIGNMENTS, CODEBOOK, LIBRARY, SEARCHES, THE_ONE, Fields
from store.storage.three_way.documents import Tables
from store.storage.three_way.libraries import merge_library
from store.storage.three_way.merge_conflict import Outcome
from tests.store.storage.three_way.versions import libraries


def contents(tables: Tables) -> dict[str, list[str]]:
    """Return what the tables of a library hold, whatever the IDs and the order of the fields."""
    return {
        name: sorted(repr(sorted(fields.items(), key=itemgetter(0))) for fields in table.values())
        for name, table in tables.items()
    }


def numbered_by_name(tables: Tables | None) -> Tables | None:
    """Return a version in which an ID stands for a name, and a name has one ID.

    Where a tag was renamed to the name of another one or made again, the two are merged, and what a version
    that still has the one that is gone says of it would be merged as new.
    """
    return tables and {
        **tables,
        **{
            table: {crc32(str(fields[name]).encode()): fields for fields in tables.get(table, {}).values()}
            for table, name in ((CODEBOOK, "name"), (SEARCHES, "search"))
        },
    }


def codebook(**tags: Fields) -> Tables:
    """Return a codebook with tags by their numbers, as ``t7``."""
    return {CODEBOOK: {int(number[1:]): fields for number, fields in tags.items()}}


@pytest.mark.long
@given(base=st.none() | libraries(), ours=libraries(), theirs=libraries())
def test_the_order_of_the_versions_makes_no_difference(
    base: Tables | None, ours: Tables, theirs: Tables
) -> None:
    assert merge_library(base, ours, theirs).tables == merge_library(base, theirs, ours).tables


@pytest.mark.long
@given(
    base=st.none() | libraries().map(numbered_by_name),
    ours=libraries().map(numbered_by_name),
    theirs=libraries().map(numbered_by_name),
)
def test_merging_again_changes_nothing(base: Tables | None, ours: Tables, theirs: Tables) -> None:
    merged = merge_library(base, ours, theirs).tables
    assert contents(merge_library(base, merged, theirs).tables) == contents(merged)


@pytest.mark.long
@given(base=libraries(), version=libraries())
def test_what_one_version_alone_changed_is_the_result(base: Tables, version: Tables) -> None:
    assert merge_library(base, version, base).tables == version
    assert merge_library(base, base, version).tables == version


@given(base=st.none() | libraries(), ours=libraries(), theirs=libraries())
def test_every_name_is_there_once(base: Tables | None, ours: Tables, theirs: Tables) -> None:
    names = [tag["name"] for tag in merge_library(base, ours, theirs).tables[CODEBOOK].values()]
    assert len(names) == len(set(map(str, names)))


def test_a_tag_that_both_added_is_one_tag() -> None:
    merged = merge_library(
        codebook(),
        codebook(t9={"name": "植物", "description": "花"}),
        codebook(t5={"name": "植物", "description": ""}),
    )
    assert merged.tables[CODEBOOK] == {5: {"name": "植物", "description": "花"}}
    assert not merged.conflicts


def test_two_descriptions_of_a_tag_are_joined() -> None:
    merged = merge_library(
        codebook(t1={"name": "植物", "description": "旧"}),
        codebook(t1={"name": "植物", "description": "甲"}),
        codebook(t1={"name": "植物", "description": "乙"}),
    )
    description = str(merged.tables[CODEBOOK][1]["description"])
    assert {"甲", "乙"} <= set(description.split("\n"))
    assert [each.outcome for each in merged.conflicts] == [Outcome.JOINED]


def test_two_queries_of_a_saved_search_are_both_kept() -> None:
    versions: list[Tables] = [{SEARCHES: {1: {"search": "花", "query": query}}} for query in "ABC"]
    base, ours, theirs = versions
    merged = merge_library(base, ours, theirs)
    assert {each["query"] for each in merged.tables[SEARCHES].values()} == {"B", "C"}
    assert len({each["search"] for each in merged.tables[SEARCHES].values()}) == 2


def test_the_orders_of_tags_below_different_parents_are_both_kept() -> None:
    base, ours, theirs = (
        {LIBRARY: {THE_ONE: {"schema": 1, "tag_order": order}}}
        for order in ({}, {"": ["植物"]}, {"植物": ["花"]})
    )
    merged = merge_library(base, ours, theirs)  # type: ignore[arg-type]
    assert merged.tables[LIBRARY][THE_ONE]["tag_order"] == {"": ["植物"], "植物": ["花"]}


def test_an_assignment_that_both_versions_made_is_one_and_is_done_if_it_is_in_either() -> None:
    def assigned(document: int, done: str) -> Tables:
        return {ASSIGNMENTS: {document: {"coder": "lin", "article": "a", "round": 1, "done": done}}}

    early, late = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"
    for first, second, done in (("", early, early), (late, early, early), ("", "", "")):
        merged = merge_library(None, assigned(1, first), assigned(2, second))
        assert merged.tables == assigned(1, done)
        assert merged.conflicts == []
