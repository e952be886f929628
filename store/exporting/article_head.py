"""The head of an article as it is printed: its title comes first, then what is known of the article.

What the by-line in the text says already is not said again.
"""

from __future__ import annotations

import re

from store.model.article import Article, BlockKind
from store.press.byline import derive_metadata

_HEAD = (
    *(BlockKind.COLUMN, BlockKind.KICKER, BlockKind.TITLE, BlockKind.SUBTITLE),
    *(BlockKind.BYLINE, BlockKind.DATE),
)
"""The kinds of the blocks that a title may come after."""
_TITLES = (BlockKind.COLUMN, BlockKind.KICKER, BlockKind.TITLE, BlockKind.SUBTITLE)
"""The kinds of the blocks that belong to a title."""


def title_length(article: Article) -> int:
    """Return how many blocks, from the first one, are up to the end of the title; 0 if the head has none."""
    blocks = article.blocks
    head = next((at for at, block in enumerate(blocks) if block.kind not in _HEAD), len(blocks))
    kinds = [block.kind for block in blocks[:head]]
    if BlockKind.TITLE not in kinds:
        return 0
    end = kinds.index(BlockKind.TITLE) + 1
    while end < head and kinds[end] in _TITLES:
        end += 1
    return end


def details(article: Article) -> list[str]:
    """Return the source, date and authors of an article, without those that its text has as a by-line.

    What a reader of the text alone would take for something else is said again, such as a source that a
    by-line has without a space after the author.
    """
    lines = {
        kind: "".join(
            "".join(article.text[block.start : block.end].split())
            for block in article.blocks
            if block.kind is kind
        )
        for kind in (BlockKind.BYLINE, BlockKind.DATE)
    }
    said = "".join(lines.values())
    names = "、".join(article.authors)
    known = (
        (article.source, "source", _is_in(article.source, said)),
        (article.date, "date", bool(lines[BlockKind.DATE]) or _has_date(said, article.date)),
        (names, "authors", all(_is_in(author, said) for author in article.authors)),
    )
    found = derive_metadata(article.text, article.blocks) if said else None
    return [
        words
        for words, name, is_said in known
        if words and not (is_said and getattr(found, name) == getattr(article, name))
    ]


def _is_in(words: str, said: str) -> bool:
    return "".join(words.split()) in said


def _has_date(said: str, date: str) -> bool:
    """Whether a text without spaces has a date, in any form with digits: ``2020年3月24日`` for 2020-03-24."""
    parts = [str(int(part)) for part in date.split("-") if part.isascii() and part.isdigit()]
    return bool(parts) and re.search(r"\D0?".join(parts) + r"(?!\d)", said) is not None
