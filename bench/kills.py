"""Writers killed at random moments: what they acknowledged must be in the store.

Run as a program, ``python -m bench.kills pizhu|tinydb FOLDER`` is such a writer.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import msgspec

from bench.timing import Row
from store.errors import PizhuError
from store.importing.plain_text import read_text
from store.library import open_library
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.record_check import Kind

KILLS = 200
TEXT = "一篇文章\n\n列车每天只停两分钟。站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。\n"

HARMLESS = {Kind.STRAY, Kind.JOURNAL, Kind.INTERRUPTED}
"""What a kill may leave behind: temporary files and torn lines of the journal."""


class KillResult(msgspec.Struct, frozen=True):
    """The state of a store after a kill."""

    acknowledged: int
    lost: int
    unreadable: bool


def rows(_folder: Path) -> Iterator[Row]:
    """Yield a store with its kills, acknowledged changes, lost changes and unreadable stores."""
    for kind, name in (("pizhu", "Pizhu"), ("tinydb", "stock TinyDB `JSONStorage`")):
        results: list[KillResult] = []
        with tempfile.TemporaryDirectory() as folder:
            for number in range(KILLS):
                place = Path(folder) / str(number)
                results.append(kill_once(kind, place, random.Random(number)))
                with suppress(OSError):
                    shutil.rmtree(place)
        yield (
            name,
            f"{KILLS}",
            f"{sum(each.acknowledged for each in results):,}",
            f"{sum(each.lost for each in results):,}",
            f"{sum(each.unreadable for each in results)}",
        )


def kill_once(kind: str, folder: Path, chance: random.Random) -> KillResult:
    """Start a writer, kill it while it writes, and check the store."""
    command = [sys.executable, "-m", "bench.kills", kind, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(chance.randint(2, 60))]
        # Not at the moment of an acknowledgement, but somewhere in the next write.
        for _ in range(chance.randint(0, 20_000)):
            pass
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.readlines()
    acknowledged = [line.strip() for line in lines if line.endswith("\n")]
    try:
        stored = _stored_notes(kind, folder)
    except (PizhuError, ValueError):
        return KillResult(len(acknowledged), len(acknowledged), unreadable=True)
    return KillResult(len(acknowledged), len(set(acknowledged) - stored), unreadable=False)


def _stored_notes(kind: str, folder: Path) -> set[str]:
    if kind == "tinydb":
        tables = json.loads((folder / "db.json").read_text("utf-8"))
        return {document["note"] for document in tables["annotations"].values()}
    with open_library(folder) as library:
        library.resync()
        damage = [each for each in check(FolderStore(folder)) if each.kind not in HARMLESS]
        if damage or library.damage():
            raise ValueError(str(damage))
        listed = library.articles.rows()
        return {
            *(annotation.note for row in listed for annotation in library.annotations.of(row.id)),
            *(row.title for row in listed),
        }


def write(kind: str, folder: Path) -> None:
    """Write until killed, and acknowledge each change once it is on the disk."""
    writer = _write_tinydb if kind == "tinydb" else _write_pizhu
    writer(folder)


def _write_pizhu(folder: Path) -> None:
    with open_library(folder) as library:
        draft, _ = read_text(TEXT.encode(), "kill.txt")
        article = library.articles.add(draft)[0]
        for number in count():
            if number % 7 == 3:
                title = f"第{number}篇"
                library.articles.add(
                    msgspec.structs.replace(draft, text=f"{draft.text}{number}", title=title)
                )
                _acknowledge(title)
                continue
            library.annotations.annotate_quote(article, "油菜花", note=str(number))
            _acknowledge(str(number))


def _write_tinydb(folder: Path) -> None:
    from tinydb import TinyDB

    folder.mkdir(exist_ok=True)
    annotations = TinyDB(folder / "db.json", ensure_ascii=False).table("annotations")
    for number in count():
        annotations.insert({"exact": "油菜花", "note": str(number), "start": number, "end": number + 3})
        _acknowledge(str(number))


def _acknowledge(note: str) -> None:
    sys.stdout.write(f"{note}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]))
