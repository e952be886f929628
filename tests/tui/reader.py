"""The app under test, with words found by rule so that every run is the same."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from threading import Thread

from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip

from store.chinese.words import Segmenter
from store.library import Library
from tests.tui.painting import paint
from tests.tui.quiet_loop import quiet
from tui.app import PizhuApp
from tui.config import Config
from tui.panes.articles import ArticlesPane
from tui.panes.notes import NotesPane
from tui.panes.reading import ReadingPane
from tui.panes.tags import TagsPane

PATIENCE = 60.0
"""Seconds to wait for something to be seen; a machine may be busy."""

BETWEEN_LOOKS = 0.01
"""Seconds after which a sign is looked for again, when it comes from a thread."""

WIDE = (200, 60)
NARROW = (80, 24)


class RuleSegmenter(Segmenter):
    """Finds words by rule for ever: jieba is never loaded."""

    def load_in_background(self) -> Thread:
        """A thread that does nothing."""
        thread = Thread(target=lambda: None)
        thread.start()
        return thread


def reader(
    library: Library, *, article: str | None = None, starters: bool = False, theme: str = "pizhu-ink"
) -> PizhuApp:
    """The app on a library."""
    return PizhuApp(
        library, Config(theme=theme, backups=0), article=article, starters=starters, segmenter=RuleSegmenter()
    )


def articles(app: PizhuApp) -> ArticlesPane:
    """The list of the app."""
    return app.screen_stack[0].query_one(ArticlesPane)


def reading(app: PizhuApp) -> ReadingPane:
    """The reading view of the app."""
    return app.screen_stack[0].query_one(ReadingPane)


def article_shown(app: PizhuApp) -> str | None:
    """The ID of the article in the reading view."""
    article = reading(app).article
    return article.id if article else None


def tags(app: PizhuApp) -> TagsPane:
    """The tags pane of the app."""
    return app.screen_stack[0].query_one(TagsPane)


def notes(app: PizhuApp) -> NotesPane:
    """The notes pane of the app."""
    return app.screen_stack[0].query_one(NotesPane)


def shown(app: App[None]) -> str:
    """The words on the screen, a line a row."""
    return "\n".join("".join(segment.text for segment in strip) for strip in strips(app))


def strips(app: App[None]) -> list[Strip]:
    """What stands on the screen, with its looks, a strip a row."""
    return app.screen._compositor.render_strips()  # noqa: SLF001 - Textual has no public way to look at it


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each when all that the one before led to is done, and wait until all is settled."""
    await _at_rest(pilot)
    for key in keys:
        await pilot.press(key)
        await _at_rest(pilot)
    await settled(pilot)


async def typed(pilot: Pilot[None], *keys: str) -> None:
    """Press keys while something holds up a write or a worker, which are not waited for."""
    await pilot.press(*keys)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until no key waits to be handled, no change to be written, no worker is at work; then paint.

    A timeout is a failure that shows the screen.
    """
    await _at_rest(pilot)
    if pilot.app.is_running:
        paint(pilot.app)


async def _at_rest(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, PizhuApp)
    await happened(pilot, lambda: not app.is_running or app.is_at_rest, "it never came to rest")


async def seen(pilot: Pilot[None], words: str) -> None:
    """Wait until the words stand on the screen; a timeout is a failure that shows the screen."""
    await happened(pilot, lambda: words in shown(pilot.app), f"{words!r} never came")


async def happened(
    pilot: Pilot[None], sign: Callable[[], bool], complaint: str = "it never happened"
) -> None:
    """Wait until something has happened; a timeout is a failure that shows the screen."""
    deadline = time.monotonic() + PATIENCE
    await quiet()
    while not sign():
        if time.monotonic() > deadline:
            raise AssertionError(f"{complaint}:\n{shown(pilot.app)}")
        await asyncio.sleep(BETWEEN_LOOKS)
        await quiet()
