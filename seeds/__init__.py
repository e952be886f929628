"""The starter articles: the contents of a library after its first run, already tagged and annotated.

They are ten press articles, written for Pizhu, and the codebook with their tags. The people, towns and
companies in them are invented. Each article is a text as a scraper leaves it, ``articles/NN-slug.txt``,
and a sidecar, ``articles/NN-slug.json``, with its annotations and the metadata an importer should find.
"""

from __future__ import annotations

from importlib.resources import files

import msgspec

from store.language import Language
from store.model.annotation import QuotedAnnotation
from store.model.article import Metadata, Status, shared_fields
from store.model.tag import Tag


class Sidecar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The JSON file that accompanies a text."""

    expected: Metadata
    """The metadata as the author meant it. Kicker, subtitle and column are complete lines of the text,
    dashes included; authors have no padding."""
    tags: tuple[str, ...] = ()
    note: str = ""
    status: Status = Status.UNREAD
    starred: bool = False
    annotations: tuple[QuotedAnnotation, ...] = ()


class Starter(msgspec.Struct, frozen=True):
    """One starter article: its text as scraped, with its tags, note and annotations."""

    name: str
    """``NN-slug``: the file name without its extension."""
    text: str
    tags: tuple[str, ...]
    note: str
    status: Status
    starred: bool
    annotations: tuple[QuotedAnnotation, ...]
    expected: Metadata
    """As :attr:`Sidecar.expected`."""


def starters() -> list[Starter]:
    """The starter articles, in the order of their file names."""
    folder = files(__name__) / "articles"
    found = []
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt")):
        stem = name.removesuffix(".txt")
        sidecar = msgspec.json.decode((folder / f"{stem}.json").read_bytes(), type=Sidecar)
        found.append(
            Starter(
                name=stem,
                text=(folder / name).read_bytes().decode(),
                **shared_fields(sidecar, Starter),
            )
        )
    return found


def codebook(language: Language = Language.ENGLISH) -> list[Tag]:
    """The tags of the starter articles, with colours and keys.

    In English they have English descriptions and aliases, which say what the Chinese names mean. In Chinese
    they have Chinese descriptions, and no aliases.
    """
    folder = files(__name__) / "articles"
    tags = msgspec.json.decode((folder / "codebook.json").read_bytes(), type=list[Tag])
    if language is not Language.ENGLISH:
        return [msgspec.structs.replace(tag, aliases=()) for tag in tags]
    english = msgspec.json.decode((folder / "codebook.en.json").read_bytes(), type=dict[str, str])
    return [msgspec.structs.replace(tag, description=english[tag.name]) for tag in tags]
