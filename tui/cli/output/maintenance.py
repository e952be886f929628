"""Printing the results of checks, repairs and backups."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.language import _
from store.model.surrogates import writable
from store.wording import counted
from tui.cli.output.printing import print_json, print_text

if TYPE_CHECKING:
    from store.storage.record_check import Damage


def print_damage(as_json: bool, damage: Damage) -> None:
    """Print a problem of the library."""
    if as_json:
        _print_damage_as_json(damage, mended=False)
    else:
        print_text(writable(damage.sentence))


def print_repairs(as_json: bool, repaired: Sequence[Damage], originals: Path) -> None:
    """Print the problems that were repaired, and the folder that the original files were copied to."""
    for damage in repaired:
        if as_json:
            _print_damage_as_json(damage, mended=True)
        else:
            print_text(_("Repaired: {problem}", problem=writable(damage.sentence)))
    if repaired and not as_json and originals.exists():
        print_text(_("The original files are in {originals}", originals=writable(str(originals))))


def print_check_result(problems: int, repairable: int, articles: int, copies: int = 0) -> None:
    """Print the result of a check in words.

    :param repairable: how many of the problems a repair can mend.
    :param copies: how many conflict copies there are, which are no problem of the library.
    """
    if copies:
        print_text(
            _(
                "{copies} found; run `pizhu merge-copies`.",
                copies=counted(copies, "conflict copy", "conflict copies"),
            )
        )
    if problems and not repairable:
        print_text(
            _(
                "{problems} found that `pizhu check --repair` cannot mend: take what is damaged from a "
                "backup.",
                problems=counted(problems, "problem", "problems"),
            )
        )
    elif problems:
        print_text(
            _(
                "{problems} found; run `pizhu check --repair`.",
                problems=counted(problems, "problem", "problems"),
            )
        )
    else:
        print_text(
            _("{articles} checked: no problems found.", articles=counted(articles, "article", "articles"))
        )


def print_daily_backup(as_json: bool, path: Path | None) -> None:
    """Print where the backup of the day was written; None if none was due."""
    if as_json:
        print_json(path=path and writable(str(path)))
    elif path:
        print_text(_("Wrote {path}", path=path))
    else:
        print_text(_("No backup is due: there is one of today, or nothing has changed."))


def print_backup(as_json: bool, path: Path, articles: int) -> None:
    """Print where a backup was written."""
    if as_json:
        print_json(path=writable(str(path)), articles=articles)
    else:
        print_text(_("Wrote {things} to {path}", things=counted(articles, "article", "articles"), path=path))


def print_restored_library(as_json: bool, folder: Path, articles: int) -> None:
    """Print where a backup was restored to."""
    if as_json:
        print_json(path=writable(str(folder)), articles=articles)
    else:
        print_text(
            _(
                "Restored {articles} to {folder}",
                articles=counted(articles, "article", "articles"),
                folder=folder,
            )
        )


def print_migrated_library(as_json: bool, source: str, target: str, articles: int) -> None:
    """Print that a library was copied, and that its copy is the same."""
    if as_json:
        print_json(source=writable(source), target=writable(target), articles=articles)
    else:
        print_text(
            _(
                "Copied {articles} from {source} to {target}; the exports of both are the same.",
                articles=counted(articles, "article", "articles"),
                source=writable(source),
                target=writable(target),
            )
        )


def _print_damage_as_json(damage: Damage, *, mended: bool) -> None:
    print_json(
        path=writable(str(damage.path)),
        kind=damage.kind,
        problem=writable(damage.sentence),
        article=damage.article or None,
        annotation=damage.annotation or None,
        mendable=damage.repairable,
        mended=mended,
    )
