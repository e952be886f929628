"""Notes as Org, for Emacs (orgmode.org/worg/org-syntax.html, v2; the Org manual, "Escape Character").

A headline for each article, and one below it for each quote, with their IDs and what is known of them in
drawers of properties. Org has no sign that takes its meaning from another: where the manual says so a
comma does it at the start of a line, and elsewhere a zero width space, which nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from store.exporting.note_links import Spelling, with_links
from store.exporting.sanitise import clean_text, one_line
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.wikilinks import Link
from store.notes.backlinks import Target

TITLE = "Notes"
"""The title of a file with several articles."""

LONGEST_HEADLINE = 40
"""Code points of a quote that its headline shows."""

_SPACE = "\u200b"
"""The zero width space, which the manual calls the escape character."""

_MARKUP = r"""
      (?:(?<=^)|(?<=[-\s('"{]))[*/_=~+](?=\S)    # emphasis begins
    | [_^](?=\{)                                 # a subscript or superscript
    | \[(?=\[|fn:|cite|\d|@)                     # a link, a footnote, a citation, a date
    | <(?=<|\d|%%|[A-Za-z][\w+.-]*:)             # a target, a date, an address
    | \{(?=\{\{)                                 # a macro
    | \\(?=[A-Za-z(\[\\])                        # an entity, a formula, a break of lines
    | \$(?=\S)                                   # a formula
    | @(?=@)                                     # a snippet
    | (?<!\w)(?:src_|call_)(?=\w)                # code
    """
_AT_START = r"""
      (?:[-+]|\d+[.)]|[A-Za-z][.)])(?=\s|$)      # an item
    | [|:\#%] | -{5} | \\begin | (?:CLOCK|DEADLINE|SCHEDULED|CLOSED):
    """
_HEADLINE = r"(?:TODO|DONE|COMMENT)(?=\s|$)|\[#"
"""What means something at the start of a headline, beside its text."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the Org of a selection."""
    write_text(out, render(selection))


def render(selection: Selection) -> Iterator[str]:
    """The Org of a selection, one article at a time; quotes stand in text order, orphans after them."""
    spell = spelling(selection.articles)
    if len(selection) != 1:
        # The tags of a file are those of every headline in it: they are for a file of one article alone.
        yield _head(TITLE, ())
    for article, marks in selection:
        if len(selection) == 1:
            yield _head(article.title, article.tags)
        yield "\n" + section(article, marks, selection.library, spell)


def _head(title: str, tags: Iterable[str]) -> str:
    lines = [f"#+title: {one_line(title)}"]
    if joined := headline_tags(tags):
        lines.append(f"#+filetags: {joined}")
    return "\n".join([*lines, "#+options: ^:{}", ""])


def section(article: Article, marks: Iterable[Annotation], library: Library, spell: Spelling) -> str:
    """The headline of one article and what stands below it."""
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
        note_text(with_links(article.note, library, article.id, spell)),
    ]
    ordered = sorted(marks, key=lambda mark: (mark.orphan, mark.start, mark.end, mark.id))
    blocks += (_quote(mark, article, library, spell) for mark in ordered)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _quote(mark: Annotation, article: Article, library: Library, spell: Spelling) -> str:
    words = one_line(mark.exact)
    shown = words if len(words) <= LONGEST_HEADLINE else f"{words[:LONGEST_HEADLINE]}…"
    properties = {
        "POSITION": f"{mark.start}-{mark.end}",
        "ORPHAN": "t" if mark.orphan else "",
        "CREATOR": mark.creator,
        "CREATED": mark.created,
        "MODIFIED": mark.modified,
        "PIZHU_TAGS": ", ".join(mark.tags),
    }
    parts = [
        _headline(2, shown, mark.tags) + _drawer(mark.id, properties),
        f"#+begin_quote\n{quoted(mark.exact)}\n#+end_quote",
        note_text(with_links(mark.note, library, article.id, spell)),
    ]
    return "\n\n".join(part for part in parts if part)


def _headline(level: int, title: str, tags: Iterable[str]) -> str:
    words = escape(one_line(title))
    if re.match(_HEADLINE, words):
        words = _SPACE + words
    if words.endswith(":"):
        words += _SPACE  # else the last words may be taken for tags
    return " ".join(part for part in ("*" * level, words or _SPACE, headline_tags(tags)) if part)


def _drawer(id_: str, properties: Mapping[str, str]) -> str:
    values = {name: one_line(value) for name, value in properties.items()}
    lines = [
        f":ID: {id_}",
        f":CUSTOM_ID: {id_}",
        *(f":{name}: {value}" for name, value in values.items() if value),
    ]
    return "\n".join(["", ":PROPERTIES:", *lines, ":END:"])


def headline_tags(names: Iterable[str]) -> str:
    """Tags as they stand behind a headline, with colons; nothing where there is none."""
    tags = list(dict.fromkeys(map(org_tag, names)))
    return f":{':'.join(tags)}:" if tags else ""


def org_tag(name: str) -> str:
    """A tag as Org has it: letters, digits, ``_@#%``; what else stands in it becomes ``_``."""
    return "".join(char if char.isalnum() or char in "_@#%" else "_" for char in name)


def escape(words: str) -> str:
    """A line of words with a zero width space in what Org would take for markup."""
    return re.sub(_MARKUP, rf"\g<0>{_SPACE}", words, flags=re.VERBOSE)


def quoted(words: str) -> str:
    """Words for a block quote, a paragraph for each line of them.

    A line that would be a headline or end the block gets a comma, as ``org-escape-code`` does it.
    """
    return "\n\n".join(_line(line.strip(" \t")) for line in clean_text(words).split("\n"))


def _line(line: str) -> str:
    if structure := re.match(r",*(?:\*+|#\+)", line):
        return f",{structure[0]}{escape(line[structure.end() :])}"
    return (_SPACE if re.match(_AT_START, line, re.VERBOSE) else "") + escape(line)


def note_text(note: str) -> str:
    """A note, which is Markdown, as Org: its lists, and its fenced code as examples; headings are bold.

    Whatever else would begin something of Org's at the start of a line gets a zero width space there.
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
        return f"*{heading[1]}*{_SPACE}" if heading[1] else ""
    line = re.sub(r"^([ \t]*)\*(?=\s)", r"\1-", line)
    return re.sub(r"^([ \t]*)(?=\*+\s|#|:|\\begin|%%\()", rf"\1{_SPACE}", line)


def spelling(articles: Iterable[str]) -> Spelling:
    """How links between these articles are written, when all are in one file."""
    there = frozenset(articles)

    def spell(link: Link, target: Target) -> str | None:
        shown = re.sub(r"(?<=[\[\]])(?=[\[\]])", _SPACE, one_line(link.shown))
        shown = shown + _SPACE if shown.endswith("]") else shown
        if target.tag:
            return shown
        if target.article not in there:
            return None
        return f"[[#{target.annotation.id if target.annotation else target.article}][{shown}]]"

    return spell
