r"""Links in notes: ``[[…]]`` to an article, an annotation or a tag.

=========================== ==============================================================
``[[春天的小站]]``           an article by its title, in any script and width
``[[3f9c12]]``              an article by the start of its ID, at least six digits
``[[春天的小站#^ab12cd34]]`` an annotation by the start of its ID, like a block in Obsidian;
                            after an article the ``^`` is optional
``[[#^ab12cd34]]``          an annotation of the article that the note belongs to
``[[#服务/线上]]``           a tag
``[[…|the words shown]]``   the same with other words on the screen
=========================== ==============================================================

In a link, as everywhere in Markdown, a backslash escapes the punctuation after it: ``[[C\#入门]]``.
In code spans and fenced code there are no links, and ``\[`` does not begin one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from store.chinese.folding import fold
from store.note_syntax.code_fences import without_fences

_SIGN = r"[!-/:-@\[-`{-~]"
"""What a backslash can escape: ASCII punctuation (CommonMark 0.31, section 2.4)."""

# Patterns are compiled at the first note with a link, not at start-up.
_TOKEN = rf"""
      \\{_SIGN}                                             # an escaped character
    | (`++) (?: [^`\n]++ | \n(?![^\S\n]*\n)                 # a code span, within one paragraph:
              | (?!\1(?!`)) `++ )*+ \1 (?!`)                # up to the next run of as many backticks
    | `++                                                   # backticks that do not begin code
    | \[\[ (?P<inner> (?: \\[^\n] | (?!\[\[|\]\])[^\\\n] )++ ) \]\]
    """
_CHARACTER = rf"(?s)\\(?P<sign>{_SIGN})|(?P<plain>.)"


class Link(msgspec.Struct, frozen=True):
    """A link as written: its target, an article, an annotation or a tag, and its place in the note."""

    article: str = ""
    """A title or the start of an ID. Empty for a tag, and for an annotation of the same article."""
    annotation: str = ""
    """The start of the ID of an annotation."""
    tag: str = ""
    """The name of a tag."""
    alias: str = ""
    """The words to show instead of the target."""
    start: int = 0
    end: int = 0
    """Code points of the note, brackets included."""

    @property
    def target(self) -> Link:
        """The target alone, without alias and place: links to the same target are equal."""
        return msgspec.structs.replace(self, alias="", start=0, end=0)

    @property
    def shown(self) -> str:
        """The words on the screen: the alias, else the target."""
        annotation = f"#^{self.annotation}" if self.annotation else ""
        return self.alias or (f"#{self.tag}" if self.tag else self.article + annotation)


def links_in(note: str) -> tuple[Link, ...]:
    """The links of a note, in order."""
    if "[[" not in note:
        return ()
    found = []
    for match in re.finditer(_TOKEN, without_fences(note), re.VERBOSE):
        link = parse_link(match["inner"]) if match["inner"] else None
        if link is not None:
            found.append(msgspec.structs.replace(link, start=match.start(), end=match.end()))
    return tuple(found)


def parse_link(inner: str) -> Link | None:
    """Parse the text between the brackets; None if it names no target."""
    target, alias = _Characters(inner).split_at("|")
    before, after = target.split_at("#")
    article, rest, shown = (part.words.strip() for part in (before, after, alias))
    if article or after.starts_with("^"):
        annotation = rest.removeprefix("^")
        return Link(article=article, annotation=annotation, alias=shown) if article or annotation else None
    tag = "/".join(part.strip() for part in rest.split("/"))
    return Link(tag=tag, alias=shown) if tag.strip("/") else None


class _Characters:
    """The characters of a link, each with a flag: false if it is escaped."""

    def __init__(self, inner: str | list[tuple[str, bool]]) -> None:
        self._characters = (
            [
                (match["sign"] or match["plain"], match["sign"] is None)
                for match in re.finditer(_CHARACTER, inner)
            ]
            if isinstance(inner, str)
            else inner
        )

    @property
    def words(self) -> str:
        """The characters, without backslashes."""
        return "".join(character for character, _ in self._characters)

    def split_at(self, sign: str) -> tuple[_Characters, _Characters]:
        """Split at the first ``sign`` that is not escaped."""
        bare = (sign, True)
        place = self._characters.index(bare) if bare in self._characters else len(self._characters)
        return _Characters(self._characters[:place]), _Characters(self._characters[place + 1 :])

    def starts_with(self, sign: str) -> bool:
        """Whether ``sign`` comes first, not escaped; white space before it is ignored."""
        return next((each for each in self._characters if not each[0].isspace()), None) == (sign, True)


def format_link(link: Link) -> str:
    """Format a link for a note. Parsing it gives the same link."""
    if link.tag:
        caret = "\\" if link.tag.startswith("^") else ""
        target = f"#{caret}{_escaped(link.tag)}"
    else:
        target = _escaped(link.article) + (f"#^{_escaped(link.annotation)}" if link.annotation else "")
    return f"[[{target}{f'|{_escaped(link.alias)}' if link.alias else ''}]]"


def _escaped(words: str) -> str:
    return re.sub(r"([\\`\[\]|#])", r"\\\1", words)


def count_targets(notes: Iterable[str]) -> Counter[str]:
    """Count the targets of the links in ``notes`` by their :func:`target_key`."""
    links = (link for note in notes for link in links_in(note))
    return Counter(target_key(link) for link in links if link.article or link.tag)


def target_key(link: Link) -> str:
    """The folded name that a link is looked up by: a title, the start of an ID, or ``#`` and a tag."""
    return fold(f"#{link.tag}" if link.tag else link.article)


def with_tags_renamed(note: str, renamed: Callable[[str], str | None]) -> str:
    """Rename tags in the links of a note; everything else stays unchanged.

    :param renamed: returns the new name of a tag, or None if it keeps its name.
    """
    parts, done = [], 0
    for link in links_in(note):
        name = renamed(link.tag) if link.tag else None
        if name is not None:
            parts += [note[done : link.start], format_link(msgspec.structs.replace(link, tag=name))]
            done = link.end
    return "".join(parts) + note[done:]
