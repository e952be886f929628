"""The appearance of the search screen, compared with reviewed snapshots."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.language import Language, use_language
from store.library import Library, open_library
from tests.tui.reader import happened, press, reader, settled
from tui.search.screen import SearchScreen
from tui.starters import put_starters

Compare = Callable[..., bool]


@pytest.fixture
def starters(root: Path) -> Iterator[Library]:
    """Yield a library of the starter articles."""
    with open_library(root, creator="tester") as library:
        put_starters(library)
        yield library


def searched(query: str, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return a function that searches, presses keys, and waits until nothing is searched for any more."""

    async def searching(pilot: Pilot[None]) -> None:
        await press(pilot, "S", *query)
        for key in ("", *keys):
            await press(pilot, *filter(None, [key]))
            await happened(pilot, lambda: not _is_searching(pilot))
        await settled(pilot)

    return searching


def _is_searching(pilot: Pilot[None]) -> bool:
    screen = pilot.app.screen
    return isinstance(screen, SearchScreen) and not screen.is_finished(screen.state.typed)


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "size"),
    [
        (Language.ENGLISH, (80, 24)),
        (Language.ENGLISH, (120, 40)),
        (Language.SIMPLIFIED, (80, 24)),
        (Language.TRADITIONAL, (120, 40)),
    ],
    ids=["english narrow", "english wide", "simplified narrow", "traditional wide"],
)
def test_lines(snap_compare: Compare, starters: Library, language: Language, size: tuple[int, int]) -> None:
    use_language(language)
    keys = ("enter", "j", "space", "space", "j")
    assert snap_compare(reader(starters), terminal_size=size, run_before=searched("服务", *keys))


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "size", "theme"),
    [(Language.ENGLISH, (120, 40), "pizhu-paper"), (Language.SIMPLIFIED, (80, 24), "pizhu-ink")],
    ids=["english wide", "simplified narrow"],
)
def test_words(
    snap_compare: Compare, starters: Library, language: Language, size: tuple[int, int], theme: str
) -> None:
    use_language(language)
    app = reader(starters, theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=searched("服务", "enter", "4", "j"))


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "size"),
    [(Language.ENGLISH, (80, 24)), (Language.SIMPLIFIED, (120, 40))],
    ids=["english narrow", "simplified wide"],
)
def test_what_fills_a_gap(
    snap_compare: Compare, starters: Library, language: Language, size: tuple[int, int]
) -> None:
    use_language(language)
    keys = ("enter", "8", "p", "p", "space", "j")
    assert snap_compare(reader(starters), terminal_size=size, run_before=searched("一*人", *keys))
