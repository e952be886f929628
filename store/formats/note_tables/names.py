"""The names of tags in a cell or a value of another program."""

from __future__ import annotations

import re

from store.formats.refi_qda.codes import tag_name_of

_SEPARATOR = re.compile("[,，、;；|]")


def tag_names_in(cell: str) -> list[str]:
    """Return the tags in a cell, which separates them by commas, semicolons or bars, also in brackets."""
    names = [
        each.strip(" \t\"'#") for each in _SEPARATOR.split(cell.strip().removeprefix("[").removesuffix("]"))
    ]
    return [tag_name_of(name.split("/")) for name in names if name]
