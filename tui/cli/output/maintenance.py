"""What commands print of checks, repairs and backups."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.model.surrogates import writable

if TYPE_CHECKING:
    from store.storage.folder.check import Damage
from tui.cli.output.printing import json_line, say
from tui.looks.wording import number_of


def damaged(as_json: bool, damage: Damage) -> None:
    """Something that is wrong in the library."""
    if as_json:
        _damage(damage, mended=False)
    else:
        say(writable(damage.sentence))


def _damage(damage: Damage, *, mended: bool) -> None:
    json_line(
        path=writable(str(damage.path)),
        kind=damage.kind,
        problem=writable(damage.sentence),
        article=damage.article or None,
        annotation=damage.annotation or None,
        mendable=damage.repairable,
        mended=mended,
    )


def repaired(as_json: bool, mended: Sequence[Damage], aside: Path) -> None:
    """What a repair has put right, and where what it changed can be found."""
    for damage in mended:
        if as_json:
            _damage(damage, mended=True)
        else:
            say(f"Seen to: {writable(damage.sentence)}")
    if mended and not as_json:
        say(f"What was changed or put aside is kept in {writable(str(aside))}")


def checked(wrong: int, articles: int) -> None:
    """The result of a check, for a person."""
    if wrong:
        say(f"{number_of(wrong, 'thing')} wrong: `pizhu check --repair` mends what can be mended.")
    else:
        say(f"{number_of(articles, 'article')} checked: nothing is wrong.")


def backed_up_daily(as_json: bool, path: Path | None) -> None:
    """The backup of the day; None if none was needed."""
    if as_json:
        json_line(path=path and writable(str(path)))
    else:
        say(f"Wrote {path}" if path else "No backup is due: there is one of today, or nothing has changed.")


def backed_up(as_json: bool, what: str, path: Path, articles: int) -> None:
    """A backup that was made, or a library made from one."""
    if as_json:
        json_line(path=writable(str(path)), articles=articles)
    elif what == "backup":
        say(f"Wrote {number_of(articles, 'article')} to {path}")
    else:
        say(f"Made a library of {number_of(articles, 'article')} in {path}")
