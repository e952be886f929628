"""Text pasted in a terminal is data, whatever it contains and has the focus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.library import open_library
from tests.conftest import draft
from tests.terminal.screen import Terminal

PASTE = "\x1b[200~春天\x1b[31mx\x1b[201~"


@pytest.fixture
def article(root: Path) -> str:
    with open_library(root, creator="tester") as library:
        return library.articles.add(draft("她每天走二十里山路。", title="山里的邮路"))[0]


@pytest.fixture
def terminal(root: Path, article: str) -> Iterator[Terminal]:
    opened = Terminal("read", "--library", str(root), size=(160, 40))
    opened.see("她每天走二十里山路")
    yield opened
    opened.kill()


@pytest.mark.long
def test_text_with_an_escape_pasted_into_the_list_removes_nothing(
    root: Path, article: str, terminal: Terminal
) -> None:
    terminal.press(PASTE)
    terminal.see("Nothing to paste into here")
    terminal.press("\x1b[200~qqxx\x1b\x1b[201~", "\x1b[200~1\x1b[20", "1~")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0
    with open_library(root) as library:
        assert [row.id for row in library.articles.rows()] == [article]


@pytest.mark.long
def test_text_with_an_escape_pasted_into_a_note_keeps_its_order(
    root: Path, article: str, terminal: Terminal
) -> None:
    terminal.press("tab", "tab", "tab", "c")
    terminal.see("Note on")
    terminal.press("前", PASTE, "后", "ctrl+s")
    terminal.see("Note saved")
    with open_library(root) as library:
        assert library.articles.get(article).note == "前春天[31mx后"


@pytest.mark.long
def test_keys_work_again_after_a_paste_whose_end_never_came(terminal: Terminal) -> None:
    terminal.press("\x1b[200~qx")
    terminal.see("Nothing to paste into here")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.long
def test_bytes_that_are_not_utf_8_do_not_end_the_reader(terminal: Terminal) -> None:
    terminal.send_bytes(b"\x1b[200~\xff\xfex\xe4\x1b[201~\xff")
    terminal.see("Nothing to paste into here")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.long
def test_ten_megabytes_can_be_pasted(terminal: Terminal) -> None:
    terminal.send_bytes(b"\x1b[200~" + b"x\x1b" * 5_000_000 + b"\x1b[201~")
    terminal.see("Not pasted: 10,000,000 characters are too many here")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0
