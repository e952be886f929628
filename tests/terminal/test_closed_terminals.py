"""The reader ends when it is told to or when its terminal is gone, at any moment, and loses no note."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from random import Random

import pytest

from store.library import open_library
from tests.conftest import draft
from tests.lengths import by_length
from tests.terminal.screen import Terminal
from tui.cli import run

LIMIT = 3.0
"""Seconds within which the reader has ended, as it promises."""

SIZES = [(80, 24), (200, 60)]

WORDS = "没写完的话"

STATES = {
    "in a list": "",
    "during output": "j" * 60,
    "in a long text": "\r" + "\x06" * 30,
    "with a dialog open": "?",
    "with a card open": "\rG}}wK",
    "with the export open": "E",
    "while importing": "I{folder}\r",
    "in an editor of one's own": "\tC",
    "writing a note": f"c{WORDS}",
    "after changes": "sssmmm",
}
"""What is typed before the terminal is closed."""

MOMENTS = by_length(short=2, long=50)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A folder of files to import."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"第{number}封\n\n她走了{number}里路。\n", "utf-8")
    return folder


@pytest.fixture
def filled(root: Path) -> Path:
    """The folder of a library with articles."""
    with open_library(root, creator="tester") as library:
        for number in range(40):
            paragraphs = [f"第{part}段，她每天走二十里山路，把信送到。" for part in range(30)]
            library.articles.add(draft(*paragraphs, title=f"第{number}条邮路"))
    return root


def words_kept(root: Path, words: str) -> bool:
    """Whether a note or a draft on the disk has these words."""
    return any(words in path.read_text("utf-8") for path in root.rglob("*.json*") if path.is_file())


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Yield a list of terminals that are killed after the test."""
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.kill()


@pytest.mark.long
@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_reader_whose_terminal_is_closed_at_any_moment_ends_and_keeps_the_note(
    filled: Path, letters: Path, moment: int, terminals: list[Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(moment)
    names = list(STATES)
    state = names[moment % len(names)] if moment < len(names) else random.choice(names)
    how = random.choice(["close", "close", "SIGHUP", "SIGTERM"])
    monkeypatch.setenv("EDITOR", "sleep 600 #")
    terminal = Terminal("--library", str(filled), size=random.choice(SIZES))
    terminals.append(terminal)
    terminal.see("第39条邮路")
    for character in STATES[state].format(folder=letters):
        terminal.press(character)
    if state == "writing a note":
        terminal.see(WORDS)
    if random.random() < 0.5:
        terminal.read_for(random.random())
    with open_library(filled) as other, other.locked() if random.random() < 0.2 else nullcontext():
        code = terminal.end(how, LIMIT)
    assert code == (143 if how == "SIGTERM" else 129), f"{state}, {how}"
    if state == "writing a note":
        assert words_kept(filled, WORDS), f"{how} lost the note"
    assert run(["check", "--library", str(filled)]) == 0


@pytest.mark.parametrize("keys", ["", "j" * 60])
def test_the_exit_code_is_that_of_a_hangup_when_output_was_left_over(
    filled: Path, keys: str, terminals: list[Terminal]
) -> None:
    terminal = Terminal("--library", str(filled))
    terminals.append(terminal)
    terminal.see("第39条邮路")
    terminal.press(*keys)
    assert terminal.end("close", LIMIT) == 129
