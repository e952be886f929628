"""Makes articles of the messages of a chat: one of all of them, or one a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import NamedTuple

from store.chinese.language import detect_language
from store.importing.limits import check_text
from store.importing.piece import Piece, Source
from store.importing.splits.split_pieces import offer
from store.importing.splits.splitting import Split
from store.language import _
from store.model.article import BlockKind, Draft, join_blocks
from store.model.new_article import NewArticle

BY_DAY = "days"
"""What ``--split`` calls an article for each day."""

_MOST_NAMED = 3
"""People after whom a chat without a name is named."""


class Message(NamedTuple):
    """What somebody wrote, or a line of the program."""

    day: str
    """``2024-03-05``; empty before the first day is known."""
    speaker: str
    """Empty for a line of the program."""
    lines: Sequence[str]
    """Its lines as they are shown, the one with the speaker and the time first."""
    has_head: bool
    """Whether the first line has only the speaker and the time."""


def pieces_of(messages: Sequence[Message], name: str, source: Source, encoding: str = "") -> Iterator[Piece]:
    """Yield a chat as one article, or as one a day if the options say so.

    :param name: what the chat is called; empty if that is not known.
    :raises BadInput: its text is too long.
    """
    days = [(day, list(found)) for day, found in groupby(messages, key=lambda each: each.day)]
    title = name or (PurePath(source.name).stem if source.path else _named_after(messages))
    if source.options.split == BY_DAY and len(days) > 1:
        for number, (day, found) in enumerate(days, 1):
            article = NewArticle(draft=_draft(found, f"{title} {day}".strip(), source.name))
            yield Piece(article=article, key=day or str(number), encoding=encoding)
        return
    split = Split(BY_DAY, len(days), _("the days of a chat")) if len(days) > 1 else None
    article = NewArticle(draft=_draft(messages, title, source.name))
    remarks = (offer(split),) if split else ()
    yield Piece(article=article, encoding=encoding, split=split, remarks=remarks)


def _named_after(messages: Sequence[Message]) -> str:
    speakers = list(dict.fromkeys(each.speaker for each in messages if each.speaker))
    return "、".join(speakers[:_MOST_NAMED]) + ("……" if len(speakers) > _MOST_NAMED else "")


def _draft(messages: Sequence[Message], title: str, name: str) -> Draft:
    """Return an article. The text says who spoke and when: nothing in it is its author or source."""
    parts = [
        (BlockKind.CREDIT if at == 0 and each.has_head else BlockKind.PARAGRAPH, line)
        for each in messages
        for at, line in enumerate(each.lines)
        if line.strip()
    ]
    text, blocks = join_blocks(parts)
    check_text(text, name)
    day = next((each.day for each in messages if each.day), "")
    return Draft(title=title, text=text, blocks=blocks, date=day, language=detect_language(text))
