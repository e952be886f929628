"""Unexpected errors: a sentence for the user, and a traceback in a file for those who correct the program."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from store.language import _

MAX_SIZE = 200_000
"""The greatest size of the file, in bytes. The oldest errors are dropped."""

DEBUG = "PIZHU_DEBUG"
"""The environment variable that shows tracebacks on standard error too, if it is not empty."""

OUTPUT = "textual-output"
"""The thread that writes to the terminal. It fails when the terminal is gone, which is no error."""


def error_log() -> Path:
    """The file of the tracebacks, in the folder where the platform keeps the state of programs."""
    import platformdirs

    return platformdirs.user_state_path("pizhu") / "errors.log"


def log_error(error: BaseException) -> Path | None:
    """Write an error with its traceback to the end of the file.

    :return: the file, or None if it cannot be written.
    """
    import platform
    import traceback
    from datetime import UTC, datetime

    from tui import VERSION

    lines = "".join(traceback.format_exception(error))
    where = f"pizhu {VERSION}, Python {platform.python_version()}, {platform.platform()}"  # untranslated: log
    entry = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {where}\n{lines}\n".encode(errors="backslashreplace")
    if os.environ.get(DEBUG) and sys.__stderr__ is not None:
        sys.__stderr__.write(lines)
    path = error_log()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        earlier = path.read_bytes() if path.exists() else b""
        path.write_bytes((earlier + entry)[-MAX_SIZE:])
    except OSError:
        return None
    return path


def sentence_about(error: BaseException, *, drafts: str = "") -> str:
    """Log an unexpected error; a sentence about it for the user.

    :param drafts: the folder of the notes that were being written; empty for none.
    """
    log = log_error(error)
    report = (
        _("to report it, send the file {file}", file=log)
        if log
        else _("{variable}=1 shows the details", variable=DEBUG)
    )
    name = type(error).__name__
    if not drafts:
        return _(
            "An unexpected error ({error}) ended pizhu: saved notes are safe; {report}.",
            error=name,
            report=report,
        )
    return _(
        "An unexpected error ({error}) ended pizhu: saved notes are safe, and drafts of unsaved ones are in "
        "{folder}; {report}.",
        error=name,
        folder=drafts,
        report=report,
    )


def log_all_errors() -> None:
    """Log errors that nothing handles, in threads and elsewhere, instead of showing their tracebacks."""
    sys.excepthook = lambda _kind, error, _where: _log(error)
    sys.unraisablehook = lambda ignored: _log(ignored.exc_value)
    threading.excepthook = _log_thread


def log_error_of_loop(_loop: object, context: dict[str, Any]) -> None:
    """Log an error that asyncio reports."""
    if isinstance(error := context.get("exception"), Exception):
        _log(error)


def _log(error: BaseException | None) -> None:
    if error is not None:
        with suppress(Exception):  # the interpreter may be ending
            log_error(error)


def _log_thread(arguments: threading.ExceptHookArgs) -> None:
    error, name = arguments.exc_value, arguments.thread.name if arguments.thread is not None else ""
    if not (isinstance(error, OSError) and name == OUTPUT):
        _log(error)
