"""Short phrases for the screen: what a change does, and words cut to fit."""

from __future__ import annotations

from collections.abc import Iterable

from store.model.annotation import Annotation


def change_label(annotation: Annotation) -> str:
    """What an annotation does, as a phrase for the screen."""
    deeds = {
        "commenting": "note on",
        "questioning": "question on",
        "tagging": f"tag {quoted(annotation.tags)} on",
    }
    deed = deeds.get(annotation.kind, "highlight")
    return f"{deed} 「{cut(annotation.exact)}」"


def quoted(names: Iterable[str]) -> str:
    """Names of tags in quotation marks."""
    return " ".join(f"“{name}”" for name in names)


def cut(words: str) -> str:
    """Words on one line, cut to at most 16 characters."""
    flat = " ".join(words.split())
    return flat if len(flat) <= 16 else f"{flat[:15]}…"
