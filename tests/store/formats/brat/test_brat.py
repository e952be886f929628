"""Standoff annotations of brat, with and without their text."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from store.errors import BadInput
from store.formats.brat.reader import is_stand_in
from store.formats.brat.writer import _notes_only
from store.importing.reading import read_file
from store.importing.registry import is_bundle, read_bundle
from store.library import Library
from store.library.merging.placeholder import as_placeholder
from store.model.article import Draft
from store.model.bundle import Bundle, IncomingArticle

TEXT = "春天来了𠮷。\r\n小站开花，花开。\r\n"
ANN = (
    "T1\t植物 11 12\t花\n"
    "T2\t地方/站 8 10\t小站\n"
    "T3\t好 11 12\t花\n"
    "T4\t分开 8 10;14 15\t小站 开\n"
    "E1\t开花:T1 Where:T2\n"
    "#1\tAnnotatorNotes T1\t一行\\n二行\n"
    "#2\tAnnotatorNotes E1\t事件的\n"
    "A1\t确定 T2\n"
    "A2\t程度 T2 高\n"
    "N1\tReference T2 Wikipedia:12\t小站\n"
    "R1\t在 Arg1:T1 Arg2:T2\n"
    "*\tEquiv T1 T3\n"
)


def write(folder: Path, ann: str = ANN, text: str | None = TEXT) -> Path:
    if text is not None:
        (folder / "a.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "a.ann").write_text(ann, encoding="utf-8")
    return folder / "a.ann"


def read(path: Path) -> tuple[IncomingArticle, Bundle]:
    assert is_bundle(path)
    bundle = read_bundle(path)
    (article,) = bundle.pieces
    return article, bundle


def test_words_with_types_notes_and_attributes_become_annotations(tmp_path: Path) -> None:
    article, bundle = read(write(tmp_path))
    assert article.draft is not None
    assert article.draft.text == "春天来了𠮷。\n小站开花，花开。\n"
    assert [(each.exact, each.tags, each.note) for each in article.annotations] == [
        ("小站", ("地方/站", "确定", "程度/高"), "Wikipedia:12 小站"),
        ("小站开花，花开", ("分开",), ""),
        ("花", ("植物", "好"), "一行\n二行\n\n事件的"),
    ]
    assert bundle.left_out == [
        "Left out: 1 event, which Pizhu has no place for.",
        "Left out: 2 relations, which Pizhu has no place for.",
    ]


def test_annotations_and_their_text_imported_alone_are_one_article(library: Library, tmp_path: Path) -> None:
    text = "标题\n\n第一段里有一朵花。\n\n第二段。\n"
    place = text.index("花")
    path = write(tmp_path, f"T1\t植物 {place} {place + 1}\t花\n", text)
    merged = library.merger.merge(read_bundle(path), "import")
    assert (merged.articles_added, merged.orphans) == (1, 0)
    library.articles.add_all(piece.article for piece in read_file(tmp_path / "a.txt"))
    assert library.articles.count() == 1
    again = library.merger.merge(read_bundle(path), "import")
    assert (again.articles_known, again.annotations_known) == (1, 1)


def test_annotations_without_their_text_are_placed_by_their_words(library: Library, tmp_path: Path) -> None:
    article, _ = read(write(tmp_path, text=None))
    assert (article.draft, article.title) == (None, "a")
    assert [(each.exact, each.tags) for each in article.annotations] == [
        ("花", ("植物", "好")),
        ("小站", ("地方/站", "确定", "程度/高")),
        ("小站 开", ("分开",)),
    ]


@pytest.mark.parametrize("ann", ["hello\n", "T1\tx 1\t\n", "# comment\n"])
def test_what_is_no_standoff_is_refused(ann: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no annotation of brat"):
        read(write(tmp_path, ann))


def test_offsets_beyond_the_text_are_handled(tmp_path: Path) -> None:
    article, _ = read(write(tmp_path, "T1\tx 5 999999999\t\nT2\ty 999999 9999999\tz\nT3\tz 3 1\t\n"))
    assert article.draft is not None
    assert all(article.draft.text[each.start : each.end] == each.exact for each in article.annotations)


def test_what_an_annotation_there_says_already_is_not_added(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path)
    library.merger.merge(read_bundle(path), "import")
    (row,) = library.articles.rows()
    (flower,) = [each for each in library.annotations.of(row.id) if each.exact == "花"]
    library.annotations.delete(row.id, flower.id)
    library.annotations.annotate_quote(row.id, "花", tags=["植物", "好", "我的"], note=f"我说：{flower.note}")
    merged = library.merger.merge(read_bundle(path), "import")
    assert (merged.annotations_known, merged.annotations_added) == (3, 0)


def test_a_stand_in_is_known_however_many_annotations_follow(tmp_path: Path) -> None:
    article = SimpleNamespace(origin=as_placeholder(Draft(title="春", text="", blocks=())).origin)
    lines = [*_notes_only(article), *(f"T{each}\t植物 11 12\t花\n" for each in range(1, 20_000))]  # type: ignore[arg-type]
    assert is_stand_in(write(tmp_path, "".join(lines)).with_suffix(".txt"))
