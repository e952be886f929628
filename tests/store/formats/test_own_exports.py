"""What Pizhu exports comes back once: articles with what is known of them, and notes; no words of Pizhu."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from store.errors import BadInput
from store.exporting.selection import Selection
from store.formats.brat import writer as brat
from store.importing.batch import ImportedFile, RejectedFile, import_bundle, import_files
from store.importing.inputs.arguments import find_inputs
from store.importing.reading import read_file
from store.importing.registry import is_bundle
from store.language import Language, use_language
from store.library import Library, open_library
from store.library.merging.placeholder import is_placeholder
from store.model.annotation import Annotation
from store.model.article import Article, BlockKind, Draft, join_blocks
from store.model.bundle import Bundle, IncomingArticle
from store.model.stable_ids import guid
from tests.conftest import draft
from tests.store.exporting.exports import exported, piece

REPORT = (
    "塔楼上的钟停了三十年，去年冬天又响了起来。",
    "修钟的人说，齿轮没有坏，只是没有人上发条。",
    "镇上的孩子第一次听见钟声，跑出来看了很久。",
)
SAYS = "The text of this article"


@pytest.fixture
def kept(library: Library) -> Library:
    """A library with two versions of a report, an article with all that is known, and notes without text."""
    for title, last, day in (
        ("早报", "早报的结尾另有一句。", "2024-01-02"),
        ("晚报", "晚报换了结尾。", "2024-01-03"),
    ):
        text, blocks = join_blocks([(BlockKind.PARAGRAPH, words) for words in (*REPORT, last)])
        library.articles.add(Draft(text=text, blocks=blocks, title=f"钟楼（{title}版）", date=day))
    glued = piece(
        "油菜花开",
        "赵一鸣南山故事",
        *REPORT[:1],
        authors=("赵一鸣",),
        source="南山故事",
        url="https://example.org/a",
    )
    first, second, *rest = glued.blocks
    glued = replace(glued, blocks=(first, replace(second, kind=BlockKind.BYLINE), *rest))
    noted, _ = library.articles.add(glued, tags=["主题/花"], note="再读一遍\n第二行")
    library.annotations.annotate_quote(noted, "停了三十年", tags=["数量"], note="查一查")
    quote = Annotation(
        id=guid("test", "quote"), start=0, end=0, exact="没有人见过的一句", prefix="", suffix="", note="记下",
        created="", modified="",
    )  # fmt: skip
    notes = IncomingArticle(title="不在这里的书", authors=("吴二",), annotations=(quote,))
    library.merger.merge(Bundle(pieces=[notes]), "import notes")
    return library


def imported(name: str, suffix: str, library: Library, folder: Path) -> Library:
    """Return a new library with what an export of another one brings."""
    path = folder / f"out{suffix}"
    path.write_bytes(exported(name, library))
    other = open_library(folder / f"other{suffix}")
    if is_bundle(path):
        assert not isinstance(import_bundle(other, path), RejectedFile)
    else:
        assert all(isinstance(each, ImportedFile) for each in import_files(other, [path]))
    return other


def articles(library: Library) -> list[Article]:
    return sorted(
        (library.articles.get(row.id) for row in library.articles.rows()), key=lambda each: each.title
    )


def said(article: Article) -> tuple[object, ...]:
    return article.title, article.authors, article.date, article.source, article.url, article.text


@pytest.mark.parametrize(("name", "suffix"), [("html", ".html"), ("docx", ".docx")])
def test_pages_and_documents_bring_every_article_once(
    kept: Library, tmp_path: Path, name: str, suffix: str
) -> None:
    back = imported(name, suffix, kept, tmp_path)
    texts = [each for each in articles(kept) if not is_placeholder(each.origin)]
    assert [said(each) for each in articles(back)] == [said(each) for each in texts]
    noted = next(each for each in articles(back) if each.title == "油菜花开")
    assert (noted.tags, noted.note) == (("主题/花",), "再读一遍\n第二行")
    (mark,) = back.annotations.of(noted.id)
    assert (mark.exact, mark.tags, mark.note) == ("停了三十年", ("数量",), "查一查")


@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.TRADITIONAL])
@pytest.mark.parametrize(("name", "suffix"), [("html", ".html"), ("docx", ".docx")])
def test_pages_and_documents_in_chinese_bring_the_same_as_english_ones(
    kept: Library, tmp_path: Path, name: str, suffix: str, language: Language
) -> None:
    changed, _ = kept.articles.add(draft("旧的一句，在这里。另一句。", title="改过的", origin="/a.txt"))
    kept.annotations.annotate_quote(changed, "旧的一句")
    kept.annotations.annotate_quote(changed, "另一句", tags=["数量"])
    kept.annotations.annotate_quote(changed, "一句。")
    kept.articles.add(draft("新的，在这里。另一句。", title="改过的", origin="/a.txt"))
    use_language(language)
    back = imported(name, suffix, kept, tmp_path)
    use_language(Language.ENGLISH)
    (tmp_path / "english").mkdir()
    english = imported(name, suffix, kept, tmp_path / "english")
    assert [said(each) for each in articles(back)] == [said(each) for each in articles(english)]
    assert all(
        [(each.exact, each.note, each.tags) for each in back.annotations.of(one.id)]
        == [(each.exact, each.note, each.tags) for each in english.annotations.of(two.id)]
        for one, two in zip(articles(back), articles(english), strict=True)
    )


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("json", ".json"), ("jsonl", ".jsonl"), ("pizhu", ".pizhu"), ("qdpx", ".qdpx"),
        ("doccano", ".jsonl"), ("brat", ".zip"),
    ],
)  # fmt: skip
def test_notes_without_a_text_come_back_as_such(
    kept: Library, tmp_path: Path, name: str, suffix: str
) -> None:
    back = imported(name, suffix, kept, tmp_path)
    assert [each.title for each in articles(back)] == [each.title for each in articles(kept)]
    (notes,) = [each for each in articles(back) if is_placeholder(each.origin)]
    (mark,) = back.annotations.of(notes.id)
    assert (mark.exact, mark.note, mark.orphan) == ("没有人见过的一句", "记下", True)
    assert (mark.created, mark.prefix, mark.suffix) == ("", "", "")


@pytest.mark.parametrize("name", ["html", "docx", "qdpx", "doccano", "brat"])
def test_exports_with_texts_have_no_help_for_users(kept: Library, tmp_path: Path, name: str) -> None:
    data = exported(name, kept)
    parts = [data]
    if data.startswith(b"PK"):
        path = tmp_path / "out.zip"
        path.write_bytes(data)
        with ZipFile(path) as archive:
            parts = [archive.read(each) for each in archive.namelist()]
    whole = b"\n".join(parts).decode()
    assert SAYS not in whole
    assert "没有人见过的一句" in whole


def test_notes_find_their_text_in_the_library_that_they_come_to(kept: Library, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(exported("json", kept))
    other = open_library(tmp_path / "other")
    there, _ = other.articles.add(piece("不在这里的书", "有人写下没有人见过的一句，别人没有读到。"))
    import_bundle(other, path)
    assert [each.orphan for each in other.annotations.of(there)] == [False]


@pytest.mark.parametrize("name", ["csv", "org", "html", "json", "jsonl", "jsonld", "docx", "doccano", "qdpx"])
def test_a_note_without_a_time_has_none_in_an_export(library: Library, name: str) -> None:
    article, _ = library.articles.add(piece("钟", *REPORT))
    quote = Annotation(
        id=guid("old"), start=0, end=0, exact="齿轮没有坏", prefix="", suffix="",
        created="1970-01-01T00:00:00.000Z", modified="1970-01-01T00:00:00.000Z",
    )  # fmt: skip
    library.merger.merge(Bundle(pieces=[IncomingArticle(title="钟", annotations=(quote,))]), "old notes")
    assert library.annotations.of(article)
    assert b"1970" not in exported(name, library)


def test_a_folder_of_brat_is_read_without_an_error(kept: Library, tmp_path: Path) -> None:
    brat.write_folder(Selection(kept), tmp_path / "corpus", force=False)
    inputs = find_inputs([str(tmp_path / "corpus")])
    other = open_library(tmp_path / "other")
    assert all(isinstance(each, ImportedFile) for each in import_files(other, inputs.files))
    assert not any(isinstance(import_bundle(other, path), RejectedFile) for path in inputs.bundles)
    assert len(other.articles.rows()) == len(kept.articles.rows())
    assert sum(is_placeholder(each.origin) for each in articles(other)) == 1


def test_an_archive_of_brat_brings_other_files_too(tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "小站\n列车停两分钟。")
        archive.writestr("a.ann", "T1\tPlace 0 2\t小站\n")
        archive.writestr("b.md", "# 远方\n\n有人走了。")
        archive.writestr("annotation.conf", "[entities]")
    library = open_library(tmp_path / "library")
    merged = import_bundle(library, path)
    assert not isinstance(merged, RejectedFile)
    assert (merged.articles_added, merged.annotations_added) == (2, 1)


def test_annotations_of_brat_without_their_text_ask_for_it(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "lost.ann"
    path.write_text("T1\tPlace 0 2\t小站\n", "utf-8")
    merged = import_bundle(library, path)
    assert not isinstance(merged, RejectedFile)
    assert not library.articles.rows()
    assert "put its text, lost.txt, beside lost.ann" in merged.left_out[0]


def test_articles_that_are_not_here_keep_their_titles(kept: Library, tmp_path: Path) -> None:
    back = imported("jsonld", ".jsonld", kept, tmp_path)
    assert [each.title for each in articles(back)] == ["不在这里的书", "油菜花开"]


@pytest.mark.parametrize(
    ("name", "suffix", "what"),
    [
        ("markdown", ".md", "Markdown"), ("org", ".org", "Org"), ("bibtex", ".bib", "BibTeX"),
        ("ris", ".ris", "RIS"),
        ("csv-matrix", ".csv", "table of articles by tags"),
    ],
)  # fmt: skip
def test_exports_without_texts_are_refused_with_a_remedy(
    kept: Library, tmp_path: Path, name: str, suffix: str, what: str
) -> None:
    path = tmp_path / f"out{suffix}"
    path.write_bytes(exported(name, kept))
    with pytest.raises(BadInput, match=f"{what}.*import"):
        read_file(path)


def test_cards_for_anki_are_refused(tmp_path: Path) -> None:
    cards, deck = tmp_path / "cards.txt", tmp_path / "deck.apkg"
    cards.write_text("#separator:tab\n#html:true\n#notetype:Pizhu\n1\t钟\n", "utf-8")
    with ZipFile(deck, "w") as archive:
        archive.writestr("collection.anki2", "SQLite")
    for path in (cards, deck):
        with pytest.raises(BadInput, match="Anki"):
            read_file(path)


def test_articles_of_one_file_have_keys_that_differ(tmp_path: Path) -> None:
    page = (
        '<html><head><meta name="generator" content="Pizhu" /></head><body>'
        + '<article id="a"><h2 class="words title">钟</h2><p class="words paragraph">响了。</p></article>' * 3
    )
    path = tmp_path / "same.html"
    path.write_text(page, "utf-8")
    assert len({each.article.draft.origin for each in read_file(path)}) == 3


def test_references_in_json_are_refused(kept: Library, tmp_path: Path) -> None:
    path = tmp_path / "references.json"
    path.write_bytes(exported("csl-json", kept))
    assert json.loads(path.read_text("utf-8"))
    refused = import_bundle(kept, path)
    assert isinstance(refused, RejectedFile)
    assert re.search("CSL-JSON.*import the texts", refused.reason)
