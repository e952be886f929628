"""Flashcards as text that Anki imports: one card per line, its fields separated by tabs.

The header lines describe the columns (Anki 2.1.55 and later; "Text Files" in Anki's manual). Anki preselects
the deck and the note type if it has them, which it does after an import of the format ``anki``. Otherwise the
user selects a note type with six fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.anki.flashcards import DECK_NAME, FIELDS, flashcards


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the flashcards of a selection."""
    write_text(out, _lines(selection))


def _lines(selection: Selection) -> Iterator[str]:
    names = ("GUID", *FIELDS, "Tags")
    yield "".join(
        f"#{line}\n"
        for line in (
            *("separator:tab", "html:true", f"notetype:{DECK_NAME}", f"deck:{DECK_NAME}"),
            "columns:" + "\t".join(names),
            *("guid column:1", f"tags column:{len(names)}"),
        )
    )
    for card in flashcards(selection):
        cells = (card.guid, *card.fields, " ".join(card.tags))
        yield "\t".join(_cell(cell) for cell in cells) + "\n"


def _cell(text: str) -> str:
    """Return a field, quoted if it contains quotation marks."""
    return '"' + text.replace('"', '""') + '"' if '"' in text else text
