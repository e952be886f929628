"""Copies text to the clipboard: through the terminal (OSC 52), also over SSH, and a desktop program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from threading import Thread

from textual.app import App

from store.language import _
from store.model.article import Article

_TIMEOUT = 5
"""Seconds after which the desktop program is stopped."""


def citation(article: Article, words: str) -> str:
    """A quotation with its source: authors, title, publication, date and URL, as far as they are known."""
    who = "、".join(article.authors)
    published = [part for part in (article.source, article.date, article.url) if part]
    return f"“{words}”\n—— {f'{who}：' if who else ''}{'，'.join([f'《{article.title}》', *published])}"


def copy(app: App[None], words: str) -> str:
    """Copy words to the clipboard of the terminal, if it has one, and to that of the desktop.

    :return: where the words went, for the user.
    """
    app.copy_to_clipboard(words)
    command = desktop_command(os.environ, sys.platform)
    if command is not None:
        Thread(target=_run, args=(command, words), name="copy", daemon=True).start()
        return _("to the clipboard, by the terminal and {program}", program=command[0])
    return _("to the clipboard of the terminal")


def desktop_command(environment: Mapping[str, str], platform: str) -> list[str] | None:
    """The command that copies its standard input to the desktop's clipboard, or None if there is none."""
    commands = []
    if environment.get("WAYLAND_DISPLAY"):
        commands.append(["wl-copy"])
    if environment.get("DISPLAY"):
        commands += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    if platform == "darwin":
        commands.append(["pbcopy"])
    if platform == "win32" or "WSL_DISTRO_NAME" in environment:
        commands.append(["clip.exe"])
    return next((command for command in commands if shutil.which(command[0])), None)


def _run(command: list[str], words: str) -> None:
    # If this fails, the text is still copied by OSC 52, and the user could not repair it.
    try:
        subprocess.run(  # noqa: S603 - a fixed command, without a shell
            command,
            input=words.encode("utf-16-le" if command[0] == "clip.exe" else "utf-8"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return
