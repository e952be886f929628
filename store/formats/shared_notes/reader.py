"""Reads notes on one article or book as reading programs share them, in text or Markdown.

Omnivore, Cubox and Readwise write Markdown: the title as a heading, quotes as block quotes or items, notes
below them. 多看 and calibre write the title and the author, then quotes, with ``注：`` before a note. Apple
Books puts below each quote the title and the author of its book.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from store.errors import BadInput
from store.formats.note_tables.names import tag_names_in
from store.formats.shared.note_text import read_notes
from store.formats.shared.notebook import Notebook, Notes, Quote
from store.importing.limits import check_count
from store.language import _, pgettext
from store.model.bundle import Bundle

_MARKDOWN = re.compile(
    r"\[Read (?:on Omnivore|in Cubox)\]\(|cubox\.(?:pro|cc)/my/|^- (?:Full Title|Document Note):",
    re.MULTILINE,
)
_PLAIN = re.compile(
    r"^\s*(?:[-—–]*\s*)?(?:(?:摘|来)自\s*[「《]?(?:多看|calibre|得到|掌阅|网易蜗牛)|Exported from calibre)",
    re.IGNORECASE | re.MULTILINE,
)
_APPLE = re.compile(r"^\s*(?:摘录来自|節錄自|摘錄自|Excerpt From)[:：]?\s*$", re.MULTILINE)
_APPLE_END = re.compile(
    r"(?:此材料|此內容).{0,8}版[权權]保[护護]|may be protected by copyright", re.IGNORECASE
)
_NOTE = re.compile(r"^(?:注|笔记|批注|想法|备注|Note|Notes?)\s*[:：]\s*")
_LABEL = re.compile(r"^[\[【(（]\s*(?:标注|划线|标记|书签|第.{1,12}[章节回]|Highlight).{0,12}[\]】)）]$")
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?.{0,12}")
_LINK_ONLY = re.compile(r"(?:\[[^\[\]]*\]\([^()\s]*\)\s*)+")
_ADDRESS = re.compile(
    r"\[(?:Read Original|原文|Original|查看原文|原文链接)\]\((https?://[^()\s]+)\)|^- URL: (https?://\S+)",
    re.MULTILINE,
)
_LINK_BACK = re.compile(r"\s*\(?\[(?:⤴️?|View Highlight|Link|链接)\]\([^()]*\)\)?")
_TAG_AT_END = re.compile(r"(?:\s+#[^\s#]{1,40})+\s*$")
_LONG = 2_000
"""Han characters beside the quotes that are an article, not notes on one."""
_HAN = re.compile("[\u3400-\u9fff]")
_MOST_LINES = 1_000_000


def is_shared_notes(head: str) -> bool:
    """Whether a text begins like notes that a reading program shares, and has no article beside them."""
    if _APPLE.search(head) and _APPLE_END.search(head):
        return True
    if _PLAIN.search(head):
        return any(_NOTE.match(line.strip()) or _LABEL.match(line.strip()) for line in head.splitlines())
    if not _MARKDOWN.search(head) or not re.search(r"^\s*(?:>|- )\s*\S", head, re.MULTILINE):
        return False
    beside = [line for line in head.splitlines() if not line.lstrip().startswith((">", "- ", "#"))]
    return len(_HAN.findall("".join(beside))) < _LONG


def read(path: Path) -> Bundle:
    """Read shared notes.

    :raises BadInput: when the file cannot be read, or has no note.
    """
    text = read_notes(path)
    check_count(text.count("\n"), _MOST_LINES, pgettext("more than", "lines"))
    notebook = Notebook("shared", str(path))
    lines = [line.rstrip() for line in text.split("\n")]
    if _APPLE.search(text):
        _read_apple(notebook, lines)
    elif _PLAIN.search(text):
        _read_plain(notebook, lines, path.stem)
    else:
        _read_markdown(notebook, lines, text, path.stem)
    if notebook.is_empty:
        raise BadInput(_("{path}: there is no note in it.", path=path))
    return notebook.bundle()


def quotes_in_markdown(text: str) -> list[Quote]:
    """Return the quotes in Markdown of one page, with what is said of each."""
    notebook = Notebook("shared", "notes")
    return _read_markdown(notebook, [line.rstrip() for line in text.splitlines()], text, "").quotes


def _read_apple(notebook: Notebook, lines: Sequence[str]) -> None:
    """Add the quotes of Apple Books; the lines below each name its book and author."""
    words: list[str] = []
    about: list[str] | None = None
    for line in [*lines, ""]:
        if _APPLE.fullmatch(line):
            about = []
        elif about is None:
            words.append(line)
        elif _APPLE_END.search(line):
            notes = notebook.on(about[0] if about else "Apple Books", authors=about[1:2])
            notebook.add(notes, Quote(exact="\n".join(words).strip().strip('“”"「」').strip()))
            words, about = [], None
        elif line.strip():
            about.append(line.strip())


def _read_plain(notebook: Notebook, lines: Sequence[str], stem: str) -> None:
    """Add notes in plain text: title and author, then quotes, each a paragraph, with notes below them."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip() and not _PLAIN.match(line):
            groups[-1].append(line.strip())
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    head, *bodies = groups or [[]]
    names = [line for line in head[1:] if not _DAY.fullmatch(line)]
    notes = notebook.on(head[0].strip("《》") if head else stem, authors=names[:1])
    for group in bodies:
        words: list[str] = []
        quote: Quote | None = None
        for line in group:
            if _LABEL.match(line):
                continue
            if note := _NOTE.match(line):
                quote = _added(notebook, notes, words, quote)
                if quote is None:
                    notebook.add_paragraph(notes, line[note.end() :])
                else:
                    quote.thoughts.append(line[note.end() :])
            elif quote is not None:
                quote.thoughts[-1] += f"\n{line}"
            else:
                words.append(line)
        _added(notebook, notes, words, quote)


