"""Where links lead, and what links there: articles, annotations and tags, and the notes that name them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from store.chinese.folding import fold
from store.errors import PizhuError, UsageError
from store.index.id_prefixes import SHORTEST_ID
from store.library import Library
from store.model.annotation import Annotation
from store.note_syntax.wikilinks import Link, format_link, links_in, target_key
from store.notes.all_notes import Note, notes_of


class Target(msgspec.Struct, frozen=True):
    """What a link leads to: an article, an annotation of one, or a tag."""

    article: str = ""
    """The article's ID; empty for a tag."""
    title: str = ""
    """The article's title."""
    annotation: Annotation | None = None
    tag: str = ""
    """The tag's name, else empty."""


def targets(library: Library, link: Link, here: str = "") -> list[Target]:
    """What a link may lead to: nothing, one thing, or several of the same name.

    :param here: the ID of the article that the note is on.
    """
    if link.tag:
        return [Target(tag=name) for name in _tags_named(library, link.tag)]
    if link.article:
        articles = [Target(row.id, row.title) for row in library.links.by_name(link.article)]
    else:
        articles = [Target(here, library.articles.get(here).title)] if here else []
    if not link.annotation:
        return articles
    start = link.annotation.lower()
    return [
        Target(each.article, each.title, mark)
        for each in articles
        for mark in library.annotations.of(each.article)
        if mark.id.startswith(start)
    ]


def one_target(library: Library, link: Link, here: str = "") -> Target:
    """What a link leads to.

    :raises UsageError: that is nothing, or there are several of the name.
    """
    found = targets(library, link, here)
    if not found:
        raise UsageError(nothing_named(link))
    if len(found) > 1:
        among = ", ".join(each.tag or each.article for each in found[:5])
        raise UsageError(f"“{link.shown}” may be any of {len(found)} ({among}): name one by its ID.")
    return found[0]


def nothing_named(link: Link) -> str:
    """The sentence for a link that leads nowhere, and what to do."""
    if link.tag:
        return f"There is no tag “{link.tag}”: name it with its path, as in #服务/线上."
    if link.annotation:
        spelt = msgspec.structs.replace(link, alias="").shown
        return f"There is no annotation “{spelt}”: name it by its article and the start of its ID."
    return f"There is no article “{link.article}”: name it by its title, or by the start of its ID."


def notes_on(library: Library, target: Target) -> list[Note]:
    """The notes on a target: of an article all those on its annotations, too; on a tag there are none."""
    if not target.article:
        return []
    mark = target.annotation
    every = notes_of(*library.articles.open(target.article))
    return [note for note in every if mark is None or (note.annotation and note.annotation.id == mark.id)]


def backlinks(library: Library, target: Target) -> Iterator[Note]:
    """The notes that link to a target, those of the articles added last first; each note once.

    An article is linked to by what links to one of its annotations, too. Articles that cannot be read are
    left out: ``check`` tells of them.
    """
    articles = library.links.linking_to(_names(library, target))
    if target.article and target.article not in articles:
        articles.append(target.article)  # its notes need not name it to link to an annotation in it
    known: dict[tuple[str, str], bool] = {}
    for article in articles:
        with suppress(PizhuError):
            for note in notes_of(*library.articles.open(article)):
                if any(_leads_to(library, link, article, target, known) for link in links_in(note.note)):
                    yield note


def _leads_to(
    library: Library, link: Link, here: str, target: Target, known: dict[tuple[str, str], bool]
) -> bool:
    """Whether a link may lead to a target; found once for each way of writing one."""
    local = not link.article and not link.tag
    spelt = (format_link(msgspec.structs.replace(link, alias="")), here if local else "")
    if spelt not in known:
        known[spelt] = any(_is_in(each, target) for each in targets(library, link, here))
    return known[spelt]


def _is_in(found: Target, target: Target) -> bool:
    if target.annotation is not None:
        return found.annotation is not None and found.annotation.id == target.annotation.id
    return (found.article, found.tag) == (target.article, target.tag)


def _names(library: Library, target: Target) -> set[str]:
    """By what names a target is linked to, as :func:`store.note_syntax.wikilinks.name_of` gives them."""
    if target.tag:
        aliases = next((tag.aliases for tag in library.codebook.tags() if tag.name == target.tag), ())
        return {target_key(Link(tag=name)) for name in (target.tag, *aliases)}
    starts = (target.article[:length] for length in range(SHORTEST_ID, len(target.article) + 1))
    return {target_key(Link(article=target.title)), *starts}


def _tags_named(library: Library, name: str) -> list[str]:
    """The tag of that name; else those of the same in either script and width; else those called so too."""
    entries = library.codebook.tags()
    known = {tag.name for tag in entries} | library.codebook.uses().keys()
    if name in known:
        return [name]
    wanted = fold(name)
    alike = sorted(each for each in known if fold(each) == wanted)
    return alike or [tag.name for tag in entries if any(fold(alias) == wanted for alias in tag.aliases)]
