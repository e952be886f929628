"""An Anki deck, ``.apkg``: one card per annotation.

The file is a zip with a SQLite database, a collection of Anki's schema 11, which all versions since 2.1
import, and an empty list of media. Sources: "AnkiDroid Wiki: Database Structure", and imports into Anki
itself. The deck, the note type and each note have stable IDs: a later import updates the notes that were
changed here and keeps their learning progress. Anki updates a note if its time of modification is later than
that of the note it has; see :func:`store.formats.anki.flashcards.flashcards`.

The database is written to a temporary folder, one note at a time. Its times are those of the library or
constant: the same library gives the same bytes with the same version of SQLite, which writes its version into
its files.
"""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from store.exporting.selection import Selection
from store.formats.anki.flashcards import DECK_NAME, FIELDS, Flashcard, flashcards
from store.model.stable_ids import guid

_CREATED = 1_577_836_800
"""The creation time of the collection, its deck and its note type, in seconds: 1 January 2020."""

_FIELD_SEPARATOR = "\x1f"

_TABLES = {
    "col": "id crt mod scm ver dty usn ls conf models decks dconf tags",
    "notes": "id guid mid mod usn tags flds sfld csum flags data",
    "cards": "id nid did ord mod usn type queue due ivl factor reps lapses left odue odid flags data",
    "revlog": "id cid usn ease ivl lastIvl factor time type",
    "graves": "usn oid type",
}
_TEXT = {"conf", "models", "decks", "dconf", "tags", "guid", "flds", "data"}
"""Columns of type text; all others are integers."""

_INDEXES = {
    "ix_notes_usn": "notes (usn)",
    "ix_notes_csum": "notes (csum)",
    "ix_cards_usn": "cards (usn)",
    "ix_cards_nid": "cards (nid)",
    "ix_cards_sched": "cards (did, queue, due)",
    "ix_revlog_usn": "revlog (usn)",
    "ix_revlog_cid": "revlog (cid)",
}

_FRONT_TEMPLATE = '<div class="word" lang="zh">{{Word}}</div>'
_BACK_TEMPLATE = """{{FrontSide}}
<hr id="answer">
<div class="pinyin">{{Pinyin}}</div>
{{#Gloss}}<div class="gloss">{{Gloss}}</div>{{/Gloss}}
<div class="sentence" lang="zh">{{Sentence}}</div>
{{#Note}}<div class="note">{{Note}}</div>{{/Note}}
<div class="source">{{Source}}</div>"""
_STYLE = """.card { font-size: 20px; text-align: center; }
.word { font-size: 40px; }
.pinyin { font-size: 24px; }
.gloss, .sentence, .note { margin-top: 0.8em; }
.note { white-space: normal; font-style: italic; }
.source { margin-top: 1.2em; font-size: 14px; opacity: 0.6; }"""

_Json = dict[str, object]


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the deck of a selection."""
    with TemporaryDirectory(prefix="pizhu-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "collection.anki2")
        with closing(sqlite3.connect(path)) as database:
            _write_database(database, flashcards(selection))
        with ZipFile(out, "w") as archive:
            with path.open("rb") as database_file, archive.open(_entry(path.name), "w") as entry:
                shutil.copyfileobj(database_file, entry)
            archive.writestr(_entry("media"), "{}")


def stable_id(kind: str) -> int:
    """Return the constant ID of the deck or the note type: 31 bits, which JavaScript handles."""
    return UUID(guid("anki", kind)).int % 2**30 + 2**30


def strip_markup(field: str) -> str:
    """Return the text of a field without HTML, which Anki sorts by and compares."""
    return html.unescape(re.sub(r"<[^>]*>", "", field))


def checksum(text: str) -> int:
    """Return Anki's checksum of the text of a first field: 32 bits of its SHA-1."""
    return int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8], 16)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)  # dated 1980-01-01, the earliest date of the zip format
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _write_database(database: sqlite3.Connection, cards: Iterator[Flashcard]) -> None:
    database.execute("PRAGMA journal_mode = OFF")  # an interrupted export discards the file
    database.execute("PRAGMA synchronous = OFF")
    for table, names in _TABLES.items():
        database.execute(f"CREATE TABLE {table} ({', '.join(map(_column, names.split()))})")
    _write_collection_row(database)
    deck, note_type = stable_id("deck"), stable_id("note type")
    following: dict[int, int] = {}
    for due, card in enumerate(cards, start=1):
        note = _take_free_id(card.created, following)
        tags = f" {' '.join(card.tags)} " if card.tags else ""
        word = strip_markup(card.fields[0])
        database.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')",
            (
                *(note, card.guid, note_type, card.modified, tags),
                *(_FIELD_SEPARATOR.join(card.fields), word, checksum(word)),
            ),
        )
        database.execute(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            (note, note, deck, card.modified, due),
        )
    for name, columns in _INDEXES.items():
        database.execute(f"CREATE INDEX {name} ON {columns}")
    database.commit()


