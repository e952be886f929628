"""Printing what became of conflict copies and of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.language import _, lazy
from store.model.surrogates import writable
from store.wording import counted
from tui.cli.output.printing import Problems, print_json, print_text

if TYPE_CHECKING:
    from pathlib import Path

    from store.library.merging.conflict_copies import MergedCopies
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
