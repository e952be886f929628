"""Annotations for brat: texts, and annotations in standoff format."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from store.exporting.selection import Selection
from store.formats.brat.writer import brat_type, write_folder
from store.library import Library
from tests.conftest import draft
from tests.store.exporting.exports import exported, fill


def files(library: Library) -> dict[str, str]:
    """Return the files in the archive."""
    with ZipFile(BytesIO(exported("brat", library))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def spans(text: str, standoff: str) -> list[tuple[str, str]]:
    """Return the type of each annotation and the words at its positions, which the file must repeat."""
    found = []
    for line in standoff.splitlines():
        if line.startswith("T"):
            _, kind_and_positions, words = line.split("\t")
            kind, _, positions = kind_and_positions.partition(" ")
            ends = [tuple(map(int, part.split())) for part in positions.split(";")]
            assert words == " ".join(text[start:end] for start, end in ends)
            found.append((kind, words))
    return found


def test_each_article_has_a_text_and_its_annotations(library: Library) -> None:
    first = fill(library)
    found = files(library)
    assert list(found) == [
        f"{name}.{kind}" for name in ("春天的小站", "空", "改过的") for kind in ("txt", "ann")
    ]
    assert found["春天的小站.txt"] == library.articles.get(first).text
    assert spans(found["春天的小站.txt"], found["春天的小站.ann"]) == [
        ("数字", "=1+1 列车"),
        ("数字", "𠮷野家"),
        ("专名_A/饭馆", "𠮷野家"),
        ("Highlight", "<b>油菜花</b> & 银行"),
        ("数字", "银行"),
    ]
    assert [line for line in found["春天的小站.ann"].splitlines() if line.startswith("#")] == [
        "#1\tAnnotatorNotes T1\t+1, -2",
        "#2\tAnnotatorNotes T4\t<script>x</script> @me",
    ]
    assert found["空.ann"] == found["改过的.ann"] == ""


def test_an_annotation_over_several_lines_is_in_fragments(library: Library) -> None:
    article, _ = library.articles.add(draft("一天。", "", "又一天。", title="天"))
    library.annotations.annotate_quote(article, "天。\n\n又一", tags=["时间"])
    found = files(library)
    assert spans(found["天.txt"], found["天.ann"]) == [("时间", "天。 又一")]
    assert ";" in found["天.ann"]


@pytest.mark.parametrize(
    ("tag", "kind"), [("专名 A/饭馆", "专名_A/饭馆"), ("一;二", "一；二"), ("全\u3000角", "全_角")]
)
def test_a_type_has_no_spaces(tag: str, kind: str) -> None:
    assert brat_type(tag) == kind


def test_a_folder_is_updated_but_what_was_made_in_brat_stays(
    library: Library, station: str, tmp_path: Path
) -> None:
    library.annotations.annotate_quote(station, "列车")
    first = write_folder(Selection(library), tmp_path / "brat", force=False)
    assert (first.files, first.refused) == (2, [])
    again = write_folder(Selection(library), tmp_path / "brat", force=False)
    assert (again.files, again.unchanged) == (0, 2)
    changed = tmp_path / "brat" / "春天的小站.ann"
    changed.write_text("T1\tX 0 1\t春\n", "utf-8")
    refused = write_folder(Selection(library), tmp_path / "brat", force=False)
    assert (refused.files, len(refused.refused)) == (0, 1)
    assert changed.read_text("utf-8").startswith("T1\tX")
    assert write_folder(Selection(library), tmp_path / "brat", force=True).files == 1


def test_the_same_library_gives_the_same_bytes(library: Library) -> None:
    fill(library)
    assert exported("brat", library) == exported("brat", library)
