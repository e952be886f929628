"""Reads notes on one article or book as reading programs share them, in text or Markdown.

Omnivore, Cubox and Readwise write Markdown: the title as a heading, quotes as block quotes or items, notes
below them. 多看 and calibre write the title and the author, then quotes, with ``注：`` before a note. Apple
Books puts below each quote the title and the author of its book.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from store.errors import BadInput
from store.formats.note_tables.names import tag_names_in
from store.formats.shared.note_text import read_notes
from store.formats.shared.notebook import Notebook, Notes, Quote
from store.importing.limits import check_count
from store.language import _, pgettext
from store.model.bundle import Bundle

_SIGN_OF_LINK = re.compile(
    r"\[Read (?:on Omnivore|in Cubox)\]\(|\]\(https?://(?:www\.)?cubox\.(?:pro|cc)/my/"
)
_SIGN_OF_READWISE = re.compile(r"- (?:Full Title|Document Note):")
_ABOUT = re.compile(r"- (?:Author|Full Title|Category|URL|Published|Published Date|Last Highlighted):")
"""What Readwise says of a page, beside its notes."""
_SAID_OF_ALL = re.compile(r"- (Document Note|Document Tags|Summary): ?")
_PLAIN = re.compile(
    r"(?:[-—–]{1,4} ?)?(?:(?:摘|来)自 ?[「《]?(?:多看|calibre|得到|掌阅|网易蜗牛)"
    r"(?: ?(?:阅读|读书|听书|电子书|iReader|App|客户端|for [A-Za-z]{1,10}|[」》])){0,4}"
    r"|Exported from calibre[^。，！？,]{0,20})",
    re.IGNORECASE,
)
"""The first or last line of notes in plain text."""
_APPLE = re.compile(r"(?:摘录来自|節錄自|摘錄自|Excerpt From)[:：]?")
_APPLE_END = re.compile(
    r"(?:此材料|此內容).{0,8}版[权權]保[护護]|may be protected by copyright", re.IGNORECASE
)
_NOTE = re.compile(r"^(?:注|笔记|批注|想法|备注|Note|Notes?)\s*[:：]\s*")
_LABEL = re.compile(r"^[\[【(（]\s*(?:标注|划线|标记|书签|第.{1,12}[章节回]|Highlight).{0,12}[\]】)）]$")
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?.{0,12}")
_LINK_ONLY = re.compile(r"(?:!?\[[^\[\]]*\]\([^()\s]*\)\s*)+")
_ADDRESS = re.compile(
    r"\[(?:Read Original|原文|Original|查看原文|原文链接)\]\((https?://[^()\s]+)\)|^- URL: (https?://\S+)",
    re.MULTILINE,
)
_LINK_BACK = re.compile(r" ?\(?\[(?:⤴️?|View Highlight|Link|链接)\]\([^()]*\)\)?")
_TAG = re.compile(r"#[^\s#]{1,40}")
_LONG = 2_000
"""Han characters beside the quotes, or in long lines, that are an article, not notes on one."""
_SOME = 400
"""Han characters beside the quotes that are an article if the quotes have less than half as many."""
_LONG_LINE = 200
"""Code points of a line that is a paragraph of an article rather than a quote."""
_LONGEST_QUOTE = 1_000
"""Han characters that Apple Books copies at most."""
_LONGEST_NAME = 60
"""Code points of a title, an author or a sign."""
_LINES_ABOUT = 5
"""Lines below a quote of Apple Books, with its book, its author and the end."""
_QUOTES_FOR_SIGN = 8
"""Paragraphs for each note or label of notes in plain text; an article has more."""
_WHOLE = 16_000
"""Code points of a beginning that may go on."""
_HAN = re.compile("[\u3400-\u9fff]")
_MOST_LINES = 1_000_000


def is_shared_notes(head: str) -> bool:
    """Whether a text begins like notes that a reading program shares, and has no article beside them."""
    lines = [line.rstrip() for line in head.split("\n")]
    return _is_apple(lines, len(head)) or _is_plain(lines) or _is_markdown(lines)


def _is_apple(lines: Sequence[str], size: int) -> bool:
    """Whether quotes of Apple Books, each with its book below it, are all there is.

    :param size: code points of the beginning of the file; a long one may end anywhere.
    """
    about = 0
    beside = ended = 0
    is_last = False
    for line in lines:
        if not line.strip():
            continue
        is_last = _ends_apple(line) and about > 0
        if is_last:
            about, beside, ended = 0, 0, ended + 1
        elif _APPLE.fullmatch(line.strip()):
            about = _LINES_ABOUT
        elif about:
            about -= 1
            if not about:
                return False
        else:
            beside += _han(line)
            if beside > _LONGEST_QUOTE:
                return False
    return ended > 0 and (is_last or size >= _WHOLE)


def _ends_apple(line: str) -> bool:
    return len(line) <= _LONGEST_NAME and _APPLE_END.search(line) is not None


def _is_plain(lines: Sequence[str]) -> bool:
    """Whether the first or last line is the sign of a program, and quotes have notes or labels."""
    filled = [line.strip() for line in lines if line.strip()]
    if not any(map(_is_sign, (*filled[:1], *filled[-1:]))):
        return False
    signs = sum(bool(_NOTE.match(line) or _LABEL.match(line)) for line in filled)
    long = sum(_han(line) for line in filled if len(line) > _LONG_LINE)
    is_prose = long >= _LONG and 2 * long > sum(map(_han, filled))
    return signs > 0 and len(filled) <= _QUOTES_FOR_SIGN * signs + 4 and not is_prose


def _is_sign(line: str) -> bool:
    return len(line) <= _LONGEST_NAME and _PLAIN.fullmatch(line) is not None


def _is_markdown(lines: Sequence[str]) -> bool:
    """Whether a line above the quotes, or the last, is that of a program, and the rest is mostly quotes."""
    filled = [line for line in lines if line.strip()]
    if not (_has_sign_above(filled) or any(map(_is_markdown_sign, filled[-1:]))):
        return False
    marked = [line for line in filled if line.startswith((" ", "\t", ">", "- "))]
    quoted = sum(map(_han, marked))
    beside = sum(map(_han, filled)) - quoted
    beside -= sum(_han(line) for line in filled if line.startswith("#"))
    return bool(marked) and beside < _LONG and not (beside >= _SOME and beside > 2 * quoted)


def _has_sign_above(lines: Sequence[str]) -> bool:
    for line in lines:
        if _is_markdown_sign(line):
            return True
        if not (line.startswith("#") or _ABOUT.match(line) or _LINK_ONLY.fullmatch(line.strip())):
            return False
    return False


def _is_markdown_sign(line: str) -> bool:
    if _SIGN_OF_READWISE.match(line):
        return True
    return _LINK_ONLY.fullmatch(line.strip()) is not None and _SIGN_OF_LINK.search(line) is not None


def _han(line: str) -> int:
    return len(_HAN.findall(line))


def read(path: Path) -> Bundle:
    """Read shared notes.

    :raises BadInput: when the file cannot be read, or has no note.
    """
    text = read_notes(path)
    check_count(text.count("\n"), _MOST_LINES, pgettext("more than", "lines"))
    notebook = Notebook("shared", str(path))
    lines = [line.rstrip() for line in text.split("\n")]
    if any(_APPLE.fullmatch(line.strip()) for line in lines) and any(map(_ends_apple, lines)):
        _read_apple(notebook, lines)
    elif any(map(_is_sign, _first_and_last(lines))):
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


def _first_and_last(lines: Sequence[str]) -> list[str]:
    """Return the first and the last line that is not blank, without the spaces around them."""
    filled = [line.strip() for line in lines if line.strip()]
    return [*filled[:1], *filled[-1:]]


def _read_apple(notebook: Notebook, lines: Sequence[str]) -> None:
    """Add the quotes of Apple Books; the lines below each name its book and author."""
    words: list[str] = []
    about: list[str] | None = None
    notes: Notes | None = None
    for line in lines:
        if about is None:
            if _APPLE.fullmatch(line.strip()):
                about = []
            else:
                words.append(line)
        elif _ends_apple(line):
            notes = _add_apple(notebook, words, about)
            words, about = [], None
        elif line.strip():
            about.append(line.strip())
    if about is not None:
        _add_apple(notebook, words, about)
    elif rest := "\n".join(words).strip():
        notebook.add_paragraph(notes or notebook.on("Apple Books"), rest)


def _add_apple(notebook: Notebook, words: Sequence[str], about: Sequence[str]) -> Notes:
    """Add a quote; lines below its book and its author are kept as a note."""
    notes = notebook.on(about[0] if about else "Apple Books", authors=about[1:2])
    quote = Quote(exact="\n".join(words).strip().strip('“”"「」').strip())
    quote.thoughts += ["\n".join(about[2:])] if about[2:] else []
    notebook.add(notes, quote)
    return notes


def _read_plain(notebook: Notebook, lines: Sequence[str], stem: str) -> None:
    """Add notes in plain text: title and author, then quotes, each a paragraph, with notes below them."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    signs = {place for place in (*filled[:1], *filled[-1:]) if _is_sign(lines[place].strip())}
    groups: list[list[str]] = [[]]
    for place, line in enumerate(lines):
        if line.strip() and place not in signs:
            groups[-1].append(line.strip())
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    title, authors, rest = _head_of_plain(groups[0] if groups else [])
    notes = notebook.on(title or stem, authors=authors)
    for group in (rest, *groups[1:]):
        words: list[str] = []
        quote: Quote | None = None
        for line in group:
            if _LABEL.match(line):
                _added(notebook, notes, words, quote)
                words, quote = [], None
            elif note := _NOTE.match(line):
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


