"""Finds the article and the annotation at an address; see :mod:`store.index.addresses`."""

from __future__ import annotations

from store.errors import AmbiguousId, UnknownArticle, UsageError
from store.index.addresses import is_uri, parse_address
from store.language import _
from store.library import Library
from store.wording import listed


def find_place(library: Library, address: str) -> tuple[str, str | None]:
    """Return the IDs of the article and the annotation at an address; None if it names no annotation.

    :raises UnknownArticle: there is no such article, or the address is a URI that Pizhu does not write.
    :raises UsageError: the article has no such annotation.
    :raises AmbiguousId: a shortened ID is the start of several.
    """
    article_id, annotation_id = parse_address(address)
    if is_uri(address) and not article_id:
        raise UnknownArticle(
            _(
                "{address!r} is no link to an article: write pizhu://read/ID or pizhu://read/ID@ANNOTATION.",
                address=address,
            )
        )
    article = library.ids.resolve(article_id)
    return article, _find_annotation(library, article, annotation_id) if annotation_id else None


def _find_annotation(library: Library, article: str, reference: str) -> str:
    """Return the ID of the annotation of an article that starts with a reference."""
    found = [each.id for each in library.annotations.of(article) if each.id.startswith(reference)]
    if reference in found or len(found) == 1:
        return reference if reference in found else found[0]
    short = library.ids.short(article)
    if not found:
        raise UsageError(
            _(
                "The article {article} has no annotation {reference!r}, which may have been deleted: open it "
                "with `pizhu read {article}`.",
                article=short,
                reference=reference,
            )
        )
    raise AmbiguousId(
        _(
            "{reference!r} is the start of several IDs ({among}): type more of it.",
            reference=reference,
            among=listed(found[:5]),
        )
    )
