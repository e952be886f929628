"""Finds the files to import in a folder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from glob import iglob
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from store.errors import BadInput
from store.importing.file_formats import MARKDOWN, SUFFIXES
from store.importing.input_file import open_input
from store.importing.registry import SUFFIXES as NOTE_SUFFIXES
from store.importing.registry import is_data
from store.importing.unfinished_notes import DATABASES, NOTE_KINDS, TRASH, is_database, kind_of_note
from store.language import _, lazy
from store.reasons import reason_of
from store.wording import listed

REFUSED_SUFFIXES = frozenset((".doc", ".wps", ".xls", ".caj", ".kdh", ".nh"))
"""Suffixes of documents that cannot be read. They are not skipped: reading one tells what to do with it."""

_DATABASES = frozenset((".db", ".sqlite"))
"""Suffixes of many programs' data: in a folder they are not taken for projects of Taguette."""

_WANTED = (SUFFIXES | NOTE_SUFFIXES | REFUSED_SUFFIXES) - _DATABASES

_KINDS = (
    lazy("parts of saved pages"),
    lazy("lock files of Office"),
    lazy("library of Pizhu"),
    lazy("without suffix"),
)
SAVED_PAGE, LOCKS, LIBRARY, NO_SUFFIX = (each.message for each in _KINDS)
"""What is skipped, by kind: in the folder that a browser makes beside a saved page; where Office marks that a
document is open; where a library is, as in a home folder, whose texts are articles already; other files.

The keys are in English, :func:`of_kind` tells them in the language of the user.
"""

_TOLD_KINDS = {each.message: each for each in (*_KINDS, *NOTE_KINDS)}

LOCK = "~$"
"""How the names of the files begin with which Office marks a document that is open."""

_PAGE_FOLDERS = ("_files", ".files", "_file", ".file", "-Dateien", "_fichiers", " 文件")
"""How the names of such folders end."""

_PAGES = (".html", ".htm", ".xhtml", ".shtml")

MOST_MATCHES = 100_000
"""Files that one pattern names, at most."""


def _go_on() -> None:
    """Let a search go on."""


class Bounds(NamedTuple):
    """How far a search for files goes."""

    check: Callable[[], None] = _go_on
    """Called for each file and folder. What it raises, such as :class:`Stopped`, ends the search."""
    most: int | None = None
    """The most files that are found. None if there is no limit."""
    is_wanted: Callable[[Path], bool] = lambda _path: False
    """Whether a JSON file is taken which has neither notes nor articles, as far as is known."""


ALL = Bounds()
"""A search for all files."""


class FoundFiles(msgspec.Struct):
    """The files in a folder and below it that can be imported."""

    files: list[Path] = msgspec.field(default_factory=list)
    """Sorted by path."""
    left_out: list[Path] = msgspec.field(default_factory=list)
    """Links to text files and folders outside of the folder, which are not followed, and links in a circle.

    Who sends a folder does not decide which other files of this machine are imported.
    """
    skipped: Counter[str] = msgspec.field(default_factory=Counter)
    """How many other files there are, by suffix."""
    has_more: bool = False
    """Whether there are more files than the search was to find."""


def files_in(path: Path, bounds: Bounds = ALL) -> FoundFiles:
    """Return the path itself or, if it is a folder, the files in and below it that can be imported.

    Hidden files and folders are skipped, and the folders that browsers save beside a page. Links that stay
    in the folder are followed, if they name files.

    :raises BadInput: when the folder contains no such file, or cannot be read.
    """
    if not is_folder(path):
        return FoundFiles([path])
    found = FoundFiles()
    try:
        inside = path.resolve(strict=True)
        for each in sorted(_most(_entries(path, found.skipped, bounds), found, bounds.most)):
            bounds.check()
            _add(found, each, inside)
    except OSError as error:
        raise BadInput(
            _(
                "{path}: this folder cannot be read: {reason}; check the path.",
                path=path,
                reason=reason_of(error),
            )
        ) from None
    if not found.files and not found.left_out:
        raise _without_texts(path, found.skipped)
    return found


