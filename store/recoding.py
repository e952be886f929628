"""Recoding: a tag gets another name, or several become one, wherever they are used, as one change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from store.annotation import Annotation
from store.article import Article
from store.codebook import Tag
from store.documents import article_fields, change_of
from store.edits import ARTICLE, CODEBOOK, THE_ONE, Edit, fields_of
from store.errors import UsageError


def new_names(known: Iterable[str], tags: Iterable[str], into: str) -> dict[str, str]:
    """What each name becomes when ``tags``, with those below them, become ``into``.

    服务 → 业务 makes 业务/线上 of 服务/线上.

    :param known: all names, of the codebook and in use.
    :raises UsageError: one of the tags is not known, is ``into`` itself, or stands above it.
    """
    names, changed = sorted(set(known)), {}
    for tag in tags:
        below = [name for name in names if name == tag or name.startswith(f"{tag}/")]
        if not below:
            raise UsageError(f"There is no tag “{tag}”: see the tags with `pizhu tags`.")
        if into == tag or into.startswith(f"{tag}/"):
            raise UsageError(f"The tag “{tag}” cannot become “{into}”: choose a name that is not its own.")
        changed.update({name: into + name.removeprefix(tag) for name in below})
    return changed


def recoded_codebook(codebook: Mapping[int, Tag], names: Mapping[str, str]) -> list[Edit]:
    """The edits of the codebook: an entry gets the new name, or goes where that has an entry already."""
    there = {tag.name for tag in codebook.values()}
    edits = []
    for document, tag in codebook.items():
        name = names.get(tag.name)
        if name is not None:
            after = None if name in there else fields_of(msgspec.structs.replace(tag, name=name))
            there.add(name)
            edits.append(Edit.between("", CODEBOOK, document, fields_of(tag), after))
    return edits


def recoded_article(
    article: Article, annotations: Iterable[Annotation], names: Mapping[str, str]
) -> list[Edit]:
    """The edits of an article and its annotations: each new name once, where the first of the old was."""

    def recoded(tags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names.get(name, name) for name in tags))

    return _retagged(article, annotations, recoded)


def without_article(
    article: Article, annotations: Iterable[Annotation], names: Collection[str]
) -> list[Edit]:
    """The edits that take tags off an article and its annotations."""
    return _retagged(article, annotations, lambda tags: tuple(name for name in tags if name not in names))


def _retagged(
    article: Article,
    annotations: Iterable[Annotation],
    recoded: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> list[Edit]:
    return [
        *_of_article(article, recoded),
        *(
            change_of(article.id, each, msgspec.structs.replace(each, tags=recoded(each.tags)))
            for each in annotations
            if recoded(each.tags) != each.tags
        ),
    ]


def _of_article(article: Article, recoded: Callable[[tuple[str, ...]], tuple[str, ...]]) -> list[Edit]:
    if recoded(article.tags) == article.tags:
        return []
    after = msgspec.structs.replace(article, tags=recoded(article.tags))
    return [Edit.between(article.id, ARTICLE, THE_ONE, article_fields(article), article_fields(after))]
