"""With ``cursor = "terminal"``, the terminal's own cursor stands where the user is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.library import open_library
from store.model.article import BlockKind, Draft, join_blocks
from tests.terminal.screen import Terminal
from tui.user_folders import config_file

TEXT, BLOCKS = join_blocks(
    [(BlockKind.TITLE, "山里的邮路"), (BlockKind.PARAGRAPH, "把信送到最后一户人家，然后回来。")]
)


@pytest.fixture
def terminal(root: Path) -> Iterator[Terminal]:
    with open_library(root, creator="tester") as library:
        made, _ = library.articles.add(Draft(text=TEXT, blocks=BLOCKS, title="山里的邮路"))
        library.annotations.annotate_quote(made, "一户人家", tags=["地方"], note="在山那边")
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text('cursor = "terminal"\n', "utf-8")
    running = Terminal("--library", str(root), "read", made, size=(120, 40))
    yield running
    running.kill()


@pytest.mark.long
def test_the_terminals_cursor_stands_where_the_user_is(terminal: Terminal) -> None:
    terminal.see_terminal_cursor_on("山里的邮路")
    terminal.press("}", "w")
    terminal.see_terminal_cursor_on("信送到")
    terminal.press("tab")  # tags
    terminal.see_terminal_cursor_on("■ 地方")
    terminal.press("tab")  # notes
    terminal.see_terminal_cursor_on("▌一户人家")
    terminal.press("c")  # the note editor, with the note in it
    terminal.see_terminal_cursor_after("在山那边")
    terminal.press("一")
    terminal.see_terminal_cursor_after("在山那边一")
    terminal.press("ctrl+s", "tab")  # the list
    terminal.see_terminal_cursor_on("▸ 山里的邮路")
    terminal.press("g", "/", "山")  # the filter of the list, in a dialog
    terminal.see_terminal_cursor_after("山")
