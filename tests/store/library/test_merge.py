"""Merging adds what is new, skips what exists already, and keeps both versions of what differs."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.library import Library, open_library
from store.library.merging.opened_articles import OpenedArticles
from store.model.annotation import Anchor, Annotation
from store.model.bundle import Bundle, IncomingArticle, Merged
from store.model.tag import Tag
from store.storage.document_store import DocumentStore
from tests.conftest import STATION, draft
from tests.lengths import examples

TEXT = STATION.text


def new_annotation(
    start: int, end: int, *, tags: tuple[str, ...] = (), note: str = "", text: str = TEXT
) -> Annotation:
    anchor = Anchor.at(text, start, end)
    return Annotation(
        id=str(uuid4()),
        start=anchor.start,
        end=anchor.end,
        exact=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        tags=tags,
        note=note,
        creator="elsewhere",
        created="2024-01-01T00:00:00.000Z",
        modified="2024-01-02T00:00:00.000Z",
    )


def merge(library: Library, *pieces: IncomingArticle, tags: tuple[Tag, ...] = ()) -> Merged:
    return library.merger.merge(Bundle(pieces=pieces, tags=tags), "import notes")


def test_an_article_is_merged_with_its_metadata_and_annotations(library: Library) -> None:
    incoming = new_annotation(6, 8, tags=("车",), note="𠮷")
    piece = IncomingArticle(
        draft=STATION,
        id="0123456789abcdef",
        added="2020-01-01T00:00:00.000Z",
        tags=("站",),
        note="整篇",
        starred=True,
        annotations=(incoming,),
    )
    merged = merge(library, piece)
    assert (merged.articles_added, merged.annotations_added) == (1, 1)
    article, (annotation,) = library.articles.open("0123456789abcdef")
    assert (article.tags, article.note, article.starred, article.added) == (
        ("站",), "整篇", True, "2020-01-01T00:00:00.000Z",
    )  # fmt: skip
    assert replace(annotation, rev=0) == incoming
    assert [tag.name for tag in library.codebook.tags()] == ["站", "车"]


def test_merging_what_exists_already_adds_nothing(library: Library) -> None:
    piece = IncomingArticle(
        draft=STATION, note="整篇", tags=("站",), annotations=(new_annotation(6, 8, note="一"),)
    )
    merge(library, piece)
    (row,) = library.articles.rows()
    before = library.articles.open(row.id)
    merged = merge(library, piece, piece)
    assert (merged.articles_known, merged.annotations_known, merged.conflicts) == (2, 2, [])
    assert library.articles.open(row.id) == before


def test_a_different_version_of_an_annotation_is_added_once(library: Library) -> None:
    annotation = new_annotation(6, 8, note="一")
    merge(library, IncomingArticle(draft=STATION, annotations=(annotation,)))
    other = IncomingArticle(draft=STATION, annotations=(replace(annotation, note="二"),))
    merged = merge(library, other)
    assert (merged.annotations_beside, len(merged.conflicts)) == (1, 1)
    (row,) = library.articles.rows()
    assert {each.note for each in library.annotations.of(row.id)} == {"一", "二"}
    assert merge(library, other).annotations_known == 1
    assert len(library.annotations.of(row.id)) == 2


def test_a_different_text_with_the_same_id_is_added_once(library: Library) -> None:
    merge(library, IncomingArticle(draft=STATION, id="0123456789abcdef"))
    other = IncomingArticle(draft=draft("别的话。"), id="0123456789abcdef")
    assert merge(library, other).articles_beside == 1
    assert merge(library, other).articles_known == 1
    assert library.articles.count() == 2


def test_the_notes_of_both_libraries_are_combined(library: Library, station: str) -> None:
    library.articles.write_note(station, "这里的")
    piece = IncomingArticle(draft=STATION, note="那里的")
    assert len(merge(library, piece).conflicts) == 1
    assert merge(library, piece).conflicts == []
    note = library.articles.get(station).note
    assert note.startswith("这里的")
    assert note.endswith("那里的")


def test_annotations_of_a_text_with_other_line_ends_are_anchored_by_quote(library: Library) -> None:
    library.articles.add(STATION)
    crlf = TEXT.replace("\n", "\r\n")
    there = crlf.index("月台")
    piece = IncomingArticle(
        draft=None, title="春天的小站", annotations=(new_annotation(there, there + 12, text=crlf),)
    )
    merged = merge(library, piece)
    assert (merged.articles_known, merged.orphans) == (1, 0)
    (row,) = library.articles.rows()
    (annotation,) = library.annotations.of(row.id)
    assert TEXT[annotation.start : annotation.end] == annotation.exact == crlf[there : there + 12]


def test_a_merged_article_with_the_same_text_fills_in_what_is_lacking(library: Library) -> None:
    article, _ = library.articles.add(STATION)
    richer = replace(STATION, date="2021-05-06", url="https://a.example/1")
    assert merge(library, IncomingArticle(draft=richer)).articles_known == 1
    assert merge(library, IncomingArticle(draft=replace(richer, date="2020"))).articles_known == 1
    filled = library.articles.get(article)
    assert (filled.date, filled.url) == ("2021-05-06", "https://a.example/1")


def test_a_merged_text_that_says_nothing_beyond_itself_fills_in_nothing(library: Library) -> None:
    known, _ = library.articles.add(replace(STATION, title=""))
    merge(library, IncomingArticle(draft=STATION))
    assert library.articles.get(known).title == ""


def test_an_address_that_is_not_one_of_a_page_is_kept_out(library: Library) -> None:
    merged = merge(library, IncomingArticle(draft=replace(STATION, url="javascript:alert(1)")))
    (row,) = library.articles.rows()
    assert library.articles.get(row.id).url == ""
    assert "javascript:" in merged.remarks[0]


def test_an_article_is_matched_by_its_url(library: Library) -> None:
    library.articles.add(replace(STATION, url="https://example.org/station"))
    piece = IncomingArticle(url="https://example.org/station", annotations=(new_annotation(6, 8),))
    assert merge(library, piece).annotations_added == 1


def test_an_ambiguous_quote_becomes_an_orphan(library: Library) -> None:
    article, _ = library.articles.add(draft("银行开门。银行关门。"))
    vague = replace(new_annotation(0, 2, text="银行"), prefix="", suffix="")
    merged = merge(library, IncomingArticle(id=article, annotations=(vague,)))
    assert merged.orphans == 1
    assert library.annotations.of(article)[0].orphan


def test_a_merged_codebook_fills_empty_fields_and_reports_differences(library: Library, station: str) -> None:
    library.articles.tag(station, ["金融", "AI"])
    library.codebook.describe("AI", "这里的")
    library.codebook.pin("AI", "1")
    coming = (
        Tag(name="金融", description="钱", colour="azure", key="1"),
        Tag(name="ａｉ", description="那里的", aliases=("人工智能",)),
        Tag(name="a//b\x07c", key="2"),
        Tag(name="  "),
    )
    merged = merge(library, tags=coming)
    tags = {tag.name: tag for tag in library.codebook.tags()}
    assert tags.keys() == {"AI", "a/b c", "金融"}
    assert (tags["金融"].description, tags["金融"].key) == ("钱", "")
    assert (tags["AI"].description, tags["AI"].key, tags["AI"].aliases) == ("这里的", "1", ("人工智能",))
    assert tags["a/b c"].key == "2"
    assert (merged.tags_added, len(merged.conflicts), len(merged.left_out)) == (1, 1, 1)


def test_a_tag_of_several_bundles_counts_once_in_a_preview_as_in_the_merge(library: Library) -> None:
    bundles = [Bundle(pieces=(), tags=(Tag(name="交通"), Tag(name=name))) for name in ("车", "船")]
    look = library.merger.preview()
    seen = [look(each).tags_added for each in bundles]
    merged = [library.merger.merge(each, "import notes").tags_added for each in bundles]
    assert seen == merged == [2, 1]


def test_a_preview_remembers_no_more_than_it_may(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    merge(library, IncomingArticle(draft=draft("馆里有的一篇。" * 20)))
    texts = [f"第{number}篇，" * 50 for number in range(30)] + ["馆里有的一篇。" * 20]
    quotes = [new_annotation(0, 3, text=text) for text in texts]
    pieces = [
        IncomingArticle(draft=draft(text), annotations=(quote,))
        for text, quote in zip(texts, quotes, strict=True)
    ]
    opened: list[OpenedArticles] = []

    class Watched(OpenedArticles):
        def __init__(self, store: DocumentStore) -> None:
            super().__init__(store)
            opened.append(self)

    monkeypatch.setattr("store.library.merging.merge_batch.OpenedArticles", Watched)
    monkeypatch.setattr("store.library.merging.merger.PREVIEWED", 2_000)
    look = library.merger.preview()
    seen = [look(Bundle(pieces=pieces)), look(Bundle(pieces=pieces))]
    assert [(each.articles_added, each.articles_known) for each in seen] == [(30, 1), (0, 31)]
    assert seen[0].annotations_added == 31
    assert opened[0].remembered < 2_800
    assert library.articles.count() == 1


def test_a_merge_is_undone_in_one_step(library: Library) -> None:
    pieces = [
        IncomingArticle(draft=draft(f"第{number}篇。", title=str(number)), tags=("甲",))
        for number in range(100)
    ]
    merge(library, *pieces)
    assert library.articles.count() == 100
    assert library.undo() == "import notes"
    assert library.articles.count() == 0
    assert library.codebook.tags() == ()


def test_blocks_that_do_not_fit_the_text_are_computed_again(library: Library) -> None:
    wrong = replace(STATION, blocks=STATION.blocks[1:])
    merge(library, IncomingArticle(draft=wrong))
    (row,) = library.articles.rows()
    article = library.articles.get(row.id)
    assert [(block.start, block.end) for block in article.blocks] == [
        (block.start, block.end) for block in STATION.blocks
    ]


@pytest.mark.long
@settings(
    deadline=None, max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60), st.text(max_size=5)), max_size=5))
def test_every_merged_annotation_matches_its_quote_or_is_an_orphan(
    tmp_path_factory: pytest.TempPathFactory, fields: list[tuple[int, int, str]]
) -> None:
    incoming = [
        replace(new_annotation(0, 2), start=start, end=end, exact=exact, note=exact)
        for start, end, exact in fields
    ]
    with open_library(tmp_path_factory.mktemp("merging") / "library") as library:
        merge(library, IncomingArticle(draft=STATION, annotations=tuple(incoming)))
        (row,) = library.articles.rows()
        article, found = library.articles.open(row.id)
        assert len(found) == len(incoming)
        for annotation in found:
            assert annotation.orphan or article.text[annotation.start : annotation.end] == annotation.exact


def test_the_context_of_a_quote_overrides_its_position(library: Library) -> None:
    article, _ = library.articles.add(draft("银行开门了，人很多。后来银行关门了，人就散了。"))
    text = library.articles.get(article).text
    second = text.index("银行关门")
    elsewhere = replace(
        new_annotation(second, second + 2, text=text), start=text.index("银行"), end=text.index("银行") + 2
    )
    merge(library, IncomingArticle(id=article, annotations=(elsewhere,)))
    assert [annotation.start for annotation in library.annotations.of(article)] == [second]


def test_a_merge_tells_which_values_of_a_known_article_it_did_not_take(library: Library) -> None:
    known = replace(STATION, title="小站", date="2020-03-24", source="")
    merge(library, IncomingArticle(draft=known))
    other = replace(
        known, title="春天的小站" * 30, date="2020-03-25", source="河湾报", url="ftp://a.example/"
    )
    merged = merge(library, IncomingArticle(draft=other))
    address, title, date = merged.remarks
    assert "ftp://a.example/ left out" in address
    assert title.startswith("“小站”: title kept: “小站”, not “春天的小站")
    assert len(title) < 150
    assert date == "“小站”: date kept: “2020-03-24”, not “2020-03-25”."
    (row,) = library.articles.rows()
    assert (row.date, library.articles.get(row.id).source) == ("2020-03-24", "河湾报")
    assert merge(library, IncomingArticle(draft=known)).remarks == []
