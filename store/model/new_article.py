"""An article with what comes with it, before it is added to a library."""

from __future__ import annotations

import msgspec

from store.model.annotation import QuotedAnnotation
from store.model.article import Draft


class NewArticle(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, and the tags, note and annotations that a new article gets with it."""

    draft: Draft
    tags: tuple[str, ...] = ()
    note: str = ""
    marks: tuple[QuotedAnnotation, ...] = ()
    identified: bool = False
    """Whether its origin identifies it, as the GUID of a feed's entry does: a draft that comes from there
    again is its new version, however different."""
    given: tuple[str, ...] = ()
    """The fields of the draft that the user has given for it, not found in the file. They count as
    corrections, of an article that is in the library already too, unless it has others of these fields."""
    given_tags: tuple[str, ...] = ()
    """Tags that the user has given for it: an article that is in the library already gets them too."""
    row: tuple[str, ...] = ()
    """The other cells of the row of a table that it comes from: an article from there with the text of one of
    them is the same row, read when its columns were named otherwise."""
    other_origins: tuple[str, ...] = ()
    """Where it may have come from when its file was read otherwise before, as a row by its number."""
    doubled_by: str = ""
    """The origin of the same text in another form: of the whole file for its first part; of the first part,
    which ends with ``#1``, for a whole file."""
