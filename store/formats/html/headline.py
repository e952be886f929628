"""Finds the headline of a page, and where it stands."""

from __future__ import annotations

import re
import unicodedata

from store.formats.html.page_scan import PageScan
from store.press.lines import is_prose
from store.press.sites.site_name import split_title

_LONGEST = 120
"""Code points of the longest headline."""
_LONGEST_MARK = 12
"""Code points that an ``<h1>`` may have beside the headline: ``[心得]``, ``置顶``."""
_MOST_BETWEEN = 6
"""Lines between a headline and the first sentence."""
_NO_TITLE = re.compile(r"无标题(?:文档)?|untitled(?: document)?|\[?no title\]?|首页|正文", re.IGNORECASE)


def find_headline(scan: PageScan) -> tuple[str, int]:
    """Return the headline of a page, and the index of its paragraph in ``scan.parts``; -1 if it is in none.

    It is the line, at best an ``<h1>``, that the title of the document contains; else the only ``<h1>``; else
    the title of the document without the name of the site. Empty if nothing says what it is.
    """
    heads = list(dict.fromkeys(words for words in scan.headlines if _is_headline(words)))
    declared = [words for words in (scan.meta.get("og:title", ""), scan.title) if _says_something(words)]
    wechat = _wechat_title(scan)
    for title in [*filter(None, [wechat]), *declared]:
        if (index := _line_in(scan, title)) >= 0:
            return scan.parts[index][1], index
        if headline := _headline_in(scan, title):
            return headline, -1
    if not wechat and len(heads) == 1 and (not declared or _opens_text(scan, heads[0], declared[0])):
        return heads[0], _index_of(scan, heads[0])
    if wechat or declared:
        words = wechat or without_site(declared[0])
        return words, _index_of(scan, words)
    return (heads[0], _index_of(scan, heads[0])) if heads else ("", -1)


def _opens_text(scan: PageScan, words: str, title: str) -> bool:
    """Whether a headline stands directly above the text, so that it is no name of the site, and is not the
    title of the document with a mark.
    """
    if bare(words).endswith(bare(without_site(title))):
        return False
    index = _index_of(scan, words)
    if index < 0 or index in scan.linked or bare(words) in map(bare, split_title(scan.title)[1:]):
        return False
    first = next((at for at, part in enumerate(scan.parts) if _is_sentence(part[1])), -1)
    return index < first <= index + _MOST_BETWEEN


def _is_sentence(words: str) -> bool:
    return "。" in words and is_prose(words)


def _text_end(scan: PageScan) -> int:
    """Return the last paragraph with a sentence; a headline does not stand below it. Else all may have it."""
    last = (at for at in range(len(scan.parts) - 1, -1, -1) if _is_sentence(scan.parts[at][1]))
    return next(last, len(scan.parts))


def without_site(title: str) -> str:
    """Return the title of a document without the names of column and site that follow it."""
    parts = [part for part in split_title(title) if part]
    if not parts:
        return title.strip()
    return parts[0] if len(parts[0]) >= 4 or len(parts) == 1 else max(parts, key=len)


def site_after_headline(title: str) -> str:
    """Return the last name that follows the headline in the title of a document; empty if none does."""
    parts = [part for part in split_title(title) if part]
    names = [part for part in parts[1:] if not part.lower().startswith("powered by")]
    return names[-1] if names else ""


def _wechat_title(scan: PageScan) -> str:
    return scan.script_value("msg_title") if scan.has_wechat_body else ""


def _says_something(title: str) -> bool:
    return bool(title.strip()) and not _NO_TITLE.fullmatch(title.strip())


def _is_headline(words: str) -> bool:
    return 2 <= len(words) <= _LONGEST and not _NO_TITLE.fullmatch(words)


def _line_in(scan: PageScan, title: str) -> int:
    """Return the index of the line of the page that is the longest part of a title; -1 if none is."""
    whole = bare(title)
    best, best_score = -1, 0.0
    heads = {bare(words) for words in scan.headlines}
    known = set(whole)
    for index, (_, words) in enumerate(scan.parts[: _text_end(scan)]):
        if len(words) > _LONGEST or ("一" <= words[0] <= "鿿" and words[0] not in known):
            continue
        if not (line := bare(words)) or line not in whole:
            continue
        is_head, starts = line in heads, whole.startswith(line)
        if len(line) < (2 if is_head else 5) or not (starts or is_head or len(line) >= 8):
            continue
        score = len(line) + 8 * starts + 4 * is_head
        if score > best_score or (score == best_score and is_head and index - best < 40):
            best, best_score = index, score
    return best


def _headline_in(scan: PageScan, title: str) -> str:
    """Return the ``<h1>`` whose start a title has, when the title cuts it or the line is not shown."""
    whole, first = bare(title), bare(without_site(title)).rstrip(".…")
    for words in sorted(filter(_is_headline, scan.headlines), key=len, reverse=True):
        if len(bare(words)) >= 4 and (
            bare(words) in whole or (len(first) >= 6 and bare(words).startswith(first))
        ):
            return words
    return ""


def _index_of(scan: PageScan, headline: str) -> int:
    wanted = bare(headline)
    lines = [bare(words) for _, words in scan.parts[: _text_end(scan)]]
    if wanted in lines:
        return lines.index(wanted)
    marked = [line for line in map(bare, scan.headlines) if len(wanted) >= 4 and wanted in line]
    longer = min(marked, key=len, default="")
    return lines.index(longer) if len(longer) <= len(wanted) + _LONGEST_MARK and longer in lines else -1


def bare(words: str) -> str:
    """Return words as they are compared: in compatibility form, with letters and digits only, lower case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words[: 4 * _LONGEST]).lower())
