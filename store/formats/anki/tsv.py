"""Flashcards as text that Anki imports: a card a line, its fields parted by tabs.

The lines in front tell Anki (2.1.55 and later) what is what; see "Text Files" in Anki's manual. Anki presets
the deck and the note type if they are there: they are once the ``anki`` export has been imported; else a note
type of six fields is chosen in its dialog.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.anki.flashcards import FIELDS, NAME, flashcards


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the flashcards of a selection."""
    write_text(out, _lines(selection))


def _lines(selection: Selection) -> Iterator[str]:
    names = ("GUID", *FIELDS, "Tags")
    yield "".join(
        f"#{line}\n"
        for line in (
            *("separator:tab", "html:true", f"notetype:{NAME}", f"deck:{NAME}"),
            "columns:" + "\t".join(names),
            *("guid column:1", f"tags column:{len(names)}"),
        )
    )
    for card in flashcards(selection):
        cells = (card.guid, *card.fields, " ".join(card.tags))
        yield "\t".join(_cell(cell) for cell in cells) + "\n"


def _cell(words: str) -> str:
    """A field; one with quotation marks stands in such, and they are doubled."""
    return '"' + words.replace('"', '""') + '"' if '"' in words else words
