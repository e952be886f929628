"""The codebook as JSON: one object per tag and line."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.importing.limits import check_json
from store.language import _
from store.model.tag import Tag


def render(tags: Iterable[Tag]) -> str:
    """Return the content of the file."""
    return "".join(msgspec.json.encode(tag).decode() + "\n" for tag in tags)


def parse(data: bytes) -> list[Tag]:
    """Return the tags in a file with one object per line, or with an array of objects.

    :raises msgspec.MsgspecError: when the JSON is invalid, or an object is not a tag.
    :raises BadInput: when it is too large.
    """
    check_json(data, _("the codebook"))
    if data.lstrip()[:1] == b"[":
        return msgspec.json.decode(data, type=list[Tag])
    return [msgspec.json.decode(line, type=Tag) for line in data.splitlines() if line.strip()]
