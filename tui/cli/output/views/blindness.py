"""Saying that what others have marked is left out, because the user is blind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.language import _
from store.wording import counted
from tui.cli.output.printing import warn

if TYPE_CHECKING:
    from store.library import Library


def tell_blindness(library: Library, article: str = "") -> None:
    """Say on standard error that annotations of others are left out, if the user is blind.

    :param article: the only article that is shown; empty if there may be several.
    """
    blind = library.visibility.blind
    if article and article in blind:
        warn(
            _(
                "Blind: what others have marked in this article is left out until your work on it is done "
                "(`pizhu done {id}`).",
                id=library.ids.short(article),
            )
        )
    elif not article:
        tell_blind_articles(len(blind))


def tell_blind_articles(number: int) -> None:
    """Say on standard error in how many articles annotations of others are left out, if there are any."""
    if number:
        warn(
            _(
                "Blind: what others have marked in {articles} is left out until your work on them is done "
                "(`pizhu assignments --mine`).",
                articles=counted(number, "article", "articles"),
            )
        )
