"""Notes written next to the text in a terminal: the place of the cursor, and recovery after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.library import open_library
from tests.conftest import draft
from tests.lengths import by_length
from tests.terminal.screen import Terminal

WIDE = (160, 40)
NARROW = (80, 24)


@pytest.fixture
def article(root: Path) -> str:
    """An article with an annotation."""
    with open_library(root, creator="tester") as library:
        added, _ = library.articles.add(draft("她每天走二十里山路。", title="山里的邮路"))
        library.annotations.annotate_quote(added, "山路", note="哪一条")
    return added


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Yield a list of terminals that are killed after the test."""
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.kill()


def notes_of(root: Path, article: str) -> list[str]:
    """Return the notes of an article as stored on disk."""
    with open_library(root) as library:
        return [mark.note for mark in library.annotations.of(article)]


def has_draft(root: Path, words: str) -> bool:
    """Whether a draft on disk contains these words."""
    return any(words in path.read_text("utf-8") for path in (root / "drafts").glob("*.json"))


@pytest.mark.longer
@pytest.mark.parametrize(
    "size", by_length(short=[NARROW], long=[WIDE, NARROW]), ids=lambda size: "x".join(map(str, size))
)
@pytest.mark.long
def test_a_note_in_the_editor_is_recovered_after_a_kill(
    root: Path, article: str, terminals: list[Terminal], size: tuple[int, int]
) -> None:
    terminal = Terminal("read", article, "--library", str(root), size=size)
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("tab", "tab", "j", "c")
    terminal.see("Note on 「山路」")
    terminal.press(*"？问过了")
    terminal.see("哪一条？问过了")
    terminal.wait_for(lambda: has_draft(root, "问过了"))
    terminal.kill()
    assert notes_of(root, article) == ["哪一条"]

    again = Terminal("read", article, "--library", str(root), size=WIDE)
    terminals.append(again)
    again.see("An unsaved note was recovered")
    again.press("tab", "tab")
    again.see("哪一条？问过了")
    again.press("ctrl+q")
    assert again.wait_for_exit() == 0
    assert notes_of(root, article) == ["哪一条？问过了"]
    assert not has_draft(root, "问过了")


@pytest.mark.long
def test_the_terminal_cursor_is_where_an_input_method_composes(
    root: Path, article: str, terminals: list[Terminal]
) -> None:
    terminal = Terminal("read", article, "--library", str(root), size=WIDE)
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("tab", "tab", "j", "c")
    terminal.see_terminal_cursor_after(" 哪一条")
    terminal.press(*"路，a")
    terminal.see_terminal_cursor_after(" 哪一条路，a")
    terminal.press("\x1b[D", "\x1b[D")
    terminal.see_terminal_cursor_after(" 哪一条路")
    terminal.resize(*NARROW)
    terminal.see_terminal_cursor_after(" 哪一条路")


@pytest.mark.long
def test_keys_typed_before_the_editor_opens_go_into_it_and_later_keys_are_commands(
    root: Path, article: str, terminals: list[Terminal]
) -> None:
    terminal = Terminal("read", article, "--library", str(root), size=WIDE)
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("\t\tjcqu?z\x13jcx\x13\x11")
    assert terminal.wait_for_exit() == 0
    assert notes_of(root, article) == ["哪一条qu?zx"]


@pytest.mark.long
def test_pasted_text_is_saved_with_the_note(root: Path, article: str, terminals: list[Terminal]) -> None:
    terminal = Terminal("read", article, "--library", str(root), size=WIDE)
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("tab", "tab", "j", "c")
    terminal.see("Note on 「山路」")
    terminal.press("\x1b[200~：南路\r和北路\x1b[201~")
    terminal.see_terminal_cursor_after(" 和北路")
    terminal.press("ctrl+s")
    terminal.see("Note saved")
    assert notes_of(root, article) == ["哪一条：南路\n和北路"]


@pytest.mark.long
def test_a_note_in_the_editor_is_saved_on_sigterm(
    root: Path, article: str, terminals: list[Terminal]
) -> None:
    terminal = Terminal("read", article, "--library", str(root), size=WIDE)
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("tab", "tab", "j", "c")
    terminal.see("Note on 「山路」")
    terminal.press(*"路")
    terminal.see("哪一条路")
    terminal.terminate()
    assert terminal.wait_for_exit() == 143
    assert notes_of(root, article) == ["哪一条路"]
