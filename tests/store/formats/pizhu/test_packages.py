"""A package goes to a person, is worked on, and comes back: nothing is lost, and nothing comes twice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import BadInput, PizhuError, UsageError
from store.formats.pizhu.package_reader import unpack
from store.formats.pizhu.package_writer import write_package, write_returned_package
from store.importing.batch import import_bundle
from store.importing.registry import read_bundle
from store.library import Library, open_library
from store.model.annotation import Annotation
from store.model.article import Status
from store.model.bundle import Merged
from store.model.tables.member import Role
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from tests.conftest import STATION, draft, root_of


class Loan:
    """A library, and a package of it that Lin has unpacked."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.main = library
        self.folder = folder
        self.station = library.articles.add(STATION)[0]
        library.articles.write_note(self.station, "我的札记")
        library.annotations.annotate_quote(self.station, "列车", note="我的", tags=["时间"])
        with open_library(root_of(library), creator="Lin") as opened:
            opened.annotations.annotate_quote(self.station, "油菜花", note="以前的", tags=["植物"])
        self.first = folder / "lin.pizhu"
        with self.first.open("wb") as file:
            write_package(library, [self.station], "lin", file)
        unpack(self.first, folder / "lin")
        self.lin = open_library(folder / "lin", creator="lin")
        self.lin.resync()

    def back(self, name: str = "back.pizhu") -> Path:
        """Return the package that Lin sends back."""
        path = self.folder / name
        with path.open("wb") as file:
            write_returned_package(self.lin, file)
        return path

    def bring_back(self) -> Merged:
        """Import what Lin sends back."""
        self.main.resync()
        result = import_bundle(self.main, self.back())
        assert isinstance(result, Merged)
        return result

    def notes(self) -> set[str]:
        """Return the notes of the article in the main library."""
        return {each.note for each in self.main.annotations.of(self.station)}


@pytest.fixture
def loan(library: Library, tmp_path: Path) -> Iterator[Loan]:
    """A package that Lin has unpacked."""
    found = Loan(library, tmp_path)
    yield found
    found.lin.close()


def opened_as(creator: str, library: Library) -> Library:
    """Open the same library as another person."""
    return open_library(root_of(library), creator=creator)


def own(library: Library, article: str) -> Annotation:
    (found,) = library.annotations.of(article)
    return found


def test_a_package_has_the_persons_own_annotations_alone(loan: Loan) -> None:
    assert own(loan.lin, loan.station).note == "以前的"
    assert loan.lin.articles.get(loan.station).note == ""
    assert [tag.name for tag in loan.lin.codebook.tags()] == ["时间", "植物"]
    assert list(check(FolderStore(root_of(loan.lin)))) == []


def test_a_package_can_have_all_annotations(loan: Loan, tmp_path: Path) -> None:
    with (tmp_path / "all.pizhu").open("wb") as file:
        write_package(loan.main, [loan.station], "lin", file, with_annotations=True)
    unpack(tmp_path / "all.pizhu", tmp_path / "all")
    with open_library(tmp_path / "all") as library:
        assert len(library.annotations.of(loan.station)) == 2
        assert library.articles.get(loan.station).note == "我的札记"


def test_what_was_added_changed_and_deleted_comes_back(loan: Loan) -> None:
    loan.lin.annotations.edit(loan.station, own(loan.lin, loan.station).id, note="改过的")
    loan.lin.annotations.annotate_quote(loan.station, "月台", note="新的", tags=["地点"])
    merged = loan.bring_back()
    assert loan.notes() == {"我的", "改过的", "新的"}
    assert (merged.annotations_added, merged.annotations_changed, merged.annotations_deleted) == (1, 1, 0)
    assert merged.tags_added == 1
    assert merged.conflicts == []
    loan.main.undo()
    assert loan.notes() == {"我的", "以前的"}
    assert "地点" not in {tag.name for tag in loan.main.codebook.tags()}


def test_what_was_deleted_in_the_package_is_deleted(loan: Loan) -> None:
    loan.lin.annotations.delete(loan.station, own(loan.lin, loan.station).id)
    assert loan.bring_back().annotations_deleted == 1
    assert loan.notes() == {"我的"}


@pytest.mark.long
def test_bringing_back_twice_changes_nothing(loan: Loan) -> None:
    loan.lin.annotations.edit(loan.station, own(loan.lin, loan.station).id, note="改过的")
    loan.lin.articles.write_note(loan.station, "林的札记")
    with open_library(root_of(loan.main)) as opened:
        changed = next(each for each in opened.annotations.of(loan.station) if each.note == "以前的")
        opened.annotations.edit(loan.station, changed.id, note="同时改的")
    assert loan.bring_back().is_step
    before = loan.main.articles.open(loan.station)
    assert not loan.bring_back().is_step
    assert loan.main.articles.open(loan.station) == before
    assert {"改过的", "同时改的"} <= loan.notes()
    assert "我的札记" in loan.main.articles.get(loan.station).note
    assert "林的札记" in loan.main.articles.get(loan.station).note
    assert list(check(FolderStore(root_of(loan.main)))) == []


def test_how_far_somebody_has_read_stays_with_them(loan: Loan) -> None:
    loan.lin.articles.set_status(loan.station, Status.READ)
    loan.bring_back()
    assert loan.main.articles.get(loan.station).status is Status.UNREAD


