"""The reader while another process has the same library open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.library import Library, open_library
from tests.conftest import draft
from tests.tui.reader import (
    NARROW,
    WIDE,
    article_shown,
    articles,
    happened,
    notes,
    press,
    reader,
    reading,
    seen,
    shown,
    typed,
)
from tui import app as app_module
from tui.controllers.shared import write_queue


@pytest.fixture(autouse=True)
def _poll_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "POLL_INTERVAL", 0.01)
    monkeypatch.setattr(write_queue, "RETRY_INTERVAL", 0.03)
    monkeypatch.setattr(write_queue, "NOTICE_DELAY", 0)
    monkeypatch.setattr(write_queue, "PATIENCE", 3600)  # a busy machine may hold a lock for long


@pytest.fixture
def hasty(root: Path, library: Library) -> Library:
    """Return the library opened without waiting for locks that other processes hold."""
    return open_library(root, creator="tester", patience=0)


@pytest.mark.long
async def test_an_import_by_another_process_is_listed_without_moving_the_cursor(
    hasty: Library, station: str, another: Library
) -> None:
    app = reader(hasty, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "Articles 1")
        await press(pilot, "w", "w")
        place = reading(app).cursor
        another.articles.add_all(
            [draft(f"第{number}段说山。", title=f"第{number}篇") for number in range(30)]
        )
        await seen(pilot, "Articles 31")
        assert article_shown(app) == station
        assert reading(app).cursor == place
        row = articles(app).row(articles(app).cursor)
        assert row is not None
        assert row.id == station
        assert "春天的小站" in shown(app)


@pytest.mark.long
async def test_an_annotation_by_another_process_appears(
    hasty: Library, station: str, another: Library
) -> None:
    app = reader(hasty, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "Articles 1")
        another.annotations.annotate_quote(station, "油菜花", tags=["植物"], note="黄色的")
        await seen(pilot, "黄色的")
        assert [mark.exact for mark in reading(app).annotations] == ["油菜花"]
        assert notes(app).border_title


async def test_a_removal_by_another_process_clears_the_reading_pane(
    hasty: Library, station: str, another: Library
) -> None:
    app = reader(hasty, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "Articles 1")
        another.articles.remove([station])
        await seen(pilot, "No articles yet")
        assert article_shown(app) is None


async def test_a_change_waits_for_another_writer_without_blocking_the_reader(
    hasty: Library, station: str, another: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reader(hasty, article=station)
    messages: list[str] = []  # on a busy machine the message would be gone before all keys are pressed

    def notify(message: str, **how: Any) -> None:
        messages.append(message)

    monkeypatch.setattr(app, "notify", notify)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await seen(pilot, "油菜花")
        with another.locked():
            await typed(pilot, "v", "l", "enter", "escape", "w")
            await typed(pilot, "v", "l", "enter")
            place = reading(app).cursor
            assert place > 0
            await happened(pilot, lambda: any("another program is writing" in each for each in messages))
            assert not hasty.annotations.of(station)
        await happened(pilot, lambda: len(hasty.annotations.of(station)) == 2)
        await happened(pilot, lambda: sum(each.startswith("Highlighted") for each in messages) == 2)
        assert reading(app).cursor == place


@pytest.mark.long
async def test_giving_up_on_a_held_lock_notifies_the_user(
    hasty: Library, station: str, another: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "PATIENCE", 0)
    app = reader(hasty)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "Articles 1")
        with another.locked():
            await typed(pilot, "g", "S")
            await seen(pilot, "Another Pizhu has been writing")
        assert not hasty.articles.rows()[0].starred


async def test_queued_changes_are_written_on_quit(
    hasty: Library, station: str, another: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "RETRY_INTERVAL", 3600)
    app = reader(hasty)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "Articles 1")
        with another.locked():
            await typed(pilot, "g", "S")
            await happened(pilot, lambda: not app.screen_stack[0].has_written)  # type: ignore[attr-defined]
        assert not another.articles.rows()[0].starred
    assert another.articles.rows()[0].starred
