"""Sets of keys that are added to those of the registry, by the names of actions."""

from __future__ import annotations

_LISTS = {
    "down": ("ctrl+n",), "up": ("ctrl+p",), "page-down": ("ctrl+v",),
}  # fmt: skip

_EMACS: dict[str, tuple[str, ...]] = {
    **_LISTS,
    "app.palette": ("x", "f9"),  # terminals send escape and x for alt+x, which must not delete anything
    "app.quit": ("ctrl+x ctrl+c",),
    "app.stop": ("ctrl+x k",),
    "app.undo": ("ctrl+x u",),
    "reading.line-down": ("ctrl+n",),
    "reading.line-up": ("ctrl+p",),
    "reading.character-right": ("ctrl+f",),
    "reading.character-left": ("ctrl+b",),
    "reading.next-word": ("alt+f",),
    "reading.previous-word": ("alt+b",),
    "reading.start-of-line": ("ctrl+a",),
    "reading.end-of-line": ("ctrl+e",),
    "reading.page-down": ("ctrl+v",),
    "reading.find-in-text": ("ctrl+s",),
    "reading.cancel": ("ctrl+g",),
    "articles.show-all-articles": ("ctrl+g",),
    "tags.unpick-tags": ("ctrl+g",),
    "notes.cancel": ("ctrl+g",),
}

_ARROWS: dict[str, tuple[str, ...]] = {
    "app.help": ("f1",),
    "app.undo": ("f8",),
    "app.quit": ("f12",),
    "reading.next-word": ("ctrl+right",),
    "reading.previous-word": ("ctrl+left",),
    "reading.next-paragraph": ("ctrl+down",),
    "reading.previous-paragraph": ("ctrl+up",),
    "reading.tag": ("f6",),
    "reading.write-note": ("f7",),
    "reading.find-in-text": ("f9",),
    "reading.select": ("insert",),
    "articles.tag-article": ("f6",),
    "articles.write-note-on-article": ("f7",),
    "notes.edit-note": ("f7",),
    "notes.tag-annotation": ("f6",),
}

PRESETS: dict[str, dict[str, tuple[str, ...]]] = {"vim": {}, "emacs": _EMACS, "arrows": _ARROWS}
"""The keys that each preset adds. Those of the registry go on to work unless an added one is the same."""
