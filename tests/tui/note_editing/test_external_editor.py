"""What the user's own editor has saved is never lost."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.errors import LibraryUnavailable
from store.library import Library
from tests.tui.reader import WIDE, press, reader, seen, settled, shown
from tui.app import PizhuApp
from tui.dialogs.note import NoteDialog
from tui.note_editing.editor import NoteEditor
from tui.user_folders import unsaved_folder

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(os.name == "nt", reason="the editors are shell scripts"),
]

Editor = Callable[[str], None]


@pytest.fixture(autouse=True)
def suspended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the app give away its terminal although it has none. Returns what happened."""
    events: list[str] = []

    @contextmanager
    def suspend(_: PizhuApp) -> Iterator[None]:
        events.append("suspended")
        yield
        events.append("resumed")

    monkeypatch.setattr(PizhuApp, "suspend", suspend)
    return events


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Return a function that makes a shell script the editor. ``$1`` is the file.

    The script is named by a short path: where a message is wrapped depends on it.
    """
    monkeypatch.chdir(tmp_path)

    def make(script: str) -> None:
        path = tmp_path / "my editor"
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o700)
        monkeypatch.setenv("VISUAL", "")
        monkeypatch.setenv("EDITOR", f"'./{path.name}' -n")

    return lambda script: make(f"shift\n{script}")


def unsaved() -> list[bytes]:
    """The contents of the files outside the library."""
    folder = unsaved_folder()
    return [path.read_bytes() for path in sorted(folder.iterdir())] if folder.exists() else []


@pytest.mark.long
@pytest.mark.parametrize(
    ("script", "note"),
    [
        ("printf '写好\\n' > \"$1\"", "写好"),
        ("printf '\\357\\273\\277写\\r\\n好\\r\\n' > \"$1\"", "写\n好"),
        ('printf \'改名\' > "$1.new"; mv "$1.new" "$1"', "改名"),
        (': > "$1"', ""),
    ],
    ids=["plain", "byte order mark and CRLF", "saved by renaming", "emptied"],
)
async def test_a_note_is_saved_as_the_editor_saved_it(
    library: Library, station: str, editor: Editor, script: str, note: str
) -> None:
    library.articles.write_note(station, "旧")
    editor(script)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await seen(pilot, "Note saved")
        assert library.articles.get(station).note == note
        assert library.drafts.stored() == []
        assert unsaved() == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ('printf 新的 > "$1"; exit 3', "failed with exit code 3"),
        ('printf 新的 > "$1"; kill -9 $$', "was ended by signal 9"),
    ],
)
async def test_what_a_failing_editor_saved_becomes_a_draft_that_can_be_saved(
    library: Library, station: str, editor: Editor, script: str, problem: str
) -> None:
    editor(script)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        assert isinstance(app.screen, NoteDialog)
        await seen(pilot, problem)
        assert "It is kept as a" in shown(app)
        assert app.screen.query_one(NoteEditor).text == "新的"
        assert [stored.text for stored in library.drafts.stored()] == ["新的"]
        assert library.articles.get(station).note == ""
        await press(pilot, "ctrl+s")
        await seen(pilot, "Note saved")
        assert library.articles.get(station).note == "新的"
        assert library.drafts.stored() == []


@pytest.mark.long
async def test_what_a_failing_editor_saved_is_dropped_only_after_a_warning(
    library: Library, station: str, editor: Editor
) -> None:
    editor('printf 新的 > "$1"; exit 1')
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C", "escape")
        await seen(pilot, "Not saved yet")
        assert len(library.drafts.stored()) == 1
        await press(pilot, "escape")
        assert library.drafts.stored() == []
        assert library.articles.get(station).note == ""


@pytest.mark.long
async def test_text_in_another_encoding_is_shown_and_the_file_kept(
    library: Library, station: str, editor: Editor, tmp_path: Path
) -> None:
    saved = "这一句话是用别的编码保存的，要看清楚。".encode("gb18030")
    (tmp_path / "saved").write_bytes(saved)
    editor(f"cp '{tmp_path / 'saved'}' \"$1\"")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await seen(pilot, "The editor saved this as gb18030: check it.")
        assert app.screen.query_one(NoteEditor).text == saved.decode("gb18030")
        assert unsaved() == [saved]
        await press(pilot, "ctrl+s")
        await seen(pilot, "Note saved")
        assert library.articles.get(station).note == saved.decode("gb18030")


@pytest.mark.long
@pytest.mark.parametrize(
    ("data", "message"),
    [(b"\x89PNG\r\n\x1a\n\0\0\xff", "is not UTF-8 text"), (b"x" * 2_000_000, "is too large for a note")],
    ids=["binary", "huge"],
)
async def test_what_cannot_become_a_note_is_kept_as_a_file(
    library: Library, station: str, editor: Editor, tmp_path: Path, *, data: bytes, message: str
) -> None:
    (tmp_path / "saved").write_bytes(data)
    editor(f"cp '{tmp_path / 'saved'}' \"$1\"; exit 1")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await seen(pilot, message)
        assert unsaved() == [data]
        assert library.articles.get(station).note == ""


@pytest.mark.long
async def test_a_note_on_an_article_that_was_removed_meanwhile_becomes_a_draft(
    library: Library, another: Library, station: str, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor('printf 新的 > "$1"')
    start = subprocess.Popen

    def remove_meanwhile(command: list[str]) -> subprocess.Popen[bytes]:
        another.articles.remove([station])
        return start(command)

    monkeypatch.setattr("subprocess.Popen", remove_meanwhile)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await seen(pilot, "It is kept as a")
        assert app.screen.query_one(NoteEditor).text == "新的"
        assert [stored.text for stored in library.drafts.stored()] == ["新的"]
        another.undo()
        await press(pilot, "ctrl+s")
        await seen(pilot, "Note saved")
        assert library.articles.get(station).note == "新的"


@pytest.mark.long
async def test_a_note_in_a_library_that_cannot_be_written_is_kept_outside_it(
    library: Library, station: str, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor('printf 新的 > "$1"')

    def refuse(*_: object, **__: object) -> None:
        raise LibraryUnavailable("The library is read-only.")

    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g")
        with monkeypatch.context() as patched:
            patched.setattr(library.drafts, "keep", refuse)
            patched.setattr(library.articles, "write_note", refuse)
            await press(pilot, "C")
            await seen(pilot, "It is kept in ")
            assert unsaved() == ["新的".encode()]
            (kept,) = unsaved_folder().iterdir()
            assert kept.name in shown(app)
            assert kept.stat().st_mode & 0o777 == 0o600
        await press(pilot, "ctrl+s")
        await seen(pilot, "Note saved")
        assert library.articles.get(station).note == "新的"
        assert unsaved() == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("exit 2", "failed with exit code 2."),
        ('rm "$1"', "The editor removed the file."),
        ('rm "$1"; mkfifo "$1"', "The editor saved no file."),
    ],
)
async def test_a_note_that_the_editor_did_not_change_stays(
    library: Library, station: str, editor: Editor, suspended: list[str], *, script: str, message: str
) -> None:
    library.articles.write_note(station, "旧")
    editor(script)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await seen(pilot, message)
        assert library.articles.get(station).note == "旧"
        assert suspended == ["suspended", "resumed"]
        assert not isinstance(app.screen, NoteDialog)


@pytest.mark.long
@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("/nowhere/editor", "The editor /nowhere/editor is not installed"),
        ("vi 'unclosed", "is not a valid command"),
    ],
)
async def test_an_editor_that_cannot_be_used_is_reported(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch, command: str, message: str
) -> None:
    monkeypatch.setenv("VISUAL", command)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await seen(pilot, message)


async def test_an_editor_that_cannot_be_started_gives_the_terminal_back(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suspended: list[str]
) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x7fELF")
    broken.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(broken))
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await seen(pilot, "cannot be started")
        assert suspended == ["suspended", "resumed"]


@pytest.mark.long
async def test_empty_variables_are_as_if_they_were_not_set(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nano").write_text('#!/bin/sh\nprintf nano > "$1"\n')
    (tmp_path / "nano").chmod(0o700)
    monkeypatch.setenv("VISUAL", "  ")
    monkeypatch.setenv("EDITOR", "''")
    monkeypatch.setattr("shutil.which", lambda name: str(tmp_path / "nano") if "nano" in name else None)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await seen(pilot, "Note saved")
        assert library.articles.get(station).note == "nano"


@pytest.mark.long
async def test_the_file_for_the_editor_is_private_and_removed(
    library: Library, station: str, tmp_path: Path, editor: Editor
) -> None:
    library.articles.write_note(station, "旧")
    seen_file = tmp_path / "seen"
    editor(f"stat -c '%a %n' \"$1\" > '{seen_file}'; cat \"$1\" >> '{seen_file}'")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await settled(pilot)
    mode, _, rest = seen_file.read_text("utf-8").partition(" ")
    path, _, text = rest.partition("\n")
    assert (mode, text) == ("600", "旧")
    assert not Path(path).parent.exists()


@pytest.mark.long
@pytest.mark.parametrize("how", ["", "trap '' TERM; "], ids=["ends", "does not end"])
async def test_a_signal_that_ends_the_reader_ends_the_editor_and_keeps_what_it_saved(
    library: Library, station: str, editor: Editor, how: str
) -> None:
    editor(f'{how}printf 新的 > "$1"; kill -TERM $PPID; while :; do sleep 0.05; done')
    handler = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        app = reader(library, article=station)
        async with app.run_test(notifications=True, size=WIDE) as pilot:
            await press(pilot, "g", "g", "C")
            await settled(pilot)
            assert [stored.text for stored in library.drafts.stored()] == ["新的"]
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, handler)


@pytest.mark.long
async def test_ctrl_c_in_the_editor_does_not_end_the_reader(
    library: Library, station: str, editor: Editor
) -> None:
    editor('kill -INT $PPID; printf 新的 > "$1"')
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "g", "C")
        await seen(pilot, "Note saved")
        assert library.articles.get(station).note == "新的"
