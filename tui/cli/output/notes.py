"""What commands print of notes and of the links in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.note_syntax.wikilinks import Link
    from store.notes.all_notes import Note
    from store.notes.backlinks import Target
from tui.cli.output.printing import json_line, say


def notes(as_json: bool, found: Iterable[Note], short_id: Callable[[str], str]) -> None:
    """Notes, each with what it is on."""
    is_none = True
    for note in found:
        is_none = False
        if as_json:
            json_line(**_note_fields(note))
        else:
            _say_note(note, short_id)
    if is_none and not as_json:
        say("No note fits.")


def _note_fields(note: Note) -> dict[str, object]:
    mark = note.annotation
    about = {"annotation": mark.id, "exact": mark.exact, "modified": mark.modified} if mark else {}
    return {"article": note.article, "title": note.title, "note": note.note, "tags": note.tags, **about}


def _say_note(note: Note, short_id: Callable[[str], str], sign: str = "") -> None:
    tags = "".join(f" #{tag}" for tag in note.tags)
    say(f"{sign}{short_id(note.article)}  {note.title}{tags}")
    if note.annotation:
        say(f"  「{note.annotation.exact}」")
    for line in note.note.split("\n"):
        say(f"  {line}")


def link(
    as_json: bool, note: Note, link: Link, found: Sequence[Target], short_id: Callable[[str], str]
) -> None:
    """A link in a note, and what it leads to: nothing, one thing, or several."""
    written = note.note[link.start : link.end]
    if as_json:
        leads_to = [
            {
                "article": each.article or None,
                "title": each.title or None,
                "annotation": each.annotation.id if each.annotation else None,
                "tag": each.tag or None,
            }
            for each in found
        ]
        json_line(direction="out", link=written, targets=leads_to, **_note_fields(note))
        return
    names = [
        f"#{each.tag}"
        if each.tag
        else f"{short_id(each.article)}  {each.title}"
        + (f" 「{each.annotation.exact}」" if each.annotation else "")
        for each in found
    ]
    say(f"→ {written}  {' or '.join(names) or 'leads nowhere'}")


def backlink(as_json: bool, note: Note, short_id: Callable[[str], str]) -> None:
    """A note that links to what was asked about."""
    if as_json:
        json_line(direction="in", **_note_fields(note))
    else:
        _say_note(note, short_id, "← ")


def no_links(link: Link) -> None:
    """There are no links in either direction."""
    say(f"“{link.shown}” has no links in its notes, and no note links to it.")
