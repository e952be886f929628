"""Changes of many articles run in the background, and later changes wait for them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import (
    PATIENCE,
    WIDE,
    article_shown,
    happened,
    press,
    reader,
    reading,
    seen,
    settled,
    shown,
    typed,
)
from tui.app import PizhuApp
from tui.controllers.shared import write_queue
from tui.controllers.shared.write_queue import RunningWrite, WriteQueue
from tui.keys import footer

MANY = 12


class Gate:
    """Blocks a long change after some of its progress reports."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()
        self._left = 4

    def pass_through(self) -> None:
        """Block at the fourth report; called on the thread of the change before each report."""
        self._left -= 1
        if self._left == 0:
            self.reached.set()
            assert self.opened.wait(PATIENCE)

    async def until_reached(self, app: PizhuApp) -> None:
        """Wait until the change is blocked, while the reader keeps running."""
        await app.run_worker(lambda: self.reached.wait(PATIENCE), thread=True).wait()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made, watch = Gate(), RunningWrite.report

    def watching(self: RunningWrite, done: int, total: int) -> None:
        made.pass_through()
        watch(self, done, total)

    monkeypatch.setattr(RunningWrite, "report", watching)
    monkeypatch.setattr(footer, "PROGRESS_INTERVAL", 0)
    yield made
    made.opened.set()


@pytest.fixture
def many(library: Library) -> list[str]:
    """Return articles with the tag 旧; the tag 新 exists, too."""
    made = []
    for number in range(MANY):
        article, _ = library.articles.add(draft(f"第{number}家银行。第二句。", title=f"第{number}篇"))
        library.articles.tag(article, ["旧"])
        made.append(article)
    library.articles.tag(made[0], ["新"])
    return made


def tags_of(library: Library) -> list[tuple[str, ...]]:
    """Return the tags of each article, followed by all tags of the codebook."""
    articles = [library.articles.get(row.id).tags for row in library.articles.rows()]
    return [*articles, tuple(tag.name for tag in library.codebook.tags())]


MERGE = ("tab", "g", "g", "J", *"xin", "enter")
"""Keys that merge 旧 into 新, from the reading pane."""


async def test_the_reader_stays_responsive_and_later_writes_wait(
    library: Library, many: list[str], gate: Gate
) -> None:
    app = reader(library, article=many[0])
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await typed(pilot, *MERGE)
        await seen(pilot, "Merging the tag 旧 into 新, ctrl+x stops: 1/12")
        await typed(pilot, "shift+tab", "V", ")")
        await happened(pilot, lambda: reading(app).cursor > 0)
        await typed(pilot, "enter", "escape")
        await typed(pilot, "shift+tab", "k", "enter")
        await happened(pilot, lambda: article_shown(app) == many[1])
        await seen(pilot, "第1家银行")
        assert not library.annotations.of(many[0])
        gate.opened.set()
        await seen(pilot, "Highlighted: 「")
        assert all(library.articles.get(article).tags == ("新",) for article in many)
        await settled(pilot)
        assert "ctrl+x stops" not in shown(app)
        await press(pilot, "u")
        await seen(pilot, "Undone: highlight")
        await press(pilot, "u")
        await seen(pilot, "Undone: merge the tags “旧” into “新”")
        assert library.articles.get(many[1]).tags == ("旧",)


@pytest.mark.long
@pytest.mark.parametrize("what", ["merge", "undo", "redo"])
async def test_ctrl_x_cancels_a_long_change_without_changing_anything(
    library: Library, many: list[str], gate: Gate, what: str
) -> None:
    if what != "merge":
        library.codebook.rename("旧", "别的")
    if what == "redo":
        library.undo()
    before = tags_of(library)
    app = reader(library, article=many[0])
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await typed(pilot, *{"merge": MERGE, "undo": ("u",), "redo": ("ctrl+r",)}[what])
        await gate.until_reached(app)
        await typed(pilot, "ctrl+x")
        gate.opened.set()
        await seen(pilot, "Stopped: nothing was changed")
        assert tags_of(library) == before
        await press(pilot, "ctrl+x")
        await seen(pilot, "nothing to stop")


@pytest.mark.long
async def test_quitting_waits_for_a_long_change_and_shows_a_message(
    library: Library, many: list[str], gate: Gate
) -> None:
    app = reader(library, article=many[0])
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await typed(pilot, *MERGE)
        await gate.until_reached(app)
        await typed(pilot, "ctrl+q")
        await seen(pilot, "the reader quits")
        assert app.is_running
        gate.opened.set()
    assert all(library.articles.get(article).tags == ("新",) for article in many)


@pytest.mark.long
async def test_queued_writes_finish_when_the_app_exits(
    library: Library, many: list[str], gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = WriteQueue.finish

    def finishing(self: WriteQueue) -> None:
        assert self.long_work
        gate.opened.set()
        finish(self)

    monkeypatch.setattr(WriteQueue, "finish", finishing)
    app = reader(library, article=many[0])
    async with app.run_test(size=WIDE) as pilot:
        await typed(pilot, *MERGE, "shift+tab", "V", "enter")
        await gate.until_reached(app)
        app.exit()
    assert all(library.articles.get(article).tags == ("新",) for article in many)
    assert len(library.annotations.of(many[0])) == 1


@pytest.mark.long
async def test_short_changes_and_their_undo_run_without_a_thread(
    library: Library, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "RunningWrite", None)
    app = reader(library, article=many[0])
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "V", "enter", "u", "ctrl+r")
        await seen(pilot, "Redone: highlight")
        assert len(library.annotations.of(many[0])) == 1


@pytest.mark.long
async def test_a_failed_write_is_reported_and_the_next_one_still_runs(
    library: Library, many: list[str]
) -> None:
    app = reader(library, article=many[0])
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "g", "g", "P", *"旧/下", "enter", "shift+tab", "V", "enter")
        await seen(pilot, "cannot become")
        await seen(pilot, "Highlighted")