def _added(notebook: Notebook, notes: Notes, words: list[str], quote: Quote | None) -> Quote | None:
    """Add the quote of some lines, unless it has been added; return it."""
    if quote is None and words:
        quote = Quote(exact="\n".join(words))
        notebook.add(notes, quote)
    return quote


def _read_markdown(notebook: Notebook, lines: Sequence[str], text: str, stem: str) -> Notes:
    """Add notes in Markdown: quotes as block quotes or items, what stands below one is said of it."""
    title = next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), stem)
    address = _ADDRESS.search(text)
    author = re.search(r"^- Author: (?:\[\[)?([^\[\]\n]+)", text, re.MULTILINE)
    notes = notebook.on(
        title, authors=[author[1]] if author else (), url=(address[1] or address[2]) if address else ""
    )
    has_quotes = any(line.lstrip().startswith(">") for line in lines)
    is_body = has_quotes or not any(line.startswith("## Highlights") for line in lines)
    quote: Quote | None = None
    is_open = False
    for line in lines:
        words = line.strip()
        if words.startswith("## "):
            quote, is_open = None, False
            is_body = is_body or words.startswith("## Highlights")
        elif not words or words.startswith("# ") or re.fullmatch(r"-{3,}|\*{3,}", words):
            is_open = False
        elif _LINK_ONLY.fullmatch(words) or not is_body:
            continue
        elif words.startswith(">"):
            if quote is not None and is_open:
                quote.exact += f"\n{_quoted(words[1:], quote)}"
            else:
                quote, is_open = Quote(exact=""), True
                quote.exact = _quoted(words[1:], quote)
                notebook.add(notes, quote)
        elif not has_quotes and line.startswith("- "):
            quote = Quote(exact="")
            quote.exact = _quoted(words[2:], quote)
            notebook.add(notes, quote)
        elif quote is not None and (found := re.match(r"[-*]\s+Tags?:\s*", words)):
            quote.tags += tuple(tag_names_in(words[found.end() :].replace(" #", ",")))
        elif quote is not None:
            quote.thoughts.append(_NOTE.sub("", re.sub(r"^[-*]\s+", "", words)))
    return notes


def _quoted(words: str, quote: Quote) -> str:
    """Return the words of a quote without the link to it and the tags at its end, which it gets."""
    words = _LINK_BACK.sub("", words).strip()
    if found := _TAG_AT_END.search(f" {words}"):
        quote.tags += tuple(tag for each in found[0].split() for tag in tag_names_in(each))
        words = f" {words}"[: found.start()].strip()
    return words
