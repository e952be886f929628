"""A codebook of REFI-QDA brings tags."""

from __future__ import annotations

from pathlib import Path

from store.errors import BadInput, UsageError
from store.formats.refi_qda.codebook_files import parse
from store.importing.reading import MAX_BYTES
from store.model.bundle import Bundle


def read(path: Path) -> Bundle:
    """The tags of a codebook.

    :raises BadInput: it is none.
    """
    if path.stat().st_size > MAX_BYTES:
        raise BadInput(f"{path}: it is larger than 64 MiB, too large for a codebook.")
    try:
        return Bundle(tags=tuple(parse(path.read_bytes(), str(path))))
    except UsageError as error:
        raise BadInput(str(error)) from error
