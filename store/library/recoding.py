"""Recoding: a tag gets another name, or several become one, wherever they are used, as one change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import msgspec

from store.chinese.folding import fold
from store.errors import UsageError
from store.model.edits import CODEBOOK, Edit, fields_of
from store.model.tag import Tag
from store.note_syntax.wikilinks import with_tags_renamed
from store.storage.document_edits import note_change_edits, tag_change_edits
from store.storage.document_store import Record

NewNames: TypeAlias = Mapping[str, str | None]
"""What each name becomes; None: the tag goes."""


def with_those_below(known: Iterable[str], tag: str) -> list[str]:
    """A tag and those below it, by name.

    :param known: all names, of the codebook and in use.
    :raises UsageError: there is no such tag.
    """
    below = sorted(name for name in set(known) if name == tag or name.startswith(f"{tag}/"))
    if not below:
        raise UsageError(f"There is no tag “{tag}”: see the tags with `pizhu tags`.")
    return below


def new_names(known: Iterable[str], tags: Iterable[str], into: str) -> dict[str, str]:
    """What each name becomes when ``tags``, with those below them, become ``into``.

    服务 → 业务 makes 业务/线上 of 服务/线上.

    :param known: all names, of the codebook and in use.
    :raises UsageError: one of the tags is not known, is ``into`` itself, or stands above it.
    """
    names, changed = set(known), {}
    for tag in tags:
        below = with_those_below(names, tag)
        if into == tag or into.startswith(f"{tag}/"):
            why = "it is called so already" if into == tag else "it would stand below itself"
            raise UsageError(f"The tag “{tag}” cannot become “{into}”: {why}.")
        changed.update({name: into + name.removeprefix(tag) for name in below})
    return changed


def recoded_codebook(codebook: Mapping[int, Tag], names: NewNames) -> list[Edit]:
    """The edits of the codebook: an entry gets the new name; where that has an entry already, it goes.

    What it said goes over to the one that stays: what belongs to it, its other names, its digit.
    """
    there = {tag.name: document for document, tag in codebook.items() if tag.name not in names}
    becoming: dict[int, Tag | None] = {}
    for document, tag in codebook.items():
        if tag.name not in names:
            continue
        name = names[tag.name]
        if name is not None and name in there:
            staying = becoming.get(there[name], codebook[there[name]])
            becoming[there[name]] = _with_what_was_said(staying or codebook[there[name]], tag)
            becoming[document] = None
        elif name is None:
            becoming[document] = None
        else:
            there[name] = document
            becoming[document] = msgspec.structs.replace(tag, name=name)
    return [
        Edit.between(
            "", CODEBOOK, document, fields_of(codebook[document]), fields_of(after) if after else None
        )
        for document, after in becoming.items()
    ]


def _with_what_was_said(staying: Tag, merged: Tag) -> Tag:
    """The entry of a tag that another was merged into, with what was said of that one."""
    said = [staying.description, "" if merged.description == staying.description else merged.description]
    return msgspec.structs.replace(
        staying,
        description="\n".join(filter(None, said)),
        key=staying.key or merged.key,
        aliases=tuple(dict.fromkeys((*staying.aliases, *merged.aliases))),
    )


def recoded_article(article: str, record: Record, names: NewNames) -> list[Edit]:
    """The edits of an article and its annotations: each new name once, where the first of the old was.

    :raises DamagedFile: one of them is not what it should be.
    """

    def recoded(tags: tuple[str, ...]) -> tuple[str, ...]:
        if names.keys().isdisjoint(tags):
            return tags
        return tuple(dict.fromkeys(now for name in tags if (now := names.get(name, name)) is not None))

    return tag_change_edits(article, record, recoded)


def relinked_article(article: str, record: Record, linked: Callable[[str], str | None]) -> list[Edit]:
    """The edits of the notes of an article that link to tags which have got new names.

    :param linked: what the tag that a link names is called now; None when it stays as it is.
    :raises DamagedFile: one of them is not what it should be.
    """
    return note_change_edits(article, record, lambda note: with_tags_renamed(note, linked))


def linked_names(known: Iterable[str], names: NewNames) -> Callable[[str], str | None]:
    """What the tag that a link names is called when tags have got new names; None when it stays as it is.

    A link to a tag that goes stays as it is written, and leads nowhere.

    :param known: all names before, of the codebook and in use: a link names the one it spells exactly, else
        the one that is the same in either script and width.
    """
    there, folded = set(known), {fold(name): name for name in sorted(known) if name in names}

    def linked(tag: str) -> str | None:
        return names.get(tag if tag in there else folded.get(fold(tag), tag))

    return linked
