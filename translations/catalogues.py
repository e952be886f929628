"""Keeps the translations: `.po` files, edited by hand, and the `.mo` files that are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from store.language.catalogue import FOLDER, PARTS
from translations.extraction import Message, all_messages
from translations.traditional import in_traditional

SIMPLIFIED, TRADITIONAL = FOLDER / "zh_Hans", FOLDER / "zh_Hant"

FOLDERS = {
    "cli": (
        "tui/cli",
        "tui/plain",
        "tui/serving",
        "tui/settings",
        "tui/config.py",
        "tui/user_folders.py",
        "tui/__main__.py",
    ),
    "dialogs": ("tui/dialogs", "tui/controllers", "tui/note_editing"),
    "importing": ("store/importing", "store/exporting"),
    "formats": ("store/formats",),
    "reader": ("tui", "seeds"),
    "store": ("store",),
}
"""The folders whose texts are in a part. A folder that is not named is in the part of the one around it."""

WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in every header: the same input makes the same files."""


class Key(NamedTuple):
    """What a translation is found by."""

    context: str | None
    text: str
    plural: str | None


def part_of(file: str) -> str:
    """Return the part that the texts of a module belong to."""
    fitting = [
        (len(folder), part)
        for part, folders in FOLDERS.items()
        for folder in folders
        if file == folder or file.startswith(f"{folder}/")
    ]
    return max(fitting)[1]


def po_file(part: str) -> Path:
    """Return the file of a part in simplified Chinese, which translators edit."""
    return SIMPLIFIED / f"{part}.po"


def read(part: str) -> Catalog:
    """Return the translations of a part into simplified Chinese."""
    path = po_file(part)
    if not path.exists():
        return _new("zh_Hans")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def entries(catalogue: Catalog) -> Iterator[tuple[Key, Entry]]:
    """Yield the translations of a catalogue without its header."""
    for entry in catalogue:
        if entry.id:
            yield key_of(entry), entry


def key_of(entry: Entry) -> Key:
    """Return what an entry is found by."""
    one, many = entry.id if isinstance(entry.id, tuple) else (entry.id, None)
    return Key(entry.context, str(one), many)


def translation(entry: Entry) -> str:
    """Return the translation, which Chinese has one form of; empty if there is none."""
    return str(
        (entry.string[0] if entry.string else "") if isinstance(entry.string, tuple | list) else entry.string
    )


def updated(part: str, messages: Iterable[Message], known: dict[Key, str]) -> tuple[Catalog, list[Entry]]:
    """Return the catalogue of a part with exactly the texts of the code, and what is no longer in it.

    :param known: translations of other parts, which a text that is new here gets.
    """
    old = dict(entries(read(part)))
    new = _new("zh_Hans")
    for message in messages:
        key = Key(message.context, message.text, message.plural)
        before = old.pop(key, None) or (new.get(*_id_and_context(key)))
        string = (translation(before) if before else "") or known.get(key, "")
        new.add(
            (key.text, key.plural) if key.plural else key.text,
            (string,) if key.plural else string,
            locations=[(message.file, message.line)],
            user_comments=before.user_comments if before else (),
            context=key.context,
        )
    return new, [
        entry for entry in old.values() if translation(entry) and key_of(entry) not in dict(entries(new))
    ]


def _id_and_context(key: Key) -> tuple[str, str | None]:
    return key.text, key.context


def update() -> list[Entry]:
    """Write the texts of the code into the `.po` files; return the translations whose texts are gone."""
    by_part: dict[str, list[Message]] = {part: [] for part in PARTS}
    for message in all_messages():
        by_part[part_of(message.file)].append(message)
    known = {
        key: translation(entry) for part in PARTS for key, entry in entries(read(part)) if translation(entry)
    }
    gone: list[Entry] = []
    for part, messages in by_part.items():
        catalogue, dropped = updated(part, messages, known)
        gone += dropped
        po_file(part).parent.mkdir(parents=True, exist_ok=True)
        _write(po_file(part), as_po(catalogue))
    return gone


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as a `.po` file, with modules, but without line numbers."""
    file = BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False, omit_header=True)
    header = b'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return header + b'"Plural-Forms: nplurals=1; plural=0;\\n"\n\n' + file.getvalue().strip() + b"\n"


def compiled(part: str, folder: Path) -> bytes:
    """Return the `.mo` file of a part in a language, by the folder of the language."""
    made = _new(folder.name)
    for key, entry in entries(read(part)):
        if string := translation(entry):
            string = in_traditional(string, key.text) if folder == TRADITIONAL else string
            made.add(
                (key.text, key.plural) if key.plural else key.text,
                (string,) if key.plural else string,
                context=key.context,
            )
    file = BytesIO()
    write_mo(file, made)
    return file.getvalue()


def compile_all() -> None:
    """Write all `.mo` files."""
    for folder in (SIMPLIFIED, TRADITIONAL):
        folder.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            _write(folder / f"{part}.mo", compiled(part, folder))


def _new(locale: str) -> Catalog:
    return Catalog(
        locale=locale,
        project="Pizhu",
        version="",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        fuzzy=False,
    )


def _write(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)