def test_a_new_article_comes_back_too(loan: Loan) -> None:
    loan.lin.articles.add(draft("林找到的文章。", title="新文章"), note="看看")
    assert loan.bring_back().articles_added == 1
    assert loan.main.articles.count() == 2


def test_what_a_blind_coder_does_not_see_stays(library: Library, station: str, tmp_path: Path) -> None:
    with opened_as("lin", library) as lin, opened_as("wang", library) as wang:
        library.team.members.add(["tester"], Role.MANAGER)
        library.team.members.add(["lin", "wang"])
        for number in (1, 2):
            library.team.rounds.open(blind=True)
            library.team.assignments.assign([(station, "lin"), (station, "wang")])
            wang.resync()
            wang.annotations.annotate_quote(station, "月台", note=f"wang {number}")
            if number == 1:
                lin.resync()
                lin.annotations.annotate_quote(station, "列车", note="lin 1")
                library.team.rounds.close()
        library.resync()
        first, back = tmp_path / "lin.pizhu", tmp_path / "back.pizhu"
        with first.open("wb") as file:
            write_package(library, [station], "lin", file, with_annotations=True)
    unpack(first, tmp_path / "lin")
    with open_library(tmp_path / "lin", creator="lin") as copy, back.open("wb") as file:
        copy.resync()
        assert not copy.annotations.of(station)
        copy.annotations.annotate_quote(station, "油菜花", note="lin 2")
        write_returned_package(copy, file)
    merged = import_bundle(library, back)
    assert isinstance(merged, Merged)
    assert (merged.annotations_added, merged.annotations_deleted) == (1, 0)
    notes = {each.note for each in library.annotations.of(station)}
    assert notes == {"lin 1", "wang 1", "wang 2", "lin 2"}


def test_tags_that_are_unused_or_renamed_there_stay_here(loan: Loan) -> None:
    loan.lin.codebook.delete("时间")
    loan.lin.codebook.rename("植物", "花草")
    loan.bring_back()
    assert {"时间", "植物", "花草"} <= {tag.name for tag in loan.main.codebook.tags()}
    assert list(check(FolderStore(root_of(loan.main)))) == []


def test_a_tag_that_was_renamed_here_has_its_new_name_on_what_comes_back(loan: Loan) -> None:
    loan.lin.annotations.annotate_quote(loan.station, "月台", note="新的", tags=["时间"])
    loan.main.codebook.rename("时间", "钟点")
    loan.bring_back()
    found = next(each for each in loan.main.annotations.of(loan.station) if each.note == "新的")
    assert found.tags == ("钟点",)
    assert "时间" not in {tag.name for tag in loan.main.codebook.tags()}


def test_an_article_that_was_removed_here_stays_away_unless_it_was_worked_on(loan: Loan) -> None:
    loan.main.articles.remove([loan.station])
    loan.bring_back()
    assert loan.main.articles.count() == 0
    loan.lin.annotations.annotate_quote(loan.station, "月台", note="新的")
    loan.bring_back()
    assert "新的" in loan.notes()


def test_a_preview_tells_the_same_and_writes_nothing(loan: Loan) -> None:
    loan.lin.annotations.annotate_quote(loan.station, "月台", note="新的", tags=["地点"])
    path = loan.back()
    previewed = loan.main.merger.preview()(read_bundle(path))
    assert loan.notes() == {"我的", "以前的"}
    merged = import_bundle(loan.main, path)
    assert isinstance(merged, Merged)
    assert (previewed.annotations_added, previewed.tags_added) == (1, 1)
    assert (merged.annotations_added, merged.tags_added) == (1, 1)


def test_the_first_package_brings_nothing_back(loan: Loan) -> None:
    result = import_bundle(loan.main, loan.first)
    assert isinstance(result, Merged)
    assert not result.is_step


def test_only_an_unpacked_package_has_one_that_goes_back(loan: Loan) -> None:
    with pytest.raises(UsageError, match="--for"):
        write_returned_package(loan.main, io.BytesIO())


def test_a_folder_with_something_in_it_is_not_unpacked_to(loan: Loan) -> None:
    with pytest.raises(PizhuError, match="not empty"):
        unpack(loan.first, root_of(loan.main))


def rewritten(path: Path, **entries: bytes | None) -> None:
    """Replace entries of an archive; those that are None are left out."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents |= entries  # type: ignore[arg-type]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            if content is not None:
                archive.writestr(name, content)


@pytest.mark.parametrize("manifest", [b"", b"[]", b'{"person": 3}', b'{"person": "x", "pizhu_package": 9}'])
def test_a_damaged_manifest_is_refused(loan: Loan, manifest: bytes) -> None:
    path = loan.back()
    rewritten(path, **{"package.json": manifest})
    with pytest.raises(BadInput):
        read_bundle(path)
    with pytest.raises(BadInput):
        unpack(path, loan.folder / "other")


def test_an_article_that_is_damaged_in_the_package_is_left_out_and_told(loan: Loan) -> None:
    loan.lin.annotations.annotate_quote(loan.station, "月台", note="新的")
    path = loan.back()
    rewritten(path, **{f"base/articles/{loan.station[:2]}/{loan.station}.json": b'{"article": {"1": 3}}'})
    merged = import_bundle(loan.main, path)
    assert isinstance(merged, Merged)
    assert merged.left_out


def test_an_archive_without_a_manifest_is_no_package(loan: Loan) -> None:
    rewritten(loan.first, **{"package.json": None})
    with pytest.raises(BadInput, match="no package"):
        unpack(loan.first, loan.folder / "other")
