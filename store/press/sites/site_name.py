"""Tells the name of a website from the title of a page before it, by what stands between them.

Sites print their name last: 标题 - 知乎, 标题_新闻频道_某某网, 标题 | 某某日报.
"""

from __future__ import annotations

import re

_SURE = re.compile(r"\s*+[_|｜]++\s*+|\s++[-–]\s++")
"""What stands between a title and the name of a site. A dash or a point may divide the title itself."""
_ANY = re.compile(
    r"\s*+[_|｜]++\s*+|\s++[-–—·•]++\s++|\s*+(?:--|—{2,}+)\s*+(?=[^-—]{2,20}$)|\s*+[-–](?=[^-–\d]{2,14}$)"
)
"""The same, and what may also stand within a title."""
_LONGEST_TITLE = 400
"""Code points of the longest title in which a site is looked for."""
_LONGEST, _LEAST_TITLE = 12, 4
_NO_NAME = re.compile(r"[，。！？：；、“”‘’《》【】（）()!?:;]|\d")
_CHAPTER = re.compile(
    r"第?[一二三四五六七八九十上中下]+[篇章回部集卷期节]?|.{0,6}(?:访谈|专访|图集|组图|全文|视频|直播)"
)


def split_site(title: str) -> tuple[str, str]:
    """Return the title of an article without the name of the site after it, and that name.

    The name is empty, and the title stays as it is, where the last words are surely no name.
    """
    marks = list(_SURE.finditer(title)) if len(title) <= _LONGEST_TITLE else []
    if not marks:
        return title, ""
    first, last = marks[0], marks[-1]
    name, headline = title[last.end() :].strip(), title[: first.start()].strip()
    if len(headline) < _LEAST_TITLE:
        headline = title[: last.start()].strip()
    is_name = 2 <= len(name) <= _LONGEST and not _NO_NAME.search(name) and not _CHAPTER.fullmatch(name)
    if not is_name or len(headline) < 2 or name in headline:
        return title, ""
    return headline, name


def split_last(title: str) -> tuple[str, str]:
    """Return a title up to the last place at which it may be divided, and what follows; that may be empty."""
    marks = list(_ANY.finditer(title)) if len(title) <= _LONGEST_TITLE else []
    return (title[: marks[-1].start()].strip(), title[marks[-1].end() :].strip()) if marks else (title, "")


def split_title(title: str) -> list[str]:
    """Return the parts of the title of a page, at all that may stand before the name of a site: at least one.

    Who asks must know the names that it may take from the title.
    """
    return [part.strip() for part in _ANY.split(title)] if len(title) <= _LONGEST_TITLE else [title.strip()]
