"""An Anki deck, ``.apkg``: a card of each marked word or sentence.

The file is a zip with a collection of Anki's schema 11, a SQLite database, which all versions since 2.1
import, and a list of media, which is empty. Tables and JSON are after "AnkiDroid Wiki: Database
Structure", and tried with Anki itself. The deck, the note type and each note have IDs that stay the same:
a later import updates the notes that were changed here, and keeps what is known of learning them.

The database is made in a temporary folder, a note at a time. Its times are those of the annotations or
fixed: the same library gives the same bytes, as long as SQLite is of the same version, which it writes
into its files.
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
from store.formats.anki.flashcards import FIELDS, NAME, Flashcard, flashcards
from store.model.stable_ids import guid

_MADE = 1_577_836_800
"""In seconds: when the collection, its deck and its note type say they were made, 1 January 2020."""

_BETWEEN_FIELDS = "\x1f"

_TABLES = {
    "col": "id crt mod scm ver dty usn ls conf models decks dconf tags",
    "notes": "id guid mid mod usn tags flds sfld csum flags data",
    "cards": "id nid did ord mod usn type queue due ivl factor reps lapses left odue odid flags data",
    "revlog": "id cid usn ease ivl lastIvl factor time type",
    "graves": "usn oid type",
}
_TEXT = {"conf", "models", "decks", "dconf", "tags", "guid", "flds", "data"}
"""The columns that hold text; all others hold integers."""

_INDEXES = {
    "ix_notes_usn": "notes (usn)",
    "ix_notes_csum": "notes (csum)",
    "ix_cards_usn": "cards (usn)",
    "ix_cards_nid": "cards (nid)",
    "ix_cards_sched": "cards (did, queue, due)",
    "ix_revlog_usn": "revlog (usn)",
    "ix_revlog_cid": "revlog (cid)",
}

_FRONT = '<div class="word" lang="zh">{{Word}}</div>'
_BACK = """{{FrontSide}}
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
            _fill(database, flashcards(selection))
        with ZipFile(out, "w") as archive:
            with path.open("rb") as made, archive.open(_entry(path.name), "w") as place:
                shutil.copyfileobj(made, place)
            archive.writestr(_entry("media"), "{}")


def number(kind: str) -> int:
    """The ID of the deck or the note type: always the same, of 31 bits as JavaScript likes it."""
    return UUID(guid("anki", kind)).int % 2**30 + 2**30


def without_markup(field: str) -> str:
    """The words of a field, as Anki sorts by and compares them."""
    return html.unescape(re.sub(r"<[^>]*>", "", field))


def checksum(words: str) -> int:
    """Anki's checksum of the words of a first field: 32 bits of their SHA-1."""
    return int(hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()[:8], 16)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)  # its time is 1980, the first that a zip can hold
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _fill(database: sqlite3.Connection, cards: Iterator[Flashcard]) -> None:
    database.execute("PRAGMA journal_mode = OFF")  # whoever is interrupted throws the file away
    database.execute("PRAGMA synchronous = OFF")
    for table, names in _TABLES.items():
        database.execute(f"CREATE TABLE {table} ({', '.join(map(_column, names.split()))})")
    _describe(database)
    deck, note_type = number("deck"), number("note type")
    following: dict[int, int] = {}
    for due, card in enumerate(cards, start=1):
        note = _free(card.created, following)
        tags = f" {' '.join(card.tags)} " if card.tags else ""
        word = without_markup(card.fields[0])
        database.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')",
            (
                *(note, card.guid, note_type, card.modified, tags),
                *(_BETWEEN_FIELDS.join(card.fields), word, checksum(word)),
            ),
        )
        database.execute(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            (note, note, deck, card.modified, due),
        )
    for name, place in _INDEXES.items():
        database.execute(f"CREATE INDEX {name} ON {place}")
    database.commit()


def _column(name: str) -> str:
    if name == "id":
        return "id integer PRIMARY KEY"
    return f"{name} {'text' if name in _TEXT else 'integer'} NOT NULL"


def _free(note: int, following: dict[int, int]) -> int:
    """The first ID from ``note`` that is free; it is taken then. An ID is when the note was made.

    :param following: for each ID that is taken, one behind it, behind which to look on.
    """
    passed = []
    while note in following:
        passed.append(note)
        note = following[note]
    following.update(dict.fromkeys([*passed, note], note + 1))
    return note


def _describe(database: sqlite3.Connection) -> None:
    """Write the one row of ``col``: the note type, the decks, the options."""
    described: tuple[_Json, ...] = (_options(), _note_types(), _decks(), _deck_options(), {})
    database.execute(
        "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, ?)",
        (_MADE, _MADE * 1000, _MADE * 1000, *(msgspec.json.encode(each).decode() for each in described)),
    )


def _note_types() -> _Json:
    key = number("note type")
    looks: _Json = {"font": "Arial", "media": [], "rtl": False, "size": 20, "sticky": False}
    fields = [{"name": name, "ord": at, **looks} for at, name in enumerate(FIELDS)]
    template: _Json = {
        "name": "Card 1",
        "ord": 0,
        "qfmt": _FRONT,
        "afmt": _BACK,
        "bqfmt": "",
        "bafmt": "",
        "did": None,
    }
    note_type: _Json = {
        "id": key,
        "name": NAME,
        "type": 0,
        "mod": _MADE,
        "usn": -1,
        "sortf": 0,
        "did": number("deck"),
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
    names = {1: "Default", number("deck"): NAME}
    today = [0, 0]
    return {
        str(key): {
            "id": key,
            "name": name,
            "desc": "",
            "mod": _MADE,
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
    """The preset that Anki makes itself; whoever imports the deck has their own."""
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
    deck = number("deck")
    return {
        "activeDecks": [deck],
        "curDeck": deck,
        "curModel": number("note type"),
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
