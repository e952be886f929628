"""A note in the writer's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from store.errors import PizhuError


def written_outside(app: App[None], note: str) -> str | None:
    """The note as the editor left it, the screen being the editor's meanwhile; None if it is as it was.

    :raises PizhuError: there is no editor, it failed, or the terminal cannot be lent.
    """
    command = _editor()
    with tempfile.TemporaryDirectory(prefix="pizhu-") as folder:
        path = Path(folder) / "note.md"
        path.write_text(note, "utf-8")
        path.chmod(0o600)
        try:
            with app.suspend():
                code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603 - the user's own
        except SuspendNotSupported as error:
            raise PizhuError("The terminal cannot be lent to an editor here: c writes notes.") from error
        except OSError as error:
            raise PizhuError(f"The editor {command[0]} cannot be started: {error.strerror}.") from error
        app.refresh(layout=True)
        if code:
            raise PizhuError(f"The editor {command[0]} ended with an error ({code}): the note is as it was.")
        try:
            written = path.read_bytes().decode("utf-8-sig").rstrip("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise PizhuError("What the editor left cannot be read: the note is as it was.") from error
    return None if written == note.rstrip("\n") else written


def _editor() -> list[str]:
    """The command that the environment names, else one that is there."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    try:
        command = shlex.split(named or "")
    except ValueError as error:
        raise PizhuError(f"$VISUAL or $EDITOR is no command: {named}") from error
    if not command:
        known = next((name for name in ("sensible-editor", "nano", "vim", "vi") if shutil.which(name)), None)
        if known is None:
            raise PizhuError("There is no editor: name one in $VISUAL or $EDITOR.")
        command = [known]
    if shutil.which(command[0]) is None:
        raise PizhuError(f"The editor {command[0]} is not there: name another in $VISUAL or $EDITOR.")
    return command
