"""Uses of a tag, its summary, and splitting it."""

from __future__ import annotations

import pytest

from store.errors import BadTagName, UsageError
from store.library import Library
from store.tags.profile import tag_card
from store.tags.usage import split, uses_of
from tests.conftest import draft


@pytest.fixture
def coded(library: Library) -> tuple[str, str]:
    """Two articles with the tag on one of them and on three annotations."""
    first, _ = library.articles.add(draft("列车每天只停两分钟。", title="一"))
    second, _ = library.articles.add(draft("站长在月台上种了油菜花。", title="二"))
    library.articles.tag(first, ["车"])
    library.annotations.annotate_quote(first, "列车", tags=["车", "铁路"])
    library.annotations.annotate_quote(second, "站长", tags=["车"])
    library.annotations.annotate_quote(second, "月台", tags=["车/站", "铁路"])
    library.annotations.annotate_quote(second, "油菜花", tags=["车"])
    return first, second


def test_uses_of_a_tag_exclude_tags_below_it(library: Library, coded: tuple[str, str]) -> None:
    assert [use.words for use in uses_of(library, "车")] == ["站长", "油菜花", "一", "列车"]


def test_a_tag_card_lists_uses_creators_other_tags_and_examples(
    library: Library, coded: tuple[str, str]
) -> None:
    library.codebook.describe("车", "凡是车上车下的")
    card = tag_card(library, "车")
    assert (card.uses, card.articles) == (4, 2)
    assert card.tag.description == "凡是车上车下的"
    assert card.creators == {"tester": 3}
    assert card.beside == {"铁路": 1}
    assert [use.words for use in card.examples] == ["站长", "列车", "油菜花"]


def test_an_unknown_tag_has_no_card(library: Library, coded: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="飞机"):
        tag_card(library, "飞机")


def test_split_replaces_the_tag_on_chosen_uses_in_one_step(library: Library, coded: tuple[str, str]) -> None:
    first, second = coded
    chosen = [use for use in uses_of(library, "车") if use.words in ("一", "列车", "油菜花")]
    assert split(library, "车", chosen, "火车") == 3
    assert library.articles.get(first).tags == ("火车",)
    assert [annotation.tags for annotation in library.annotations.of(first)] == [("火车", "铁路")]
    assert [annotation.tags for annotation in library.annotations.of(second)] == [
        ("车",),
        ("车/站", "铁路"),
        ("火车",),
    ]
    assert "火车" in [tag.name for tag in library.codebook.tags()]
    library.undo()
    assert library.articles.get(first).tags == ("车",)
    assert [annotation.tags for annotation in library.annotations.of(second)] == [
        ("车",),
        ("车/站", "铁路"),
        ("车",),
    ]
    assert "火车" not in [tag.name for tag in library.codebook.tags()]


def test_split_skips_uses_that_were_deleted(library: Library, coded: tuple[str, str]) -> None:
    _, second = coded
    chosen = list(uses_of(library, "车"))
    library.annotations.delete(second, library.annotations.of(second)[0].id)
    assert split(library, "车", chosen, "火车") == 3


def test_splitting_into_an_invalid_name_changes_nothing(library: Library, coded: tuple[str, str]) -> None:
    with pytest.raises(BadTagName):
        split(library, "车", list(uses_of(library, "车")), "a//b")
    assert len(list(uses_of(library, "车"))) == 4
