"""Links between notes in a terminal: completed while typing, followed, and left by jumping back."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from store.library import open_library
from tests.conftest import draft
from tests.terminal.screen import Terminal


@pytest.mark.long
def test_write_and_follow_a_link_and_jump_back(root: Path) -> None:
    with open_library(root, creator="tester") as library:
        other, _ = library.articles.add(draft("银行开门。", title="银行"))
        here, _ = library.articles.add(draft("她每天走二十里山路。", title="山里的邮路"))
    terminal = Terminal("--library", str(root), "read", here, size=(80, 24))
    try:
        terminal.see_at_cursor("山里的邮路")
        terminal.press("}", "V", "c")
        terminal.see("Note on")
        terminal.press("见【【yh")
        terminal.see("│ 银行")
        terminal.press("enter", "\r- [ ] 去问", "ctrl+s")
        terminal.see("Note saved")
        terminal.press("g", "d")
        terminal.see_at_cursor("银行")
        terminal.press("g", "b")
        terminal.see("Links to “银行” 1")
        terminal.see("☐ 见[[银行]]")
        terminal.press("escape")
        terminal.see_no("Links to")
        terminal.press("ctrl+o")
        terminal.see_at_cursor("她每天")
        terminal.press("tab", "tab")
        terminal.see("- [ ] 去问")
        terminal.press("G", "g", "t")
        terminal.see("Done: 去问")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    finally:
        terminal.kill()
    with open_library(root) as library:
        assert [mark.note for mark in library.annotations.of(here)] == ["见[[银行]]\n- [x] 去问"]
        assert library.annotations.of(other) == ()


def test_web_addresses_are_hyperlinks_in_text_notes_and_below_the_article(root: Path) -> None:
    with open_library(root, creator="tester") as library:
        words = draft("图在网页上（https://example.org/map），可以下载。", title="图")
        made, _ = library.articles.add(msgspec.structs.replace(words, url="https://example.org/news"))
        library.annotations.annotate_quote(made, "下载", note="见 https://example.org/note 。")
    terminal = Terminal("--library", str(root), "read", made, size=(200, 30))
    try:
        for page in ("map", "news", "note"):
            terminal.see(f"example.org/{page}")
            terminal.wait_for_output(rf"\x1b\]8;id=\d+;https://example\.org/{page}\x1b\\")
    finally:
        terminal.kill()
