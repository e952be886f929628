"""Shared by round-trip tests: random articles with all properties, export, import and comparison."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from hypothesis import strategies as st
from msgspec.structs import replace

from store.exporting import FORMATS
from store.exporting.selection import Selection
from store.importing.registry import read_bundle
from store.library import Library, open_library
from store.model.annotation import Anchor, Annotation, clean_note, motivation_of
from store.model.article import Article, BlockKind, Status, join_blocks
from store.model.bundle import Bundle, IncomingArticle, Merged
from store.model.tag import Tag
from tests.conftest import draft

ALPHABET = "春天的小站列车停一二，。「」 aé\u0301𠮷𪚥😀👩\u200d🔬🇨🇳\t<&>\"'\\#*_{}[]\u2028"
"""Characters beyond the BMP, emoji of several code points, combining marks, and characters with a meaning in
the formats.
"""

GONE = "此句已删，不复可见"
"""Text that does not resemble any of the random texts."""

words = st.text(ALPHABET, min_size=1, max_size=30)
notes = st.text(ALPHABET + "\n", max_size=40).map(clean_note)
tags = st.lists(st.sampled_from(["服务/线上", "站", "𠮷字", "喜😀", "a b"]), max_size=3, unique=True).map(
    tuple
)
moments = st.sampled_from(
    ["2020-01-01T00:00:00.000Z", "2021-02-28T23:59:59.999Z", "2024-02-29T12:30:00.500Z"]
)


@st.composite
def annotations_in(draw: st.DrawFn, text: str) -> Annotation:
    """An annotation on any range of a text, or an orphan."""
    start = draw(st.integers(0, len(text) - 1))
    anchor = Anchor.at(text, start, draw(st.integers(start + 1, len(text))))
    orphan = draw(st.booleans()) and draw(st.booleans())
    names, note = draw(tags), draw(notes)
    return Annotation(
        id=str(UUID(int=draw(st.integers(0, 2**128 - 1)))),
        start=anchor.start,
        end=anchor.end,
        exact=GONE if orphan else anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        tags=names,
        note=note,
        kind=motivation_of(names, note),
        creator=draw(st.sampled_from(["", "林夏", "another 𠮷"])),
        created="2024-01-01T00:00:00.000Z",
        modified=draw(moments),
        orphan=orphan,
    )


@st.composite
def incoming_articles(draw: st.DrawFn) -> IncomingArticle:
    """An article with all properties."""
    paragraphs = draw(
        st.lists(words.map(lambda each: f"一{each}二".replace("\t", " ")), min_size=1, max_size=4)
    )
    kinds = draw(st.lists(st.sampled_from(BlockKind), min_size=len(paragraphs), max_size=len(paragraphs)))
    text, blocks = join_blocks(list(zip(kinds, paragraphs, strict=True)))
    return IncomingArticle(
        draft=replace(
            draft(),
            text=text,
            blocks=blocks,
            title=paragraphs[0],
            kicker=draw(words),
            subtitle=draw(words),
            authors=tuple(draw(st.lists(words, max_size=2))),
            date=draw(st.sampled_from(["", "2020", "2020-03-24"])),
            source=draw(words),
            url=draw(st.sampled_from(["", "https://example.org/a?b=c&d", "没有这样的地址"])),
            language=draw(st.sampled_from(["zh", "zh-Hans"])),
            origin=draw(st.sampled_from(["", "/一/二.txt"])),
        ),
        id=f"{draw(st.integers(0, 2**64 - 1)):016x}",
        added=draw(moments),
        tags=draw(tags),
        note=draw(notes),
        status=draw(st.sampled_from(Status)),
        starred=draw(st.booleans()),
        position=draw(st.integers(0, len(text))),
        annotations=tuple(draw(st.lists(annotations_in(text), max_size=4, unique_by=lambda each: each.id))),
    )


def article_lists(most: int = 3) -> st.SearchStrategy[list[IncomingArticle]]:
    """A few different articles."""
    return st.lists(
        incoming_articles(),
        max_size=most,
        unique_by=(lambda article: article.id, lambda article: article.draft and article.draft.text),
    )


CODEBOOK = (
    Tag(
        name="服务", description="一行\n两行 <b>𠮷</b>", colour="jade", key="3", aliases=("service", "fw 😀")
    ),
    Tag(name="服务/线上", colour="#12ab9f"),
)


@contextmanager
def empty_library() -> Iterator[Library]:
    """Open a library in a temporary folder; a test with many examples needs several."""
    with TemporaryDirectory() as folder, open_library(Path(folder) / "library", creator="tester") as library:
        yield library


def fill(library: Library, coming: list[IncomingArticle], tags: tuple[Tag, ...] = CODEBOOK) -> None:
    """Add articles and a codebook to a library."""
    library.merger.merge(Bundle(pieces=coming, tags=tags), "fill")


def exported(library: Library, kind: str, *, articles: Iterable[str] = (), tags: Iterable[str] = ()) -> bytes:
    """Export a selection of a library."""
    out = io.BytesIO()
    FORMATS[kind].writer()(Selection(library, articles=articles or None, tags=tags), out)
    return out.getvalue()


def import_into(library: Library, data: bytes, suffix: str) -> Merged:
    """Import a file into a library."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"export{suffix}"
        path.write_bytes(data)
        return library.merger.merge(read_bundle(path), "import")


def bundle_of(data: bytes | str, path: Path) -> Bundle:
    """Write a file and read it, including its articles."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    bundle = read_bundle(path)
    bundle.pieces = list(bundle.pieces)
    return bundle


def contents_of(library: Library) -> dict[str, tuple[Article, list[Annotation]]]:
    """Return all articles with their annotations by ID, without revision numbers."""
    return {
        row.id: (replace(article, rev=0), [replace(annotation, rev=0) for annotation in annotations])
        for row in library.articles.rows()
        for article, annotations in [library.articles.open(row.id)]
    }
