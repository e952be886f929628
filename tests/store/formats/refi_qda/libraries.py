"""Random libraries for round-trip tests of REFI-QDA."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from store.chinese.graphemes import snap_end, snap_start
from store.library import Library, open_library
from store.model.annotation import Anchor, Annotation, clean_note, is_known_time, motivation_of
from store.model.article import BlockKind, Draft, Status, join_blocks
from store.model.bundle import Bundle, IncomingArticle
from store.model.tag import Tag

LETTERS = "山水𠮷𡃁🙂👩‍👩‍👧é中文 ab<&>\"'；、—\u3000\u200b"
NAMES = [
    *("车", "主题/乡村", "主题/乡村/老人", "𠮷", 'a<b>&"c', "服务/线上"),
    *("正面/其他", "负面/其他", "其他", "负面/其他 (负面)", "其他 2"),
]

words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=20).filter(str.strip)
notes = st.text(st.sampled_from(LETTERS + "\n\t*#[]"), max_size=40).map(clean_note)
names = st.lists(st.sampled_from(NAMES), unique=True, max_size=3).map(tuple)
moments = (
    st.datetimes()
    .map(lambda moment: moment.isoformat(timespec="milliseconds") + "Z")
    .filter(is_known_time)
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
def annotations_on(draw: st.DrawFn, text: str) -> Annotation:
    """An annotation on a text, or an orphan."""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    anchor = Anchor.at(text, snap_start(text, start), snap_end(text, end))
    tags, note, created = draw(names), draw(notes), draw(moments)
    annotation = Annotation(
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
    return (
        replace(annotation, exact="没有的话<\n>", prefix="前 ", suffix="\n后", orphan=True)
        if lost
        else annotation
    )


@st.composite
def incoming_articles(draw: st.DrawFn) -> IncomingArticle:
    """An article with annotations and reading state."""
    draft = draw(drafts())
    annotations = draw(
        st.lists(annotations_on(draft.text), max_size=4, unique_by=lambda annotation: annotation.id)
    )
    return IncomingArticle(
        draft=draft,
        id=f"{draw(st.integers(0, 2**64 - 1)):016x}",
        added=draw(moments),
        tags=draw(names),
        note=draw(notes),
        status=draw(st.sampled_from(list(Status))),
        starred=draw(st.booleans()),
        position=draw(st.integers(0, len(draft.text))),
        annotations=tuple(annotations),
    )


def _have_unique_annotations(articles: list[IncomingArticle]) -> bool:
    ids = [annotation.id for article in articles for annotation in article.annotations]
    return len(ids) == len(set(ids))


article_lists = st.lists(
    incoming_articles(), max_size=3, unique_by=lambda article: article.draft.text if article.draft else ""
).filter(_have_unique_annotations)


def open_filled(root: Path, content: Iterable[IncomingArticle]) -> Library:
    """Open a library with these articles and a codebook."""
    library = open_library(root, creator="tester")
    book = (
        Tag(name="主题/乡村", description="村、乡、路：<山>\n一行", colour="jade"),
        Tag(name="没有用过", colour="#ab12ef"),
    )
    library.merger.merge(Bundle(pieces=content, tags=book), "fill")
    return library
