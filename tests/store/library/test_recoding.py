"""Tags are renamed and merged everywhere in one step, or not at all."""

from __future__ import annotations

import pytest

from store.errors import BadTagName, UsageError
from store.library import Library
from store.model.tag import Tag
from tests.conftest import draft, root_of
from tests.store.storage.folder.test_crashes import state


@pytest.fixture
def coded(library: Library, station: str) -> tuple[str, str]:
    """Two articles with the tags 服务, 服务/线上 and 邮政."""
    other = library.articles.add(draft("另一篇说的是邮政。", title="邮"))[0]
    library.codebook.write([Tag(name="服务", description="有人服务的", colour="jade")])
    library.articles.tag(station, ["服务", "邮政"])
    library.articles.tag(other, ["服务/线上"])
    library.annotations.annotate_quote(station, "油菜花", tags=["邮政", "服务"], note="记")
    library.annotations.annotate_quote(other, "邮政", tags=["邮政"])
    return station, other


def test_renaming_a_tag_renames_the_tags_below_it(library: Library, coded: tuple[str, str]) -> None:
    before = state(root_of(library))
    assert library.codebook.rename("服务", "业务") == 2
    assert library.articles.get(coded[0]).tags == ("业务", "邮政")
    assert library.articles.get(coded[1]).tags == ("业务/线上",)
    assert library.annotations.of(coded[0])[0].tags == ("邮政", "业务")
    assert {tag.name: tag.description for tag in library.codebook.tags()} == {
        "业务": "有人服务的",
        "业务/线上": "",
        "邮政": "",
    }
    assert library.codebook.uses() == {"业务": 2, "业务/线上": 1, "邮政": 3}
    assert library.undo() == "rename the tag “服务” to “业务”"
    assert state(root_of(library)) == before
    library.redo()
    assert "服务" not in library.codebook.uses()


def test_merged_tags_leave_no_duplicates(library: Library, coded: tuple[str, str]) -> None:
    before = state(root_of(library))
    assert library.codebook.merge(["邮政", "服务/线上"], "服务") == 2
    assert library.articles.get(coded[0]).tags == ("服务",)
    assert library.articles.get(coded[1]).tags == ("服务",)
    assert library.annotations.of(coded[0])[0].tags == ("服务",)
    assert [tag.name for tag in library.codebook.tags()] == ["服务"]
    library.undo()
    assert state(root_of(library)) == before


def test_tags_can_be_merged_into_a_new_tag(library: Library, coded: tuple[str, str]) -> None:
    library.codebook.merge(["邮政", "服务"], "公共")
    assert {tag.name for tag in library.codebook.tags()} == {"公共", "公共/线上"}


@pytest.mark.parametrize(("tag", "name"), [("服务", "服务"), ("服务", "服务/线上/新"), ("没有", "新")])
def test_an_invalid_renaming_is_rejected_and_changes_nothing(
    library: Library, coded: tuple[str, str], tag: str, name: str
) -> None:
    before = state(root_of(library))
    with pytest.raises(UsageError):
        library.codebook.rename(tag, name)
    with pytest.raises(BadTagName):
        library.codebook.rename("服务", " ")
    assert state(root_of(library)) == before
