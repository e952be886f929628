"""Copying a whole library from a folder to a server, and back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from psycopg import sql

from store.errors import Stopped, UsageError
from store.library import Library, open_library
from store.library.opening import store_at
from store.library.transfers.copying import copy_library
from store.location import Location, ServerLocation
from store.model.bundle import IncomingArticle
from store.model.tables.user_word import UserWord
from tests.conftest import draft
from tests.postgres_server import ADMINISTRATOR
from tests.store.formats.pizhu.round_trips import article_lists, exported, fill
from tests.store.library.team.teams import assign, with_team

ME = "周"


def copy(source: Location, target: Location) -> int:
    """Copy a library between places."""
    with closing(store_at(source, creator=ME)) as old, closing(store_at(target, creator=ME)) as new:
        old.open()
        new.create()
        return copy_library(old, new)


@contextmanager
def opened(place: Location) -> Iterator[Library]:
    """Open a library with its index up to date."""
    with open_library(place, creator=ME) as library:
        library.resync()
        yield library


@contextmanager
def new_schema(socket: Path, folder: Path) -> Iterator[ServerLocation]:
    """The place for a library on a server."""
    database = f"postgresql:///postgres?host={socket}&user={ADMINISTRATOR}"
    schema = f"迁移 {os.urandom(6).hex()}"
    yield ServerLocation(f"{database}&schema={quote(schema)}", folder)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


@pytest.fixture
def server(postgres_socket: Path, tmp_path: Path) -> Iterator[ServerLocation]:
    """The place for a library on a server."""
    with new_schema(postgres_socket, tmp_path / "servers") as place:
        yield place


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(coming=article_lists())
def test_a_library_goes_to_a_server_and_back_unchanged(
    postgres_socket: Path, coming: list[IncomingArticle]
) -> None:
    with TemporaryDirectory() as folder, new_schema(postgres_socket, Path(folder)) as server:
        first, last = Path(folder) / "first", Path(folder) / "last"
        with opened(first) as library:
            fill(library, coming)
            before = exported(library, "json")
        assert copy(first, server) == len(coming)
        assert copy(server, last) == len(coming)
        for place in (server, last):
            with opened(place) as library:
                assert exported(library, "json") == before


@pytest.mark.long
def test_the_team_the_words_and_what_was_dismissed_go_along(root: Path, server: ServerLocation) -> None:
    articles = with_team(root, "林夏")
    assign(root, [(articles[0], "林夏")])
    with opened(root) as library:
        library.dictionary.add([UserWord("油菜花")])
        library.searches.save("月台", "月台")
        library.claim_starters()
        before = exported(library, "json")
        words = library.dictionary.words()
    copy(root, server)
    with opened(server) as library:
        assert exported(library, "json") == before
        assert [each.member for each in library.team.roster.members] == ["周", "林夏"]
        assert library.dictionary.words() == words
        assert library.has_starters()


def test_what_was_done_before_can_be_undone_after(root: Path, server: ServerLocation) -> None:
    with opened(root) as library:
        article = library.articles.add(draft("站长在月台上。"))[0]
        library.annotations.annotate_quote(article, "月台", note="一")
    copy(root, server)
    with opened(server) as library:
        assert library.undo()
        assert library.annotations.of(article) == ()


def test_a_place_with_something_else_is_refused_and_left_alone(root: Path, server: ServerLocation) -> None:
    with opened(root) as library:
        library.articles.add(draft("一。"))
    with opened(server) as library:
        library.articles.add(draft("二。"))
        before = exported(library, "json")
    with pytest.raises(UsageError, match="There is a library"):
        copy(root, server)
    with opened(server) as library:
        assert exported(library, "json") == before


@pytest.mark.long
def test_a_copy_that_was_stopped_is_continued(root: Path, server: ServerLocation) -> None:
    with opened(root) as library:
        for number in range(70):  # more than are written at once
            library.articles.add(draft(f"第{number}篇。", title=f"{number}"))
        before = exported(library, "json")

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    with closing(store_at(root, creator=ME)) as old, closing(store_at(server, creator=ME)) as new:
        old.open()
        new.create()
        with pytest.raises(Stopped):
            copy_library(old, new, stop)
        assert 0 < len(set(new.ids())) < 70
    assert copy(root, server) == 70
    with opened(server) as library:
        assert exported(library, "json") == before
    with pytest.raises(UsageError):  # it is complete now
        copy(root, server)
