"""Printing imported and merged files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from store.importing.file_formats import format_label
from store.language import _, lazy
from store.location import without_password
from store.model.surrogates import writable
from store.wording import counted
from tui.cli.output.fields import name_of_field, padded
from tui.cli.output.printing import Problems, print_json, print_text, record_fields
from tui.looks.wording import of_merged, on_changed_words

if TYPE_CHECKING:
    from store.importing.batch import ImportedFile, RejectedFile
    from store.importing.piece import Piece
    from store.importing.totals import Totals
    from store.model.bundle import Merged

_WIDTH = 9
"""Cells of the first column."""

_OUTCOMES = {
    "added": lazy("added", "outcome of an import"),
    "updated": lazy("updated", "outcome of an import"),
    "unchanged": lazy("unchanged", "outcome of an import"),
}

_MOST_REMARKS = 10
"""Remarks on one file that are printed."""


def _named(place: str) -> str:
    """A path or an address as it is printed."""
    return writable(without_password(place))


def print_imported_file(as_json: bool, imported: ImportedFile, problems: Problems) -> None:
    """Print a file that was imported; damage and annotations without their words go to standard error.

    So do, as JSON, those on changed words.
    """
    path = _named(imported.place)
    if as_json:
        print_json(
            id=imported.article,
            title=imported.title,
            status=imported.outcome,
            path=path,
            encoding=imported.encoding,
            format=imported.file_format,
            remarks=imported.remarks,
            similar=imported.similar or None,
            similar_title=imported.similar_title or None,
            orphans=imported.lost,
            moved=imported.moved,
            error=None,
        )
    else:
        article = f"{imported.article[:8]}  {imported.title}"
        kind = _kind(imported.file_format, imported.encoding)
        print_text(
            _(
                "{outcome} {article}  ({file})",
                outcome=_outcome(imported),
                article=article,
                file=f"{path}{kind}",
            )
        )
        for remark in imported.remarks:
            print_text(f"  {remark}")
        if imported.similar:
            print_text(
                "  "
                + _(
                    "much of its text is also in {article}",
                    article=f"{imported.similar[:8]}  {imported.similar_title}",
                )
            )
    if imported.moved:
        changed = on_changed_words(imported.moved)
        if as_json:
            problems.report(
                _(
                    "“{title}”: {changed}: see `pizhu notes --moved`.",
                    title=imported.title,
                    changed=changed,
                )
            )
        else:
            print_text("  " + _("{changed}: see `pizhu notes --moved`", changed=changed))
    if imported.repairs:
        problems.report(
            _(
                "{path}: this file is not quite {encoding} ({repairs}).",
                path=path,
                encoding=imported.encoding.partition(" ")[0],
                repairs=imported.repairs,
            )
        )
    if imported.lost:
        lost = counted(imported.lost, "annotation", "annotations")
        problems.report(
            _(
                "“{title}”: the words of {lost} are no longer in it; see `pizhu show {article}`.",
                title=imported.title,
                lost=lost,
                article=imported.article[:8],
            )
        )


def print_merged_file(
    as_json: bool, path: Path, merged: Merged, problems: Problems, *, is_preview: bool = False
) -> None:
    """Print the result of merging a file with annotations; conflicts and omissions go to standard error."""
    name = _named(str(path))
    if as_json:
        status = "would be merged" if is_preview else "merged"  # untranslated: JSON
        print_json(path=name, status=status, error=None, **record_fields(merged))
    else:
        print_text(f"{name}: {of_merged(merged)}")
        if merged.orphans:
            orphans = counted(merged.orphans, "annotation", "annotations")
            print_text(
                "  " + _("{orphans} without their words: see `pizhu list has:orphan`", orphans=orphans)
            )
        if merged.moved:
            changed = on_changed_words(merged.moved)
            print_text("  " + _("{changed}: see `pizhu notes --moved`", changed=changed))
        if merged.tags_added:
            tags = counted(merged.tags_added, "tag", "tags")
            print_text("  " + _("{tags} added to the codebook", tags=tags))
        if merged.searches_added:
            searches = counted(merged.searches_added, "saved search", "saved searches")
            print_text("  " + _("{searches} added", searches=searches))
        if merged.members_added:
            members = counted(merged.members_added, "member", "members")
            print_text("  " + _("{members} added to the team", members=members))
        if merged.assignments_added:
            assignments = counted(merged.assignments_added, "assignment", "assignments")
            print_text("  " + _("{assignments} added to the team", assignments=assignments))
        if merged.decisions_added:
            decided = counted(merged.decisions_added, "annotation", "annotations")
            print_text("  " + _("{annotations} decided on", annotations=decided))
        for remark in merged.remarks[:_MOST_REMARKS]:
            print_text(f"  {remark}")
        if merged.remarks.total > _MOST_REMARKS:
            print_text(
                "  "
                + _("{number:,} more remarks; --json lists them", number=merged.remarks.total - _MOST_REMARKS)
            )
    for sentences in (merged.conflicts, merged.left_out):
        problems.report_all(sentences, sentences.total, before=f"{name}: ")


def print_rejected_file(as_json: bool, rejected: RejectedFile, problems: Problems) -> None:
    """Print a file that could not be imported; the reason goes to standard error as well."""
    if as_json:
        path, reason = _named(rejected.place), _named(rejected.reason)
        print_json(
            id=None, title=None, status="failed", path=path, encoding=None, orphans=0, moved=0, error=reason
        )
    problems.report(rejected.reason)


def print_previewed_article(
    as_json: bool,
    imported: ImportedFile,
    piece: Piece,
    is_known: Callable[[str], bool],
    attributes: Mapping[str, str],
) -> None:
    """Print an article that would be imported, with the parts found.

    :param is_known: whether the article with an ID is in the library; the others have no ID yet.
    :param attributes: the values of attributes of the library that were found.
    """
    from store.library.corrections import as_typed
    from store.model.article import CORRECTABLE

    draft, path = piece.article.draft, _named(imported.place)
    article = imported.article if is_known(imported.article) else None
    similar = imported.similar if is_known(imported.similar) else ""
    if as_json:
        print_json(
            id=article,
            status=f"would be {imported.outcome}",
            path=path,
            encoding=piece.encoding,
            format=piece.file_format,
            remarks=imported.remarks,
            similar=similar or None,
            similar_title=imported.similar_title or None,
            orphans=imported.lost,
            moved=imported.moved,
            **{name: getattr(draft, name) for name in CORRECTABLE},
            attributes=attributes,
            tags=tuple(dict.fromkeys((*piece.article.tags, *piece.article.given_tags))),
            chars=len(draft.text),
            error=None,
        )
        return
    known = f"{article[:8]}  " if article else ""
    print_text(
        _(
            "{outcome} {article}  ({file})",
            outcome=_outcome(imported),
            article=f"{known}{draft.title}",
            file=f"{path}{_kind(piece.file_format, piece.encoding)}",
        )
    )
    for name in CORRECTABLE[1:]:
        if value := getattr(draft, name):
            print_text(f"  {_label(name)} {as_typed(value)}")
    for name, value in attributes.items():
        print_text(f"  {_label(name)} {value}")
    if tags := dict.fromkeys((*piece.article.tags, *piece.article.given_tags)):
        print_text(f"  {_label('tags')} {'  '.join(tags)}")
    print_text(f"  {_label('text')} {counted(len(draft.text), 'character', 'characters')}")
    for remark in imported.remarks:
        print_text(f"  {remark}")
    if imported.similar:
        known = f"{similar[:8]}  " if similar else ""
        print_text(
            "  " + _("much of its text is also in {article}", article=f"{known}{imported.similar_title}")
        )
    if imported.lost:
        print_text(
            "  "
            + _(
                "the words of {annotations} are no longer in it",
                annotations=counted(imported.lost, "annotation", "annotations"),
            )
        )
    if imported.moved:
        print_text(f"  {on_changed_words(imported.moved)}")


def print_totals(as_json: bool, totals: Totals, *, is_preview: bool = False) -> None:
    """Print the total of an import."""
    if as_json:
        print_json(status="total", dry_run=is_preview, **totals.fields())
    else:
        total = totals.sentence()
        print_text(
            _("Would import: {total}", total=total) if is_preview else _("Import: {total}", total=total)
        )


def _outcome(imported: ImportedFile) -> str:
    """What became of a file, as wide as :func:`_label`."""
    return padded(str(_OUTCOMES.get(imported.outcome, imported.outcome)), _WIDTH)


def _label(field: str) -> str:
    """The name of a field in a column."""
    return padded(name_of_field(field), _WIDTH)


def _kind(file_format: str, encoding: str) -> str:
    """The format and the encoding of a file, each after a comma; text files are told by their encoding."""
    known = ["" if encoding and file_format == "text" else format_label(file_format), encoding]
    return "".join(f"{_(', ')}{each}" for each in known if each)
