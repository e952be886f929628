"""The translations into one language, in compiled files that are read when a text is not in those before."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path
from threading import Lock

from store.language.choice import Language

FOLDER = Path(__file__).parent / "catalogues"
"""A folder for each language, with its name in the form of gettext."""

PARTS = ("reader", "dialogs", "store", "cli", "importing", "formats")
"""The files of a language. The reader's own texts come first: it often needs no others."""


class Catalogue:
    """The translations into one language. Any thread may ask for one."""

    def __init__(self, language: Language) -> None:
        folder = FOLDER / language.value.replace("-", "_")
        self._files = tuple(folder / f"{part}.mo" for part in PARTS)
        self._parts: list[GNUTranslations] = []
        """Those of the first files, as far as they were needed."""
        self._reading = Lock()
        self._found: dict[tuple[str | None, str], str] = {}

    def find(self, message: str, context: str | None = None) -> str:
        """Return the translation of a text; the text itself if it has none."""
        if (known := self._found.get((context, message))) is not None:
            return known
        text = message
        for number in range(len(self._files)):
            part = self._part(number)
            text = part.gettext(message) if context is None else part.pgettext(context, message)
            if text != message:
                break
        self._found[context, message] = text
        return text

    def find_plural(self, one: str, many: str, number: int) -> str:
        """Return the translation of a text with a number; the English text if it has none."""
        text = one if number == 1 else many
        for place in range(len(self._files)):
            text = self._part(place).ngettext(one, many, number)
            if text not in (one, many):
                break
        return text

    def _part(self, number: int) -> GNUTranslations:
        """A part by its place, which is read now if it was not."""
        if number >= len(self._parts):
            with self._reading:
                if number == len(self._parts):  # no other thread has read it meanwhile
                    with self._files[number].open("rb") as file:
                        self._parts.append(GNUTranslations(file))
        return self._parts[number]
