"""Renders notes as lines of text, with links underlined. Web addresses are hyperlinks."""

from __future__ import annotations

from rich.text import Text

from store.note_syntax.wikilinks import links_in
from tui.looks.addresses import addresses_in, hyperlink
from tui.typesetting.fitting import wrapped_with_offsets


def linked_lines(note: str, width: int) -> list[Text]:
    """The lines of a note, at most ``width`` cells wide, links underlined, addresses hyperlinks."""
    addresses = [(each, hyperlink(each.address)) for each in addresses_in(note)]
    links = links_in(note)
    lines = []
    for start, words in wrapped_with_offsets(note, width):
        line = Text(words)
        for link in links:
            line.stylize("underline", max(0, link.start - start), max(0, link.end - start))
        for each, style in addresses:
            line.stylize(style, max(0, each.start - start), max(0, each.end - start))
        lines.append(line)
    return lines
