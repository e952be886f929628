"""A program that makes one change on a server and is killed in a step of it.

``python -m tests.store.storage.postgres.killed_writer ADDRESS FOLDER STEP before|after`` prints ``done`` when
the change is acknowledged.
"""

from __future__ import annotations

import sys
from pathlib import Path

from store.storage.postgres.address import parse_address
from store.storage.postgres.postgres_store import PostgresStore
from tests.store.storage.postgres.interruptions import interrupted, kill, kill_after
from tests.store.storage.test_document_store import ONE, TWO, noted, retitled

STEP = b'{"step":"1","committed":true}\n'


def change(store: PostgresStore) -> None:
    """Change two articles, with a line of the journal."""
    with store.locked():
        record = store.read(ONE)
        title, number = str(record.article["title"]), len(record.annotations)
        store.apply(
            [
                retitled(ONE, title, f"{title}甲"),
                noted(ONE, 7 + number, "一"),
                retitled(TWO, title, f"{title}甲"),
            ],
            step=STEP,
        )


if __name__ == "__main__":
    opened = PostgresStore(parse_address(sys.argv[1]), Path(sys.argv[2]))
    opened.open()
    with interrupted(int(sys.argv[3]), kill if sys.argv[4] == "before" else kill_after):
        change(opened)
        print("done", flush=True)  # noqa: T201 - an acknowledgement
    opened.close()
