"""Numbers of things in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.language import _, lazy, ngettext
from store.language.amounts import duration

if TYPE_CHECKING:
    from store.model.bundle import Merged

NAMELESS = lazy("somebody unnamed")
"""The maker of annotations that name no creator."""


def in_sequence(*sentences: str) -> str:
    """Put sentences one after another, in the manner of the language. Empty ones are left out."""
    told = ""
    for each in filter(None, sentences):
        told = _("{first} {then}", first=told, then=each) if told else each
    return told


def minutes_left(minutes: int) -> str:
    """How long an article takes to read to its end: ``5 min left``, ``1 h 5 min left``, ``62 h left``."""
    return _("{duration} left", duration=duration(minutes))


def on_changed_words(count: int) -> str:
    """How many annotations stand on changed words: ``2 annotations now stand on changed words``."""
    return ngettext(
        "{count:,} annotation now stands on changed words",
        "{count:,} annotations now stand on changed words",
        count,
    )


def of_merged(merged: Merged) -> str:
    """How many articles and annotations a merge added, knew already, or kept beside others, in words."""
    texts = merged.articles_added - merged.placeholders
    articles = _counted(texts, merged.articles_known, merged.articles_beside)
    if merged.placeholders:
        articles += _(", ") + ngettext(
            "{count:,} placeholder for notes without their text",
            "{count:,} placeholders for notes without their text",
            merged.placeholders,
        )
    annotations = _counted(merged.annotations_added, merged.annotations_known, merged.annotations_beside)
    for count, what in (
        (merged.annotations_changed, _("{count:,} changed", count=merged.annotations_changed)),
        (merged.annotations_deleted, _("{count:,} deleted", count=merged.annotations_deleted)),
    ):
        annotations += _(", ") + what if count else ""
    return _("articles {articles}; annotations {annotations}", articles=articles, annotations=annotations)


def _counted(added: int, known: int, beside: int) -> str:
    counts = [_("{count:,} added", count=added), _("{count:,} known", count=known)]
    if beside:
        counts.append(_("{count:,} kept beside others", count=beside))
    return _(", ").join(counts)
