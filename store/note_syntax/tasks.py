"""Tasks in notes: task list items of Markdown, ``- [ ]`` and ``- [x]``, and lines that begin with TODO or
待办.
"""

from __future__ import annotations

import re

import msgspec

from store.note_syntax.code_fences import without_fences

_LINE = re.compile(
    r"""
    ^ (?P<before>[ \t\u3000]*)
    (?:
        (?P<bullet>[-*+]|\d{1,9}[.)])[ \t]+ \[(?P<box>[ xX])\](?=[ \t\u3000]|$)
      | (?:(?P<item>[-*+]|\d{1,9}[.)])[ \t]+)? (?:TODO(?![A-Za-z0-9_])|待[办辦])[:：]?
    )
    [ \t\u3000]* (?P<words>.*) $
    """,
    re.VERBOSE | re.MULTILINE,
)

_SIGNS = ("]", "TODO", "待")
"""Every task contains one of these. A quick check for notes without tasks."""


class Task(msgspec.Struct, frozen=True):
    """A line of a note that is a task, open or done."""

    words: str
    """The description."""
    done: bool
    start: int
    end: int
    """The range of the line, in code points of the note."""


def find_tasks(note: str) -> list[Task]:
    """The tasks of a note, in order, except those in fenced code."""
    if not any(sign in note for sign in _SIGNS):
        return []
    return [
        Task(match["words"].strip(), match["box"] in ("x", "X"), match.start(), match.end())
        for match in _LINE.finditer(without_fences(note))
    ]


def has_open_task(note: str) -> bool:
    """Whether the note has an open task."""
    return any(not task.done for task in find_tasks(note))


def toggle_task(note: str) -> tuple[str, Task] | None:
    """Mark the first open task of a note as done; if none is open, reopen the last one.

    Returns the new note and the changed task, or None if the note has no task.
    """
    tasks = find_tasks(note)
    if not tasks:
        return None
    chosen = next((task for task in tasks if not task.done), tasks[-1])
    line = note[chosen.start : chosen.end]
    changed = msgspec.structs.replace(chosen, done=not chosen.done)
    return note[: chosen.start] + _with_box(line, done=changed.done) + note[chosen.end :], changed


def _with_box(line: str, *, done: bool) -> str:
    """The line with its box set. A line that begins with TODO becomes a task list item of Markdown."""
    box = f"[{'x' if done else ' '}]"
    match = _LINE.fullmatch(line)
    assert match is not None  # noqa: S101 - find_tasks matched it
    if match["box"] is None:
        return f"{match['before']}{match['item'] or '-'} {box} {match['words']}".rstrip()
    place = match.start("box")
    return line[: place - 1] + box + line[place + 2 :]
