"""A long change can be stopped as long as nothing of it is in its place; then nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from store.errors import Stopped
from store.library import Library, open_library
from store.progress import Progress, halves
from store.tags.autocoding import places, tag_everywhere
from tests.conftest import draft, root_of
from tests.store.storage.folder.test_crashes import state

MANY = 6


@pytest.fixture
def coded(library: Library) -> Library:
    """Some articles with the tags 旧 and 旧/老, the last step undone."""
    for number in range(MANY):
        article, _ = library.articles.add(draft(f"第{number}家银行。", title=f"第{number}篇"))
        library.articles.tag(article, ["旧"])
        library.annotations.annotate_quote(article, "银行", tags=["旧/老"])
    library.codebook.rename("旧/老", "旧/更老")
    library.codebook.rename("旧", "新")
    library.undo()
    return library


LONG: dict[str, Callable[[Library, Progress], object]] = {
    "rename": lambda library, progress: library.codebook.rename("旧", "别的", progress),
    "move": lambda library, progress: library.codebook.move(["旧"], "别的", progress),
    "merge": lambda library, progress: library.codebook.merge(["旧/更老"], "别的", progress),
    "delete": lambda library, progress: library.codebook.delete("旧", progress=progress),
    "undo": lambda library, progress: library.undo(progress),
    "redo": lambda library, progress: library.redo(progress),
    "everywhere": lambda library, progress: tag_everywhere(
        library, places(library, "银行"), ["处处"], progress
    ),
}


@pytest.mark.parametrize("deed", LONG)
def test_stopped_at_any_moment_it_has_changed_nothing_and_else_all(coded: Library, deed: str) -> None:
    before = state(root_of(coded))
    told = []
    for moment in count(1):

        def watch(done: int, total: int, moment: int = moment) -> None:
            told.append((done, total))
            if len(told) == moment:
                raise Stopped("Stopped.")

        told.clear()
        try:
            LONG[deed](coded, watch)
        except Stopped:
            assert state(root_of(coded)) == before
        else:
            break
    assert state(root_of(coded)) != before
    assert len(told) > MANY
    assert told == sorted(told)
    assert all(done < total for done, total in told)


def test_what_is_stopped_is_no_step_and_leaves_the_steps_as_they_were(coded: Library) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Stopped("Stopped.")

    for deed in LONG.values():
        with pytest.raises(Stopped):
            deed(coded, stop)
    assert coded.redo() == "rename the tag “旧” to “新”"
    assert coded.undo() == "rename the tag “旧” to “新”"
    assert coded.undo() == "rename the tag “旧/老” to “旧/更老”"


def test_steps_of_many_files_are_known_as_long_also_by_another_session(
    library: Library, station: str
) -> None:
    for number in range(10):
        article, _ = library.articles.add(draft(f"第{number}段。", title=f"第{number}篇"))
        library.articles.tag(article, ["旧"])
    library.codebook.rename("旧", "新")
    with open_library(root_of(library)) as again:
        assert again.is_undo_long()
        again.undo()
        assert again.is_redo_long()
        again.annotations.annotate_quote(station, "列车")
        assert not again.is_undo_long()
        assert not again.is_redo_long()


def test_halves_go_on_where_the_first_ends() -> None:
    told: list[tuple[int, int]] = []
    first, second = halves(lambda done, total: told.append((done, total)))
    for half in (first, second):
        for done in range(5):
            half(done, 4)
    assert told == [(0, 4), (0, 4), (1, 4), (1, 4), (2, 4), (2, 4), (2, 4), (3, 4), (3, 4), (4, 4)]