def _head_of_plain(group: Sequence[str]) -> tuple[str, list[str], list[str]]:
    """Return the title and the author in the first lines, and the lines that are neither."""
    names: list[str] = []
    for place, line in enumerate(group):
        if names and _DAY.fullmatch(line):
            continue
        if len(names) == 2 or len(line) > _LONGEST_NAME or _LABEL.match(line) or _NOTE.match(line):
            return "".join(names[:1]).strip("《》"), names[1:], list(group[place:])
        names.append(line)
    return "".join(names[:1]).strip("《》"), names[1:], []


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
    found_quotes: list[tuple[Quote, list[str]]] = []
    quote: Quote | None = None
    is_open = False
    is_noted = False
    for line in lines:
        words = line.strip()
        if words.startswith("## "):
            quote, is_open = None, False
            is_body = is_body or words.startswith("## Highlights")
        elif not words or words.startswith("# ") or re.fullmatch(r"-{3,}|\*{3,}", words):
            is_open = False
        elif _LINK_ONLY.fullmatch(words) or (quote is None and _says_of_all(notebook, notes, words)):
            continue
        elif words.startswith(">"):
            if quote is not None and is_open:
                found_quotes[-1][1].append(_quoted(words[1:], quote))
            else:
                quote, is_open = _begin_quote(found_quotes, words[1:]), True
        elif is_body and not has_quotes and line.startswith("- "):
            quote, is_open, is_noted = _begin_quote(found_quotes, words[2:]), True, False
        elif quote is None:
            notebook.add_paragraph(notes, words)
        elif found := re.match(r"[-*]\s+Tags?:\s*", words):
            quote.tags += tuple(tag_names_in(words[found.end() :].replace(" #", ",")))
            is_noted = True
        elif (
            not has_quotes
            and not is_noted
            and not words.startswith(("- ", "* "))
            and (is_open or line.startswith((" ", "\t")))
        ):
            found_quotes[-1][1].append(_quoted(words, quote))
        else:
            quote.thoughts.append(_NOTE.sub("", re.sub(r"^[-*]\s+", "", words)))
            is_noted = True
    _add_all(notebook, notes, found_quotes)
    return notes


