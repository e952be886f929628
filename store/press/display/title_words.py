"""Puts the title of an article together from its lines, or from its text if it has none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.chinese.folding import fold
from store.model.article import Block, BlockKind
from store.press.display.labels import without_label
from store.press.imprint.datelines import without_dateline
from store.press.vocabulary import ANNOUNCED, DOCUMENT_NAME, PAIRS

_SPACED_OUT = re.compile(r"[一-鿿](?:[ \u3000]+[一-鿿\d，。！？：；、“”《》（）—…]){1,40}")
_NOTE_MARK = re.compile("(?<=[一-鿿”》）])[*＊†‡]+$")
"""The mark of a footnote after a title."""
_TITLE_LENGTH = 30
"""Code points of the longest title that is taken from the first sentence."""
_LONGEST = 120
"""Code points of the first line of the text that are looked at."""


def title_from_text(text: str, blocks: tuple[Block, ...]) -> str:
    """The first sentence of the text, shortened to the length of a title; its first characters if it has no
    words. What a website prints around an article counts only if there is nothing else.
    """
    worded = [block for block in blocks if any(map(str.isalnum, text[block.start : block.end]))]
    usual = [block for block in worded if block.kind not in (BlockKind.CREDIT, BlockKind.COLUMN)]
    own = [block for block in usual if block.kind not in (BlockKind.BYLINE, BlockKind.DATE)]
    start = next((block.start for block in own or usual), 0)
    first = text[start:].split("\n", 1)[0][:_LONGEST].strip()
    if announced := ANNOUNCED.match(first):
        return announced[1]
    first = re.sub("^(?:题|題)[：:]", "", without_dateline(first))
    sentence = re.split(r"(?<=.)[。！？!?](?:[”’」』])?", first, maxsplit=1)[0]
    words = sentence[:_TITLE_LENGTH].rstrip("，,、；;：:。．.！!？?…—-（( ").strip()
    opened = re.match('[“‘「『"]', words)
    words = words[1:] if opened and not re.search('[”’」』]|."', words) else words
    return words if any(map(str.isalnum, words)) else first[:_TITLE_LENGTH].strip()


def join_title(lines: Iterable[str]) -> str:
    """Join the lines of a title, with spaces except after punctuation and within a clause."""
    title = ""
    for line in lines:
        title += " " + line if title and not _breaks_off(title, line) else line
    return title


def _breaks_off(before: str, after: str) -> bool:
    """Whether a title breaks off between two lines: after a comma, in a quotation or a document's name."""
    if before[-1] in "，、：；—" or any(
        before.count(mark) > before.count(end) and end in after for mark, end in PAIRS.items()
    ):
        return True
    plain = fold(before)
    return "关于" in plain and not DOCUMENT_NAME.search(plain) and bool(DOCUMENT_NAME.search(fold(after)))


def without_markup(line: str) -> str:
    """Remove the markup of a title, ``# `` and 标题：, and the spaces that widen a very short one: 借　伞."""
    line = _NOTE_MARK.sub("", line)
    if _SPACED_OUT.fullmatch(line):
        return "".join(line.split())
    return without_label(re.sub(r"^(?:#{1,6}\s+|(?:主题|主題)\s*[：:]\s*)", "", line.strip()))


def undecorated(line: str) -> str:
    """Remove brackets, bars and other decoration from a section name."""
    bare = re.sub(r"^(?:[【［\[〖《■●◆□○◇★☆▍|\s]+|(?:专栏|專欄|栏目|欄目)\s*[：:丨｜|]\s*)", "", line.strip())
    return re.sub(r"[】］\]〗》]$|\s*[｜|丨]$", "", bare)
