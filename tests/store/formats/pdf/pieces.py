"""Reads PDFs that tests have made."""

from __future__ import annotations

from store.formats.pdf.reader import read
from store.importing.piece import Piece, Source
from store.model.article import BlockKind, Draft


def piece_of(data: bytes, name: str = "a.pdf") -> Piece:
    """Return the article in a PDF."""
    (piece,) = read(data, Source(name=name))
    return piece


def parts(draft: Draft) -> list[tuple[BlockKind, str]]:
    """Return the paragraphs of an article with their kinds."""
    return [(block.kind, draft.text[block.start : block.end]) for block in draft.blocks]


def texts(data: bytes) -> list[str]:
    """Return the paragraphs of a PDF."""
    return [words for _, words in parts(piece_of(data).article.draft)]