def _says_of_all(notebook: Notebook, notes: Notes, words: str) -> bool:
    """Add what a line above the quotes says of the whole article; return whether it does."""
    if _ABOUT.match(words):
        return True
    if all(map(_TAG.fullmatch, words.split())):
        notes.tags += [tag for tag in tag_names_in(words.replace("#", ",")) if tag.lower() != "omnivore"]
        return True
    said = _SAID_OF_ALL.match(words)
    if said is None:
        return False
    if said[1] == "Document Tags":
        notes.tags += tag_names_in(words[said.end() :].replace("#", ","))
    elif words[said.end() :].strip():
        notebook.add_paragraph(notes, words[said.end() :])
    return True


def _add_all(notebook: Notebook, notes: Notes, quotes: Sequence[tuple[Quote, list[str]]]) -> None:
    """Add quotes, each with its lines."""
    for quote, lines in quotes:
        quote.exact = "\n".join(lines)
        notebook.add(notes, quote)


def _begin_quote(quotes: list[tuple[Quote, list[str]]], words: str) -> Quote:
    """Add a quote with its first line to some quotes and their lines, and return it."""
    quote = Quote(exact="")
    quotes.append((quote, [_quoted(words, quote)]))
    return quote


def _quoted(words: str, quote: Quote) -> str:
    """Return the words of a quote without the link to it and the tags at its end, which it gets."""
    words = _LINK_BACK.sub("", words).strip()
    parts = words.split()
    tags = list(takewhile(_TAG.fullmatch, reversed(parts)))
    if not tags:
        return words
    quote.tags += tuple(tag for each in reversed(tags) for tag in tag_names_in(each))
    return words.rsplit(None, len(tags))[0] if len(tags) < len(parts) else ""
