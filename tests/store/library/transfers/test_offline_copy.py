"""Changes between a library on a server and an offline copy, in both directions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import Stopped, UsageError
from store.library import Library, open_library
from store.library.opening import base_of, store_at
from store.library.transfers.offline_copy import Transferred
from store.location import Location, ServerLocation
from store.model.article import Status
from store.model.tag import Tag
from store.progress import Progress, no_progress
from store.storage.offline.transfer_base import Side
from store.storage.postgres.address import parse_address
from store.storage.postgres.connections import Connections
from tests.conftest import draft
from tests.lengths import examples
from tests.store.formats.pizhu.round_trips import exported
from tests.store.library.transfers.test_copying import new_schema
from tests.store.storage.postgres.rights.teams import server_team

ME = "周"
TEXTS = ["站长在月台上。列车停两分钟。", "油菜花开到了铁轨边上。月台很短。", "乡邮员每天走二十里路到月台。"]


@contextmanager
def opened(place: Location, creator: str = ME) -> Iterator[Library]:
    """Open a library with its index up to date."""
    with open_library(place, creator=creator) as library:
        library.resync()
        yield library


def pull(
    server: ServerLocation, folder: Path, progress: Progress = no_progress, *, is_trial: bool = False
) -> Transferred:
    """Pull into a folder, as the command does."""
    base, key = base_of(folder, server)
    with closing(store_at(server, creator=ME)) as source, opened(folder) as library:
        if not base.exists():
            base.create(key, str(server))
        source.open()
        return library.transfers.receive(source, base, Side.SERVER, progress, is_trial=is_trial)


def push(folder: Path, server: ServerLocation, *, is_trial: bool = False) -> Transferred:
    """Push from a folder, as the command does."""
    base, _key = base_of(folder, server)
    with closing(store_at(folder, creator=ME)) as source, opened(server) as library:
        source.open()
        return library.transfers.receive(source, base, Side.FOLDER, is_trial=is_trial)


def contents(place: Location) -> bytes:
    """Return what is exported from a library."""
    with opened(place) as library:
        return exported(library, "json")


def ids(place: Location) -> list[str]:
    """Return the IDs of the articles, sorted by title."""
    with opened(place) as library:
        return [row.id for row in sorted(library.articles.rows(), key=lambda row: row.title)]


def notes(place: Location, article: str) -> list[str]:
    """Return the notes of an article's annotations."""
    with opened(place) as library:
        return sorted(each.note for each in library.annotations.of(article))


def annotate(place: Location, article: str, note: str) -> str:
    """Mark words of an article; return the ID of the annotation."""
    with opened(place) as library:
        return library.annotations.annotate_quote(article, "月台", note=note).id


@pytest.fixture
def server(postgres_socket: Path, tmp_path: Path) -> Iterator[ServerLocation]:
    """A library on a server with three articles."""
    with new_schema(postgres_socket, tmp_path / "servers") as place:
        fill(place)
        yield place


def fill(place: Location) -> None:
    """Add the articles, and a tag."""
    with opened(place) as library:
        for number, text in enumerate(TEXTS):
            library.articles.add(draft(text, title=f"{number}"))
        library.claim_starters()


