"""Edits a note in the user's own editor. Nothing that the editor has saved is lost."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from textual.app import App, SuspendNotSupported

from store.errors import BadInput, PizhuError
from store.language import Lazy, _, lazy
from store.model.annotation import without_controls
from store.reasons import reason_of
from tui.keys.keymap import key_name
from tui.looks.wording import in_sequence
from tui.unsaved_notes import new_unsaved_file, write_unsaved

MAX_BYTES = 1 << 20
"""The largest file that becomes a note."""

COPY_LIMIT = 1 << 30
"""The largest file that is kept when it cannot become a note."""

POLL_INTERVAL = 0.1
"""Seconds between checks whether the reader is told to end."""

PARTING_TIME = 0.6
"""Seconds that the editor has to end when the reader is told to end."""

NO_NOTE_HERE = lazy("This terminal cannot run an external editor. Press {key} to write the note here.")
NO_FILE_HERE = lazy("This terminal cannot run an external editor. Open the file in another terminal.")
NOT_CHANGED = lazy("The note was not changed.")

ENDING = tuple(
    getattr(signal, name)
    for name in ("SIGTERM", "SIGHUP")
    if hasattr(signal, name) and sys.platform != "win32"
)
"""The signals that end the reader."""

FOR_THE_EDITOR = tuple(getattr(signal, name) for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name))
"""The signals of keys, which reach the reader too although they are meant for the editor."""


class EditedNote(NamedTuple):
    """What the editor has saved."""

    note: str
    problem: str = ""
    """Why the user must look at it before it is saved, as a sentence. Empty if there is no reason."""
    is_ending: bool = False
    """Whether the reader was told to end meanwhile."""


def edit_externally(app: App[None], note: str, keep: Callable[[str], None]) -> EditedNote | None:
    """Open a note in the user's editor, which has the screen until it exits.

    If the reader is told to end meanwhile, the editor is told too.

    :param keep: keeps a draft. Called with what was written before the reader takes the terminal back, which
        may have been closed.
    :return: the edited note, or None if it was not changed.
    :raises PizhuError: there is no editor, it fails without having changed the note, the app cannot give it
        the terminal, or what it has saved is no text: then the message says where that is kept.
    """
    command = _editor()
    try:
        with tempfile.TemporaryDirectory(prefix="pizhu-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / "note.md"
            _write_private(path, note.encode(errors="replace"))
            # Not raised before the app has the terminal again: otherwise the app would not take it.
            outcome = _suspended(app, partial(_edit, command, path, note, keep))
    except OSError as error:
        reason = reason_of(error)
        raise PizhuError(
            _(
                "The file for the editor cannot be used: {reason}. Press {key} to write here.",
                reason=reason,
                key=key_name("reading.write-note"),
            )
        ) from error
    app.refresh(layout=True)
    if isinstance(outcome, PizhuError):
        raise outcome
    return outcome


def edit_file(app: App[None], path: Path) -> None:
    """Open a file in the user's editor, which has the screen until it exits.

    :raises PizhuError: there is no editor, it fails, or the app cannot give it the terminal.
    """
    command = _editor()
    problem = _suspended(app, partial(_run_on_file, command, path), NO_FILE_HERE)
    app.refresh(layout=True)
    if isinstance(problem, PizhuError):
        raise problem


def _run_on_file(command: list[str], path: Path) -> PizhuError | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _signals_noted() as noted:
            problem = _run([*command, str(path)], noted)
    except PizhuError as error:
        return error
    except OSError as error:
        return PizhuError(
            _("{folder} cannot be made: {reason}.", folder=path.parent, reason=reason_of(error))
        )
    return PizhuError(problem) if problem else None


def _suspended(
    app: App[None], edit: Callable[[], EditedNote | PizhuError | None], not_here: Lazy = NO_NOTE_HERE
) -> EditedNote | PizhuError | None:
    try:
        with app.suspend():
            return edit()
    except SuspendNotSupported:
        return PizhuError(not_here.format(key=key_name("reading.write-note")))


def _edit(
    command: list[str], path: Path, note: str, keep: Callable[[str], None]
) -> EditedNote | PizhuError | None:
    """Run the editor, read what it has saved, and keep that as a draft. Return it, or why there is none."""
    try:
        with _signals_noted() as noted:
            edited = _edited(path, note, _run([*command, str(path)], noted))
            if edited is not None:
                keep(edited.note)
                return edited._replace(is_ending=bool(noted))
            return None
    except PizhuError as error:
        return error
    except OSError as error:
        return PizhuError(_("The file from the editor cannot be read: {reason}.", reason=reason_of(error)))


def _write_private(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def _run(command: list[str], noted: list[int]) -> str:
    """Run the editor and wait until it exits. Return how it failed, or nothing.

    :param noted: the signals that end the reader, as they arrive.
    :raises PizhuError: it cannot be started.
    """
    try:
        editor = subprocess.Popen(command)  # noqa: S603 - the user chose it
    except (OSError, ValueError) as error:
        raise PizhuError(
            _("The editor {command} cannot be started: {reason}.", command=command[0], reason=error)
        ) from error
    code = _wait(editor, noted)
    if code < 0:
        return _("The editor {command} was ended by signal {signal}.", command=command[0], signal=-code)
    if not code:
        return ""
    return _("The editor {command} failed with exit code {code}.", command=command[0], code=code)


def _wait(editor: subprocess.Popen[bytes], noted: list[int]) -> int:
    """Wait until the editor exits, and return its exit code. End it if the reader is told to end."""
    while True:
        try:
            return editor.wait(POLL_INTERVAL)
        except subprocess.TimeoutExpired:
            if noted:
                return _stop(editor)


def _stop(editor: subprocess.Popen[bytes]) -> int:
    """Tell the editor to end, and end it if it does not."""
    editor.terminate()
    try:
        return editor.wait(PARTING_TIME)
    except subprocess.TimeoutExpired:
        editor.kill()
        return editor.wait()


@contextmanager
def _signals_noted() -> Iterator[list[int]]:
    """Note signals that end the reader, and ignore those of keys, as long as the editor has the terminal.

    The event loop hears of the noted ones when it runs again.
    """
    noted: list[int] = []
    # Functions, not SIG_IGN, which the editor would inherit.
    handlers = dict.fromkeys(ENDING, lambda number, _: noted.append(number))
    handlers |= dict.fromkeys(FOR_THE_EDITOR, lambda _number, _frame: None)
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield noted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)


def _edited(path: Path, note: str, failure: str) -> EditedNote | None:
    """Read what the editor has saved. Return None if the note was not changed.

    :raises PizhuError: it failed without having changed the note, or has saved what is no note.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise PizhuError(
            in_sequence(failure or _("The editor removed the file."), str(NOT_CHANGED))
        ) from None
    if not stat.S_ISREG(status.st_mode):
        raise PizhuError(in_sequence(failure or _("The editor saved no file."), str(NOT_CHANGED)))
    if status.st_size > MAX_BYTES:
        size = f"{status.st_size / MAX_BYTES:,.1f} MB"
        too_large = _("What the editor saved is too large for a note ({size}).", size=size)
        raise PizhuError(in_sequence(too_large, _kept(path, status.st_size)))
    data = path.read_bytes()
    try:
        return _compared(data.decode("utf-8-sig"), note, failure)
    except UnicodeDecodeError:
        return _decoded(path, data, note, failure)


