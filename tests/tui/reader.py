"""Helpers that run the app and wait for it; words are segmented by rule so that runs are reproducible."""

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
"""Seconds to wait for an expected result; long, because the machine may be busy."""

POLL_INTERVAL = 0.01
"""Seconds between two checks of a condition that a thread fulfils."""

WIDE = (200, 40)
NARROW = (80, 24)


class RuleSegmenter(Segmenter):
    """A segmenter that only uses rules and never loads jieba."""

    has_settled = True

    def load_in_background(self) -> Thread:
        """Return a started thread that does nothing."""
        thread = Thread(target=lambda: None)
        thread.start()
        return thread


def reader(
    library: Library,
    *,
    article: str | None = None,
    annotation: str | None = None,
    starters: bool = False,
    theme: str = "pizhu-ink",
) -> PizhuApp:
    """Return the app for a library."""
    return PizhuApp(
        library,
        Config(theme=theme, backups=0),
        article=article,
        annotation=annotation,
        starters=starters,
        segmenter=RuleSegmenter(),
    )


def articles(app: PizhuApp) -> ArticlesPane:
    """Return the articles pane."""
    return app.screen_stack[0].query_one(ArticlesPane)


def reading(app: PizhuApp) -> ReadingPane:
    """Return the reading pane."""
    return app.screen_stack[0].query_one(ReadingPane)


def article_shown(app: PizhuApp) -> str | None:
    """Return the ID of the article in the reading pane."""
    article = reading(app).article
    return article.id if article else None


def tags(app: PizhuApp) -> TagsPane:
    """Return the tags pane."""
    return app.screen_stack[0].query_one(TagsPane)


def notes(app: PizhuApp) -> NotesPane:
    """Return the notes pane."""
    return app.screen_stack[0].query_one(NotesPane)


def shown(app: App[None]) -> str:
    """Return the text on the screen, one line per row."""
    return "\n".join("".join(segment.text for segment in strip) for strip in strips(app))


def strips(app: App[None]) -> list[Strip]:
    """Return the styled content of the screen, one strip per row."""
    return app.screen._compositor.render_strips()  # noqa: SLF001 - Textual has no public access to it


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait after each until its effects are complete. A test that looks paints the screen."""
    await _at_rest(pilot)
    for key in keys:
        await pilot.press(key)
        await _at_rest(pilot)


async def typed(pilot: Pilot[None], *keys: str) -> None:
    """Press keys without waiting for writes and workers, for tests that block these."""
    await pilot.press(*keys)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until all keys are handled, changes written and workers finished, and paint the screen.

    :raises AssertionError: with the text on the screen, when this takes longer than `PATIENCE`.
    """
    await _at_rest(pilot)
    if pilot.app.is_running:
        paint(pilot.app)


async def _at_rest(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, PizhuApp)
    await happened(pilot, lambda: not app.is_running or app.is_at_rest, "the app never became idle")


async def seen(pilot: Pilot[None], words: str) -> None:
    """Wait until the words are on the screen; on a timeout, fail with the text on the screen."""
    await happened(pilot, lambda: words in shown(pilot.app), f"{words!r} never appeared")


async def happened(
    pilot: Pilot[None], condition: Callable[[], bool], complaint: str = "it never happened"
) -> None:
    """Wait until a condition holds; on a timeout, fail with the text on the screen."""
    deadline = time.monotonic() + PATIENCE
    await quiet()
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{complaint}:\n{shown(pilot.app)}")
        await asyncio.sleep(POLL_INTERVAL)
        await quiet()
