"""Keeping a library in a git repository: the merge driver, and which files belong into it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from store.errors import UsageError
from store.language import _
from store.model.article import digest
from store.storage.os_errors import ErrorTranslator
from store.storage.regular_file import read_regular

DRIVER = "pizhu"
"""The name of the merge driver in the configuration of git."""

ATTRIBUTES = (
    "library.json merge=pizhu -text",  # untranslated: git
    "history.jsonl merge=pizhu -text",  # untranslated: git
    "articles/*/*.json merge=pizhu -text",  # untranslated: git
    "articles/*/*.txt merge=pizhu -text",  # untranslated: git
)
"""The lines of ``.gitattributes``. ``-text`` leaves line ends alone: a text is known by its digest."""

IGNORED = (
    "/lock", "/.cache/", "/drafts/", "/intent.json", "/repair.json", "/server.base*", "/backups/", "/aside/",
    ".*.tmp",
)  # fmt: skip
"""The lines of ``.gitignore``: what belongs to one computer, and what git itself keeps."""

_MERGED_FROM = ("CHERRY_PICK_HEAD", "REBASE_HEAD", "MERGE_HEAD", "HEAD")
"""The commits in which a text may be that is not in the folder while git merges."""

_HEAD_OF_MERGE = "GITHEAD_"
"""How the variables begin by which `git merge` tells a driver what it merges: the rest is a commit."""

_PATIENCE = 30
"""Seconds that git may take for an answer."""


class Step(msgspec.Struct, frozen=True):
    """One thing that a set-up consists of."""

    place: str
    """A file, or a name in the configuration of git."""
    line: str
    is_done: bool
    """Whether it was there before."""


def set_up(folder: Path, program: str, *, is_written: bool = True) -> list[Step]:
    """Have git merge the files of the library in ``folder`` with this program; return what that takes.

    What is there already stays; other lines stay too.

    :param program: how the program is called, quoted for a shell.
    :param is_written: whether what lacks is written.
    :raises UsageError: git is not installed, or the folder is in no repository.
    :raises LibraryUnavailable: a file cannot be written.
    """
    _check_repository(folder)
    steps = []
    for name, lines in ((".gitattributes", ATTRIBUTES), (".gitignore", IGNORED)):
        path = folder / name
        with ErrorTranslator(path, "written"):
            content = read_regular(path).decode(errors="surrogateescape") if path.exists() else ""
            missing = [line for line in lines if line not in content.splitlines()]
            steps += [Step(str(path), line, line not in missing) for line in lines]
            if missing and is_written:
                start = content if not content or content.endswith("\n") else f"{content}\n"
                whole = start + "".join(f"{line}\n" for line in missing)
                path.write_bytes(whole.encode(errors="surrogateescape"))
    settings = {
        f"merge.{DRIVER}.name": "merge annotations of Pizhu one by one",  # untranslated: in a file of git
        f"merge.{DRIVER}.driver": f"{program} merge-file %O %A %B %P",
    }
    for name, value in settings.items():
        present = _git(folder, "config", "--local", "--get", name).stdout.decode(errors="replace").strip()
        steps.append(Step(name, value, present == value))
        if present != value and is_written:
            _checked(_git(folder, "config", "--local", name, value), folder)
    return steps


def texts_of(record: Path, wanted: Sequence[str]) -> Mapping[str, str]:
    """Return the texts of an article that are at hand while git merges its record, by digest.

    :param record: the path of the record in the work tree, relative to its top, which is the current folder.
    :param wanted: the digests of those that are needed.
    """
    path = record.with_suffix(".txt")
    found: dict[str, str] = {}
    with suppress(OSError, UnicodeDecodeError):
        text = read_regular(path).decode()
        found[digest(text)] = text
    heads = [name.removeprefix(_HEAD_OF_MERGE) for name in os.environ if name.startswith(_HEAD_OF_MERGE)]
    for commit in (*heads, *_MERGED_FROM):
        if all(each in found for each in wanted):
            break
        with suppress(OSError, UnicodeDecodeError, subprocess.TimeoutExpired):
            answer = _git(Path(), "cat-file", "blob", f"{commit}:{path.as_posix()}")
            if answer.returncode == 0:
                text = answer.stdout.decode()
                found[digest(text)] = text
    return found


def _check_repository(folder: Path) -> None:
    if shutil.which("git") is None:
        raise UsageError(_("git is not installed: install it, then try again."))
    if not folder.is_dir():
        raise UsageError(_("There is no folder {folder}: name the folder of a library.", folder=folder))
    if _git(folder, "rev-parse", "--is-inside-work-tree").stdout.strip() != b"true":
        raise UsageError(_("{folder} is in no git repository: run `git init` there first.", folder=folder))


def _checked(answer: subprocess.CompletedProcess[bytes], folder: Path) -> None:
    if answer.returncode:
        reason = answer.stderr.decode(errors="replace").strip()
        raise UsageError(_("git refused the setting in {folder}: {reason}", folder=folder, reason=reason))


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - arguments of this module
        ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's git
        capture_output=True,
        check=False,
        timeout=_PATIENCE,
        stdin=subprocess.DEVNULL,
    )
