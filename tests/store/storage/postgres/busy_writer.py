"""A program that makes many changes of one article on a server, beside others that do the same.

``python -m tests.store.storage.postgres.busy_writer ADDRESS FOLDER PERSON CHANGES``
"""

from __future__ import annotations

import sys
from pathlib import Path

from store.library import open_library
from store.location import ServerLocation

if __name__ == "__main__":
    address, folder, person, changes = sys.argv[1:]
    with open_library(ServerLocation(address, Path(folder)), creator=person) as library:
        library.resync()
        (row,) = library.articles.rows()
        for number in range(int(changes)):
            library.annotations.annotate(row.id, 0, 2, note=f"{person} {number}")
