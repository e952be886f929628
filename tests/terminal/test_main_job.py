"""The main workflow in a terminal: read, tag, note, quit, reopen, export."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from store.library import open_library
from tests.conftest import draft
from tests.terminal.screen import Terminal
from tui.cli import run


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "来稿.txt"
    path.write_text(
        "山里的邮路\n\n林 夏 2021-05-06\n\n她每天走二十里山路。把信送到最后一户人家。\n\n"
        "雨天的时候，她把邮包裹在雨衣里面，自己淋得透湿。\n",
        "utf-8",
    )
    return path


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Yield a list of terminals that are killed after the test."""
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.kill()


def test_read_tag_note_quit_reopen_and_export(
    letter: Path, root: Path, tmp_path: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal("read", str(letter), "--library", str(root))
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("}", "}", "V", "t")
    terminal.see("Type to find a tag")
    terminal.press(*"route", "enter")
    terminal.see("Tagged route")
    terminal.press(")", "V", "c")
    terminal.see("ctrl+s save")
    terminal.press(*"last house", "ctrl+s")
    terminal.see("Note saved")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0

    again = Terminal("--library", str(root))
    terminals.append(again)
    again.see("山里的邮路")
    again.press("tab", "tab", "tab")
    again.see("last house")
    again.see("#route")
    again.press("ctrl+q")
    assert again.wait_for_exit() == 0

    notes = tmp_path / "notes.md"
    assert run(["export", "markdown", "-o", str(notes), "--library", str(root)]) == 0
    exported = notes.read_text("utf-8")
    assert re.search(r"> 她每天走二十里山路。\n\n\^[0-9a-f]{8}\n\n#route\n", exported)
    assert re.search(r"> 把信送到最后一户人家。\n\n\^[0-9a-f]{8}\n\nlast house\n", exported)


@pytest.mark.long
def test_a_saved_note_survives_a_kill(letter: Path, root: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal("read", str(letter), "--library", str(root))
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("}", "}", "V", "c")
    terminal.see("ctrl+s save")
    terminal.press(*"kept for good", "ctrl+s")
    terminal.see("Note saved")
    terminal.kill()
    with open_library(root) as library:
        library.resync()
        (row,) = library.articles.rows()
        assert [mark.note for mark in library.annotations.of(row.id)] == ["kept for good"]


@pytest.mark.long
def test_the_reading_position_is_saved_on_sigterm(
    letter: Path, root: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal("read", str(letter), "--library", str(root))
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("G")
    terminal.see("100%")
    terminal.terminate()
    assert terminal.wait_for_exit() == 143
    with open_library(root) as library:
        (row,) = library.articles.rows()
        article = library.articles.get(row.id)
        assert article.position == len(article.text) - 1


@pytest.mark.long
def test_keys_typed_before_a_dialog_opens_go_into_it(
    letter: Path, root: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal("read", str(letter), "--library", str(root))
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("}}Vtroute\r)Vcin one go\x13")
    terminal.see("Note saved")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0
    with open_library(root) as library:
        (row,) = library.articles.rows()
        marks = library.annotations.of(row.id)
    assert [(mark.exact, mark.tags, mark.note) for mark in marks] == [
        ("她每天走二十里山路。", ("route",), ""),
        ("把信送到最后一户人家。", (), "in one go"),
    ]


@pytest.mark.long
def test_the_first_run_adds_starters_and_a_removed_one_does_not_return(terminals: list[Terminal]) -> None:
    first = Terminal(size=(160, 45))
    terminals.append(first)
    first.see("Articles 10")
    first.see("Tour 1/10")
    first.press("escape", "escape")
    first.see("You have left the tour")
    first.press("q", "x")
    first.see("Articles 9")
    first.press("ctrl+q")
    assert first.wait_for_exit() == 0
    second = Terminal(size=(160, 45))
    terminals.append(second)
    second.see("Articles 9")
    second.press("ctrl+q")
    assert second.wait_for_exit() == 0


@pytest.mark.long
def test_a_named_library_starts_empty_unless_starters_are_requested(
    root: Path, terminals: list[Terminal]
) -> None:
    empty = Terminal("--library", str(root))
    terminals.append(empty)
    empty.see("No articles yet")
    empty.press("ctrl+q")
    assert empty.wait_for_exit() == 0
    full = Terminal("--library", str(root), "--starters")
    terminals.append(full)
    full.see("Tour 1/10")
    full.press("ctrl+q")
    assert full.wait_for_exit() == 0


@pytest.mark.long
def test_resizing_the_terminal_keeps_the_reading_position(root: Path, terminals: list[Terminal]) -> None:
    library = open_library(root)
    library.articles.add(
        draft(
            *[
                f"第{number}段。这里是它的文字，写得长一些，好占去几行的地方，再多写一点。"
                for number in range(80)
            ]
        )
    )
    library.close()
    terminal = Terminal("--library", str(root), size=(80, 24))
    terminals.append(terminal)
    terminal.see("春天的小站")
    terminal.press("enter", "4", "1", "G")
    terminal.see("第39段")
    for size in [(160, 45), (60, 15), (100, 30)]:
        terminal.resize(*size)
        terminal.see("第39段")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.long
def test_escape_sequences_in_an_article_are_shown_instead_of_executed(
    root: Path, tmp_path: Path, terminals: list[Terminal]
) -> None:
    path = tmp_path / "sly.txt"
    path.write_text("有诈\n\n这一句\x1b[2J清不掉屏幕，\x1b]0;owned\x07也改不了标题。\n", "utf-8")
    terminal = Terminal("read", str(path), "--library", str(root))
    terminals.append(terminal)
    terminal.see("␛[2J")
    terminal.see("有诈")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.long
def test_an_unknown_article_or_file_is_a_one_line_error(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal("read", "nowhere", "--library", str(tmp_path / "library"))
    terminals.append(terminal)
    assert terminal.wait_for_exit() == 2
    assert "There is no article or file 'nowhere'" in terminal.text
    assert "Traceback" not in terminal.text


@pytest.mark.long
def test_changes_by_another_process_are_shown_while_reading(
    letter: Path, root: Path, tmp_path: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal("read", str(letter), "--library", str(root))
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    other = tmp_path / "第二.txt"
    other.write_text("河边的磨坊\n\n磨坊停了很多年，去年又转起来了。\n", "utf-8")
    assert run(["import", str(other), "--library", str(root)]) == 0
    with open_library(root) as library:
        library.resync()
        article = next(row.id for row in library.articles.rows() if row.title == "山里的邮路")
    marking = ["annotate", article, "--quote", "山路", "--note", "seen from outside"]
    assert run([*marking, "--library", str(root)]) == 0
    terminal.press("tab", "tab")
    terminal.see("seen from outside")
    terminal.press("tab", "tab")
    terminal.see("河边的磨坊")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.long
def test_the_progress_bar_does_not_disturb_redirected_output(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(600):
        (folder / f"{number:03}.txt").write_text(f"第{number}篇\n\n这是第{number}篇文章的话。\n", "utf-8")
    taken = tmp_path / "taken.jsonl"
    command = f"{sys.executable} -m tui import {folder} --library {root} --json > {taken}"
    child = pexpect.spawn("/bin/sh", ["-c", command], timeout=60, encoding="utf-8")
    shown = child.read()
    child.close()
    assert child.exitstatus == 0
    assert len(taken.read_text("utf-8").splitlines()) == 601  # the last one is the total
    assert '"status"' not in shown


def test_an_unsaved_note_is_recovered_after_a_kill(
    letter: Path, root: Path, terminals: list[Terminal]
) -> None:
    terminal = Terminal("read", str(letter), "--library", str(root))
    terminals.append(terminal)
    terminal.see("她每天走二十里山路")
    terminal.press("}", "}", "V", "c")
    terminal.see("ctrl+s save")
    terminal.press(*"half a thought")
    terminal.wait_for(
        lambda: any(b"half a thought" in path.read_bytes() for path in root.glob("drafts/*.json"))
    )
    terminal.kill()
    again = Terminal("--library", str(root))
    terminals.append(again)
    again.see("was recovered")
    again.press("ctrl+q")
    assert again.wait_for_exit() == 0
    with open_library(root) as library:
        (row,) = library.articles.rows()
        assert [mark.note for mark in library.annotations.of(row.id)] == ["half a thought"]
