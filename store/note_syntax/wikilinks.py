r"""Links in notes: ``[[…]]`` to an article, an annotation or a tag, as they are written.

=========================== ==============================================================
``[[春天的小站]]``           an article by its title, in either script and width
``[[3f9c12]]``              an article by the start of its ID, six digits at least
``[[春天的小站#^ab12cd34]]`` an annotation by the start of its ID, as Obsidian names blocks;
                            after an article the ``^`` may be left out
``[[#^ab12cd34]]``          an annotation of the article that the note is on
``[[#服务/线上]]``           a tag
``[[…|the words shown]]``   the same under another name
=========================== ==============================================================

In a link, as everywhere in Markdown, a backslash takes its meaning from the sign after it: ``[[C\#入门]]``.
Links in code, in spans of it or fenced, are words; so is one that begins with ``\[``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from store.chinese.folding import fold
from store.note_syntax.code_fences import without_fences

_SIGN = r"[!-/:-@\[-`{-~]"
"""What a backslash can stand before: ASCII punctuation (CommonMark 0.31, section 2.4)."""

# Patterns are compiled when the first note with a link is met, not before the first screen.
_TOKEN = rf"""
      \\{_SIGN}                                             # a sign without its meaning
    | (`++) (?: [^`\n]++ | \n(?![^\S\n]*\n)                 # a span of code, in one paragraph:
              | (?!\1(?!`)) `++ )*+ \1 (?!`)                # to the next run of as many backticks
    | `++                                                   # backticks that begin no code
    | \[\[ (?P<inner> (?: \\[^\n] | (?!\[\[|\]\])[^\\\n] )++ ) \]\]
    """
_PIECE = rf"(?s)\\(?P<sign>{_SIGN})|(?P<plain>.)"


class Link(msgspec.Struct, frozen=True):
    """A link as it is written: an article, an annotation of one, or a tag, and where it stands."""

    article: str = ""
    """A title or the start of an ID; empty for a tag, and for an annotation of the article it is on."""
    annotation: str = ""
    """The start of its ID."""
    tag: str = ""
    """Its name."""
    alias: str = ""
    """What is to be shown."""
    start: int = 0
    end: int = 0
    """Code points of the note, the brackets included."""

    @property
    def shown(self) -> str:
        """What a reader is shown: its other name, else what it names."""
        annotation = f"#^{self.annotation}" if self.annotation else ""
        return self.alias or (f"#{self.tag}" if self.tag else self.article + annotation)


def links_in(note: str) -> tuple[Link, ...]:
    """The links of a note, in the order in which they stand."""
    if "[[" not in note:
        return ()
    found = []
    for match in re.finditer(_TOKEN, without_fences(note), re.VERBOSE):
        link = parse_link(match["inner"]) if match["inner"] else None
        if link is not None:
            found.append(msgspec.structs.replace(link, start=match.start(), end=match.end()))
    return tuple(found)


def parse_link(inner: str) -> Link | None:
    """What stands between the brackets, as a link; None when it names nothing."""
    target, alias = _Pieces(inner).parted("|")
    before, after = target.parted("#")
    article, rest, shown = (part.words.strip() for part in (before, after, alias))
    if article or after.starts_with("^"):
        annotation = rest.removeprefix("^")
        return Link(article=article, annotation=annotation, alias=shown) if article or annotation else None
    tag = "/".join(part.strip() for part in rest.split("/"))
    return Link(tag=tag, alias=shown) if tag.strip("/") else None


class _Pieces:
    """Characters of a link, each with whether it keeps its meaning."""

    def __init__(self, inner: str | list[tuple[str, bool]]) -> None:
        self._pieces = (
            [(match["sign"] or match["plain"], match["sign"] is None) for match in re.finditer(_PIECE, inner)]
            if isinstance(inner, str)
            else inner
        )

    @property
    def words(self) -> str:
        """The characters."""
        return "".join(character for character, _ in self._pieces)

    def parted(self, sign: str) -> tuple[_Pieces, _Pieces]:
        """What stands before the first such sign that has its meaning, and what after it."""
        bare = (sign, True)
        place = self._pieces.index(bare) if bare in self._pieces else len(self._pieces)
        return _Pieces(self._pieces[:place]), _Pieces(self._pieces[place + 1 :])

    def starts_with(self, sign: str) -> bool:
        """Whether the sign comes first, with its meaning, blanks aside."""
        return next((piece for piece in self._pieces if not piece[0].isspace()), None) == (sign, True)


def format_link(link: Link) -> str:
    """A link as it is written in a note: read again it is the same."""
    if link.tag:
        caret = "\\" if link.tag.startswith("^") else ""
        target = f"#{caret}{_escaped(link.tag)}"
    else:
        target = _escaped(link.article) + (f"#^{_escaped(link.annotation)}" if link.annotation else "")
    return f"[[{target}{f'|{_escaped(link.alias)}' if link.alias else ''}]]"


def _escaped(words: str) -> str:
    return re.sub(r"([\\`\[\]|#])", r"\\\1", words)


def count_targets(notes: Iterable[str]) -> Counter[str]:
    """By what names, folded, notes link elsewhere, and how often: titles, starts of IDs, ``#`` and a tag."""
    links = (link for note in notes for link in links_in(note))
    return Counter(target_key(link) for link in links if link.article or link.tag)


def target_key(link: Link) -> str:
    """The name, folded, by which a link is looked up."""
    return fold(f"#{link.tag}" if link.tag else link.article)


def with_tags_renamed(note: str, renamed: Callable[[str], str | None]) -> str:
    """The note with other tags in its links; all else stays as it is written.

    :param renamed: what a tag is called now; None when it stays as it is.
    """
    parts, done = [], 0
    for link in links_in(note):
        name = renamed(link.tag) if link.tag else None
        if name is not None:
            parts += [note[done : link.start], format_link(msgspec.structs.replace(link, tag=name))]
            done = link.end
    return "".join(parts) + note[done:]
