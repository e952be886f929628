"""Renders notes as lines of text, with links underlined."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from store.note_syntax.wikilinks import links_in
from tui.typesetting.fitting import wrapped_with_offsets


def linked_lines(note: str, width: int) -> list[Text]:
    """The lines of a note, at most ``width`` cells wide, with links underlined.

    The style of a link has the metadata ``link``, the offset in the note at which the link begins.
    """
    links = links_in(note)
    lines = []
    for start, words in wrapped_with_offsets(note, width):
        line = Text(words)
        for link in links:
            look = Style(underline=True, meta={"link": link.start})
            line.stylize(look, max(0, link.start - start), max(0, link.end - start))
        lines.append(line)
    return lines
