"""Writes that are delayed by a lock clear only the selection that they were requested for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from store.library import Library, open_library
from tests.conftest import draft
from tests.lengths import by_length
from tests.tui.reader import NARROW, happened, press, reader, reading, seen, typed
from tui import app as app_module
from tui.controllers.shared import write_queue
from tui.controllers.shared.write_queue import QueuedWrite, WriteQueue

TEXT = "列车每天只停两分钟。"


@pytest.fixture(autouse=True)
def _poll_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "POLL_INTERVAL", 0.01)
    monkeypatch.setattr(write_queue, "RETRY_INTERVAL", 0.03)
    monkeypatch.setattr(write_queue, "NOTICE_DELAY", 0)
    monkeypatch.setattr(write_queue, "PATIENCE", 3600)  # a busy machine may hold a lock for long


@pytest.fixture
def article(library: Library) -> str:
    """Return an article with a tag pinned to 3, an annotation on its first words, and an orphaned one."""
    imported, _ = library.articles.add(draft(TEXT, "旧的一段话没有了。", title="小站", origin="/小站.txt"))
    library.annotations.annotate_quote(imported, "旧的一段话没有了", note="失位的")
    library.articles.add(draft(TEXT, title="小站", origin="/小站.txt"))
    library.annotations.annotate_quote(imported, "小站", tags=["钉"])
    library.codebook.pin("钉", "3")
    return imported


WRITES: dict[str, Sequence[str]] = {
    "highlight": ("v", "l", "enter"),
    "tag": ("v", "l", "t", *"xin", "enter"),
    "note": ("v", "l", "c", *"hi", "ctrl+s"),
    "pinned tag": ("v", "l", "3"),
    "repeated tags": ("v", "l", "."),
    "tag in vivo": ("v", "l", "i", "i"),
    "placed orphan": ("v", "l", "P"),
    "moved ends": ("g", "g", "g", "v", "h", "enter"),
}
"""Keys that request a write for a selection in the second paragraph, or new ends of an annotation."""


THEN = ["another selection", "the same words again", "more words"]
"""What is selected after the write was asked for and before it is made."""


@pytest.mark.long
@pytest.mark.parametrize("then", by_length(short=[THEN[0]], long=THEN))
@pytest.mark.parametrize("asked", WRITES)
async def test_a_delayed_write_does_not_clear_a_newer_selection(
    root: Path, article: str, another: Library, asked: str, then: str
) -> None:
    app = reader(open_library(root, creator="tester", patience=0), article=article)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await seen(pilot, TEXT[:5])
        await press(pilot, "g", "g", "}", "v", "t", *"xian", "enter")
        await happened(pilot, lambda: "xian" in str(another.annotations.of(article)))
        before = another.annotations.of(article)
        with another.locked():
            await typed(pilot, *WRITES[asked])
            await happened(pilot, lambda: reading(app).selection is not None)
            await happened(pilot, lambda: app.screen is app.screen_stack[0])
            first = reading(app).selection
            if then == "another selection":
                await typed(pilot, "escape", "w", "w", "v", "l")
                await happened(pilot, lambda: reading(app).selection not in (None, first))
            elif then == "the same words again":
                await typed(pilot, "escape", "v", *([] if asked == "moved ends" else ["h"]))
                await happened(pilot, lambda: reading(app).selection == first)
            else:
                await typed(pilot, "l")
                await happened(pilot, lambda: reading(app).selection not in (None, first))
            kept = reading(app).selection
            assert another.annotations.of(article) == before
        await happened(pilot, lambda: another.annotations.of(article) != before)
        await happened(pilot, lambda: reading(app).annotations == another.annotations.of(article))
        assert reading(app).selection == kept


@pytest.mark.long
@pytest.mark.parametrize("asked", by_length(short=[*WRITES][::2], long=[*WRITES]))
async def test_a_delayed_write_clears_its_own_selection(
    root: Path, article: str, another: Library, asked: str
) -> None:
    app = reader(open_library(root, creator="tester", patience=0), article=article)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await seen(pilot, TEXT[:5])
        await press(pilot, "g", "g", "}", "v", "t", *"xian", "enter")
        await happened(pilot, lambda: "xian" in str(another.annotations.of(article)))
        with another.locked():
            await typed(pilot, *WRITES[asked])
            await happened(pilot, lambda: reading(app).selection is not None)
        await happened(pilot, lambda: reading(app).selection is None)


@pytest.mark.longer
@pytest.mark.parametrize("asked", by_length(short=[*WRITES][1::2], long=[*WRITES]))
async def test_each_write_is_queued_once(
    library: Library, article: str, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    entered: list[QueuedWrite] = []
    add = WriteQueue._add  # noqa: SLF001 - the only entry to the queue

    def count(self: WriteQueue, write: QueuedWrite) -> None:
        entered.append(write)
        add(self, write)

    monkeypatch.setattr(WriteQueue, "_add", count)
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await seen(pilot, TEXT[:5])
        await press(pilot, "g", "g", "}", "v", "t", *"xian", "enter")
        await happened(pilot, lambda: "xian" in str(library.annotations.of(article)))
        before = library.annotations.of(article)
        entered.clear()
        await press(pilot, *WRITES[asked])
        await happened(pilot, lambda: library.annotations.of(article) != before)
        await happened(pilot, lambda: reading(app).annotations == library.annotations.of(article))
        assert len(entered) == 1