@pytest.mark.long
def test_a_new_copy_has_everything_and_what_was_done_in_it_comes_back(
    server: ServerLocation, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    assert pull(server, copy).articles_added == len(TEXTS)
    assert contents(copy) == contents(server)
    with opened(copy) as library:
        assert library.undo() is None
        library.codebook.write([Tag(name="车站", description="人等车的地方")])
    first, *_others = ids(copy)
    annotate(copy, first, "一")
    done = push(copy, server)
    assert (done.articles_changed, done.annotations_added, done.library_documents) == (1, 1, 1)
    assert contents(copy) == contents(server)


@pytest.mark.long
def test_nothing_is_written_where_nothing_has_changed(server: ServerLocation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    pull(server, copy)
    annotate(copy, ids(copy)[0], "一")
    annotate(server, ids(server)[1], "二")
    pull(server, copy)
    push(copy, server)
    pull(server, copy)
    written = (copy / "server.base").read_bytes(), (copy / "history.jsonl").read_bytes()
    with closing(store_at(server, creator=ME)) as store:
        store.open()
        size = store.journal.size()
        for _again in range(2):
            assert pull(server, copy) == Transferred()
            assert push(copy, server) == Transferred()
        assert store.journal.size() == size
    assert written == ((copy / "server.base").read_bytes(), (copy / "history.jsonl").read_bytes())


@pytest.mark.long
def test_two_notes_of_one_annotation_are_kept_side_by_side(server: ServerLocation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    article = ids(server)[0]
    annotation = annotate(server, article, "原")
    pull(server, copy)
    for place, note in ((server, "在服务器"), (copy, "在路上")):
        with opened(place) as library:
            library.annotations.edit(article, annotation, note=note)
    result = pull(server, copy)
    assert len(result.conflicts) == 1
    assert notes(copy, article) == ["在服务器", "在路上"]
    assert notes(server, article) == ["在服务器"]
    assert push(copy, server).conflicts == []
    assert contents(server) == contents(copy)


@pytest.mark.long
def test_a_transfer_is_one_step_that_can_be_undone(server: ServerLocation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    pull(server, copy)
    before = contents(copy)
    for article in ids(server):
        annotate(server, article, "一")
    pull(server, copy)
    assert contents(copy) == contents(server) != before
    with opened(copy) as library:
        assert library.undo() == "pull from the server"
    assert contents(copy) == before
    with opened(copy) as library:
        library.redo()
    annotate(copy, ids(copy)[0], "二")
    pushed_to = contents(server)
    push(copy, server)
    with opened(server) as library:
        assert library.undo() == "push to the server"
    assert contents(server) == pushed_to


@pytest.mark.long
def test_articles_that_were_added_and_removed(server: ServerLocation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    pull(server, copy)
    first, second, third = ids(server)
    with opened(server) as library:
        library.articles.remove([first])
        library.articles.add(draft("新来的一篇。", title="3"))
    with opened(copy) as library:
        library.articles.remove([second])
        library.articles.set_status(first, Status.READ)  # reading is no change
        library.articles.add(draft("路上写的一篇。", title="4"))
    result = pull(server, copy)
    assert (result.articles_added, result.articles_removed, result.conflicts) == (1, 1, [])
    result = push(copy, server)
    assert (result.articles_added, result.articles_removed, result.conflicts) == (1, 1, [])
    assert contents(copy) == contents(server)
    assert third in ids(copy)
    assert len(ids(copy)) == 3


@pytest.mark.long
def test_what_one_side_removed_and_the_other_changed_is_kept(server: ServerLocation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    pull(server, copy)
    first, second, _third = ids(server)
    for remover, changer, article in ((server, copy, first), (copy, server, second)):
        with opened(remover) as library:
            library.articles.remove([article])
        annotate(changer, article, "留")
    assert len(pull(server, copy).conflicts) == 2
    assert pull(server, copy).conflicts == []
    assert push(copy, server).conflicts == []
    assert contents(copy) == contents(server)
    assert notes(server, first) == notes(copy, second) == ["留"]


@pytest.mark.long
def test_a_trial_counts_and_writes_nothing(server: ServerLocation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    pull(server, copy)
    annotate(server, ids(server)[0], "一")
    before = contents(copy)
    trial = pull(server, copy, is_trial=True)
    assert contents(copy) == before
    assert pull(server, copy) == trial
    assert trial.annotations_added == 1


@pytest.mark.long
def test_a_transfer_that_was_stopped_is_continued(
    server: ServerLocation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.library.batches.MAX_ARTICLES", 1)
    copy = tmp_path / "copy"

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        pull(server, copy, stop)
    assert len(ids(copy)) == 1
    assert pull(server, copy).articles_added == 2
    assert contents(copy) == contents(server)
    for article in ids(server):
        annotate(server, article, "一")
    before = contents(copy)
    with pytest.raises(Stopped):
        pull(server, copy, stop)
    assert pull(server, copy).annotations_added == 2
    assert contents(copy) == contents(server)
    with opened(copy) as library:
        assert library.undo()
        assert library.undo()
    assert contents(copy) == before


@pytest.mark.long
def test_annotations_that_another_round_hides_from_a_coder_leave_the_copy(
    postgres_socket: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    with server_team(postgres_socket, tmp_path / "servers") as team:
        place = ServerLocation(team.address(f"林夏 {team.mark}"), tmp_path / "own")
        article = team.articles[2]
        with team.reader("陈一") as library:
            library.annotations.annotate_quote(article, "月台", note="陈一的")
        pull(place, copy)
        assert notes(copy, article) == ["陈一的"]
        with team.opened(team.owner, "周") as library:
            library.resync()
            library.team.assignments.assign([(article, "林夏")])
        pull(place, copy)
        with opened(copy) as library:
            assert library.annotations.of(article) == ()
        assert push(copy, place).left_out == []
        with team.opened(team.owner, "周") as library:
            assert [each.note for each in library.annotations.of(article)] == ["陈一的"]


@pytest.mark.long
def test_what_a_coder_changed_of_others_stays_in_the_copy_when_it_is_hidden(
    postgres_socket: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    with server_team(postgres_socket, tmp_path / "servers") as team:
        place = ServerLocation(team.address(f"林夏 {team.mark}"), tmp_path / "own")
        article = team.articles[2]
        with team.reader("陈一") as library:
            library.annotations.annotate_quote(article, "月台", note="陈一的")
        pull(place, copy)
        with opened(copy) as library:
            (annotation,) = library.annotations.of(article)
            library.annotations.edit(article, annotation.id, note="改了")
            library.annotations.annotate_quote(article, "月台", note="新的")
        with team.opened(team.owner, "周") as library:
            library.resync()
            library.team.assignments.assign([(article, "林夏")])
        assert len(pull(place, copy).conflicts) == 1
        assert notes(copy, article) == ["改了", "新的"]
        assert len(push(copy, place).left_out) == 1
        with team.opened(team.owner, "周") as library:
            assert [each.note for each in library.annotations.of(article)] == ["陈一的"]


@pytest.mark.long
def test_the_starters_of_a_library_stay_its_own_business(server: ServerLocation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    pull(server, copy)
    with opened(copy) as library:
        assert not library.has_starters()
        library.claim_starters()
    assert push(copy, server) == Transferred()


@pytest.mark.long
def test_what_is_beyond_the_rights_of_a_coder_is_told_and_the_rest_is_pushed(
    postgres_socket: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    with server_team(postgres_socket, tmp_path / "servers") as team:
        place = ServerLocation(team.address(f"林夏 {team.mark}"), tmp_path / "own")
        with team.reader("陈一") as library:
            library.annotations.annotate_quote(team.articles[0], "月台", note="陈一的")
        pull(place, copy)
        assert notes(copy, team.articles[0]) == []
        article = team.articles[2]
        with opened(copy, "林夏") as library:
            library.annotations.annotate_quote(article, "月台", note="林夏的")
            library.articles.write_note(article, "不许")
        result = push(copy, place)
        assert len(result.left_out) == 1
        assert "role" in result.left_out[0]
        assert result.annotations_added == 1
        with team.opened(team.owner, "周") as library:
            assert [each.note for each in library.annotations.of(article)] == ["林夏的"]
            assert library.articles.get(article).note == ""


@pytest.mark.long
def test_what_has_a_tag_that_a_coder_may_not_create_waits_in_the_copy_until_there_is_one(
    postgres_socket: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    with server_team(postgres_socket, tmp_path / "servers") as team:
        place = ServerLocation(team.address(f"林夏 {team.mark}"), tmp_path / "own")
        pull(place, copy)
        article = team.articles[2]
        with opened(copy, "林夏") as library:
            library.annotations.annotate_quote(article, "月台", tags=("离线新码",))
            library.annotations.annotate_quote(article, "油菜花", note="照常")
        for _again in range(2):
            result = push(copy, place)
            assert any("“离线新码”" in each and "manager" in each for each in result.left_out)
            with team.opened(team.owner, "周") as library:
                assert [each.note for each in library.annotations.of(article)] == ["照常"]
                assert "离线新码" not in {tag.name for tag in library.codebook.tags()}
        with team.opened(team.owner, "周") as library:
            library.annotations.annotate_quote(team.articles[0], "月台", tags=("离线新码",))
        pull(place, copy)
        assert push(copy, place).left_out == []
        with team.opened(team.owner, "周") as library:
            assert {tag for each in library.annotations.of(article) for tag in each.tags} == {"离线新码"}


# Any changes on both sides

Change = tuple[str, int, str]
changes: st.SearchStrategy[list[Change]] = st.lists(
    st.tuples(
        st.sampled_from(["annotate", "edit", "delete", "tag", "note", "remove", "add", "rename", "read"]),
        st.integers(0, 3),
        st.sampled_from(["甲", "乙", "丙"]),
    ),
    max_size=5,
)


def change(library: Library, what: str, number: int, word: str) -> None:
    """Make a change of the article with a number, if there is one."""
    articles = [row.id for row in sorted(library.articles.rows(), key=lambda row: row.id)]
    if what == "add":
        library.articles.add(draft(f"{word}的文章，有月台。", title=word))
    elif what == "rename":
        names = sorted(tag.name for tag in library.codebook.tags())
        if names and word not in names:
            library.codebook.rename(names[0], word)
    elif number < len(articles):
        change_article(library, articles[number], what, word)


def change_article(library: Library, article: str, what: str, word: str) -> None:
    """Make a change of an article."""
    annotations = library.annotations.of(article)
    if what == "annotate" and "月台" in library.articles.get(article).text:
        library.annotations.annotate_quote(article, "月台", note=word, tags=[word])
    elif what == "edit" and annotations:
        library.annotations.edit(article, annotations[0].id, note=word)
    elif what == "delete" and annotations:
        library.annotations.delete(article, annotations[0].id)
    elif what == "tag":
        library.articles.retag(article, add=[word])
    elif what == "note":
        library.articles.write_note(article, word)
    elif what == "remove":
        library.articles.remove([article])
    elif what == "read":
        library.articles.set_status(article, Status.READ)


@settings(
    max_examples=examples(4),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rounds=st.lists(st.tuples(changes, changes), min_size=1, max_size=2))
def test_both_sides_are_the_same_after_pull_and_push(
    postgres_socket: Path, rounds: list[tuple[list[Change], list[Change]]]
) -> None:
    with TemporaryDirectory() as folder, new_schema(postgres_socket, Path(folder)) as server:
        fill(server)
        copy = Path(folder) / "copy"
        pull(server, copy)
        for on_server, in_copy in rounds:
            for place, made in ((server, on_server), (copy, in_copy)):
                with opened(place) as library:
                    for each in made:
                        change(library, *each)
            pull(server, copy)
            push(copy, server)
            assert contents(copy) == contents(server)
        assert pull(server, copy) == Transferred()
        assert push(copy, server) == Transferred()


def drop(server: ServerLocation) -> None:
    """Delete the schema of a library, as somebody does who begins anew."""
    connections = Connections(parse_address(server.address))
    connections.read(lambda session: session.rows("DROP SCHEMA {schema} CASCADE"))
    connections.close()


@pytest.mark.long
def test_a_library_that_was_made_anew_is_not_taken_for_the_one_of_the_copy(
    server: ServerLocation, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    pull(server, copy)
    before = contents(copy)
    drop(server)
    with opened(server) as library:
        library.articles.add(draft("另一个文库。", title="别的"))
    for is_trial in (True, False):
        with pytest.raises(UsageError, match="another library"):
            pull(server, copy, is_trial=is_trial)
        with pytest.raises(UsageError, match="another library"):
            push(copy, server, is_trial=is_trial)
    assert contents(copy) == before
    assert len(ids(server)) == 1


@pytest.mark.long
def test_a_copy_of_before_identities_takes_that_of_its_library(
    server: ServerLocation, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    pull(server, copy)
    with closing(sqlite3.connect(copy / "server.base")) as base, base:
        base.execute("DELETE FROM origin WHERE name = 'library'")
    assert pull(server, copy).is_nothing
    drop(server)
    with opened(server):
        pass
    with pytest.raises(UsageError, match="another library"):
        pull(server, copy)


@pytest.mark.long
def test_a_side_that_has_no_article_left_empties_not_the_other(
    server: ServerLocation, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    pull(server, copy)
    cases: list[tuple[Location, Location, Callable[[], object]]] = [
        (server, copy, lambda: pull(server, copy)),
        (copy, server, lambda: push(copy, server)),
    ]
    for emptied, full, transfer in cases:
        before = contents(full)
        with opened(emptied) as library:
            library.articles.remove(ids(emptied))
        with pytest.raises(UsageError, match="has no article any more"):
            transfer()
        assert contents(full) == before
        with opened(emptied) as library:
            library.undo()
    both: list[Location] = [server, copy]
    for place in both:
        with opened(place) as library:
            library.articles.remove(ids(place))
    assert pull(server, copy).is_nothing
