"""Printing what became of conflict copies and of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.language import _, lazy
from store.model.surrogates import writable
from store.wording import counted
from tui.cli.output.printing import Problems, print_json, print_text

if TYPE_CHECKING:
    from store.library.merging.conflict_copies import MergedCopies


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
