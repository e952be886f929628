"""Searching in a terminal: a question typed, narrowed, sorted, tagged, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.library import open_library
from tests.conftest import draft
from tests.terminal.screen import Terminal

SIZE = (120, 40)


@pytest.fixture
def letters(root: Path) -> Path:
    """A library of two sources: twelve places of 信 in one, three in the other."""
    with open_library(root) as library:
        for source, words in (("山城日报", "送甲乙丙丁戊己庚辛壬癸子"), ("河岸周刊", "寄收读")):
            text = "".join(f"那天信{word}到了门口。" for word in words)
            article = library.articles.add(draft(text, title=source))[0]
            library.articles.correct(article, {"source": source})
    return root


@pytest.fixture
def terminal(letters: Path) -> Iterator[Terminal]:
    opened = Terminal("--library", str(letters), size=SIZE)
    yield opened
    opened.kill()


def test_a_question_is_narrowed_sorted_tagged_and_undone(terminal: Terminal, letters: Path) -> None:
    terminal.see("山城日报")
    terminal.press("S")
    terminal.see("Words, or a query")
    terminal.press("信")
    terminal.see("2 Lines 15")
    terminal.see("Source")
    terminal.press("enter", "f", " ")
    terminal.see("source:山城日报")
    terminal.see("2 Lines 12")
    terminal.press("tab", "o")
    terminal.see("Sort the lines by what?")
    terminal.press("enter")
    terminal.see("sorted by R1")
    terminal.press("V", "G", " ")
    terminal.see("12 picked")
    terminal.press("t")
    terminal.see("Tag 12 places")
    terminal.press(*"route", "enter")
    terminal.see("Tagged 12 of 12 places")
    terminal.see("#route")
    terminal.press("u")
    terminal.see_no("#route")
    terminal.press("enter")
    terminal.see("/12")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0
    with open_library(letters) as library:
        assert "route" not in library.codebook.uses()
