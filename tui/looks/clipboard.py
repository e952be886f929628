"""Copying words out: by the terminal (OSC 52), which works over SSH, and by the desktop's own tool."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from threading import Thread

from textual.app import App

from store.model.article import Article

_SECONDS = 5


def cited(article: Article, words: str) -> str:
    """Words with where they are from: author, title, where and when it came out, address."""
    who = "、".join(article.authors)
    published = [part for part in (article.source, article.date, article.url) if part]
    return f"“{words}”\n—— {f'{who}：' if who else ''}{'，'.join([f'《{article.title}》', *published])}"


def copy(app: App[None], words: str) -> None:
    """Put words on the clipboard: the terminal's, where it takes them, and the desktop's."""
    app.copy_to_clipboard(words)
    command = desktop_command(os.environ, sys.platform)
    if command is not None:
        Thread(target=_run, args=(command, words), name="copy", daemon=True).start()


def desktop_command(environment: Mapping[str, str], platform: str) -> list[str] | None:
    """The program that takes words for the desktop's clipboard; None where there is none."""
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
    # Beside OSC 52: where it fails, nothing is lost, and there is nothing the reader could do.
    try:
        subprocess.run(  # noqa: S603 - one of the programs named above, no shell
            command,
            input=words.encode("utf-16-le" if command[0] == "clip.exe" else "utf-8"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return
