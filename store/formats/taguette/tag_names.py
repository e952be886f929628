"""The names of tags in Taguette, whose parts are separated by full stops."""

from __future__ import annotations

from store.formats.refi_qda.codes import tag_name_of


def taguette_tag(path: str) -> str:
    """Return the tag for a path of Taguette. A slash in it means nothing, and becomes a full-width one."""
    return tag_name_of(path.strip().split("."))
