"""A stopped reader that continues paints its whole screen and sets up the terminal again; so does ctrl+l."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.library import open_library
from tests.conftest import draft
from tests.lengths import by_length
from tests.terminal.screen import Terminal

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
    pytest.mark.longer,
]

MODES = ["?1049", "?1000", "?1006", "?2004", "?1004"]
"""Alternate screen, mouse, its coordinates, bracketed paste, focus."""


SIZES = by_length(short=[(80, 24)], long=[(80, 24), (200, 60)])


@pytest.fixture(params=SIZES, ids=lambda size: "x".join(map(str, size)))
def terminal(root: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """A reader that shows an article."""
    with open_library(root, creator="tester") as library:
        paragraphs = [f"第{part}段，她每天走二十里山路，把信送到。" for part in range(80)]
        article, _ = library.articles.add(draft(*paragraphs, title="山里的邮路"))
    opened = Terminal("read", article, "--library", str(root), size=request.param)
    opened.see("第3段")
    opened.read_for(1)
    yield opened
    opened.kill()


def assert_modes_are_set(terminal: Terminal) -> None:
    for mode in MODES:
        assert terminal.raw.rfind(f"\x1b[{mode}h") > terminal.raw.rfind(f"\x1b[{mode}l"), mode


@pytest.mark.long
@pytest.mark.parametrize(
    "how", by_length(short=["ctrl+z", "SIGSTOP"], long=["ctrl+z", "SIGTSTP", "SIGSTOP", "not at all"])
)
def test_a_reader_that_continues_paints_everything_and_sets_up_the_terminal(
    terminal: Terminal, how: str
) -> None:
    before = terminal.text
    if how == "ctrl+z":
        terminal.press("\x1a")
    elif how != "not at all":
        terminal.send_signal(how)
    if how != "not at all":
        terminal.wait_for(lambda: terminal.is_stopped)
    terminal.scribble()
    terminal.send_signal("SIGCONT")
    terminal.wait_for(lambda: terminal.text == before)
    assert_modes_are_set(terminal)
    terminal.press("G")
    terminal.see("100%")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.long
def test_a_terminal_resized_while_the_reader_was_stopped_is_filled(terminal: Terminal) -> None:
    terminal.press("\x1a")
    terminal.wait_for(lambda: terminal.is_stopped)
    terminal.scribble()
    terminal.set_size(140, 35)
    terminal.send_signal("SIGCONT")
    terminal.wait_for(lambda: terminal.text.partition("\n")[0].endswith("╮"))
    terminal.see("第3段")
    terminal.wait_for(lambda: all(terminal.text.split("\n")))
    assert_modes_are_set(terminal)


@pytest.mark.long
@pytest.mark.parametrize("opening", by_length(short=["?"], long=["", "?"]))
def test_ctrl_l_paints_everything(terminal: Terminal, opening: str) -> None:
    if opening:
        terminal.press(opening)
        terminal.see("j k scroll")
        terminal.read_for(1)
    before = terminal.text
    terminal.scribble()
    terminal.press("\x0c")
    terminal.wait_for(lambda: terminal.text == before)


@pytest.mark.long
def test_the_window_has_the_title_of_the_article_and_gets_its_own_back(terminal: Terminal) -> None:
    assert "\x1b]2;山里的邮路 - Pizhu 批注\x07" in terminal.raw
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0
    assert terminal.raw.count("\x1b[22;2t") == terminal.raw.count("\x1b[23;2t") == 1
