"""A long change can be stopped until its first file is replaced; then nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from store.errors import Stopped
from store.library import Library, open_library
from store.progress import Progress, halves
from store.tags.autocoding import places, tag_everywhere
from tests.conftest import draft, root_of
from tests.lengths import by_length
from tests.store.storage.folder.test_crashes import state

MANY = 6


@pytest.fixture
def coded(library: Library) -> Library:
    """A library of articles tagged 旧 and 旧/更老; the last step, renaming 旧 to 新, is undone."""
    for number in range(MANY):
        article, _ = library.articles.add(draft(f"第{number}家银行。", title=f"第{number}篇"))
        library.articles.tag(article, ["旧"])
        library.annotations.annotate_quote(article, "银行", tags=["旧/老"])
    library.codebook.rename("旧/老", "旧/更老")
    library.codebook.rename("旧", "新")
    library.undo()
    return library


OPERATIONS: dict[str, Callable[[Library, Progress], object]] = {
    "rename": lambda library, progress: library.codebook.rename("旧", "别的", progress),
    "move": lambda library, progress: library.codebook.move(["旧"], "别的", progress),
    "merge": lambda library, progress: library.codebook.merge(["旧/更老"], "别的", progress),
    "delete": lambda library, progress: library.codebook.delete("旧", progress=progress),
    "retag all": lambda library, progress: library.articles.retag_all(
        [row.id for row in library.articles.rows()], add=["别的"], progress=progress
    ),
    "remove all": lambda library, progress: library.articles.remove(
        [row.id for row in library.articles.rows()], progress
    ),
    "undo": lambda library, progress: library.undo(progress),
    "redo": lambda library, progress: library.redo(progress),
    "tag everywhere": lambda library, progress: tag_everywhere(
        library, places(library, "银行"), ["处处"], progress
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("operation", by_length(short=[*OPERATIONS][::3], long=[*OPERATIONS]))
def test_an_operation_stopped_at_any_point_has_changed_nothing(coded: Library, operation: str) -> None:
    before = state(root_of(coded))
    calls = []
    for moment in count(1):

        def stop_at_moment(done: int, total: int, moment: int = moment) -> None:
            calls.append((done, total))
            if len(calls) == moment:
                raise Stopped("Stopped.")

        calls.clear()
        try:
            OPERATIONS[operation](coded, stop_at_moment)
        except Stopped:
            assert state(root_of(coded)) == before
        else:
            break
    assert state(root_of(coded)) != before
    assert len(calls) > MANY
    assert calls == sorted(calls)
    assert all(done < total for done, total in calls)


def test_a_stopped_operation_does_not_change_the_undo_steps(coded: Library) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Stopped("Stopped.")

    for operation in OPERATIONS.values():
        with pytest.raises(Stopped):
            operation(coded, stop)
    assert coded.redo() == "rename the tag “旧” to “新”"
    assert coded.undo() == "rename the tag “旧” to “新”"
    assert coded.undo() == "rename the tag “旧/老” to “旧/更老”"


def test_a_later_session_knows_which_steps_take_long(library: Library, station: str) -> None:
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


def test_the_second_half_continues_the_progress_of_the_first() -> None:
    calls: list[tuple[int, int]] = []
    first, second = halves(lambda done, total: calls.append((done, total)))
    for half in (first, second):
        for done in range(5):
            half(done, 4)
    assert calls == [(0, 4), (0, 4), (1, 4), (1, 4), (2, 4), (2, 4), (2, 4), (3, 4), (3, 4), (4, 4)]
