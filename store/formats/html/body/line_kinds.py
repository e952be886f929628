"""Tells what a line of a page is: text of an article, its lead, or a button or menu beside it."""

from __future__ import annotations

import re

from store.formats.html.blocks import Part
from store.formats.html.metadata.imprint import read_page_imprint
from store.formats.html.page_scan import PageScan
from store.model.article import BlockKind
from store.press.sites.website import is_menu, is_site_line

_HAN_CHARACTERS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{_HAN_CHARACTERS}]+")
_SENTENCE = re.compile(f"(?:[^{_HAN_CHARACTERS}]*+[{_HAN_CHARACTERS}]){{20}}")
"""So many Han characters has a paragraph that is certainly text, not navigation."""
_CAPTION = re.compile(
    r"[▲△▼▽]\s*\S|(?:视频|影片|[题題配]图|[题題配]圖|资料图|資料圖|图|圖|图片|圖片|[图圖]\s?\d{1,2})(?:说明|說明)?\s*[:：丨|]\s*\S"
)
"""How captions begin that no element of the page marks."""
_LONGEST_CAPTION = 80
_SHORTEST_LEAD, _LONGEST_LEAD = 10, 120
REFERENCES = re.compile(
    r"[【\[]?(?:参考(?:文献|资料|书目|链接)|參考(?:文獻|資料|書目)|注释|註釋|注解|脚注|腳註|尾注|引用(?:文献|来源)?|资料来源|資料來源"
    r"|references?|notes?|footnotes?|bibliography|sources?)[】\]]?\s*[:：]?",
    re.IGNORECASE,
)
"""The heading of notes or references, which may be links."""


def count_han(text: str) -> int:
    """Return the number of Han characters in a text."""
    return sum(map(len, _HAN.findall(text)))


def is_text(part: Part) -> bool:
    """Whether a paragraph is certainly text: a sentence of some length, or a caption."""
    kind, words = part
    if kind is BlockKind.CAPTION or (len(words) <= _LONGEST_CAPTION and _CAPTION.match(words)):
        return True
    return "。" in words and _SENTENCE.match(words) is not None


def is_line(words: str) -> bool:
    """Whether a line between two paragraphs of the text belongs to it: no button and no menu."""
    return not is_site_line(words) and not is_menu(words)


def is_lead(scan: PageScan, index: int) -> bool:
    """Whether a paragraph between headline and text, no sentence, may be the lead of the article."""
    words = scan.parts[index][1]
    return (
        _SHORTEST_LEAD <= len(words) <= _LONGEST_LEAD
        and "  " not in scan.segments.get(index, "")
        and count_han(words) * 4 >= len(words) * 3
        and is_line(words)
        and not read_page_imprint(words)
    )
