"""Edits a note in the user's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from store.errors import PizhuError


def edit_externally(app: App[None], note: str) -> str | None:
    """Open a note in the user's editor, which has the screen until it exits.

    :return: the edited note, or None if it was not changed.
    :raises PizhuError: there is no editor, it fails, or the app cannot give it the terminal.
    """
    command = _editor()
    with tempfile.TemporaryDirectory(prefix="pizhu-") as folder:
        path = Path(folder) / "note.md"
        path.write_text(note, "utf-8")
        path.chmod(0o600)
        try:
            with app.suspend():
                code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603 - the user chose it
        except SuspendNotSupported as error:
            raise PizhuError(
                "This terminal cannot run an external editor. Press c to write the note here."
            ) from error
        except OSError as error:
            raise PizhuError(f"The editor {command[0]} cannot be started: {error.strerror}.") from error
        app.refresh(layout=True)
        if code:
            raise PizhuError(
                f"The editor {command[0]} failed with exit code {code}. The note was not changed."
            )
        try:
            written = path.read_bytes().decode("utf-8-sig").rstrip("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise PizhuError("The file from the editor cannot be read. The note was not changed.") from error
    return None if written == note.rstrip("\n") else written


def _editor() -> list[str]:
    """The command in ``$VISUAL`` or ``$EDITOR``, or else a common editor that is installed.

    :raises PizhuError: there is none, or it is not installed.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    try:
        command = shlex.split(named or "")
    except ValueError as error:
        raise PizhuError(f"$VISUAL or $EDITOR is not a valid command: {named}") from error
    if not command:
        known = next((name for name in ("sensible-editor", "nano", "vim", "vi") if shutil.which(name)), None)
        if known is None:
            raise PizhuError("There is no editor. Set $VISUAL or $EDITOR to one.")
        command = [known]
    if shutil.which(command[0]) is None:
        raise PizhuError(f"The editor {command[0]} is not installed. Set $VISUAL or $EDITOR to another.")
    return command
