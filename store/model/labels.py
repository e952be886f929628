"""Short phrases for the screen: labels of changes, and shortened quotes."""

from __future__ import annotations

from collections.abc import Iterable

from store.model.annotation import Annotation


def change_label(annotation: Annotation) -> str:
    """The label of the change that adds an annotation."""
    actions = {
        "commenting": "note on",
        "questioning": "question on",
        "tagging": f"tag {quoted(annotation.tags)} on",
    }
    action = actions.get(annotation.kind, "highlight")
    return f"{action} 「{cut(annotation.exact)}」"


def quoted(names: Iterable[str]) -> str:
    """The names of tags in quotation marks, separated by spaces."""
    return " ".join(f"“{name}”" for name in names)


def cut(words: str) -> str:
    """The words on one line, shortened to at most 16 characters."""
    flat = " ".join(words.split())
    return flat if len(flat) <= 16 else f"{flat[:15]}…"
