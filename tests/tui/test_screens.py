"""The appearance of the screens, compared with reviewed snapshots."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from store.library import Library, open_library
from tests.conftest import draft, root_of
from tests.lengths import by_length
from tests.tui.reader import press, reader, settled
from tui.starters import put_starters

Compare = Callable[..., bool]


def pressed(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return a function that presses keys and waits until the screen is idle."""

    async def pressing(pilot: Pilot[None]) -> None:
        await press(pilot, *keys)

    return pressing


@pytest.fixture
def starters(root: Path) -> Iterator[Library]:
    """Yield a library of the starter articles."""
    with open_library(root, creator="tester") as library:
        put_starters(library)
        yield library


SIZES = by_length(short=[(80, 24)], long=[(80, 24), (120, 40), (200, 60)])


THEMES = by_length(short=["pizhu-ink"], long=["pizhu-ink", "pizhu-paper"])


@pytest.mark.long
@pytest.mark.parametrize("theme", ["pizhu-ink", "pizhu-paper"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_first_screen(snap_compare: Compare, starters: Library, size: tuple[int, int], theme: str) -> None:
    assert snap_compare(reader(starters, theme=theme), terminal_size=size, run_before=pressed())


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_reading_with_a_sentence_selected(
    snap_compare: Compare, starters: Library, size: tuple[int, int], theme: str
) -> None:
    app = reader(starters, theme=theme)
    keys = ("j", "enter", "}", "}", "}", "}", "}", "V")
    assert snap_compare(app, terminal_size=size, run_before=pressed(*keys))


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_reading_with_pinyin_and_search_matches(
    snap_compare: Compare, starters: Library, size: tuple[int, int], theme: str
) -> None:
    app = reader(starters, theme=theme)
    keys = ("j", "enter", "}", "g", "p", "slash", *"零钱", "enter", "n")
    assert snap_compare(app, terminal_size=size, run_before=pressed(*keys))


@pytest.mark.long
def test_focus_ruler_and_justified_lines(snap_compare: Compare, starters: Library) -> None:
    keys = ("j", "enter", "}", "}", "}", "}", ")", "g", "f", "g", "r", "g", "j")
    assert snap_compare(reader(starters), terminal_size=(120, 40), run_before=pressed(*keys))


@pytest.mark.long
def test_typing_a_search(snap_compare: Compare, starters: Library) -> None:
    keys = ("j", "enter", "slash", *"lingqian")

    async def still(pilot: Pilot[None]) -> None:
        await pressed(*keys)(pilot)
        pilot.app.screen.query_one(Input).cursor_blink = False
        await settled(pilot)

    assert snap_compare(reader(starters), terminal_size=(80, 24), run_before=still)


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_tags_and_notes(snap_compare: Compare, starters: Library, size: tuple[int, int]) -> None:
    keys = ("tab", "tab", "tab", "j")
    assert snap_compare(reader(starters), terminal_size=size, run_before=pressed(*keys))


@pytest.mark.long
def test_tagging_dialog(snap_compare: Compare, starters: Library) -> None:
    keys = ("enter", "}", "}", "}", "V", "t", *"服务")
    assert snap_compare(reader(starters), terminal_size=(120, 40), run_before=pressed(*keys))


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES)
def test_suggestions(snap_compare: Compare, starters: Library, theme: str) -> None:
    async def found(pilot: Pilot[None]) -> None:
        await pressed("j", "s")(pilot)
        await pressed("space", "j")(pilot)

    assert snap_compare(reader(starters, theme=theme), terminal_size=(80, 24), run_before=found)


@pytest.mark.long
def test_note_dialog(snap_compare: Compare, starters: Library) -> None:
    keys = ("enter", "]", "a", "c")

    async def still(pilot: Pilot[None]) -> None:
        await pressed(*keys)(pilot)
        pilot.app.screen.query_one(TextArea).cursor_blink = False
        await settled(pilot)

    assert snap_compare(reader(starters), terminal_size=(80, 24), run_before=still)


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_writing_a_note_next_to_the_text(
    snap_compare: Compare, starters: Library, size: tuple[int, int]
) -> None:
    async def still(pilot: Pilot[None]) -> None:
        await pressed("tab", "tab", "tab", "j", "c", *" 再读一遍", "escape")(pilot)
        pilot.app.screen.query_one(TextArea).cursor_blink = False
        await settled(pilot)

    assert snap_compare(reader(starters), terminal_size=size, run_before=still)


@pytest.mark.long
def test_notes_by_several_creators(snap_compare: Compare, starters: Library) -> None:
    first = starters.articles.rows()[0].id
    with open_library(root_of(starters), creator="林夏") as other:
        text = other.articles.get(first).text
        other.annotations.annotate(first, 20, 30, note="另一个人的注", exact=text[20:30])
    keys = ("tab", "tab", "tab", "j")
    assert snap_compare(reader(starters), terminal_size=(120, 40), run_before=pressed(*keys))


@pytest.mark.long
def test_paragraph_kind_dialog(snap_compare: Compare, starters: Library) -> None:
    keys = ("enter", "}", "}", "B")
    assert snap_compare(reader(starters), terminal_size=(80, 24), run_before=pressed(*keys))


@pytest.mark.long
def test_help(snap_compare: Compare, starters: Library) -> None:
    assert snap_compare(reader(starters), terminal_size=(120, 40), run_before=pressed("enter", "?"))


@pytest.mark.long
def test_traditional_characters(snap_compare: Compare, starters: Library) -> None:
    keys = (*"jjjjjj", "enter", "w", "w")
    assert snap_compare(reader(starters), terminal_size=(120, 40), run_before=pressed(*keys))


def test_empty_library(snap_compare: Compare, library: Library) -> None:
    assert snap_compare(reader(library), terminal_size=(80, 24), run_before=pressed())


def test_strange_characters(snap_compare: Compare, library: Library) -> None:
    library.articles.add(
        draft("𠮷野家\t👨‍👩‍👧 é\x1b[31m红\u200b字\u202e反\x00", "一" * 90 + "，", title="怪字\x07")
    )
    assert snap_compare(reader(library), terminal_size=(80, 24), run_before=pressed("enter"))


@pytest.mark.long
def test_link_suggestions_in_a_note(snap_compare: Compare, starters: Library) -> None:
    async def still(pilot: Pilot[None]) -> None:
        await pressed("enter", "]", "a", "c", *" [[l")(pilot)
        pilot.app.screen.query_one(TextArea).cursor_blink = False
        await pilot.app.workers.wait_for_complete()
        await settled(pilot)

    assert snap_compare(reader(starters), terminal_size=(80, 24), run_before=still)


@pytest.mark.long
def test_filter_dialog(snap_compare: Compare, starters: Library) -> None:
    async def still(pilot: Pilot[None]) -> None:
        await pressed("g", "/", *"zt")(pilot)
        pilot.app.screen.query_one(Input).cursor_blink = False
        await pilot.app.workers.wait_for_complete()
        await settled(pilot)

    assert snap_compare(reader(starters), terminal_size=(100, 30), run_before=still)


@pytest.mark.long
def test_article_list_filtered_by_tags(snap_compare: Compare, starters: Library) -> None:
    keys = ("tab", "tab", "j", "&", "j", "|", "j", "!", "j", "j", "j", "space", "h")
    assert snap_compare(reader(starters), terminal_size=(160, 40), run_before=pressed(*keys))


@pytest.mark.long
def test_tag_card(snap_compare: Compare, starters: Library) -> None:
    keys = ("tab", "tab", *"jjjjjj", "K")
    assert snap_compare(reader(starters), terminal_size=(100, 30), run_before=pressed(*keys))
