"""To-dos in notes: task lines of Markdown, ``- [ ]`` and ``- [x]``, and lines beginning with TODO or 待办."""

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
"""One of these is in every to-do: to tell quickly that a note has none."""


class Task(msgspec.Struct, frozen=True):
    """One line of a note that is to be done, or has been."""

    words: str
    """What is to be done."""
    done: bool
    start: int
    end: int
    """The line, in code points of the note."""


def find_tasks(note: str) -> list[Task]:
    """The to-dos of a note, in the order of its lines; not those in fenced code."""
    if not any(sign in note for sign in _SIGNS):
        return []
    return [
        Task(match["words"].strip(), match["box"] in ("x", "X"), match.start(), match.end())
        for match in _LINE.finditer(without_fences(note))
    ]


def has_open_task(note: str) -> bool:
    """Whether something in the note is still to be done."""
    return any(not todo.done for todo in find_tasks(note))


def toggle_task(note: str) -> tuple[str, Task] | None:
    """The note with its first open to-do ticked off, and that to-do as it is then; None when it has no to-do.

    Where none is open the last one is opened again.
    """
    every = find_tasks(note)
    if not every:
        return None
    chosen = next((todo for todo in every if not todo.done), every[-1])
    line = note[chosen.start : chosen.end]
    now = msgspec.structs.replace(chosen, done=not chosen.done)
    return note[: chosen.start] + _set(line, done=now.done) + note[chosen.end :], now


def _set(line: str, *, done: bool) -> str:
    """A line ticked or not; one that begins with TODO becomes a task line of Markdown."""
    box = f"[{'x' if done else ' '}]"
    match = _LINE.fullmatch(line)
    assert match is not None  # noqa: S101 - it was found as one
    if match["box"] is None:
        return f"{match['before']}{match['item'] or '-'} {box} {match['words']}".rstrip()
    place = match.start("box")
    return line[: place - 1] + box + line[place + 2 :]
