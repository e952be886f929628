"""Reads chats that are copied or exported as text: WeChat, QQ, WhatsApp, LINE, Telegram."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.errors import BadInput
from store.formats.chats.messages import Message, pieces_of
from store.importing.decoding.encodings import decode
from store.importing.limits import check_text
from store.importing.piece import Piece, Source
from store.language import _

_DATE = r"(?P<date>\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?)"
_WEEKDAY = r"(?:\s*[（(]?(?:周|週|星期|礼拜)?[一二三四五六日天][）)]?|\s+(?:周|週|星期)[一二三四五六日天])?"
_HALF = r"(?:上午|下午|凌晨|早上|中午|晚上|傍晚|AM|PM)"
_TIME = rf"(?:{_HALF}\s?)?\d{{1,2}}:\d\d(?::\d\d)?(?:\s?{_HALF})?"
_NAME = r"(?P<speaker>[^\s:：][^:：\n]{0,38}?)"

_HEADS = (
    re.compile(rf"{_DATE}{_WEEKDAY}[ \t,，T]+{_TIME}[ \t]+{_NAME}[:：]?", re.IGNORECASE),
    re.compile(rf"{_NAME}[ \t:：]+{_DATE}{_WEEKDAY}[ \t,，]+{_TIME}[:：]?", re.IGNORECASE),
)
"""Lines with the speaker, the day and the time of what follows."""

_HEAD_OF_DAY = re.compile(rf"{_NAME}[ \t:：]+{_TIME}[:：]?", re.IGNORECASE)
"""A line with the speaker and the time, below one with the day."""

_INLINE = re.compile(
    rf"[\[［]?{_DATE}{_WEEKDAY}[ \t,，]+{_TIME}[\]］]?\s*(?:[-–—]\s+)?{_NAME}[:：](?:\s|$)(?P<words>.*)",
    re.IGNORECASE,
)
"""A line with the day, the time, the speaker and what was said."""

_OF_PROGRAM = re.compile(rf"[\[［]?{_DATE}[ \t,，]+{_TIME}[\]］]?\s*[-–—]\s+(?P<words>.*)", re.IGNORECASE)
"""A line of the program with the day and the time."""

_IN_CELLS = re.compile(rf"{_TIME}\t(?P<speaker>[^\t\n]{{1,40}})\t(?P<words>.*)", re.IGNORECASE)
"""A line with the time, the speaker and what was said, below one with the day."""

_DAY = re.compile(rf"[-—–─=\s]*{_DATE}{_WEEKDAY}[-—–─=\s]*")
"""A line with a day alone."""

_FORMS_WITH_DAY = (_INLINE, _OF_PROGRAM, *_HEADS)
_FORMS = (*_FORMS_WITH_DAY, _IN_CELLS, _HEAD_OF_DAY)
"""The forms of lines that begin messages."""

_LONGEST_HEAD = 80
"""Code points of a line that begins with the name of the speaker."""

_PREFACE = re.compile(
    r"[=\-—_*]{3,}|消息(?:记录|分组|对象).*|.*(?:聊天|消息)[记紀記][录錄].*|\[LINE\].*|(?:保存|储存|儲存|导出|匯出)(?:日期|时间|時間)[:：].*"
    r"|(?:Chat history|Saved on)\b.*",
    re.IGNORECASE,
)
"""What programs write above the first message."""

_CHAT_NAMES = (
    re.compile(r"消息对象[:：]\s*(.+)"),
    re.compile(r"\[LINE\]\s*(?:與|与)?(.+?)(?:的)?(?:聊天[記记][錄录])?"),
    re.compile(r"(?:与|與|和)(.+?)的(?:聊天|消息)[记記紀][录錄].*"),
    re.compile(r"(.+?)的(?:聊天|消息)[记記紀][录錄].*"),
)

_LEAST = 3
"""Messages of a text that is taken for a chat."""

_MOST_ABOVE = 12
"""Lines above the first message."""

_MOST_LINES = 12
"""Lines of a message in the middle of them all, by length."""

_END = tuple("。！？；，、")
"""No name ends so: it is a sentence."""


class _Head(NamedTuple):
    """A line that begins a message."""

    date: str
    """As it is written; empty if only the time is told."""
    speaker: str
    has_words: bool


def is_chat(data: bytes, name: str) -> bool:
    """Whether a text consists of messages with their speakers and times.

    :param data: its beginning, up to the end of a line.
    """
    try:
        lines = decode(data, name)[0].splitlines()
    except BadInput:
        return False
    above = 0
    sizes: list[int] = []
    for line, head, _is_day in _heads(lines):
        if head is not None:
            sizes.append(0)
        elif sizes:
            sizes[-1] += 1
        elif line.strip() and not _is_day and not _PREFACE.fullmatch(line.strip()):
            return False
        else:
            above += 1
            if above > _MOST_ABOVE:
                return False
    return len(sizes) >= _LEAST and sorted(sizes)[len(sizes) // 2] <= _MOST_LINES


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of a chat in text, or one a day.

    :raises BadInput: it is no text, too long, or has no message.
    """
    text, encoding = decode(data, source.name)
    check_text(text, source.name)
    lines = text.splitlines()
    messages = _messages(lines)
    if not messages:
        raise BadInput(_("{name}: there is no message in this chat; choose another file.", name=source.name))
    yield from pieces_of(messages, _name_of(lines), source, encoding)


