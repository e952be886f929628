"""The requests of the panes: one enum per subject, so that a misspelt request is a type error.

The keymap names the members in ``ask(…)``, a pane posts them in its ``Requested`` message, and
:mod:`tui.controllers.dispatch` handles each of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias


class ArticleRequest(StrEnum):
    """Requests about the highlighted article of the list."""

    TAG = "tag"
    SUGGEST = "suggest"
    NOTE = "note"
    STAR = "star"
    STATUS = "status"
    CORRECT = "correct"
    EARLIER = "earlier_texts"
    REMOVE = "remove"


class SearchRequest(StrEnum):
    """Requests about the saved searches."""

    SHOW = "show_search"
    LIST = "list_searches"
    SAVE = "save_search"
    RENAME = "rename_search"
    REMOVE = "remove_search"


class AnnotationRequest(StrEnum):
    """Requests about the selection. Without one, about the annotation. Without that, about the article."""

    TAG = "tag"
    TAG_ARTICLE = "tag_article"
    SUGGEST = "suggest"
    NOTE = "note"
    EDIT_OUTSIDE = "edit_outside"
    READ_NOTE = "read_note"
    TICK = "tick"
    DELETE = "delete"
    CONFIRM = "confirm"
    FOLLOW = "follow"
    BACKLINKS = "backlinks"
    OPEN_IDENTITY = "open_identity"


class HighlightRequest(StrEnum):
    """Requests to annotate words."""

    HIGHLIGHT = "highlight"
    REPEAT = "repeat"
    STICK = "stick"
    IN_VIVO = "in_vivo"
    PINNED = "pinned"
    EVERYWHERE = "everywhere"
    PLACE = "place"
    MOVE_ENDS = "move_ends"


class TextRequest(StrEnum):
    """Requests about the text itself: look up, join or split words, copy, correct paragraphs."""

    WORD_CARD = "word_card"
    JOIN = "join"
    SPLIT = "split"
    CONCORDANCE = "concordance"
    COPY = "copy"
    CITE = "cite"
    BLOCK_KIND = "block_kind"
    STAR = "star"
    STATUS = "status"
    CORRECT = "correct_article"
    EARLIER = "earlier_texts"


class TagRequest(StrEnum):
    """Requests about the picked tags or the highlighted tag."""

    RENAME = "rename"
    MERGE = "merge"
    MOVE = "move"
    DESCRIBE = "describe"
    COLOUR = "colour"
    SPLIT = "split"
    CARD = "card"
    ALIAS = "alias"
    IDENTIFY = "identify"
    OPEN_IDENTITY = "open_identity"
    PIN = "pin"
    BACKLINKS = "backlinks"
    DELETE = "delete"


ReadingRequest: TypeAlias = AnnotationRequest | HighlightRequest | TextRequest
"""A request of the reading pane. No two members have the same value."""

Request: TypeAlias = ArticleRequest | ReadingRequest | TagRequest


def reading_request(name: str) -> ReadingRequest:
    """Return the request of the reading pane that has this value.

    :raises ValueError: when there is none.
    """
    if name in list(HighlightRequest):
        return HighlightRequest(name)
    if name in list(TextRequest):
        return TextRequest(name)
    return AnnotationRequest(name)


def ask(request: Request) -> str:
    """Return the Textual action that makes a pane post a request."""
    return f"ask({request.value!r})"
