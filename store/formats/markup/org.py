"""Writes Org, for Emacs (orgmode.org/worg/org-syntax.html, v2; the Org manual, "Escape Character").

Each article is a headline, each quote a headline below it, with IDs and metadata in property drawers. Org has
no general escape character. As the manual says, a comma escapes at the start of a line in some blocks, and an
invisible zero width space everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from store.exporting.note_links import LinkFormatter, rewrite_links
from store.exporting.sanitise import clean_text, one_line
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.index.addresses import command, uri
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.wikilinks import Link
from store.notes.backlinks import Target

TITLE = "Notes"  # untranslated: content of the file
"""The title of a file with several articles."""

MAX_HEADLINE = 40
"""The maximum length of a quote in its headline, in code points."""

_LINK_SETTING = '#+link: pizhu elisp:(browse-url "pizhu:%s")'  # untranslated: content of the file
"""Has Emacs hand links of the scheme ``pizhu`` to the desktop (the Org manual, "Link Abbreviations")."""

_ZERO_WIDTH_SPACE = "\u200b"
"""The manual's escape character."""

_MARKUP = r"""  # untranslated: a pattern
      (?:(?<=^)|(?<=[-\s('"{]))[*/_=~+](?=\S)    # emphasis begins
    | [_^](?=\{)                                 # a subscript or superscript
    | \[(?=\[|fn:|cite|\d|@)                     # a link, a footnote, a citation, a date
    | <(?=<|\d|%%|[A-Za-z][\w+.-]*:)             # a target, a date, a URL
    | \{(?=\{\{)                                 # a macro
    | \\(?=[A-Za-z(\[\\])                        # an entity, a formula, a line break
    | \$(?=\S)                                   # a formula
    | @(?=@)                                     # a snippet
    | (?<!\w)(?:src_|call_)(?=\w)                # code
    """
_AT_START = r"""  # untranslated: a pattern
      (?:[-+]|\d+[.)]|[A-Za-z][.)])(?=\s|$)      # an item
    | [|:\#%] | -{5} | \\begin | (?:CLOCK|DEADLINE|SCHEDULED|CLOSED):
    """
_HEADLINE = r"(?:TODO|DONE|COMMENT)(?=\s|$)|\[#"
"""What has a special meaning at the start of a headline, in addition to general markup."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write a selection as Org."""
    write_text(out, render(selection))


def render(selection: Selection) -> Iterator[str]:
    """Yield the Org of a selection, one article at a time. Quotes are in text order, orphans last."""
    format_link = link_formatter(selection.articles)
    if len(selection) != 1:
        # File tags apply to every headline, so only a file with a single article has them.
        yield _file_header(TITLE, ())
    for article, selected in selection:
        if len(selection) == 1:
            yield _file_header(article.title, article.tags)
        yield "\n" + section(article, selected, selection.library, format_link)


def _file_header(title: str, tags: Iterable[str]) -> str:
    lines = [f"#+title: {one_line(title)}"]  # untranslated: content of the file
    if joined := headline_tags(tags):
        lines.append(f"#+filetags: {joined}")  # untranslated: content of the file
    return "\n".join([*lines, "#+options: ^:{}", _LINK_SETTING, ""])


def section(
    article: Article, annotations: Iterable[Annotation], library: Library, format_link: LinkFormatter
) -> str:
    """Return the headline of an article and everything below it."""
    properties = {
        "KICKER": article.kicker,
        "SUBTITLE": article.subtitle,
        "COLUMN": article.column,
        "AUTHORS": ", ".join(article.authors),
        "DATE": article.date,
        "SOURCE": article.source,
        "URL": article.url,
        "LANGUAGE": article.language,
        "PIZHU_TAGS": ", ".join(article.tags),
    }
    blocks = [
        _headline(1, article.title, article.tags) + _drawer(article.id, properties),
        note_text(rewrite_links(article.note, library, article.id, format_link)),
        _link_back(article.id),
    ]
    ordered = sorted(
        annotations,
        key=lambda annotation: (annotation.orphan, annotation.start, annotation.end, annotation.id),
    )
    blocks += (_quote(annotation, article, library, format_link) for annotation in ordered)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _quote(annotation: Annotation, article: Article, library: Library, format_link: LinkFormatter) -> str:
    words = one_line(annotation.exact)
    shown = words if len(words) <= MAX_HEADLINE else f"{words[:MAX_HEADLINE]}…"
    properties = {
        "POSITION": f"{annotation.start}-{annotation.end}",
        "ORPHAN": "t" if annotation.orphan else "",
        "CREATOR": annotation.creator,
        "CREATED": annotation.created,
        "MODIFIED": annotation.modified,
        "PIZHU_TAGS": ", ".join(annotation.tags),
    }
    parts = [
        _headline(2, shown, annotation.tags) + _drawer(annotation.id, properties),
        f"#+begin_quote\n{block_quote(annotation.exact)}\n#+end_quote",
        note_text(rewrite_links(annotation.note, library, article.id, format_link)),
        _link_back(article.id, annotation.id),
    ]
    return "\n\n".join(part for part in parts if part)


