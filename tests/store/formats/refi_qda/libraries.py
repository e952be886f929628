"""Libraries made at random, to be written and read back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from store.chinese.graphemes import snap_end, snap_start
from store.library import Library, open_library
from store.model.annotation import Anchor, Annotation, clean_note, motivation_of
from store.model.article import BlockKind, Draft, Status, join_blocks
from store.model.bundle import Bundle, IncomingArticle
from store.model.tag import Tag

LETTERS = "山水𠮷𡃁🙂👩‍👩‍👧é中文 ab<&>\"'；、—\u3000\u200b"
NAMES = ["车", "主题/乡村", "主题/乡村/老人", "𠮷", 'a<b>&"c', "服务/线上"]

words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=20).filter(str.strip)
notes = st.text(st.sampled_from(LETTERS + "\n\t*#[]"), max_size=40).map(clean_note)
names = st.lists(st.sampled_from(NAMES), unique=True, max_size=3).map(tuple)
moments = (
    st.datetimes()
    .map(lambda moment: moment.isoformat(timespec="milliseconds") + "Z")
    .filter(lambda moment: moment > "1000")
)
people = st.sampled_from(["", "tester", "李四 <b>", "𠮷野"])


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """An article of several paragraphs of any kind."""
    parts = draw(st.lists(st.tuples(st.sampled_from(list(BlockKind)), words), min_size=1, max_size=6))
    text, blocks = join_blocks(parts)
    return Draft(
        text=text,
        blocks=blocks,
        title=draw(words).strip(),
        subtitle=draw(st.sampled_from(["", "副题 & 其他"])),
        authors=tuple(draw(st.lists(st.sampled_from(["陈小满", "O'Neil", "𠮷野"]), unique=True, max_size=2))),
        date=draw(st.sampled_from(["", "2020", "2020-03-24"])),
        source=draw(st.sampled_from(["", "人民日报"])),
        url=draw(st.sampled_from(["", "https://example.org/?a=1&b=2"])),
        language=draw(st.sampled_from(["zh", "zh-Hans", "en"])),
    )


@st.composite
def marks_on(draw: st.DrawFn, text: str) -> Annotation:
    """An annotation of a text, or one whose words are no longer in it."""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    anchor = Anchor.at(text, snap_start(text, start), snap_end(text, end))
    tags, note, created = draw(names), draw(notes), draw(moments)
    mark = Annotation(
        **asdict(anchor),
        id=str(UUID(int=draw(st.integers(1, 2**128 - 1)))),
        tags=tags,
        note=note,
        kind=motivation_of(tags, note),
        creator=draw(people),
        created=created,
        modified=draw(st.sampled_from([created, "2999-01-01T00:00:00.000Z"])),
    )
    lost = draw(st.booleans()) and draw(st.booleans())
    return replace(mark, exact="没有的话<\n>", prefix="前 ", suffix="\n后", orphan=True) if lost else mark


@st.composite
def pieces(draw: st.DrawFn) -> IncomingArticle:
    """An article with what was made of it."""
    draft = draw(drafts())
    marks = draw(st.lists(marks_on(draft.text), max_size=4, unique_by=lambda mark: mark.id))
    return IncomingArticle(
        draft=draft,
        id=f"{draw(st.integers(0, 2**64 - 1)):016x}",
        added=draw(moments),
        tags=draw(names),
        note=draw(notes),
        status=draw(st.sampled_from(list(Status))),
        starred=draw(st.booleans()),
        position=draw(st.integers(0, len(draft.text))),
        annotations=tuple(marks),
    )


contents = st.lists(pieces(), max_size=3, unique_by=lambda piece: piece.draft.text if piece.draft else "")


def filled(root: Path, content: Iterable[IncomingArticle]) -> Library:
    """A library of those articles, with a codebook."""
    library = open_library(root, creator="tester")
    book = (
        Tag(name="主题/乡村", description="村、乡、路：<山>\n一行", colour="jade"),
        Tag(name="没有用过", colour="#ab12ef"),
    )
    library.merger.merge(Bundle(pieces=content, tags=book), "fill")
    return library
