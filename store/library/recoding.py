"""Recoding: builds the edits that rename, merge and delete tags wherever they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import msgspec

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _
from store.model.annotation import Annotation
from store.model.edits import CODEBOOK, Edit, fields_of
from store.model.tag import Tag
from store.note_syntax.wikilinks import with_tags_renamed
from store.storage.document_edits import annotation_edit, note_change_edits, tag_change_edits
from store.storage.document_store import Record
from store.storage.documents import annotations_of

NewNames: TypeAlias = Mapping[str, str | None]
"""The new name of each changed tag; None deletes it."""


def with_those_below(known: Iterable[str], tag: str) -> list[str]:
    """Return the sorted names of a tag and those below it.

    :param known: all tag names, in the codebook and in use.
    :raises UsageError: there is no such tag.
    """
    below = sorted(name for name in set(known) if name == tag or name.startswith(f"{tag}/"))
    if not below:
        raise UsageError(_("There is no tag “{tag}”: see the tags with `pizhu tags`.", tag=tag))
    return below


def new_names(known: Iterable[str], tags: Iterable[str], into: str) -> dict[str, str]:
    """Return the new name of each tag when ``tags`` and those below them become ``into``.

    With 服务 → 业务, 服务/线上 becomes 业务/线上.

    :param known: all tag names, in the codebook and in use.
    :raises UsageError: one of the tags does not exist, is ``into``, or is above it.
    """
    names, changed = set(known), {}
    for tag in tags:
        below = with_those_below(names, tag)
        if into == tag:
            raise UsageError(
                _("The tag “{tag}” cannot become “{into}”: that is its name already.", tag=tag, into=into)
            )
        if into.startswith(f"{tag}/"):
            raise UsageError(
                _("The tag “{tag}” cannot become “{into}”: it would be below itself.", tag=tag, into=into)
            )
        changed.update({name: into + name.removeprefix(tag) for name in below})
    return changed


def recoded_codebook(codebook: Mapping[int, Tag], names: NewNames) -> list[Edit]:
    """Build the edits that rename tags in the codebook.

    A tag whose new name exists already is removed; its description, aliases and digit go to that tag.
    """
    documents = {tag.name: document for document, tag in codebook.items() if tag.name not in names}
    changed: dict[int, Tag | None] = {}
    for document, tag in codebook.items():
        if tag.name not in names:
            continue
        name = names[tag.name]
        if name is not None and name in documents:
            target = documents[name]
            changed[target] = _merged(changed.get(target) or codebook[target], tag)
            changed[document] = None
        elif name is None:
            changed[document] = None
        else:
            documents[name] = document
            changed[document] = msgspec.structs.replace(tag, name=name)
    return [
        Edit.between(
            "", CODEBOOK, document, fields_of(codebook[document]), fields_of(after) if after else None
        )
        for document, after in changed.items()
    ]


def _merged(target: Tag, merged: Tag) -> Tag:
    """Return the tag that another was merged into, with the descriptions and aliases of both."""
    other = "" if merged.description == target.description else merged.description
    return msgspec.structs.replace(
        target,
        description="\n".join(filter(None, (target.description, other))),
        key=target.key or merged.key,
        aliases=tuple(dict.fromkeys((*target.aliases, *merged.aliases))),
        same_as=target.same_as or merged.same_as,
    )


def recoded_article(article: str, record: Record, names: NewNames) -> list[Edit]:
    """Build the edits that rename tags on an article and its annotations.

    If several become one, it takes the position of the first.

    :raises DamagedFile: the article or an annotation is not valid.
    """

    def recoded(tags: tuple[str, ...]) -> tuple[str, ...]:
        if names.keys().isdisjoint(tags):
            return tags
        return tuple(dict.fromkeys(new for name in tags if (new := names.get(name, name)) is not None))

    return [*tag_change_edits(article, record, recoded), *_rekeyed_decisions(article, record, recoded)]


def _rekeyed_decisions(
    article: str, record: Record, recoded: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> list[Edit]:
    """Build the edits by which decisions stay those of their cases, whose keys depend on the tags."""
    if not any("decision" in fields for fields in record.annotations.values()):
        return []
    from store.library.adjudication.cases import key_of

    annotations = annotations_of(record)
    marked: dict[str, list[Annotation]] = {}
    for each in sorted(annotations, key=lambda each: (each.start, each.end, each.id)):
        if each.decision is not None and not each.is_result:
            marked.setdefault(each.decision.case, []).append(each)
    keys = {
        case: key_of([msgspec.structs.replace(each, tags=recoded(each.tags)) for each in group])
        for case, group in marked.items()
        if key_of(group) == case
    }
    edits = []
    for each in annotations:
        decision = each.decision
        if decision is not None and keys.get(decision.case, decision.case) != decision.case:
            kept = msgspec.structs.replace(decision, case=keys[decision.case])
            edits.append(annotation_edit(article, each, msgspec.structs.replace(each, decision=kept)))
    return edits


def relinked_article(article: str, record: Record, new_name: Callable[[str], str | None]) -> list[Edit]:
    """Build the edits that rename tags in the links of the notes of an article.

    :param new_name: returns the new name of the tag in a link; None leaves the link.
    :raises DamagedFile: the article or an annotation is not valid.
    """
    return note_change_edits(article, record, lambda note: with_tags_renamed(note, new_name))


def linked_names(known: Iterable[str], names: NewNames) -> Callable[[str], str | None]:
    """Return a function that returns the new name of the tag in a link; None leaves the link.

    A link to a deleted tag is left and leads nowhere.

    :param known: all former tag names, in the codebook and in use. A link means the tag that it spells
        exactly, else the one that is the same in another script or width.
    """
    exact, folded = set(known), {fold(name): name for name in sorted(known) if name in names}

    def new_name(tag: str) -> str | None:
        return names.get(tag if tag in exact else folded.get(fold(tag), tag))

    return new_name


def recoded_order(by_hand: Mapping[str, Iterable[str]], names: NewNames) -> dict[str, list[str]]:
    """Return the order of tags made by hand once tags have new names; they stay where they were.

    :param by_hand: by the path of a parent, the labels of the tags below it.
    """
    recoded: dict[str, list[str]] = {}
    for parent, labels in by_hand.items():
        for label in labels:
            path = renamed_path(f"{parent}/{label}" if parent else label, names)
            if path is not None:
                above, _slash, last = path.rpartition("/")
                siblings = recoded.setdefault(above, [])
                if last not in siblings:
                    siblings.append(last)
    return recoded


def renamed_path(path: str, names: NewNames) -> str | None:
    """Return the path of a tag, or of one above others, once tags have new names; None if it is deleted."""
    if path in names:
        return names[path]
    for old, new in names.items():
        rest = old.removeprefix(path)
        if rest.startswith("/") and rest != old and new is not None and new.endswith(rest):
            return new.removesuffix(rest)
    return path
