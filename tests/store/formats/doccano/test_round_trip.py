"""What Pizhu exports for doccano and brat comes back, into the same library and into an empty one."""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import given, settings

from store.exporting.selection import Selection
from store.importing.registry import read_bundle
from store.library import Library
from store.model.bundle import IncomingArticle
from tests.store.formats.pizhu.round_trips import (
    article_lists,
    contents_of,
    empty_library,
    fill,
    import_into,
)

BETWEEN_LINE_ENDS = re.compile(r"[^\n](?:.*[^\n])?", re.DOTALL)
"""The words of an annotation without the line ends around them, which brat cannot mark."""

doccano = pytest.importorskip("store.formats.doccano.writer")
brat = pytest.importorskip("store.formats.brat.writer")


def test_what_is_exported_adds_nothing_when_it_is_imported_again(
    library: Library, station: str, tmp_path: Path
) -> None:
    library.annotations.annotate_quote(station, "油菜花", tags=["细节/花", "春"], note="一行\n二行")
    library.annotations.annotate_quote(station, "月台", tags=[], note="")
    for writer, name in ((doccano, "a.jsonl"), (brat, "a.zip")):
        with (tmp_path / name).open("wb") as out:
            writer.write(Selection(library), out)
    with ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path)
    (standoff,) = tmp_path.glob("*.ann")
    for path in (tmp_path / "a.jsonl", standoff):
        merged = library.merger.merge(read_bundle(path), "import")
        assert (merged.articles_known, merged.annotations_known, merged.is_step) == (1, 2, False)


@pytest.mark.long
@settings(deadline=None, max_examples=100)
@given(coming=article_lists())
def test_annotations_come_back_from_doccano(coming: list[IncomingArticle]) -> None:
    with empty_library() as library, empty_library() as other:
        fill(library, coming)
        before, out = contents_of(library), io.BytesIO()
        doccano.write(Selection(library), out)
        if not before:
            return
        merged = import_into(library, out.getvalue(), ".jsonl")
        assert (merged.articles_added, merged.annotations_added, merged.annotations_beside) == (0, 0, 0)
        assert contents_of(library) == before
        import_into(other, out.getvalue(), ".jsonl")
        for article, (_, annotations) in contents_of(other).items():
            assert {each.id for each in annotations} == {each.id for each in before[article][1]}


@pytest.mark.long
@settings(deadline=None, max_examples=100)
@given(coming=article_lists(most=1))
def test_annotations_come_back_from_brat(coming: list[IncomingArticle]) -> None:
    with empty_library() as library, empty_library() as other, TemporaryDirectory() as folder:
        fill(library, coming)
        before, out = contents_of(library), io.BytesIO()
        brat.write(Selection(library), out)
        with ZipFile(out) as archive:
            archive.extractall(folder)
        placed = {
            (each.start + words.start(), each.start + words.end())
            for _, annotations in before.values()
            for each in annotations
            if not each.orphan and (words := BETWEEN_LINE_ENDS.search(each.exact))
        }
        for path in Path(folder).glob("*.ann"):
            if path.stat().st_size:
                merged = library.merger.merge(read_bundle(path), "import")
                assert merged.articles_added == 0
                other.merger.merge(read_bundle(path), "import")
                ((_, there),) = contents_of(other).values()
                assert {(each.start, each.end) for each in there} == placed
