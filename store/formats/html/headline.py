"""Finds the headline of a page, and where it stands."""

from __future__ import annotations

import re
import unicodedata

from store.formats.html.metadata.imprint import is_medium
from store.formats.html.page_scan import PageScan
from store.model.article import BlockKind
from store.press.imprint.publications import is_well_known
from store.press.lines import is_prose
from store.press.sites.site_name import split_title
from store.press.sites.website import is_section

_LONGEST = 120
"""Code points of the longest headline."""
_LONGEST_MARK = 12
"""Code points that an ``<h1>`` may have beside the headline: ``[心得]``, ``置顶``."""
_MOST_BETWEEN = 6
"""Lines between a headline and the first sentence."""
_SITE = re.compile(
    "[一-鿿]{2,8}(?:[日晚早时時周週商]报|[日晚早時周週商]報|都市报|都市報|[数數]字[报報]|新闻网|新聞網|[报報]网|網)"
)
"""The name of a newspaper or a website that may begin the title of a document."""
_ISSUE = re.compile(r"(?:19|20)\d\d\s*年|第\s?[\d一二三四五六七八九十]+\s?[期号號卷辑輯版]|^\W*\d[\d\W]*$")
"""The issue of a magazine, or the number of a page."""
_LEAST_AFTER_SITE = 4
"""Code points of a headline that follows it."""
_MOST_ABOVE = 60
"""Lines of a page among which a headline below the name of the blog stands."""
_MOST_LINES_OF_HEADLINE = 3
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
            last = _last_line(scan, title, index)
            return _as_in_title("".join(words for _, words in scan.parts[index : last + 1]), title), last
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
    if headline := _after_site(title):
        return headline
    return parts[0] if len(parts[0]) >= 4 or len(parts) == 1 else max(parts, key=len)


def _after_site(title: str) -> str:
    """Return the headline in the title of a document that begins with a paper or site; else empty."""
    parts = [part for part in split_title(title) if part]
    if len(parts) != 2 or len(parts[1]) < _LEAST_AFTER_SITE or not _is_site(parts[0]):
        return ""
    return "" if _is_site(parts[1]) or is_section(parts[1]) or is_medium(parts[1]) else parts[1]


def _below_name(scan: PageScan, title: str) -> str:
    """Return the headline in a title such as ``田埂上: 四月田埂``: it stands below the name of a blog."""
    name, _, headline = title.replace("：", ":").partition(":")
    lines = [words for _, words in scan.parts[:_MOST_ABOVE]]
    if name.strip() not in scan.headlines or headline.strip() not in lines or name.strip() not in lines:
        return ""
    at = lines.index(headline.strip())
    is_below = at > lines.index(name.strip()) + 1 and scan.parts[at][0] is BlockKind.HEADING
    return headline.strip() if is_below else ""


def _is_site(words: str) -> bool:
    return is_well_known(words) or bool(_SITE.fullmatch(words))


def site_after_headline(title: str) -> str:
    """Return the name of the site in the title of a document, mostly the last; empty if there is none."""
    parts = [part for part in split_title(title) if part]
    if _after_site(title):
        return parts[0]
    names = [
        part for part in parts[1:] if not part.lower().startswith("powered by") and not _ISSUE.search(part)
    ]
    named = [part for part in names if not is_section(part)]
    if named and is_medium(named[-1]):
        return named[-1]
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
    known, second = set(whole), bare(_after_site(title) or _below_name(scan, title))
    for index, (_, words) in enumerate(scan.parts[: _text_end(scan)]):
        if len(words) > _LONGEST or ("一" <= words[0] <= "鿿" and words[0] not in known):
            continue
        if not (line := bare(words)) or line not in whole:
            continue
        is_head, starts = line in heads, whole.startswith(line)
        is_part = line == second and len(line) >= 4
        if len(line) < (2 if is_head else 5 - is_part) or not (
            starts or is_head or is_part or len(line) >= 8
        ):
            continue
        score = len(line) + 8 * starts + 4 * is_head + 12 * is_part
        if score > best_score or (score == best_score and is_head and index - best < 40):
            best, best_score = index, score
    return best


def _as_in_title(headline: str, title: str) -> str:
    """Return a headline without the spaces that stand for its breaks: the title of the document has none."""
    joined = "".join(headline.split())
    return joined if headline not in title and joined in title else headline


def _last_line(scan: PageScan, title: str, index: int) -> int:
    """Return the last of the lines that a headline, which begins at ``index``, is broken into."""
    whole, joined = "".join(title.split()), "".join(scan.parts[index][1].split())
    last = index
    while last + 1 < len(scan.parts) and last - index < _MOST_LINES_OF_HEADLINE:
        line = "".join(scan.parts[last + 1][1].split())
        if line in joined or joined + line not in whole or is_medium(scan.parts[last + 1][1]):
            break
        joined += line
        last += 1
    return last


def lines_of(scan: PageScan, headline: str, index: int) -> set[str]:
    """Return the lines, as compared, that a headline is broken into; the last one is at ``index``."""
    whole, lines = bare(headline), set[str]()
    while index >= 0 and whole and whole.endswith(line := bare(scan.parts[index][1])) and line:
        lines.add(line)
        whole, index = whole[: -len(line)], index - 1
    return lines if not whole else set()


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
