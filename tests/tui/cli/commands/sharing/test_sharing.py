"""Packages, conflict copies, git and remarks on the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.library import open_library
from store.storage.folder.folder_store import FolderStore
from tests.conftest import draft
from tests.store.storage.folder.merging.clones import git, needs_git
from tests.tui.cli.conftest import Pizhu
from tui.cli import run


def record(root: Path, article: str) -> Path:
    return FolderStore(root).article_file(article)


@pytest.mark.long
def test_a_package_goes_and_comes_back(pizhu: Pizhu, article: str, root: Path, tmp_path: Path) -> None:
    package, folder, back = tmp_path / "lin.pizhu", tmp_path / "lin", tmp_path / "back.pizhu"
    code, [packed], _ = pizhu("pack", "--for", "lin", "-o", str(package))
    assert (code, packed["articles"], packed["returned"]) == (0, 1, False)
    code, [unpacked], _ = pizhu("unpack", str(package), str(folder))
    assert (code, unpacked["person"]) == (0, "lin")
    with open_library(folder, creator="lin") as library:
        library.annotations.annotate_quote(article, "花开了", note="@王芳 对吗？")
    assert run(["pack", "-o", str(back), "--library", str(folder)]) == 0
    code, [previewed, _total], _ = pizhu("import", str(back), "--dry-run")
    assert previewed["annotations_added"] == 1
    code, [merged, _total], _ = pizhu("import", str(back))
    assert (code, merged["annotations_added"], merged["is_step"]) == (0, 1, True)
    code, [merged, _total], _ = pizhu("import", str(back))
    assert (merged["annotations_added"], merged["is_step"]) == (0, False)
    code, [remark], _ = pizhu("remarks", "@王芳")
    assert remark["remarks"] == ["王芳"]


def test_a_package_can_have_the_articles_of_a_query(pizhu: Pizhu, article: str, tmp_path: Path) -> None:
    path = tmp_path / "lin.pizhu"
    _code, [packed], _ = pizhu("pack", "-is:starred", "--for", "lin", "-o", str(path))
    assert packed["articles"] == 1
    path.unlink()
    code, lines, told = pizhu("pack", "is:starred", "--for", "lin", "-o", str(path))
    assert (code, lines, "No article matches is:starred" in told) == (2, [], True)
    assert not path.exists()


def test_a_package_for_nobody_is_refused(pizhu: Pizhu, article: str) -> None:
    code, _lines, told = pizhu("pack")
    assert code == 2
    assert "--for NAME" in told


def test_a_package_of_an_empty_library_is_refused(pizhu: Pizhu, root: Path, tmp_path: Path) -> None:
    with open_library(root):
        pass
    code, lines, told = pizhu("pack", "--for", "lin", "-o", str(tmp_path / "lin.pizhu"))
    assert (code, lines, "nothing to pack" in told) == (2, [], True)


def test_in_a_team_a_package_is_for_a_member(pizhu: Pizhu, article: str, root: Path, tmp_path: Path) -> None:
    with open_library(root) as library:
        library.team.members.add(["Lin Xia", "陈一"])
    path = str(tmp_path / "lin.pizhu")
    code, lines, told = pizhu("pack", "--for", "Lin Xai", "-o", path)
    assert (code, lines, "did you mean “Lin Xia”" in told) == (2, [], True)
    code, [packed], _ = pizhu("pack", "--for", "lin  xia", "-o", path)
    assert (code, packed["person"], packed["articles"]) == (0, "Lin Xia", 1)


def test_a_returning_package_with_more_than_what_is_assigned_is_a_success(
    pizhu: Pizhu, article: str, root: Path, tmp_path: Path
) -> None:
    with open_library(root) as library:
        other = library.articles.add(draft("另一篇。", title="另一篇"))[0]
        library.team.members.add(["lin"])
        library.team.rounds.open()
        library.team.assignments.assign([(other, "lin")])
    path, folder = str(tmp_path / "lin.pizhu"), str(tmp_path / "lin")
    assert pizhu("pack", "is:unread", "--for", "lin", "-o", path)[1][0]["articles"] == 2
    pizhu("unpack", path, folder)
    assert run(["pack", "-o", str(tmp_path / "back.pizhu"), "--library", folder]) == 0


def test_a_file_of_somebody_else_is_not_written_over(pizhu: Pizhu, article: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.pizhu"
    path.write_text("mine")
    assert pizhu("pack", "--for", "lin", "-o", str(path))[0] == 2
    assert path.read_text() == "mine"


def test_conflict_copies_are_told_and_merged(pizhu: Pizhu, article: str, root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(root, other)
    with open_library(other, creator="lin") as library:
        library.annotations.annotate_quote(article, "花开了", note="那里")
    path = record(root, article)
    shutil.copyfile(record(other, article), path.with_name(f"{article} 2.json"))
    assert "merge-copies" in pizhu("list")[2]
    assert [line["kind"] for line in pizhu("check")[1]] == ["copy"]
    code, [result], told = pizhu("merge-copies")
    assert (code, len(result["merged"]), result["articles"], told) == (0, 1, [article], "")
    assert pizhu("check") == (0, [], "")
    assert pizhu("merge-copies")[1][0]["merged"] == []
    assert pizhu("undo")[0] == 0


def test_a_copy_that_cannot_be_merged_is_left_and_told(pizhu: Pizhu, article: str, root: Path) -> None:
    path = record(root, article).with_name(f"{article} 2.json")
    path.write_text("{")
    code, [result], _ = pizhu("merge-copies")
    assert code == 1
    assert str(path) in result["left"][0]
    assert path.exists()


@needs_git
def test_git_is_set_up_once(pizhu: Pizhu, article: str, root: Path) -> None:
    git(root, "init", "-q")
    code, steps, _ = pizhu("git")
    assert code == 1
    assert not any(step["done"] for step in steps)
    assert pizhu("git", "setup", str(root))[0] == 0
    assert "merge-file" in git(root, "config", "merge.pizhu.driver")
    code, steps, _ = pizhu("git")
    assert code == 0
    assert all(step["done"] for step in steps)


def test_a_file_is_merged_into_the_second_one(pizhu: Pizhu, article: str, root: Path, tmp_path: Path) -> None:
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    for path, quote in ((base, ""), (ours, "花开了"), (theirs, "花又落了")):
        if quote:
            with open_library(root, creator="lin") as library:
                library.annotations.annotate_quote(article, quote, note=quote)
        shutil.copyfile(record(root, article), path)
        if quote:
            pizhu("undo")
    assert pizhu("merge-file", str(base), str(ours), str(theirs))[0] == 0
    merged = ours.read_text("utf-8")
    assert merged.count('"note":"花') == 2


@pytest.mark.parametrize("content", ["", "x", "{}"])
def test_a_file_of_another_kind_is_left_as_it_is(pizhu: Pizhu, content: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    code, _lines, told = pizhu("merge-file", str(path), str(path), str(path))
    assert code == 1
    assert "not a file of a library" in told
    assert path.read_text() == content
