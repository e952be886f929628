"""Renders notes as lines: links underlined, broken ones struck through, web addresses as hyperlinks."""

from __future__ import annotations

from collections.abc import Collection

from rich.style import Style
from rich.text import Text

from store.note_syntax.wikilinks import Link, links_in
from tui.looks.addresses import addresses_in, hyperlink
from tui.typesetting.fitting import wrapped_with_offsets

LINK = Style(underline=True)


def broken_style(colour: str | None) -> Style:
    """The style of a link that leads nowhere, in the theme's colour of errors if there is one."""
    return Style(strike=True, color=colour)


def linked_lines(
    note: str, width: int, *, broken: Collection[Link] = (), error_colour: str | None = None
) -> list[Text]:
    """The lines of a note, at most ``width`` cells wide, links underlined, addresses hyperlinks.

    The style of a link has the metadata ``link``, the offset in the note at which the link begins.

    :param broken: the targets that lead nowhere. Links to them are struck through.
    """
    addresses = [(each, hyperlink(each.address)) for each in addresses_in(note)]
    links = links_in(note)
    lines = []
    for start, words in wrapped_with_offsets(note, width):
        line = Text(words)
        for link in links:
            look = broken_style(error_colour) if link.target in broken else LINK
            style = look + Style(meta={"link": link.start})
            line.stylize(style, max(0, link.start - start), max(0, link.end - start))
        for each, style in addresses:
            line.stylize(style, max(0, each.start - start), max(0, each.end - start))
        lines.append(line)
    return lines
