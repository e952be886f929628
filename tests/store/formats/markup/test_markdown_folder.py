"""Export to a folder of Markdown files, and updates of it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import PizhuError, UsageError
from store.exporting.file_names import MAX_NAME_BYTES, FileNames, file_name
from store.exporting.selection import Selection
from store.formats.markup.markdown_folder import MARKER, FolderReport, write_folder
from store.library import Library
from tests.conftest import draft


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return tmp_path / "vault"


def written(library: Library, vault: Path, *articles: str, force: bool = False) -> FolderReport:
    return write_folder(Selection(library, articles=articles or None), vault, force=force)


def files(vault: Path) -> list[str]:
    return sorted(path.name for path in vault.iterdir())


def test_each_article_has_a_file_named_after_its_title(library: Library, station: str, vault: Path) -> None:
    library.articles.add(draft("一", title="问：去哪儿?"))
    assert written(library, vault) == FolderReport(files=2)
    assert files(vault) == ["春天的小站.md", "问：去哪儿？.md"]
    text = (vault / "春天的小站.md").read_text("utf-8")
    assert text.startswith("---\ntitle: 春天的小站\n")
    assert text.endswith(f"\n%% pizhu: article {station} %%\n{MARKER}\n")


def test_text_below_the_marker_is_kept_byte_for_byte(library: Library, station: str, vault: Path) -> None:
    written(library, vault)
    path = vault / "春天的小站.md"
    mine = (
        f"\r\n我的话\r\n{MARKER}\n\xff\n没有换行".encode("latin-1", "replace") + "𠮷".encode() + b"\xfe\x00"
    )
    path.write_bytes(path.read_bytes().rstrip(b"\n") + mine)
    library.annotations.annotate_quote(station, "油菜花", note="新的")
    assert written(library, vault) == FolderReport(files=1)
    result = path.read_bytes()
    assert result.endswith(MARKER.encode() + mine)
    assert "> 油菜花".encode() in result


def test_files_that_are_up_to_date_are_not_rewritten(library: Library, station: str, vault: Path) -> None:
    written(library, vault)
    path = vault / "春天的小站.md"
    before = path.stat()
    assert written(library, vault) == FolderReport(unchanged=1)
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_marker_inside_a_note_is_ignored(library: Library, station: str, vault: Path) -> None:
    library.articles.write_note(station, f"%% pizhu: article {station} %%\n{MARKER}\n藏不住")
    written(library, vault)
    assert written(library, vault) == FolderReport(unchanged=1)
    library.articles.write_note(station, "短")
    written(library, vault)
    assert "藏不住" not in (vault / "春天的小站.md").read_text("utf-8")


def test_foreign_files_are_overwritten_only_with_force(library: Library, station: str, vault: Path) -> None:
    vault.mkdir()
    mine = vault / "春天的小站.md"
    mine.write_text("我自己的笔记")
    library.articles.add(draft("二", title="第二篇"))
    result = written(library, vault)
    assert (result.files, len(result.refused)) == (1, 1)
    assert "春天的小站.md" in result.refused[0]
    assert "--force" in result.refused[0]
    assert mine.read_text() == "我自己的笔记"
    assert written(library, vault, force=True) == FolderReport(files=1, unchanged=1)
    assert MARKER in mine.read_text("utf-8")
    assert written(library, vault) == FolderReport(unchanged=2)


def test_files_of_removed_articles_are_kept_and_reported(library: Library, station: str, vault: Path) -> None:
    written(library, vault)
    library.articles.add(draft("二", title="第二篇"))
    library.articles.remove([station])
    result = written(library, vault)
    assert result.files == 1
    (left,) = result.left
    assert "春天的小站.md" in left
    assert files(vault) == ["春天的小站.md", "第二篇.md"]


def test_a_renamed_file_is_updated_under_its_new_name(library: Library, station: str, vault: Path) -> None:
    written(library, vault)
    (vault / "春天的小站.md").rename(vault / "改了名.md")
    library.articles.write_note(station, "新的")
    assert written(library, vault) == FolderReport(files=1)
    assert files(vault) == ["改了名.md"]


def test_articles_with_equal_titles_have_separate_files(library: Library, station: str, vault: Path) -> None:
    first, _ = library.articles.add(draft("一", title="Notes"))
    second, _ = library.articles.add(draft("二", title="NOTES"))
    assert written(library, vault).files == 3
    assert files(vault) == sorted(["Notes.md", f"NOTES {second[:6]}.md", "春天的小站.md"])
    before = {name: (vault / name).read_bytes() for name in files(vault)}
    library.articles.remove([first])
    (vault / "Notes.md").unlink()
    written(library, vault)
    assert f"NOTES {second[:6]}.md" in files(vault)
    assert before[f"NOTES {second[:6]}.md"] == (vault / f"NOTES {second[:6]}.md").read_bytes()


def test_links_use_the_names_of_files(library: Library, station: str, vault: Path) -> None:
    other, _ = library.articles.add(draft("磨坊停了很多年。", title="河边: 磨坊"))
    annotation = library.annotations.annotate_quote(other, "磨坊")
    own = library.annotations.annotate_quote(station, "列车", note=f"同[[#^{annotation.id[:8]}]]")
    library.articles.write_note(
        station,
        f"见[[河边: 磨坊]]、[[河边: 磨坊#^{annotation.id[:8]}]]、[[#^{own.id[:8]}|这里]]、[[春天的小站]]。",
    )
    written(library, vault)
    text = (vault / "春天的小站.md").read_text("utf-8")
    assert (
        f"见[[河边： 磨坊|河边: 磨坊]]、"
        f"[[河边： 磨坊#^{annotation.id[:8]}|河边: 磨坊#^{annotation.id[:8]}]]、"
        f"[[#^{own.id[:8]}|这里]]、[[春天的小站]]。"
    ) in text
    assert (vault / "河边： 磨坊.md").exists()


def test_exporting_a_selection_keeps_other_files_and_links_to_them(
    library: Library, station: str, vault: Path
) -> None:
    other, _ = library.articles.add(draft("二", title="第二篇"))
    written(library, vault)
    before = (vault / "第二篇.md").read_bytes()
    library.articles.write_note(other, "改了")
    library.articles.write_note(station, f"见[[{other[:8]}]]")
    assert written(library, vault, station) == FolderReport(files=1)
    assert (vault / "第二篇.md").read_bytes() == before
    assert f"见[[第二篇|{other[:8]}]]" in (vault / "春天的小站.md").read_text("utf-8")


def test_a_file_in_place_of_the_folder_is_rejected(library: Library, station: str, vault: Path) -> None:
    vault.write_text("x")
    with pytest.raises(UsageError, match="not a folder"):
        written(library, vault)


def test_a_folder_that_cannot_be_created_raises_pizhu_error(library: Library, station: str) -> None:
    with pytest.raises(PizhuError, match="cannot be written"):
        written(library, Path("/dev/null/vault"))


TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(
    st.lists(TITLES | st.sampled_from(["CON", "com1.txt", "..", ".hidden", "a.", "a ", "nul "]), max_size=8)
)
def test_any_titles_give_portable_unique_names(titles: list[str]) -> None:
    names = FileNames(".md")
    given_ = [names.assign(title, f"{number:016x}") for number, title in enumerate(titles)]
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in given_}) == len(given_)
    for name in given_:
        assert len(name.encode()) <= MAX_NAME_BYTES
        assert not set(name) & set('<>:"/\\|?*#^[]\n\r\t\x00')
        stem = name.removesuffix(".md")
        assert stem
        assert stem == stem.strip(" .")
        assert stem.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


def test_a_long_title_is_cut_between_grapheme_clusters() -> None:
    family = "👨‍👩‍👧‍👦"
    name = file_name(family * 10, "0" * 16, "", ".md")
    assert name.removesuffix(".md") in family * 10
    assert len(name.removesuffix(".md")) % len(family) == 0
