"""Resolves links in notes, and finds the notes that link to an article, annotation or tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

import msgspec

from store.chinese.folding import fold
from store.errors import PizhuError, UsageError
from store.index.id_prefixes import SHORTEST_ID
from store.language import _
from store.library import Library
from store.model.annotation import Annotation
from store.note_syntax.wikilinks import Link, format_link, links_in, target_key
from store.notes.all_notes import Note, notes_of
from store.wording import listed


class Target(msgspec.Struct, frozen=True):
    """What a link leads to: an article, an annotation or a tag."""

    article: str = ""
    """The article's ID; empty for a tag."""
    title: str = ""
    """The article's title."""
    annotation: Annotation | None = None
    tag: str = ""
    """The tag's name; empty for an article or annotation."""


def targets(library: Library, link: Link, here: str = "") -> list[Target]:
    """Return everything a link may lead to: nothing if it is broken, several targets if it is ambiguous.

    :param here: the ID of the article that the note belongs to.
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
        Target(each.article, each.title, annotation)
        for each in articles
        for annotation in library.annotations.of(each.article)
        if annotation.id.startswith(start)
    ]


def one_target(library: Library, link: Link, here: str = "") -> Target:
    """Return the target of a link.

    :raises UsageError: when the link is broken or ambiguous.
    """
    found = targets(library, link, here)
    if not found:
        raise UsageError(broken_link_message(link))
    if len(found) > 1:
        raise UsageError(
            _(
                "“{link}” is ambiguous, with {number} targets ({among}): use an ID.",
                link=link.shown,
                number=len(found),
                among=listed(each.tag or each.article for each in found[:5]),
            )
        )
    return found[0]


def broken_targets(library: Library, links: Iterable[Link], here: str) -> frozenset[Link]:
    """Return those targets of ``links`` that are not in the library: see :attr:`Link.target`.

    :param here: the ID of the article that the notes with the links belong to.
    """
    wanted = {link.target for link in links}
    return frozenset(each for each in wanted if not targets(library, each, here))


def broken_link_message(link: Link) -> str:
    """Return the error message for a link that leads nowhere."""
    if link.tag:
        return _("There is no tag “{tag}”: name it with its path, as in #服务/线上.", tag=link.tag)
    if link.annotation:
        spelt = msgspec.structs.replace(link, alias="").shown
        return _(
            "There is no annotation “{link}”: name it by its article and the start of its ID.", link=spelt
        )
    return _(
        "There is no article “{title}”: name it by its title, or by the start of its ID.", title=link.article
    )


def notes_on(library: Library, target: Target) -> list[Note]:
    """Return the notes on a target; for an article, its annotations' notes too. Tags have no notes."""
    if not target.article:
        return []
    annotation = target.annotation
    every = notes_of(*library.articles.open(target.article))
    return [
        note
        for note in every
        if annotation is None or (note.annotation and note.annotation.id == annotation.id)
    ]


def backlinks(library: Library, target: Target) -> Iterator[Note]:
    """Yield the notes that link to a target, each once, those on the newest articles first.

    A link to an annotation is also a link to its article. Articles that cannot be read are skipped; ``check``
    reports them.
    """
    articles = library.links.linking_to(_names(library, target))
    if target.article and target.article not in articles:
        articles.append(target.article)  # its own notes may link to its annotations without naming it
    known: dict[tuple[str, str], bool] = {}
    for article in articles:
        with suppress(PizhuError):
            for note in notes_of(*library.articles.open(article)):
                if any(_leads_to(library, link, article, target, known) for link in links_in(note.note)):
                    yield note


def _leads_to(
    library: Library, link: Link, here: str, target: Target, known: dict[tuple[str, str], bool]
) -> bool:
    """Return whether a link may lead to a target. Cached by the link's spelling."""
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
    """Return the names by which links refer to a target, normalised by
    :func:`store.note_syntax.wikilinks.target_key`.
    """
    if target.tag:
        aliases = next((tag.aliases for tag in library.codebook.tags() if tag.name == target.tag), ())
        return {target_key(Link(tag=name)) for name in (target.tag, *aliases)}
    starts = (target.article[:length] for length in range(SHORTEST_ID, len(target.article) + 1))
    return {target_key(Link(article=target.title)), *starts}


def _tags_named(library: Library, name: str) -> list[str]:
    """Return the tag of that name; if there is none, the tags equal to it in another script or width, or with
    that alias.
    """
    entries = library.codebook.tags()
    known = {tag.name for tag in entries} | library.codebook.uses().keys()
    if name in known:
        return [name]
    wanted = fold(name)
    alike = sorted(each for each in known if fold(each) == wanted)
    return alike or [tag.name for tag in entries if any(fold(alias) == wanted for alias in tag.aliases)]
