"""Two versions of an article become one: nothing is lost, in whichever order they are merged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model.article import digest
from store.model.edits import ANNOTATIONS, ARTICLE, THE_ONE, Fields
from store.storage.documents import document_id
from store.storage.three_way.articles import ArticleMerge, merge_article
from store.storage.three_way.documents import Documents, Tables, is_same
from store.storage.three_way.merge_conflict import Outcome
from tests.store.storage.three_way.versions import TEXT, WHEN, annotation, article, articles

HERE = {digest(TEXT): TEXT}


def merge(base: Tables | None, ours: Tables, theirs: Tables) -> ArticleMerge:
    return merge_article(base, ours, theirs, dict(HERE))


def annotations_in(merged: ArticleMerge | Tables) -> list[Fields]:
    tables = merged.tables if isinstance(merged, ArticleMerge) else merged
    return list(tables[ANNOTATIONS].values())


def article_in(merged: ArticleMerge) -> Fields:
    return merged.tables[ARTICLE][THE_ONE]


def outcomes(merged: ArticleMerge) -> list[tuple[Outcome, str]]:
    return [(each.outcome, each.field) for each in merged.conflicts]


@pytest.mark.long
@given(base=st.none() | articles(), ours=articles(), theirs=articles())
def test_the_order_of_the_versions_makes_no_difference(
    base: Tables | None, ours: Tables, theirs: Tables
) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.tables == other.tables
    assert sorted(map(repr, one.conflicts)) == sorted(map(repr, other.conflicts))


@given(base=st.none() | articles(), ours=articles(), theirs=articles())
def test_merging_again_changes_nothing(base: Tables | None, ours: Tables, theirs: Tables) -> None:
    merged = merge(base, ours, theirs).tables
    assert merge(base, merged, theirs).tables == merged
    assert merge(base, ours, merged).tables == merged


@given(base=articles(), version=articles())
def test_what_one_version_alone_changed_is_the_result(base: Tables, version: Tables) -> None:
    assert merge(base, version, base).tables == version
    assert merge(base, base, version).tables == version
    assert not merge(base, version, base).conflicts


@pytest.mark.long
@given(base=st.none() | articles(), ours=articles(), theirs=articles())
def test_no_note_that_somebody_wrote_is_lost(base: Tables | None, ours: Tables, theirs: Tables) -> None:
    merged = merge(base, ours, theirs)
    notes = "\n".join(str(each["note"]) for each in [article_in(merged), *annotations_in(merged)])
    known = [] if base is None else [base[ARTICLE][THE_ONE], *annotations_in(base)]
    for version in (ours, theirs):
        for each in [version[ARTICLE][THE_ONE], *annotations_in(version)]:
            if each["note"] not in [former["note"] for former in known]:
                assert str(each["note"]) in notes


@pytest.mark.long
@given(base=st.none() | articles(), ours=articles(), theirs=articles())
def test_no_annotation_that_a_version_added_or_changed_is_lost(
    base: Tables | None, ours: Tables, theirs: Tables
) -> None:
    merged = merge(base, ours, theirs).tables[ANNOTATIONS]
    before: Documents = {} if base is None else base[ANNOTATIONS]
    for version in (ours, theirs):
        for document, fields in version[ANNOTATIONS].items():
            if document not in before or not is_same(fields, before[document]):
                assert document in merged


def test_annotations_that_each_added_are_both_there() -> None:
    base = article()
    merged = merge(base, article(annotation("甲")), article(annotation("乙")))
    assert len(annotations_in(merged)) == 2
    assert not merged.conflicts


def test_an_annotation_that_one_deleted_and_nobody_changed_is_gone() -> None:
    base = article(annotation("甲"))
    assert annotations_in(merge(base, article(title="小站"), article(annotation("甲"), note="好"))) == []


def test_an_annotation_that_one_deleted_and_the_other_changed_is_kept_and_told() -> None:
    merged = merge(article(annotation("甲")), article(), article(annotation("甲", note="好")))
    assert [each["note"] for each in annotations_in(merged)] == ["好"]
    assert outcomes(merged) == [(Outcome.KEPT, "")]


def test_two_notes_on_the_same_words_are_kept_side_by_side_with_the_tags_of_both() -> None:
    merged = merge(
        article(annotation("甲", note="旧")),
        article(annotation("甲", note="我的", tags=["植物"], modified=WHEN[1])),
        article(annotation("甲", note="你的", tags=["铁路"], modified=WHEN[2])),
    )
    first, second = annotations_in(merged)
    assert [first["note"], second["note"]] == ["你的", "我的"]
    assert first["id"] == annotation("甲")["id"] != second["id"]
    assert first["tags"] == second["tags"]
    assert sorted(map(str, first["tags"])) == ["植物", "铁路"]  # type: ignore[arg-type]
    assert document_id(str(second["id"])) in merged.tables[ANNOTATIONS]
    assert outcomes(merged) == [(Outcome.BESIDE, "")]


def test_a_tag_that_one_removed_is_gone_although_the_other_added_one() -> None:
    merged = merge(
        article(annotation("甲", tags=["植物", "铁路"])),
        article(annotation("甲", tags=["铁路"])),
        article(annotation("甲", tags=["植物", "铁路", "时间"])),
    )
    assert annotations_in(merged)[0]["tags"] == ["铁路", "时间"]
    assert not merged.conflicts


def test_a_note_that_one_cleared_and_the_other_changed_is_kept() -> None:
    merged = merge(
        article(annotation("甲", note="旧")),
        article(annotation("甲", note="")),
        article(annotation("甲", note="新")),
    )
    assert [each["note"] for each in annotations_in(merged)] == ["新"]


def test_two_notes_on_the_article_become_one_with_both() -> None:
    merged = merge(article(), article(note="甲"), article(note="乙"))
    assert {"甲", "乙"} <= set(str(article_in(merged)["note"]).split("\n"))
    assert outcomes(merged) == [(Outcome.JOINED, "note")]


def test_of_two_titles_one_is_kept_and_the_other_one_told() -> None:
    merged = merge(article(title="旧"), article(title="甲"), article(title="乙"))
    (conflict,) = merged.conflicts
    assert {conflict.kept, conflict.other} == {"甲", "乙"}
    assert conflict.kept == article_in(merged)["title"]


def test_a_merged_annotation_has_a_revision_that_neither_version_had() -> None:
    merged = merge(
        article(annotation("甲")),
        article(annotation("甲", note="好", rev=4)),
        article(annotation("甲", tags=["植物"], rev=7)),
    )
    assert annotations_in(merged)[0]["rev"] == 8


def test_an_annotation_moves_into_the_text_that_the_other_version_imported_again() -> None:
    new = f"编者按。\n{TEXT}"
    ours = article(annotation("甲", note="好"))
    theirs = article(digest=digest(new), blocks=[{"kind": "paragraph", "start": 0, "end": 4}])
    merged = merge_article(article(), ours, theirs, {**HERE, digest(new): new})
    assert merged.digest == digest(new)
    assert annotations_in(merged)[0]["start"] == 5
    assert not merged.conflicts


def test_an_annotation_in_a_text_that_is_not_at_hand_keeps_all_but_its_place() -> None:
    ours, theirs = article(annotation("甲", note="好")), article(digest="0" * 64)
    merged = merge_article(article(), ours, theirs, {digest(TEXT): TEXT, "0" * 64: None})
    assert merged.digest == "0" * 64
    assert annotations_in(merged)[0]["orphan"] is True
    assert annotations_in(merged)[0]["note"] == "好"
    assert outcomes(merged) == [(Outcome.ORPHANED, "")]


def test_the_text_at_hand_is_kept_where_the_other_one_is_missing() -> None:
    merged = merge_article(None, article(), article(annotation("甲"), digest="0" * 64), dict(HERE))
    assert merged.digest == digest(TEXT)
    assert len(annotations_in(merged)) == 1
