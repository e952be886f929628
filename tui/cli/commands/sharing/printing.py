"""Printing what became of conflict copies, of packages, and of transfers from and to a server."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from store.language import _, lazy
from store.model.surrogates import writable
from store.wording import counted
from tui.cli.output.printing import Problems, print_json, print_text

if TYPE_CHECKING:
    from pathlib import Path

    from store.library.merging.conflict_copies import MergedCopies
    from store.library.transfers.offline_copy import Transferred
    from store.model.package import PackageManifest


def print_merged_copies(as_json: bool, result: MergedCopies) -> None:
    """Print what became of conflict copies."""
    if as_json:
        print_json(
            merged=[writable(copy.place) for copy in result.merged],
            articles=result.articles,
            conflicts=result.conflicts,
            left=[writable(sentence) for sentence in result.left],
            aside=writable(result.aside) or None,
        )
        return
    problems = Problems(lazy("and {number:,} more; --json lists all of them."))
    problems.report_all([writable(sentence) for sentence in (*result.left, *result.conflicts)])
    problems.summarise()
    if not result.merged:
        print_text(_("No conflict copies were merged."))
        return
    print_text(
        _(
            "{copies} merged, {articles} changed; the copies are in {folder}",
            copies=counted(len(result.merged), "conflict copy", "conflict copies"),
            articles=counted(len(result.articles), "article", "articles"),
            folder=writable(result.aside),
        )
    )
    if result.is_step:
        print_text(_("`pizhu undo` undoes the merge."))


def print_package(as_json: bool, path: Path, person: str, articles: int, *, is_returned: bool) -> None:
    """Print where a package was written.

    :param is_returned: whether it goes back to the library that it came from.
    """
    name = writable(str(path))
    if as_json:
        print_json(path=name, person=person, articles=articles, returned=is_returned)
        return
    values = {"things": counted(articles, "article", "articles"), "path": name, "person": person}
    if is_returned:
        print_text(_("Wrote {things} of {person} to {path}; `pizhu import` brings them back.", **values))
    else:
        print_text(_("Wrote {things} for {person} to {path}; `pizhu unpack` opens them.", **values))


def print_unpacked(as_json: bool, folder: Path, manifest: PackageManifest, articles: int) -> None:
    """Print where a package was unpacked to."""
    name = writable(str(folder))
    if as_json:
        print_json(path=name, person=manifest.person, articles=articles)
        return
    print_text(
        _(
            "Unpacked {things} for {person} to {folder}; `pizhu pack` there writes what goes back.",
            things=counted(articles, "article", "articles"),
            person=manifest.person,
            folder=name,
        )
    )


def print_transferred(
    as_json: bool, result: Transferred, source: str, target: str, *, is_trial: bool, is_step: bool
) -> None:
    """Print what a library has received from another place.

    :param is_trial: whether nothing was written.
    :param is_step: whether it can be undone in the target.
    """
    if as_json:
        print_json(
            source=writable(source),
            target=writable(target),
            **{name: getattr(result, name) for name in result.__struct_fields__},
            dry_run=is_trial,
        )
        return
    problems = Problems(lazy("and {number:,} more; --json lists all of them."))
    problems.report_all([writable(sentence) for sentence in (*result.left_out, *result.conflicts)])
    problems.summarise()
    places = {"source": writable(source), "target": writable(target)}
    if result.is_nothing:
        print_text(_("Nothing to transfer from {source} to {target}.", **places))
        return
    values = {
        **places,
        "added": counted(result.articles_added, "article", "articles"),
        "changed": counted(result.articles_changed, "article", "articles"),
        "removed": counted(result.articles_removed, "article", "articles"),
    }
    if is_trial:
        print_text(
            _(
                "From {source} to {target} would come: {added} added, {changed} changed, {removed} removed; "
                "nothing was written.",
                **values,
            )
        )
    else:
        print_text(
            _("From {source} to {target}: {added} added, {changed} changed, {removed} removed.", **values)
        )
    print_text(
        _(
            "{annotations} added, {changed} changed, {deleted} deleted; {documents} of tags, words, searches "
            "and the team.",
            annotations=counted(result.annotations_added, "annotation", "annotations"),
            changed=result.annotations_changed,
            deleted=result.annotations_deleted,
            documents=counted(result.library_documents, "change", "changes"),
        )
    )
    if is_step and not is_trial:
        print_text(_("`pizhu undo --library {target}` undoes it there.", target=quote(writable(target))))
