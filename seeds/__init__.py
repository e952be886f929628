"""The starter articles: what stands in a library on its first run, already tagged and annotated.

Ten press pieces, written for Pizhu, and the codebook that their tags come from. Their people, towns
and firms are invented. Each is a text as a scraper leaves it, ``articles/NN-slug.txt``, beside a
sidecar, ``articles/NN-slug.json``, with its annotations and with the parts an importer should find.
"""

from __future__ import annotations

from importlib.resources import files

import msgspec

from store.model.annotation import QuotedAnnotation
from store.model.article import Status
from store.model.tag import Tag


class Parts(msgspec.Struct, frozen=True):
    """The parts of a starter as its author meant them; unknown parts are empty.

    Kicker, subtitle and column are whole lines of the text, dashes included; authors have no padding.
    """

    title: str
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    source: str = ""


class Sidecar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The JSON file beside a text."""

    expected: Parts
    tags: tuple[str, ...] = ()
    note: str = ""
    status: Status = Status.UNREAD
    starred: bool = False
    annotations: tuple[QuotedAnnotation, ...] = ()


class Starter(msgspec.Struct, frozen=True):
    """One starter article: its text as scraped, and what a reader has made of it."""

    name: str
    """``NN-slug``: the file name without its ending."""
    text: str
    tags: tuple[str, ...]
    note: str
    status: Status
    starred: bool
    annotations: tuple[QuotedAnnotation, ...]
    expected: Parts


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
                tags=sidecar.tags,
                note=sidecar.note,
                status=sidecar.status,
                starred=sidecar.starred,
                annotations=sidecar.annotations,
                expected=sidecar.expected,
            )
        )
    return found


def codebook() -> list[Tag]:
    """The tags that the starters use, with their descriptions, colours and keys."""
    return msgspec.json.decode((files(__name__) / "articles" / "codebook.json").read_bytes(), type=list[Tag])
