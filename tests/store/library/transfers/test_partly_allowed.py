"""A push of which the role of the coder in the team allows a part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from store.library import Library
from store.library.transfers.offline_copy import Transferred
from store.location import ServerLocation
from store.model.article import Status
from store.model.tag import Tag
from tests.conftest import draft
from tests.store.library.transfers.test_offline_copy import opened, pull, push
from tests.store.storage.postgres.rights.teams import ServerTeam, server_team

pytestmark = pytest.mark.long


class Coder(NamedTuple):
    """A coder, 林夏, with an offline copy of the library of the team."""

    team: ServerTeam
    place: ServerLocation
    copy: Path
    article: str

    def offline(self, change: Callable[[Library], object]) -> None:
        """Make a change in the copy."""
        with opened(self.copy, "林夏") as library:
            change(library)

    def push(self) -> Transferred:
        """Push to the server, as the coder."""
        return push(self.copy, self.place)

    def annotate(self, words: str, note: str = "", *tags: str) -> str:
        """Mark words in the copy; return the ID of the annotation."""
        with opened(self.copy, "林夏") as library:
            return library.annotations.annotate_quote(self.article, words, note=note, tags=tags).id

    def on_server(self) -> list[str]:
        """Return the notes that the article has on the server, sorted."""
        with self.team.opened(self.team.owner, "周") as library:
            return sorted(each.note for each in library.annotations.of(self.article))


@pytest.fixture
def coder(postgres_socket: Path, tmp_path: Path) -> Iterator[Coder]:
    """A coder who has pulled; the article is in no round."""
    with server_team(postgres_socket, tmp_path / "servers") as team:
        place = ServerLocation(team.address(f"林夏 {team.mark}"), tmp_path / "own")
        pull(place, tmp_path / "copy")
        yield Coder(team, place, tmp_path / "copy", team.articles[2])


def test_own_annotations_follow_their_changes_beside_what_is_left_out_of_their_article(coder: Coder) -> None:
    first, second = coder.annotate("月台", "一"), coder.annotate("油菜花", "二")
    coder.offline(lambda library: library.articles.set_starred(coder.article, starred=True))
    coder.push()
    assert coder.on_server() == ["一", "二"]
    coder.offline(lambda library: library.annotations.edit(coder.article, first, note="改过"))
    coder.offline(lambda library: library.annotations.delete(coder.article, second))
    coder.annotate("站长", "三")
    result = coder.push()
    assert coder.on_server() == ["三", "改过"]
    assert result.conflicts == []
    assert len(result.left_out) == 1
    pull(coder.place, coder.copy)
    with opened(coder.copy, "林夏") as library:
        assert sorted(each.note for each in library.annotations.of(coder.article)) == ["三", "改过"]
        assert library.articles.get(coder.article).starred


def test_it_is_said_what_of_an_article_was_left_out(coder: Coder) -> None:
    def change(library: Library) -> None:
        library.articles.set_starred(coder.article, starred=True)
        library.articles.correct(coder.article, {"title": "坏"})

    coder.offline(change)
    coder.annotate("月台", "", "新码")
    coder.annotate("油菜花", "", "花")
    result = coder.push()
    role, tag, annotation = sorted(result.left_out, key=lambda each: "“新码”" in each)
    assert "title, star" in role
    assert {"the tag “新码”" in each for each in (tag, annotation)} == {True, False}
    assert any("the annotation on “月台”" in each and "“坏”" in each for each in (tag, annotation))
    assert result.articles_changed == result.annotations_added == 1


def test_a_change_that_was_taken_back_is_not_left_out_any_more(coder: Coder) -> None:
    coder.offline(lambda library: library.articles.correct(coder.article, {"title": "坏"}))
    assert len(coder.push().left_out) == 1
    coder.offline(lambda library: library.articles.correct(coder.article, {"title": "文章2"}))
    assert coder.push() == Transferred()
    assert coder.push() == Transferred()
    pull(coder.place, coder.copy)
    coder.offline(lambda library: library.articles.correct(coder.article, {"title": "又坏"}))
    assert "title" in coder.push().left_out[0]


def test_how_far_an_article_was_read_arrives_although_its_star_does_not(coder: Coder) -> None:
    def change(library: Library) -> None:
        library.articles.set_starred(coder.article, starred=True)
        library.articles.set_status(coder.article, Status.READ)

    coder.offline(change)
    assert len(coder.push().left_out) == 1
    with coder.team.opened(coder.team.owner, "周") as library:
        article = library.articles.get(coder.article)
    assert article.status is Status.READ
    assert not article.starred


def test_annotations_with_a_tag_that_was_renamed_without_the_right_wait_in_the_copy(coder: Coder) -> None:
    coder.annotate("月台", "旧", "花")
    assert coder.push().left_out == []
    coder.offline(lambda library: library.codebook.rename("花", "草"))
    coder.annotate("油菜花", "新", "草")
    coder.annotate("站长", "无码")
    assert coder.push().left_out
    with coder.team.opened(coder.team.owner, "周") as library:
        found = {each.note: each.tags for each in library.annotations.of(coder.article)}
    assert found == {"旧": ("花",), "无码": ()}


def test_others_annotations_that_were_changed_offline_do_not_keep_ones_own_back(coder: Coder) -> None:
    with coder.team.reader("陈一") as library:
        other = library.annotations.annotate_quote(coder.article, "月台", note="陈一的").id
    pull(coder.place, coder.copy)
    coder.offline(lambda library: library.annotations.edit(coder.article, other, note="改了"))
    own = coder.annotate("油菜花", "我的")
    assert len(coder.push().left_out) == 1
    coder.offline(lambda library: library.annotations.edit(coder.article, own, note="我的二"))
    assert "“月台”" in coder.push().left_out[0]
    assert coder.on_server() == ["我的二", "陈一的"]
    coder.offline(lambda library: library.annotations.edit(coder.article, other, note="陈一的"))
    assert coder.push() == Transferred()
    coder.offline(lambda library: library.annotations.delete(coder.article, other))
    assert len(coder.push().left_out) == 1
    assert coder.on_server() == ["我的二", "陈一的"]


def test_what_was_left_out_arrives_once_it_is_allowed(coder: Coder) -> None:
    coder.annotate("月台", "有码", "新码")
    coder.annotate("油菜花", "无码")
    assert coder.push().annotations_added == 1
    with coder.team.opened(coder.team.owner, "周") as library:
        library.codebook.write([*library.codebook.tags(), Tag(name="新码")])
    pull(coder.place, coder.copy)
    result = coder.push()
    assert (result.left_out, result.annotations_added) == ([], 1)
    assert coder.on_server() == ["无码", "有码"]


def test_an_article_that_may_not_be_removed_or_added_is_named_as_a_whole(coder: Coder) -> None:
    own = coder.annotate("月台", "我的")
    assert coder.push().left_out == []

    def change(library: Library) -> None:
        library.articles.remove([coder.article])
        library.articles.add(draft("新的文章，有月台。", title="新文"))

    coder.offline(change)
    for _again in range(2):
        result = coder.push()
        assert sorted(each.split(". ")[0] for each in result.left_out) == [
            "Left out of “文章2”: the article",
            "Left out of “新文”: the article",
        ]
        assert result.is_nothing
    with coder.team.opened(coder.team.owner, "周") as library:
        assert [each.id for each in library.annotations.of(coder.article)] == [own]
        assert library.articles.count() == 3
