"""The lines above a post of a bulletin board (Telnet): sender, board, title, station and time.

发信人: name (nickname), 信区: board
标  题: title
发信站: station (Tue Mar  5 21:14:08 2024), 站内
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import msgspec

_SENDER = re.compile(
    r"(?:(?P<surely>发信人|發信人|寄信人)|作者|Author)\s?[:：]\s?(?P<id>[^\s,，(（]{1,40})(?:\s?[(（][^()（）]{0,60}[)）])?"
    r"(?:\s?[,，]?\s?(?:信区|信區|看板|版面|Board)\s?[:：]?\s?(?P<board>[^\s,，][^,，]{0,40}))?(?:\s?[,，].{0,60})?",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\s*+(?:标\s*+题|標\s*+題|Title)\s*+[:：]\s*+(?P<title>\S.{0,300})", re.IGNORECASE)
_STATION = re.compile(
    r"(?:(?P<label>发信站|發信站|时\s?间|時\s?間)\s?[:：]\s?)?(?P<station>[^()（）]{0,60}?)"
    r"(?P<bracket>[(（])?(?P<time>(?:[A-Z][a-z]{2}\s)?[A-Z][a-z]{2}\s\d{1,2}\s\d\d:\d\d:\d\d\s(?:[A-Z]{3,4}\s)?\d{4}"
    r"|\d{4}\s?[年/-]\s?\d{1,2}\s?[月/-]\s?\d{1,2}\s?日?[^()（）]{0,20})[)）]?.{0,40}",
)
"""These are for lines in which white space is one space: several kinds of it beside each other take time."""
_MOST = 6
"""Lines of the longest header."""
_LONGEST = 400


class BoardHeader(msgspec.Struct, frozen=True):
    """What the header of a post says."""

    lines: int
    """How many lines it takes."""
    title_line: int
    title: str
    author: str
    """The name of the account; the nickname after it is often a motto."""
    date: str = ""
    station: str = ""
    """The name of the bulletin board; empty if it has none."""


def read_board_header(lines: Sequence[str]) -> BoardHeader | None:
    """Return the header that lines begin with; None if they begin with another thing.

    :param lines: the lines of a text, without empty ones.
    """
    if not lines or len(lines[0]) > _LONGEST or not (sender := _SENDER.fullmatch(_spaced(lines[0]))):
        return None
    title_line, title, when, station, used = -1, "", "", "", 1
    for at, line in enumerate(lines[1:_MOST], 1):
        if len(line) > _LONGEST:
            break
        if title_line < 0 and (found := _TITLE.fullmatch(line.rstrip())):
            title_line, title = at, found["title"]
        elif not when and (found := _STATION.fullmatch(_spaced(line))) and (day := _day(found["time"])):
            when, station = day, _station(found)
        elif not _OTHER.match(line):
            break
        used = at + 1
    if title_line < 0 or not (sender["board"] or station or (sender["surely"] and when)):
        return None  # 作者, title and time are the header of any article
    return BoardHeader(used, title_line, title, sender["id"], when, station)


_OTHER = re.compile(r"\s*(?:信区|信區|看板|版面|转信站|轉信站|来\s*源|发信站|發信站|出\s*处)\s*[:：]")


def _spaced(line: str) -> str:
    return " ".join(line.split())


def _station(found: re.Match[str]) -> str:
    """Return the name of the station before a time: its label or a bracket tells it from other words."""
    words = found["station"].strip(" ,，")
    is_one = found["bracket"] or (found["label"] or "").startswith(("发", "發"))
    return words if is_one and not re.search("[:：]", words) else ""


def _day(words: str) -> str:
    """Return the day of a time as these systems print it; empty if there is none."""
    numbers = re.match(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})", words)
    try:
        if numbers:
            return datetime(*map(int, numbers.groups())).date().isoformat()  # type: ignore[arg-type] # noqa: DTZ001
        found = re.search(r"([A-Z][a-z]{2})\s+(\d{1,2})\s.*?(\d{4})$", words)
        if found is None:
            return ""
        month = _MONTHS.index(found[1].lower()) // 3 + 1
        return datetime(int(found[3]), month, int(found[2])).date().isoformat()  # noqa: DTZ001
    except ValueError:
        return ""


_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
