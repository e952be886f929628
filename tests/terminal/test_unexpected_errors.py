"""An unexpected error ends the reader with one sentence: no traceback, and no note is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.library import open_library
from tests.conftest import draft
from tests.lengths import by_length
from tests.terminal.screen import Terminal
from tests.terminal.test_writing_notes import has_draft, notes_of

FAULTY = """
import threading
from tui.panes.layout import PaneScreen
from tui.screen import MainScreen

def fail(self):
    raise KeyError("a bug")

def fail_in_thread(self):
    threading.Thread(target=fail, args=(self,)).start()

PaneScreen.action_zoom = fail
PaneScreen.action_hide_pane = fail_in_thread
{more}
"""
"""A program in which the key z raises an error, and the key \\ raises one in a thread."""

BROKEN_SAVING = "MainScreen.on_unmount = fail"


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a program with errors, which runs when the interpreter starts."""
    folder = tmp_path / "faulty"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    return folder / "sitecustomize.py"


@pytest.mark.long
@pytest.mark.parametrize("more", by_length(short=[BROKEN_SAVING], long=["", BROKEN_SAVING]))
def test_an_unexpected_error_shows_one_sentence_and_keeps_the_note(
    root: Path, home: Path, faulty: Path, more: str
) -> None:
    faulty.write_text(FAULTY.format(more=more), "utf-8")
    with open_library(root, creator="tester") as library:
        article, _ = library.articles.add(draft("她每天走二十里山路。", title="山里的邮路"))
        library.annotations.annotate_quote(article, "山路", note="哪一条")
    terminal = Terminal("read", article, "--library", str(root), size=(200, 40))
    try:
        terminal.see("她每天走二十里山路")
        terminal.press("\\")
        log = home / "state" / "pizhu" / "errors.log"
        terminal.wait_for(lambda: log.exists() and "a bug" in log.read_text("utf-8"))
        terminal.press("tab", "tab", "j", "c")
        terminal.see("Note on 「山路」")
        terminal.press(*"路", "tab", "z")
        assert terminal.wait_for_exit() == 1
    finally:
        terminal.kill()
    assert "Traceback" not in terminal.raw
    assert terminal.raw.count("An unexpected error (KeyError) ended pizhu") == 1
    assert log.read_text("utf-8").count("KeyError: 'a bug'") >= 2
    shown = terminal.raw.replace("\r\n", "")
    assert str(log) in shown
    assert more or str(root / "drafts") in shown
    assert notes_of(root, article) == ["哪一条路"] or has_draft(root, "哪一条路")
