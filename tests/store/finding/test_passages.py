"""Passages for which a query holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.finding.passages import PassageUnit, passages
from store.library import Library, open_library
from store.query.parser import parse
from tests.conftest import STATION, draft

FLOWERS, TRAINS = "花", "车"


def found(library: Library, query: str, unit: PassageUnit = PassageUnit.PARAGRAPH) -> list[str]:
    return [passage.text for passage in passages(library, parse(query), unit)]


def coded(library: Library, *codings: tuple[str, str]) -> str:
    """Add the article of the station, with tagged quotes, and return its ID."""
    article = library.articles.add(STATION)[0]
    for quote, tag in codings:
        library.annotations.annotate_quote(article, quote, tags=[tag])
    return article


def test_a_paragraph_has_both_tags_if_its_annotations_have_them(library: Library) -> None:
    coded(library, ("列车", TRAINS), ("油菜花", FLOWERS), ("旅客", TRAINS))
    assert found(library, "tag:花 tag:车") == ["站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。"]


def test_a_sentence_has_a_tag_and_words(library: Library) -> None:
    coded(library, ("列车", TRAINS))
    assert found(library, "tag:车 两分钟", PassageUnit.SENTENCE) == ["列车每天只停两分钟。"]
    assert found(library, "tag:车 油菜花", PassageUnit.SENTENCE) == []


def test_codings_that_overlap_give_the_part_that_they_share(library: Library) -> None:
    coded(library, ("月台上种了一排油菜花", TRAINS), ("油菜花，花开的时候", FLOWERS))
    assert found(library, "tag:花 AND tag:车", PassageUnit.CODING) == ["油菜花"]
    assert found(library, "tag:花 OR tag:车", PassageUnit.CODING) == ["月台上种了一排油菜花，花开的时候"]
    assert found(library, "tag:花 -tag:车", PassageUnit.CODING) == ["，花开的时候"]


def test_a_coding_has_words_anywhere_in_it(library: Library) -> None:
    coded(library, ("月台上种了一排油菜花", TRAINS), ("一排", FLOWERS))
    assert found(library, "tag:车 种了一排油", PassageUnit.CODING) == ["月台上种了一排油菜花"]


def test_a_tag_includes_those_below_it_and_under_only_those(library: Library) -> None:
    coded(library, ("列车", "交通/铁路"), ("旅客", "交通"))
    assert len(found(library, "tag:交通")) == 2
    assert found(library, "under:交通") == ["列车每天只停两分钟。"]


def test_a_negation_is_about_the_passage_and_not_about_its_article(library: Library) -> None:
    coded(library, ("列车", TRAINS))
    assert found(library, "列车 -油菜花") == ["列车每天只停两分钟。"]
    assert found(library, "油菜花 -tag:车") == ["站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。"]
    assert found(library, "-(tag:车 OR 油菜花) 站") == ["春天的小站"]


def test_other_fields_are_about_the_article(library: Library) -> None:
    coded(library)
    library.articles.add(draft("另一列车。", title="冬天"))
    assert found(library, "列车 title:冬天") == ["另一列车。"]


def test_notes_quotes_and_people_are_those_of_annotations_in_the_passage(library: Library) -> None:
    article = library.articles.add(STATION)[0]
    library.annotations.annotate_quote(article, "两分钟", note="太短")
    for query in ("note:太短", "quote:两分", "by:tester", "has:note", "has:mark"):
        assert found(library, query) == ["列车每天只停两分钟。"], query
    assert found(library, "has:tag") == []


def test_a_remark_is_one_of_an_annotation_in_the_passage(root: Path) -> None:
    with open_library(root, creator="林夏") as library:
        article = coded(library, ("列车", TRAINS), ("油菜花", FLOWERS))
        for mark in library.annotations.of(article):
            if mark.exact == "列车":
                library.annotations.edit(article, mark.id, note="@林夏 算吗？")
        first = found(library, "remark:me")
        assert len(first) == 1
        assert "列车" in first[0]
        assert first == found(library, "remark:林夏") == found(library, "has:remark tag:车")
        assert found(library, "remark:陈一") == []


def test_a_passage_comes_with_the_annotations_that_overlap_it(library: Library) -> None:
    article = coded(library, ("列车", TRAINS), ("旅客", TRAINS))
    (first, second) = passages(library, parse("tag:车"))
    assert [each.exact for each in first.annotations] == ["列车"]
    assert [each.exact for each in second.annotations] == ["旅客"]
    text = library.articles.get(article).text
    assert all(text[each.start : each.end] == each.text for each in (first, second))


ranges = st.lists(
    st.tuples(st.integers(0, 38), st.integers(1, 8), st.sampled_from([FLOWERS, TRAINS])), max_size=5
)


@pytest.mark.long
@given(ranges)
def test_shared_parts_are_those_of_a_plain_scan(
    tmp_path_factory: pytest.TempPathFactory, codings: list[tuple[int, int, str]]
) -> None:
    """Each character that has both tags, and no other one, is in a passage."""
    with open_library(tmp_path_factory.mktemp("passages") / "library") as library:
        article = library.articles.add(draft("一二三四五六七八九十" * 5, title="——"))[0]
        for start, length, tag in codings:
            library.annotations.annotate(article, start, start + length, tags=[tag])
        parts = list(passages(library, parse("tag:花 tag:车"), PassageUnit.CODING))
        annotations = library.annotations.of(article)
        tags = [
            {tag for each in annotations if each.start <= at < each.end for tag in each.tags}
            for at in range(50)
        ]
    within = {place for each in parts for place in range(each.start, each.end)}
    assert within == {at for at, here in enumerate(tags) if here == {FLOWERS, TRAINS}}


def test_words_near_each_other_are_found_in_a_passage_although_others_outside_are_nearer(
    library: Library,
) -> None:
    library.articles.add(draft("站台花", "车上没有别的花"))
    assert found(library, "车 NEAR/6 花") == ["车上没有别的花"]
    assert found(library, "车 -(车 NEAR/6 花)") == []


def test_a_pattern_is_found_in_a_sentence_although_its_longest_match_goes_on_in_the_next(
    library: Library,
) -> None:
    library.articles.add(draft("车站有花。车上有花。无花。"))
    assert found(library, "/车.*花/", PassageUnit.SENTENCE) == ["车站有花。", "车上有花。"]


@pytest.mark.long
def test_a_pattern_that_takes_too_long_is_an_error_also_where_something_else_matches(
    library: Library,
) -> None:
    library.articles.add(draft("花" + "甲" * 200 + "乙"))
    with pytest.raises(UsageError, match="takes too long"):
        found(library, "is:unread OR /(甲|甲甲)+$/")
