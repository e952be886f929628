"""Numbers of things in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from store.wording import counted

if TYPE_CHECKING:
    from store.model.bundle import Merged

MANY_HOURS = 10
"""From so many hours on, minutes are left out."""

NAMELESS = "somebody unnamed"
"""The maker of annotations that name no creator."""


def minutes_left(minutes: int) -> str:
    """How long an article takes to read to its end: ``5 min left``, ``1 h 5 min left``, ``62 h left``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min left"
    if not rest or hours >= MANY_HOURS:
        return f"{round(minutes / 60):,} h left"
    return f"{hours} h {rest} min left"


def on_changed_words(count: int) -> str:
    """How many annotations stand on changed words: ``2 annotations now stand on changed words``."""
    return f"{counted(count, 'annotation now stands', 'annotations now stand')} on changed words"


def of_merged(merged: Merged) -> str:
    """How many articles and annotations a merge added, knew already, or kept beside others, in words."""
    texts = merged.articles_added - merged.placeholders
    articles = _counted(texts, merged.articles_known, merged.articles_beside)
    if merged.placeholders:
        articles += (
            f", {counted(merged.placeholders, 'placeholder', 'placeholders')} for notes without their text"
        )
    annotations = _counted(merged.annotations_added, merged.annotations_known, merged.annotations_beside)
    return f"articles {articles}; annotations {annotations}"


def _counted(added: int, known: int, beside: int) -> str:
    counts = [f"{added:,} added", f"{known:,} known"] + ([f"{beside:,} kept beside others"] if beside else [])
    return ", ".join(counts)


def local_time(moment: str) -> str:
    """A moment in UTC, ISO 8601, as date and time where the user is; as it is if it is none."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return moment
