"""Reads an export of Joplin (JEX): each note is an article, with the name of its notebook as its column.

A JEX file is a tar archive of one text for each item: its title, a blank line, its body, a blank line and
lines ``name: value``, of which ``type_`` tells what it is. Source: Joplin's ``BaseItem.serialize``. Any other
tar archive is read like a ZIP archive.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from functools import partial

import msgspec
from msgspec.structs import replace

from store.errors import BadInput, BadTagName
from store.formats.archives.reader import read_files
from store.formats.documents.article import complete, document_article
from store.formats.documents.file_properties import FileProperties, given_title, real_authors, real_date
from store.formats.documents.markup import paragraphs_of_html
from store.formats.documents.package import damaged
from store.formats.documents.several_parts import Part, read_parts
from store.importing.file_formats import MARKDOWN
from store.importing.limits import MAX_ENTRIES, MAX_PIECE_BYTES
from store.importing.piece import Piece, Source
from store.language import _
from store.model.tag import clean_tag_name
from store.reasons import reason_of

_NOTE, _FOLDER, _RESOURCE, _TAG, _NOTE_TAG = "1", "2", "4", "5", "6"
_ITEM_NAME = re.compile(r"(?:[^/]*/)?[0-9a-f]{32}\.md")
_FIELD = re.compile(r"([a-z_]{1,40}): ?(.*)")
_ID = re.compile("[0-9a-f]{30,36}")
_LAST_FIELD = re.compile(r"^type_: ?1\s*\Z", re.MULTILINE)
_MOST_FIELDS = 200
"""Code points at the end of a note in which its type is looked for."""
_HTML = "2"
_TAR_ERRORS = (
    tarfile.TarError,
    ValueError,
    OSError,
    EOFError,
    OverflowError,
    IndexError,
    KeyError,
    RecursionError,
)


class _Item(msgspec.Struct):
    """A note, a notebook, a tag or a link between a note and a tag."""

    title: str
    body: str
    fields: dict[str, str]


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield an article for each note.

    :raises BadInput: the archive is damaged, or has no notes.
    """
    entries = _entries(data, source.name)
    items = [item for path, content in entries if _ITEM_NAME.fullmatch(path) and (item := _item(content))]
    if not any(item.fields["type_"] == _NOTE for item in items):
        yield from read_files(entries, source)
        return
    yield from read_parts(_notes(items, source), source.name, _("notes"))


def read_note(text: str, source: Source) -> Iterator[Piece] | None:
    """Return the article of a note in a file of its own, as Joplin synchronises it or an archive of it has it
    when it is unpacked; None if the text is none.

    :param text: with line feeds as line ends.
    """
    item = _item(text.rstrip().encode()) if _LAST_FIELD.search(text[-_MOST_FIELDS:]) else None
    if item is None or item.fields["type_"] != _NOTE or not _ID.fullmatch(item.fields["id"]):
        return None
    return _note(item, "", (), source)


def _entries(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """Return the paths and contents of the files in a tar archive, which are together no larger."""
    found: list[tuple[str, bytes]] = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for count, member in enumerate(archive):
                if count > MAX_ENTRIES:
                    raise BadInput(
                        _(
                            "{name} has more than {most:,} files in it: export it in parts.",
                            name=name,
                            most=MAX_ENTRIES,
                        )
                    )
                if member.isreg() and member.size <= MAX_PIECE_BYTES and not member.issparse():
                    file = archive.extractfile(member)
                    if file is not None and not member.name.startswith("resources/"):
                        found.append((member.name, file.read()))
    except _TAR_ERRORS as error:
        if not found:
            raise damaged(name, reason_of(error)) from None
    return found


def _item(content: bytes) -> _Item | None:
    """Return an item; None if the text has no fields at its end."""
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    above, _unused, below = text.rpartition("\n\n")
    if not above and text.startswith(("id: ", "type_: ")):
        above, below = "", text
    fields: dict[str, str] = {}
    for line in below.split("\n"):
        if match := _FIELD.fullmatch(line):
            fields[match[1]] = match[2]
    if "id" not in fields or "type_" not in fields:
        return None
    title, _unused, body = above.partition("\n\n")
    return _Item(title.strip(), body, fields)


def _notes(items: list[_Item], source: Source) -> Iterator[Part]:
    kinds: dict[str, list[_Item]] = {}
    for item in items:
        kinds.setdefault(item.fields["type_"], []).append(item)
    folders = {item.fields["id"]: item for item in kinds.get(_FOLDER, [])}
    names = {item.fields["id"]: _tag_name(item.title) for item in kinds.get(_TAG, [])}
    tags: dict[str, list[str]] = {}
    for item in kinds.get(_NOTE_TAG, []):
        if name := names.get(item.fields.get("tag_id", "")):
            tags.setdefault(item.fields.get("note_id", ""), []).append(name)
    for note in kinds.get(_NOTE, []):
        key = note.fields["id"]
        column = _notebook(note, folders)
        yield key, partial(_note, note, column, tuple(dict.fromkeys(tags.get(key, ()))), source)


def _notebook(note: _Item, folders: dict[str, _Item]) -> str:
    folder = folders.get(note.fields.get("parent_id", ""))
    return "" if folder is None else folder.title


def _note(note: _Item, column: str, tags: tuple[str, ...], source: Source) -> Iterator[Piece]:
    fields = note.fields
    name = f"{source.name}: {note.title}"
    if fields.get("encryption_applied") == "1":
        raise BadInput(
            _("{name}: this note is encrypted; export it from a Joplin where it is decrypted.", name=name)
        )
    created = fields.get("user_created_time") or fields.get("created_time", "")
    title = given_title(note.title)
    properties = FileProperties(
        title=title,
        is_certain=True,
        authors=real_authors([fields.get("author", "")]),
        date=real_date(created),
        column=column,
        url=fields.get("source_url", ""),
    )
    source_of_note = Source(name=f"{name}.md")
    for piece in _of_body(note, properties, source_of_note):
        draft = complete(piece.article.draft, properties, source)
        draft = replace(draft, title=title or draft.title)
        every = tuple(dict.fromkeys([*piece.article.tags, *tags]))
        yield replace(piece, article=replace(piece.article, draft=draft, tags=every), file_format="")


def _of_body(note: _Item, properties: FileProperties, source: Source) -> Iterable[Piece]:
    """Return the article of the body, which is Markdown or, from the Web Clipper, HTML."""
    if note.fields.get("markup_language") == _HTML:
        return [
            Piece(article=document_article(paragraphs_of_html(note.body, source.name), properties, source))
        ]
    return MARKDOWN.reader()(note.body.encode(), source)


def _tag_name(name: str) -> str:
    try:
        return clean_tag_name(name)
    except BadTagName:
        return ""