def _column(name: str) -> str:
    if name == "id":
        return "id integer PRIMARY KEY"
    return f"{name} {'text' if name in _TEXT else 'integer'} NOT NULL"


def _take_free_id(note: int, following: dict[int, int]) -> int:
    """Return and take the first free ID from ``note`` on. An ID is the creation time of the note.

    :param following: for each taken ID, a later one from which to continue the search.
    """
    skipped = []
    while note in following:
        skipped.append(note)
        note = following[note]
    following.update(dict.fromkeys([*skipped, note], note + 1))
    return note


def _write_collection_row(database: sqlite3.Connection) -> None:
    """Write the one row of the table ``col``: note types, decks and options."""
    parts: tuple[_Json, ...] = (_options(), _note_types(), _decks(), _deck_options(), {})
    database.execute(
        "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, ?)",
        (_CREATED, _CREATED * 1000, _CREATED * 1000, *(msgspec.json.encode(each).decode() for each in parts)),
    )


def _note_types() -> _Json:
    key = stable_id("note type")
    looks: _Json = {"font": "Arial", "media": [], "rtl": False, "size": 20, "sticky": False}
    fields = [{"name": name, "ord": at, **looks} for at, name in enumerate(FIELDS)]
    template: _Json = {
        "name": "Card 1",
        "ord": 0,
        "qfmt": _FRONT_TEMPLATE,
        "afmt": _BACK_TEMPLATE,
        "bqfmt": "",
        "bafmt": "",
        "did": None,
    }
    note_type: _Json = {
        "id": key,
        "name": DECK_NAME,
        "type": 0,
        "mod": _CREATED,
        "usn": -1,
        "sortf": 0,
        "did": stable_id("deck"),
        "flds": fields,
        "tmpls": [template],
        "css": _STYLE,
        "latexPre": "",
        "latexPost": "",
        "req": [[0, "all", [0]]],
        "tags": [],
        "vers": [],
    }
    return {str(key): note_type}


def _decks() -> _Json:
    names = {1: "Default", stable_id("deck"): DECK_NAME}
    today = [0, 0]
    return {
        str(key): {
            "id": key,
            "name": name,
            "desc": "",
            "mod": _CREATED,
            "usn": -1,
            "conf": 1,
            "dyn": 0,
            "collapsed": False,
            "extendNew": 0,
            "extendRev": 0,
            **{f"{kind}Today": today for kind in ("new", "rev", "lrn", "time")},
        }
        for key, name in names.items()
    }


def _deck_options() -> _Json:
    """Return the default preset of Anki; an import keeps the presets of its user."""
    new: _Json = {
        "delays": [1, 10],
        "ints": [1, 4, 0],
        "initialFactor": 2500,
        "order": 1,
        "perDay": 20,
        "bury": False,
    }
    reviews: _Json = {
        "perDay": 200,
        "ease4": 1.3,
        "ivlFct": 1,
        "maxIvl": 36500,
        "bury": False,
        "hardFactor": 1.2,
    }
    lapses: _Json = {"delays": [10], "mult": 0, "minInt": 1, "leechFails": 8, "leechAction": 1}
    preset: _Json = {
        "id": 1,
        "name": "Default",
        "mod": 0,
        "usn": 0,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
    }
    return {"1": {**preset, "replayq": True, "dyn": False, "new": new, "rev": reviews, "lapse": lapses}}


def _options() -> _Json:
    deck = stable_id("deck")
    return {
        "activeDecks": [deck],
        "curDeck": deck,
        "curModel": stable_id("note type"),
        "nextPos": 1,
        "sortType": "noteFld",
        "sortBackwards": False,
        "newSpread": 0,
        "collapseTime": 1200,
        "timeLim": 0,
        "estTimes": True,
        "dueCounts": True,
        "addToCur": True,
        "schedVer": 2,
    }