def _heads(lines: Sequence[str]) -> Iterator[tuple[str, _Head | None, bool]]:
    """Yield each line, with what it says if it begins a message, and whether it is a day."""
    has_day = has_begun = False
    for line in lines:
        words = line.strip().strip("\u200e\u200f\ufeff")
        is_day = _DAY.fullmatch(words) is not None
        has_day = has_day or is_day
        is_above = not has_begun and _PREFACE.fullmatch(words) is not None
        head = None if is_day or is_above else _head(words, has_day=has_day)
        has_begun = has_begun or head is not None
        yield line, head, is_day


def _head(line: str, *, has_day: bool) -> _Head | None:
    """Return what a line says if it begins a message.

    :param has_day: whether a line above has the day, so that this one needs none.
    """
    if len(line) > _LONGEST_HEAD and not (line[:1] in "[［" or line[:1].isdigit()):
        return None
    for form in _FORMS if has_day else _FORMS_WITH_DAY:
        if (found := form.fullmatch(line)) is not None:
            said = found.groupdict()
            speaker = (said.get("speaker") or "").strip()
            has_words = bool((said.get("words") or "").strip())
            if has_words or not speaker.endswith(_END):
                return _Head(said.get("date") or "", speaker, has_words)
    return None


def _messages(lines: Sequence[str]) -> list[Message]:
    """Return the messages; what stands above the first one is one of the program."""
    found = list(_heads(lines))
    dates = [head.date if head else line.strip(" -—–─=") for line, head, is_day in found if head or is_day]
    is_day_first = _is_day_first(filter(None, dates))
    messages: list[Message] = []
    current: list[str] = []
    about = Message("", "", current, has_head=False)
    day = ""
    for line, head, is_day in found:
        if head is not None or is_day:
            if current:
                messages.append(about)
            date = head.date if head else (_DAY.fullmatch(line.strip()) or {})["date"]  # type: ignore[index]
            day = _day(date, is_day_first=is_day_first) or day
            current = [line.rstrip()]
            about = Message(
                day,
                head.speaker if head else "",
                current,
                has_head=head is None or not head.has_words,
            )
        elif line.strip():
            current.append(line.rstrip())
    messages.append(about)
    first = next((each.day for each in messages if each.day), "")
    return [each if each.day else each._replace(day=first) for each in messages if each.lines]


def _is_day_first(dates: Iterator[str]) -> bool:
    """Whether dates such as ``05/03/2024`` begin with the day: one of them has a month that is none."""
    numbers = [list(map(int, re.findall(r"\d+", each))) for each in dates]
    return not any(len(each) == 3 and each[0] <= 12 < each[1] <= 31 for each in numbers)


def _day(date: str, *, is_day_first: bool) -> str:
    numbers = re.findall(r"\d+", date)
    if len(numbers) != 3:
        return ""
    first, second, third = map(int, numbers)
    if len(numbers[0]) == 4:
        year, month, day = first, second, third
    else:
        year = third + 2000 * (third < 100)
        month, day = (second, first) if is_day_first else (first, second)
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _name_of(lines: Sequence[str]) -> str:
    """Return what the lines above the first message call the chat; empty if they do not."""
    for line, head, is_day in _heads(lines[:_MOST_ABOVE]):
        if head is not None or is_day:
            return ""
        for form in _CHAT_NAMES:
            if found := form.fullmatch(line.strip()):
                return found[1].strip()
    return ""
