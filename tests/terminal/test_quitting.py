"""Quitting does not wait for work that only reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.library import open_library
from tests.conftest import draft
from tests.terminal.screen import Terminal

SLOW = """
import threading
import store.tags.word_profile

store.tags.word_profile.word_card = lambda *_: threading.Event().wait(600)
"""
"""A program that never finds a word."""


@pytest.mark.long
def test_quitting_does_not_wait_for_a_card_that_does_not_come(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(SLOW, "utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    with open_library(root, creator="tester") as library:
        article, _ = library.articles.add(draft("她每天走二十里山路。", title="山里的邮路"))
    terminal = Terminal("read", article, "--library", str(root))
    try:
        terminal.see("她每天走二十里山路")
        terminal.press("K")
        terminal.see("Looking up the word")
        terminal.press("q")
        terminal.see_no("Looking up the word")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    finally:
        terminal.kill()
