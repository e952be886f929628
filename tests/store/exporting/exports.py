"""Helpers for tests of exports: a library with awkward content, and the bytes of an export."""

from __future__ import annotations

from io import BytesIO

from store.exporting import FORMATS
from store.exporting.selection import Selection
from store.library import Library
from store.model.article import BlockKind, Draft, join_blocks
from tests.conftest import draft

CONTROL = "钟\x01声\x0b\ud83d响"
"""Text with control characters and an unpaired surrogate."""


def exported(name: str, library: Library, tags: tuple[str, ...] = ()) -> bytes:
    """Return the export of a library in a format."""
    out = BytesIO()
    FORMATS[name].writer()(Selection(library, tags=tags), out)
    return out.getvalue()


def piece(title: str, *paragraphs: str, **fields: str | tuple[str, ...]) -> Draft:
    """Return an article with metadata."""
    parts = [(BlockKind.TITLE, title), *((BlockKind.PARAGRAPH, words) for words in paragraphs)]
    text, blocks = join_blocks(parts)
    return Draft(text=text, blocks=blocks, title=title, **fields)  # type: ignore[arg-type]


def fill(library: Library) -> str:
    """Add an article with many annotations, one with none, and one with an orphan; return the ID of the
    first.
    """
    first, _ = library.articles.add(
        piece(
            "春天的小站",
            "=1+1 列车，每天只停“两分钟”。𠮷野家的站长😀说：[sound:a.mp3] <b>油菜花</b> & 银行。",
            authors=("欧阳小满", "John Smith"),
            date="2020-03-24",
            source="青山日报",
            url="https://example.org/a?b=1&c=2",
            column="副刊",
        )
    )
    library.articles.tag(first, ["铁路/小站"])
    library.articles.write_note(first, '第一行\n第二行，有"引号"')
    library.annotations.annotate_quote(first, "=1+1 列车", tags=["数字"], note="+1,\n-2")
    library.annotations.annotate_quote(first, "𠮷野家", tags=["数字", "专名 A/饭馆"])
    library.annotations.annotate_quote(first, "银行", tags=["数字"])
    library.annotations.annotate_quote(first, "<b>油菜花</b> & 银行", note="<script>x</script> @me")
    library.articles.add(draft("没有批注。", title="空"))
    orphan, _ = library.articles.add(draft("旧的一句，在这里。", title="改过的", origin="/a.txt"))
    library.annotations.annotate_quote(orphan, "旧的一句", note="留着")
    library.articles.add(draft("新的。", title="改过的", origin="/a.txt"))
    return first