def _link_back(article: str, annotation: str = "") -> str:
    """Return a link that opens Pizhu at an article or annotation."""
    return f"[[{uri(article, annotation)}][{one_line(command(article, annotation))}]]"


def _headline(level: int, title: str, tags: Iterable[str]) -> str:
    words = escape(one_line(title))
    if re.match(_HEADLINE, words):
        words = _ZERO_WIDTH_SPACE + words
    if words.endswith(":"):
        words += _ZERO_WIDTH_SPACE  # otherwise the end could be read as tags
    return " ".join(part for part in ("*" * level, words or _ZERO_WIDTH_SPACE, headline_tags(tags)) if part)


def _drawer(id_: str, properties: Mapping[str, str]) -> str:
    values = {name: one_line(value) for name, value in properties.items()}
    lines = [
        f":ID: {id_}",  # untranslated: content of the file
        f":CUSTOM_ID: {id_}",  # untranslated: content of the file
        *(f":{name}: {value}" for name, value in values.items() if value),
    ]
    return "\n".join(["", ":PROPERTIES:", *lines, ":END:"])


def headline_tags(names: Iterable[str]) -> str:
    """Return tags as they follow a headline, between colons; empty if there are none."""
    tags = list(dict.fromkeys(map(org_tag, names)))
    return f":{':'.join(tags)}:" if tags else ""


def org_tag(name: str) -> str:
    """Return a tag in Org's form: letters, digits and ``_@#%``; other characters become ``_``."""
    return "".join(char if char.isalnum() or char in "_@#%" else "_" for char in name)


def escape(text: str) -> str:
    """Escape one line of text with zero width spaces."""
    return re.sub(_MARKUP, rf"\g<0>{_ZERO_WIDTH_SPACE}", text, flags=re.VERBOSE)


def block_quote(text: str) -> str:
    """Return text for a quote block, with a paragraph for each line.

    A line that would be a headline or end the block gets a comma, as by ``org-escape-code``.
    """
    return "\n\n".join(_quote_line(line.strip(" \t")) for line in clean_text(text).split("\n"))


def _quote_line(line: str) -> str:
    if structure := re.match(r",*(?:\*+|#\+)", line):
        return f",{structure[0]}{escape(line[structure.end() :])}"
    return (_ZERO_WIDTH_SPACE if re.match(_AT_START, line, re.VERBOSE) else "") + escape(line)


def note_text(note: str) -> str:
    """Convert a note from Markdown to Org: lists, fenced code (to examples) and headings (to bold text).

    Anything else with a special meaning at the start of a line in Org gets a zero width space.
    """
    return "\n".join(_note_lines(clean_text(note).strip("\n")))


def _note_lines(note: str) -> Iterator[str]:
    fence = ""
    for line in note.split("\n") if note else ():
        found = re.fullmatch(r" {0,3}(`{3,}|~{3,})([^`]*)", line)
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
                yield "#+end_example"
            else:
                yield re.sub(r"^([ \t]*)(,*(?:\*|#\+))", r"\1,\2", line)
        elif found:
            fence = found[1]
            yield "#+begin_example"
        else:
            yield _note_line(line)
    if fence:
        yield "#+end_example"


def _note_line(line: str) -> str:
    if heading := re.fullmatch(r" {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*", line):
        return f"*{heading[1]}*{_ZERO_WIDTH_SPACE}" if heading[1] else ""
    line = re.sub(r"^([ \t]*)\*(?=\s)", r"\1-", line)
    return re.sub(r"^([ \t]*)(?=\*+\s|#|:|\\begin|%%\()", rf"\1{_ZERO_WIDTH_SPACE}", line)


def link_formatter(articles: Iterable[str]) -> LinkFormatter:
    """Return the link formatter for one file with these articles."""
    there = frozenset(articles)

    def format_link(link: Link, target: Target) -> str | None:
        shown = re.sub(r"(?<=[\[\]])(?=[\[\]])", _ZERO_WIDTH_SPACE, one_line(link.shown))
        shown = shown + _ZERO_WIDTH_SPACE if shown.endswith("]") else shown
        if target.tag:
            return shown
        if target.article not in there:
            return None
        return f"[[#{target.annotation.id if target.annotation else target.article}][{shown}]]"

    return format_link
