"""Reads chats that Telegram exports as JSON (``result.json``), one chat or all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from store.errors import BadInput
from store.formats.chats.messages import Message, pieces_of
from store.formats.shared.json_reading.located_json import BOM, JSON_ERRORS, problem_of
from store.importing.limits import check_json
from store.importing.piece import Piece, Source
from store.language import _

_KINDS = ("photo", "file", "media_type", "poll", "location_information", "contact_information")
"""Keys of what a message has in the place of words or beside them."""


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of each chat, or one for each of its days.

    :raises BadInput: the file is damaged, or has no chat with a message.
    """
    check_json(data, source.name)
    try:
        document = msgspec.json.decode(data.removeprefix(BOM))
    except JSON_ERRORS as error:
        reason = problem_of(str(error))
        raise BadInput(
            _("{name} is not valid JSON: {reason}: export it again.", name=source.name, reason=reason)
        ) from None
    count = 0
    chats = _chats(document)
    for number, chat in enumerate(chats, 1):
        messages = list(_messages(chat))
        if not messages:
            continue
        count += 1
        name = chat.get("name")
        for piece in pieces_of(messages, name.strip() if isinstance(name, str) else "", source, "utf-8"):
            key = "/".join(filter(None, [str(chat.get("id") or number) if len(chats) > 1 else "", piece.key]))
            is_only = len(chats) == 1
            yield piece if is_only else replace(piece, key=key, split=None, remarks=())
    if not count:
        raise BadInput(_("{name}: there is no message in this chat; choose another file.", name=source.name))


def _chats(document: object) -> list[Mapping[str, object]]:
    if not isinstance(document, dict):
        return []
    if isinstance(document.get("messages"), list):
        return [document]
    groups = (document.get(name) for name in ("chats", "left_chats"))
    lists = (group.get("list") for group in groups if isinstance(group, dict))
    return [each for chats in lists if isinstance(chats, list) for each in chats if isinstance(each, dict)]


def _messages(chat: Mapping[str, object]) -> Iterator[Message]:
    found = chat.get("messages")
    for each in found if isinstance(found, list) else []:
        if not isinstance(each, dict):
            continue
        day, _mark, time = str(each.get("date") or "").partition("T")
        speaker = str(each.get("from") or each.get("actor") or "").strip()
        lines = _words(each.get("text")).splitlines()
        lines += [
            _told(kind, each[kind]) for kind in _KINDS if isinstance(each.get(kind), str) and each[kind]
        ]
        if each.get("type") == "service":
            lines = [str(each.get("action") or ""), *lines]
        if any(map(str.strip, lines)):
            yield Message(day, speaker, [" ".join(filter(None, [speaker, day, time])), *lines], has_head=True)


def _told(kind: str, value: str) -> str:
    """Return the line about what a message has beside its words: ``[photo: photos/a.jpg]``."""
    return f"[{kind}: {value}]"


def _words(text: object) -> str:
    """Return the words of a message: a string, or a list of strings and of objects with a text."""
    parts: Sequence[object] = text if isinstance(text, list) else [text]
    words = (each.get("text", "") if isinstance(each, dict) else each for each in parts)
    return "".join(each for each in words if isinstance(each, str))
