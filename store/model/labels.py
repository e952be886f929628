"""Short phrases for the screen: labels of changes, and shortened quotes."""

from __future__ import annotations

from collections.abc import Iterable

from store.model import step_labels
from store.model.annotation import Annotation


def change_label(annotation: Annotation) -> str:
    """The label of the change that adds an annotation."""
    words = quote(annotation)
    if annotation.kind == "commenting":
        return step_labels.annotate_note(quote=words)
    if annotation.kind == "questioning":
        return step_labels.annotate_question(quote=words)
    if annotation.kind == "tagging":
        return step_labels.annotate_tags(tags=quoted(annotation.tags), quote=words)
    return step_labels.annotate(quote=words)


def quote(annotation: Annotation) -> str:
    """The words of an annotation in quotation marks, shortened."""
    return f"「{cut(annotation.exact)}」"


def quoted(names: Iterable[str]) -> str:
    """The names of tags in quotation marks, separated by spaces."""
    return " ".join(f"“{name}”" for name in names)


def cut(words: str) -> str:
    """The words on one line, shortened to at most 16 characters."""
    flat = " ".join(words.split())
    return flat if len(flat) <= 16 else f"{flat[:15]}…"
