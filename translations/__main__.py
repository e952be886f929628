"""`make messages`: write the texts of the code into the `.po` files, and compile these."""

from __future__ import annotations

import sys

from store.language.catalogue import PARTS
from translations.catalogues import compile_all, entries, key_of, po_file, read, translation, update
from translations.extraction import extract, source_files


def main() -> int:
    """Update and compile; report what is wrong, gone or untranslated."""
    mistakes = [mistake for path in source_files() for mistake in extract(path)[1]]
    for mistake in mistakes:
        print(mistake)
    for entry in update():
        print(f"no longer in the code: {key_of(entry).text!r} → {translation(entry)!r}")
    compile_all()
    for part in PARTS:
        for key, entry in entries(read(part)):
            if not translation(entry):
                print(f"{po_file(part).name}: without a translation: {key.text!r}")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