def _compared(text: str, note: str, problem: str) -> EditedNote | None:
    written = without_controls(text).rstrip("\n")
    if written != without_controls(note).rstrip("\n"):
        return EditedNote(written, problem)
    if problem:
        raise PizhuError(in_sequence(problem, str(NOT_CHANGED)))
    return None


def _decoded(path: Path, data: bytes, note: str, failure: str) -> EditedNote | None:
    """Decode what is not UTF-8. The file is kept as it is, because the encoding is a guess."""
    from store.importing.decoding.encodings import decode

    kept = _kept(path, len(data))
    try:
        text, encoding = decode(data, "note.md")
    except BadInput as error:
        raise PizhuError(in_sequence(_("What the editor saved is not UTF-8 text."), kept)) from error
    check = _("The editor saved this as {encoding}: check it.", encoding=encoding)
    return _compared(text, note, in_sequence(failure, check, kept))


def _kept(path: Path, size: int) -> str:
    """Keep a file of the editor; return the sentence that says where."""
    if size > COPY_LIMIT:
        return _("It was dropped.")
    kept = new_unsaved_file()
    try:
        write_unsaved(kept, path.read_bytes())
    except PizhuError as error:
        return str(error)
    return _("The file is kept as {file}.", file=kept)


def _editor() -> list[str]:
    """The command in ``$VISUAL`` or ``$EDITOR``, or else a common editor that is installed.

    :raises PizhuError: there is none, or it is not installed.
    """
    named = next((value for name in ("VISUAL", "EDITOR") if (value := os.environ.get(name, "").strip())), "")
    try:
        command = shlex.split(named, posix=os.name != "nt")
    except ValueError as error:
        raise PizhuError(_("$VISUAL or $EDITOR is not a valid command: {command}", command=named)) from error
    if not command or not command[0]:
        known = next((name for name in ("sensible-editor", "nano", "vim", "vi") if shutil.which(name)), None)
        if known is None:
            raise PizhuError(_("There is no editor. Set $VISUAL or $EDITOR to one."))
        command = [known]
    command[0] = os.path.expanduser(command[0])  # noqa: PTH111 - it may be a name without a folder
    if shutil.which(command[0]) is None:
        raise PizhuError(
            _("The editor {command} is not installed. Set $VISUAL or $EDITOR to another.", command=command[0])
        )
    return command
