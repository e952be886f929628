"""Printing notes and the links in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from store.language import _, lazy
from store.model.surrogates import writable
from store.wording import in_quotes
from tui.cli.output.printing import print_json, print_text

if TYPE_CHECKING:
    from store.model.note_draft import StoredDraft
    from store.note_syntax.wikilinks import Link
    from store.notes.all_notes import Note
    from store.notes.backlinks import Target

IN_USE, NOT_SAVED = lazy("is being written"), lazy("was not saved")
"""The states of a draft."""


def print_notes(as_json: bool, notes: Iterable[Note], short_id: Callable[[str], str]) -> None:
    """Print notes, each with its article and its quote."""
    is_empty = True
    for note in notes:
        is_empty = False
        if as_json:
            print_json(**_note_fields(note))
        else:
            _print_note(note, short_id)
    if is_empty and not as_json:
        print_text(_("No note matches."))


def print_drafts(as_json: bool, drafts: Sequence[StoredDraft], query: str = "") -> None:
    """Print drafts of notes: the file, what it is on, and the text.

    :param query: the words that they were searched for.
    """
    for stored in drafts:
        state = stored.problem or str(IN_USE if stored.is_in_use else NOT_SAVED)
        subject = stored.draft.subject if stored.draft else None
        if as_json:
            print_json(
                path=writable(stored.where),
                state=stored.problem or (IN_USE if stored.is_in_use else NOT_SAVED).message,
                article=subject.article if subject else None,
                annotation=(subject.annotation or None) if subject else None,
                exact=(subject.exact or None) if subject else None,
                note=stored.text,
            )
            continue
        print_text(f"{writable(stored.where)}  {state}")
        if subject is not None:
            quote = (
                f" {in_quotes(subject.exact)}"
                if subject.exact
                else f"#^{subject.annotation}"
                if subject.annotation
                else ""
            )
            print_text(f"  {subject.article}{quote}")
        for line in stored.text.split("\n"):
            print_text(f"  {line}")
    if not drafts and not as_json:
        print_text(_("No draft matches.") if query else _("There are no drafts."))


def print_link(
    as_json: bool, note: Note, link: Link, targets: Sequence[Target], short_id: Callable[[str], str]
) -> None:
    """Print a link in a note and its targets: none, one, or several."""
    source = note.note[link.start : link.end]
    if as_json:
        fields = [_target_fields(target) for target in targets]
        print_json(direction="out", link=source, targets=fields, **_note_fields(note))
    else:
        names = [_target_name(target, short_id) for target in targets]
        print_text(f"→ {source}  {_(' or ').join(names) or _('leads nowhere')}")


def print_backlink(as_json: bool, note: Note, short_id: Callable[[str], str]) -> None:
    """Print a note that links to the target."""
    if as_json:
        print_json(direction="in", **_note_fields(note))
    else:
        _print_note(note, short_id, "← ")


def print_no_links(link: Link) -> None:
    """Print that there are no links in either direction."""
    print_text(_("“{shown}” has no links in its notes, and no note links to it.", shown=link.shown))


def _note_fields(note: Note) -> dict[str, object]:
    from store.note_syntax.remarks import names_in

    mark = note.annotation
    about = (
        {"annotation": mark.id, "exact": mark.exact, "former": mark.former, "modified": mark.modified}
        if mark
        else {}
    )
    names = names_in(note.note)
    remarks = {"remarks": names} if names else {}
    return {
        "article": note.article,
        "title": note.title,
        "note": note.note,
        "tags": note.tags,
        **remarks,
        **about,
    }


def _print_note(note: Note, short_id: Callable[[str], str], sign: str = "") -> None:
    tags = "".join(f" #{tag}" for tag in note.tags)
    print_text(f"{sign}{short_id(note.article)}  {note.title}{tags}")
    if note.annotation:
        print_text(f"  {in_quotes(note.annotation.exact)}")
        if note.annotation.moved:
            advice = _(
                "was on 「{former}」; `pizhu confirm {article} {annotation}` keeps it there",
                former=note.annotation.former,
                article=short_id(note.article),
                annotation=note.annotation.id[:8],
            )
            print_text("  " + advice)
    for line in note.note.splitlines():
        print_text(f"  {line}")


def _target_fields(target: Target) -> dict[str, object]:
    return {
        "article": target.article or None,
        "title": target.title or None,
        "annotation": target.annotation.id if target.annotation else None,
        "tag": target.tag or None,
    }


def _target_name(target: Target, short_id: Callable[[str], str]) -> str:
    if target.tag:
        return f"#{target.tag}"
    quote = f" {in_quotes(target.annotation.exact)}" if target.annotation else ""
    return f"{short_id(target.article)}  {target.title}{quote}"
