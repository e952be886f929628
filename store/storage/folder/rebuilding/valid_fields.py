"""Which fields of a damaged record are valid."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from store.model.annotation import Annotation
from store.model.edits import Fields
from store.storage.documents import is_uuid


def is_record(fields: Fields, record: type[msgspec.Struct]) -> bool:
    """Whether fields are those of a record; for an annotation, also whether its ID is one."""
    with suppress(msgspec.ValidationError):
        found = msgspec.convert(fields, record)
        return not isinstance(found, Annotation) or is_uuid(found.id)
    return False


def with_valid_fields(plain: Fields, fields: Fields, record: type[msgspec.Struct]) -> Fields:
    """Return the fields of a valid record with those of a damaged one that keep it valid."""
    mended = dict(plain)
    for name, value in fields.items():
        if is_record({**mended, name: value}, record):
            mended[name] = value
    return mended