def _without_texts(folder: Path, skipped: Counter[str]) -> BadInput:
    """Return the error for a folder in which there is nothing to import."""
    if not skipped:
        return BadInput(
            _(
                "{path}: there is no text file in this folder; name files such as .txt, .md, .html, .docx, "
                ".epub or .pdf.",
                path=folder,
            )
        )
    return BadInput(
        _(
            "{path}: there is no text file in this folder (only {others}); name files such as .txt, .md, "
            ".html, .docx, .epub or .pdf.",
            path=folder,
            others=of_skipped(skipped),
        )
    )


def files_matching(pattern: str, bounds: Bounds = ALL) -> FoundFiles:
    """Return the files that a pattern such as ``clips/**/*.txt`` names, and those in folders that it names.

    :raises BadInput: no file matches.
    """
    start = Path(*_without_wildcards(Path(pattern).parts))
    found, seen = FoundFiles(), set[Path]()
    try:
        inside = start.resolve()
        matches = islice(_matches(pattern, start), MOST_MATCHES)
        for path in _fewest_links_first(_checked(matches, bounds.check)):
            bounds.check()
            if path.is_dir() and not path.is_symlink():
                if "**" in pattern:
                    continue  # its files match by themselves
                below = _files_or_none(path, bounds)
            else:
                below = FoundFiles()
                _add(below, path, inside, may_be_linked=True)
            for each in below.files:
                if (place := each.resolve()) not in seen:  # links to one file name it once
                    seen.add(place)
                    found.files.append(each)
            found.left_out += below.left_out
            found.skipped.update(below.skipped)
            found.has_more = found.has_more or below.has_more
            if bounds.most is not None and len(found.files) > bounds.most:
                del found.files[bounds.most :]
                found.has_more = True
                break
    except (OSError, ValueError) as error:
        raise BadInput(
            _(
                "{pattern}: this pattern cannot be looked up: {reason}; check it.",
                pattern=pattern,
                reason=reason_of(error).lower(),
            )
        ) from None
    if not found.files and not found.left_out:
        raise BadInput(_("{pattern}: no file matches this pattern; check it.", pattern=pattern))
    return found


def is_pattern(path: str) -> bool:
    """Whether a path that is not a file's is a pattern that the shell has not expanded."""
    return any(sign in path for sign in "*?[") and not os.path.lexists(path)


