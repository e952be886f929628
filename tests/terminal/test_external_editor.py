"""The user's own editor in a terminal: what it has saved survives its failure and the end of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.library import open_library
from store.notes.draft_recovery import recover_drafts
from tests.conftest import draft
from tests.terminal.screen import Terminal


@pytest.fixture
def article(root: Path) -> str:
    with open_library(root, creator="tester") as library:
        return library.articles.add(draft("她每天走二十里山路。", title="山里的邮路"))[0]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "editor"
    path.touch(0o700)
    monkeypatch.setenv("VISUAL", str(path))
    return path


@pytest.fixture
def terminal(root: Path, article: str, editor: Path) -> Iterator[Terminal]:
    opened = Terminal("read", article, "--library", str(root), size=(160, 40))
    opened.see("她每天走二十里山路")
    yield opened
    opened.kill()


@pytest.mark.long
def test_what_a_failing_editor_saved_is_shown_and_can_be_saved(
    root: Path, article: str, terminal: Terminal, editor: Path
) -> None:
    editor.write_text('#!/bin/sh\nprintf "outside\n" > "$1"\nexit 3\n')
    terminal.press("C")
    terminal.see("failed")
    terminal.press("!", "ctrl+s")
    terminal.see("Note saved")
    with open_library(root) as library:
        assert library.articles.get(article).note == "outside!"
        assert library.drafts.stored() == []


@pytest.mark.long
def test_a_reader_that_is_told_to_end_ends_the_editor_and_keeps_what_it_saved(
    root: Path, article: str, terminal: Terminal, editor: Path
) -> None:
    editor.write_text('#!/bin/sh\nprintf "outside\n" > "$1"\necho editing\nexec sleep 600\n')
    terminal.press("C")
    terminal.see("editing")
    terminal.terminate()
    assert terminal.wait_for_exit() >= 0
    with open_library(root) as library:
        assert [is_saved for _, is_saved in recover_drafts(library)] == [True]
        assert library.articles.get(article).note == "outside"


@pytest.mark.long
def test_ctrl_c_in_the_editor_is_not_for_the_reader(
    root: Path, article: str, terminal: Terminal, editor: Path
) -> None:
    editor.write_text(
        '#!/bin/sh\ntrap "exit 0" INT\nprintf "outside\n" > "$1"\necho editing\nwhile :; do sleep 0.1; done\n'
    )
    terminal.press("C")
    terminal.see("editing")
    terminal.press("\x03")
    terminal.see("Note saved")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0
