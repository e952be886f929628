"""A writer that says what it has written, killed at a random moment: what it said must be there.

Run as a program it is the writer: ``python -m bench.killing pizhu|tinydb FOLDER``.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import msgspec

from store.errors import PizhuError
from store.importing.plain_text import read_text
from store.library import open_library
from store.storage.folder.check import Kind, check
from store.storage.folder.folder_store import FolderStore

TEXT = "一篇文章\n\n列车每天只停两分钟。站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。\n"

HARMLESS = {Kind.STRAY, Kind.JOURNAL, Kind.INTERRUPTED}
"""What a kill may leave: half-written files under names of their own, and torn lines of the log."""


class Aftermath(msgspec.Struct, frozen=True):
    """What was found after a kill."""

    acknowledged: int
    lost: int
    unreadable: bool


def kill_once(kind: str, folder: Path, chance: random.Random) -> Aftermath:
    """Start a writer, kill it in the midst of its work, and look."""
    command = [sys.executable, "-m", "bench.killing", kind, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(chance.randint(2, 60))]
        # Not at the moment of an acknowledgement: somewhere in the work that follows.
        for _ in range(chance.randint(0, 20_000)):
            pass
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.readlines()
    notes = [line.strip() for line in said if line.endswith("\n")]
    try:
        there = _notes_in(kind, folder)
    except (PizhuError, ValueError):
        return Aftermath(len(notes), len(notes), unreadable=True)
    return Aftermath(len(notes), len(set(notes) - there), unreadable=False)


def _notes_in(kind: str, folder: Path) -> set[str]:
    if kind == "tinydb":
        tables = json.loads((folder / "db.json").read_text("utf-8"))
        return {document["note"] for document in tables["annotations"].values()}
    with open_library(folder) as library:
        library.resync()
        wrong = [damage for damage in check(FolderStore(folder)) if damage.kind not in HARMLESS]
        if wrong or library.damage():
            raise ValueError(str(wrong))
        rows = library.articles.rows()
        return {
            *(mark.note for row in rows for mark in library.annotations.of(row.id)),
            *(row.title for row in rows),
        }


def write(kind: str, folder: Path) -> None:
    """Write for ever, and say each time what is on the disk."""
    writing = _write_tinydb if kind == "tinydb" else _write_pizhu
    writing(folder)


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
                _say(title)
                continue
            library.annotations.annotate_quote(article, "油菜花", note=str(number))
            _say(str(number))


def _write_tinydb(folder: Path) -> None:
    from tinydb import TinyDB

    folder.mkdir(exist_ok=True)
    annotations = TinyDB(folder / "db.json", ensure_ascii=False).table("annotations")
    for number in count():
        annotations.insert({"exact": "油菜花", "note": str(number), "start": number, "end": number + 3})
        _say(str(number))


def _say(note: str) -> None:
    sys.stdout.write(f"{note}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]))