def is_folder(path: Path) -> bool:
    """Whether a path is that of a folder; one that the system does not take is not."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_wanted(path: Path, folder: Path) -> bool:
    """Whether a file that has appeared in a folder would be found by :func:`files_in`.

    :param folder: resolved.
    """
    names = path.relative_to(folder).parts
    return (
        path.suffix.lower() in _WANTED
        and not any(name.startswith((".", LOCK)) for name in names)
        and not any(_is_page_folder(folder.joinpath(*names[: count + 1])) for count in range(len(names) - 1))
        and path.is_file()
        and not (path.is_symlink() and _leads_outside(path, folder))
    )


def of_skipped(skipped: Counter[str]) -> str:
    """Return how many files were skipped, by kind, the most frequent first: ``12 .jpg, 1 .pdf``."""
    return listed(of_kind(count, kind) for kind, count in skipped.most_common())


def of_kind(count: int, kind: str) -> str:
    """Return how many files of one kind there are: ``12 .jpg``, ``1 lock files of Office``."""
    if text := _TOLD_KINDS.get(kind):
        return f"{count:,} {text}"
    return _("{count:,} {suffix}", count=count, suffix=kind)


def _matches(pattern: str, start: Path) -> Iterator[Path]:
    """Yield what a pattern names. ``**`` follows no links to folders, which may lead in a circle."""
    parts = Path(pattern).parts[len(start.parts) :]
    if "**" not in parts:
        yield from map(Path, iglob(pattern))  # noqa: PTH207 - it may be absolute
        return
    last = ("*",) if parts[-1] == "**" else ()  # a path would yield folders alone
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)  # they are asked for
    for path in start.glob("/".join((*parts, *last))):
        if hidden or not any(name.startswith(".") for name in path.relative_to(start).parts):
            yield path


def _fewest_links_first(paths: Iterable[Path]) -> list[Path]:
    """Sort matches: a file before a link to it."""
    known: dict[Path, bool] = {}

    def is_below_link(folder: Path) -> bool:
        if folder not in known:
            known[folder] = folder.is_symlink() or (folder.parent != folder and is_below_link(folder.parent))
        return known[folder]

    return sorted(paths, key=lambda path: (path.is_symlink() or is_below_link(path.parent), path))


def _most(paths: Iterator[Path], found: FoundFiles, most: int | None) -> Iterator[Path]:
    """Yield so many of the paths, and note whether there are more."""
    yield from islice(paths, most)
    found.has_more = found.has_more or next(paths, None) is not None


def _checked(paths: Iterable[Path], check: Callable[[], None]) -> Iterator[Path]:
    """Yield paths, and check before each one whether the search goes on."""
    for path in paths:
        check()
        yield path


def _files_or_none(folder: Path, bounds: Bounds) -> FoundFiles:
    try:
        return files_in(folder, bounds)
    except BadInput:
        return FoundFiles()


def _add(found: FoundFiles, path: Path, inside: Path, *, may_be_linked: bool = False) -> None:
    """Add a file, unless a link leads out of the folder ``inside``.

    :param may_be_linked: whether a folder above it may be a link.
    """
    if (may_be_linked or path.is_symlink()) and _leads_outside(path, inside):
        found.left_out.append(path)
    elif path.is_file():
        found.files.append(path)


def _entries(folder: Path, skipped: Counter[str], bounds: Bounds) -> Iterator[Path]:
    """Yield the files in and below a folder, and the links to folders, which are not followed.

    :param skipped: counts the other files.
    """
    check = bounds.check
    for name, folders, files in os.walk(folder):
        check()
        parent = Path(name)
        if "library.json" in files and "articles" in folders:
            skipped[LIBRARY] += 1
            folders.clear()
            continue
        if ".trash" in folders:
            skipped[TRASH] += _count_below(parent / ".trash", check)
        inside = {str(parent / each) for each in folders}
        folders[:] = [each for each in folders if not each.startswith(".")]
        for each in [each for each in folders if _is_page_folder(parent / each)]:
            folders.remove(each)
            skipped[SAVED_PAGE] += _count_below(parent / each, check)
        yield from (parent / each for each in folders if (parent / each).is_symlink())
        for each in files:
            check()
            if each.startswith("."):
                continue
            if each.startswith(LOCK):
                skipped[LOCKS] += 1
                continue
            suffix = Path(each).suffix.lower()
            if kind := _kind_of(parent / each, inside):
                skipped[kind] += 1
            elif suffix in _WANTED and _is_no_data(parent / each, bounds):
                yield parent / each
            else:
                skipped[suffix or NO_SUFFIX] += 1


def _is_no_data(path: Path, bounds: Bounds) -> bool:
    return path.is_symlink() or not is_data(path) or bounds.is_wanted(path)


def _count_below(folder: Path, check: Callable[[], None]) -> int:
    """How many files there are in and below a folder."""
    count = 0
    for _name, _folders, files in os.walk(folder):
        check()
        count += len(files)
    return count


def _is_page_folder(folder: Path) -> bool:
    """Whether a browser made the folder for the pictures and styles of a page that is beside it."""
    for ending in _PAGE_FOLDERS:
        if folder.name.endswith(ending):
            page = folder.name.removesuffix(ending)
            return any((folder.parent / f"{page}{suffix}").is_file() for suffix in _PAGES)
    return False


def _without_wildcards(parts: tuple[str, ...]) -> list[str]:
    """Return the first parts of a pattern, up to the one with a wildcard."""
    plain: list[str] = []
    for part in parts[:-1]:
        if any(sign in part for sign in "*?["):
            break
        plain.append(part)
    return plain


def _kind_of(path: Path, folders: Collection[str]) -> str:
    """Return what a file of a vault or an export of Notion is that is no article; empty if it may be one."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return DATABASES if is_database(path.as_posix(), folders) else ""
    if suffix not in MARKDOWN.suffixes or path.is_symlink():
        return ""
    try:
        with open_input(path) as file:
            head = file.read(_HEAD_OF_NOTE) or b""
    except (BadInput, OSError):
        return ""
    return kind_of_note(path.as_posix(), head.decode("utf-8", "ignore"))


_HEAD_OF_NOTE = 16 * 1024


def _leads_outside(link: Path, folder: Path) -> bool:
    """Whether a link leads out of a folder, or nowhere because it leads in a circle."""
    try:
        return not link.resolve(strict=True).is_relative_to(folder)
    except FileNotFoundError:
        return not link.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return True
