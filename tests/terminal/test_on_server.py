"""Two people read and annotate the same library on a PostgreSQL server, each in a terminal of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.library import open_library
from store.location import ServerLocation
from tests.conftest import draft
from tests.terminal.screen import Terminal

Opener = Callable[[str], Terminal]


@pytest.fixture
def address(postgres_address: str, tmp_path: Path) -> str:
    """The address of a library with one article."""
    with open_library(ServerLocation(postgres_address, tmp_path / "machine"), creator="editor") as library:
        library.articles.add(draft("她每天走二十里山路。把信送到最后一户人家。", title="山里的邮路"))
    return postgres_address


@pytest.fixture
def open_as(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens the reader as somebody, on a machine of their own."""
    terminals: list[Terminal] = []

    def open_reader(person: str) -> Terminal:
        home = tmp_path / f"home of {person}"
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        settings = home / "config" / "pizhu" / "config.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(f'creator = "{person}"\ntour = false\n', "utf-8")
        terminal = Terminal("--library", address)
        terminals.append(terminal)
        terminal.see("山里的邮路")
        terminal.press("enter", "}")
        terminal.see_at_cursor("她")
        return terminal

    yield open_reader
    for terminal in terminals:
        terminal.kill()


def test_what_one_person_tags_appears_on_the_screen_of_another(open_as: Opener) -> None:
    lin, wang = open_as("lin"), open_as("wang")
    lin.press("V", "t")
    lin.see("Type to find a tag")
    lin.press(*"route", "enter")
    lin.see("Tagged route")
    wang.see("1 note")
    wang.press(")", "V", "c")
    wang.see("ctrl+s save")
    wang.press(*"last house", "ctrl+s")
    wang.see("Note saved")
    lin.see("2 notes")
    lin.press("tab", "tab")
    lin.see("last house")
    lin.press("u")
    lin.see_no("#route")
    wang.see_no("2 notes")
    for terminal in (lin, wang):
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.long
def test_a_note_that_was_being_written_survives_a_kill(open_as: Opener, tmp_path: Path) -> None:
    lin = open_as("lin")
    lin.press("V", "c")
    lin.see("ctrl+s save")
    lin.press(*"half a thought")
    home = tmp_path / "home of lin"
    lin.wait_for(lambda: any(b"half a thought" in path.read_bytes() for path in home.rglob("drafts/*.json")))
    lin.kill()
    again = open_as("lin")
    again.see("was recovered")
    again.press("ctrl+q")
    assert again.wait_for_exit() == 0
