"""What exports have in the place of a text that is not in the library: the words that the notes on it quote.

The placeholder that keeps such notes tells the user what to do. That is no text of an article, so it goes
into no export that has texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from store.library.merging.placeholder import is_placeholder
from store.model.annotation import Annotation
from store.model.article import Article, Block, BlockKind, digest, paragraphs

Annotated = tuple[Article, tuple[Annotation, ...]]


def with_excerpts(selection: Iterable[Annotated]) -> Iterator[Annotated]:
    """Yield articles with their annotations; placeholders have the quotes of those as their text."""
    for article, selected in selection:
        yield excerpted(article, selected) if is_placeholder(article.origin) else (article, selected)


def excerpted(article: Article, annotations: Iterable[Annotation]) -> Annotated:
    """Return a placeholder with a title, its authors and the quotes as its text, each of them once.

    Its annotations stand on their quotes; one without a quote stays as it is.
    """
    lines = [(BlockKind.TITLE, " ".join(article.title.split()) or "—")]
    if article.authors:
        lines.append((BlockKind.BYLINE, "、".join(article.authors)))
    length = sum(len(words) + 1 for _, words in lines)
    places: dict[str, int] = {}
    every = tuple(annotations)
    for quote in (each.exact for each in every):
        if quote.strip() and quote not in places:
            places[quote] = length
            length += len(quote) + 1
            lines += [(BlockKind.PARAGRAPH, line) for line in quote.split("\n")]
    text = "\n".join(words for _, words in lines)
    blocks = tuple(
        Block(kind, start, end) for (kind, _), (start, end) in zip(lines, paragraphs(text), strict=True)
    )
    return replace(article, text=text, blocks=blocks, digest=digest(text), position=0), tuple(
        _placed(each, places.get(each.exact)) for each in every
    )


def _placed(annotation: Annotation, start: int | None) -> Annotation:
    if start is None:
        return annotation
    return replace(annotation, start=start, end=start + len(annotation.exact), orphan=False)
