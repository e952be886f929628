"""The text files of a folder. Links do not lead out of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from store.errors import BadInput, Stopped
from store.importing.batch import find_files
from store.importing.folders import Bounds, files_in, files_matching
from store.importing.inputs.arguments import find_inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sent"
    (folder / "below").mkdir(parents=True)
    (folder / "b.txt").write_text("二")
    (folder / "below" / "a.md").write_text("一")
    (folder / ".hidden.txt").write_text("藏")
    (folder / "picture.png").write_text("图")
    (tmp_path / "secret.txt").write_text("密")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "s.txt").write_text("密")
    return folder


def names(paths: list[Path], folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in paths]


def test_a_pattern_names_a_file_once_although_links_lead_in_a_circle(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "信.txt").write_text("字")
        (tmp_path / name / "圈").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / ".藏.txt").write_text("字")
    (tmp_path / "又.txt").symlink_to(tmp_path / "甲" / "信.txt")
    wanted = [tmp_path / "乙" / "信.txt", tmp_path / "甲" / "信.txt"]
    assert files_matching(f"{tmp_path}/**/*.txt").files == wanted
    assert files_matching(f"{tmp_path}/*/信.txt").files == wanted
    assert files_matching(f"{tmp_path}/**").files == wanted


@pytest.mark.parametrize(
    ("pattern", "count"), [("./**/*.txt", 1), ("../*/**/*.txt", 1), (".git/**/*.txt", 1)]
)
def test_hidden_files_match_only_if_the_pattern_names_one(
    pattern: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here" / ".git").mkdir(parents=True)
    (tmp_path / "here" / "a.txt").write_text("堤上的羊。", encoding="utf-8")
    (tmp_path / "here" / ".git" / "x.txt").write_text("船价。", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    assert len(files_matching(pattern).files) == count


def test_lock_files_of_office_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "~$信.docx").write_bytes(b"\x05li")
    (tmp_path / "信.txt").write_text("字")
    found = files_in(tmp_path)
    assert found.files == [tmp_path / "信.txt"]
    assert found.skipped == {"lock files of Office": 1}


def test_links_that_lead_out_of_the_folder_are_reported_and_not_followed(folder: Path) -> None:
    (folder / "out.txt").symlink_to("../secret.txt")
    (folder / "below" / "absolute.md").symlink_to("/etc/passwd")
    (folder / "folder").symlink_to("../secrets")
    (folder / "chain.txt").symlink_to("out.txt")
    (folder / "nowhere.txt").symlink_to("../missing.txt")
    found = files_in(folder)
    assert names(found.files, folder) == ["b.txt", "below/a.md"]
    assert names(found.left_out, folder) == [
        "below/absolute.md", "chain.txt", "folder", "nowhere.txt", "out.txt",
    ]  # fmt: skip
    files, refused = find_files([folder])
    assert (len(files), len(refused)) == (2, 5)
    assert all(each.reason.startswith(f"{each.path}: this link leads out") for each in refused)


def test_links_within_the_folder_are_followed_and_circles_are_not(folder: Path) -> None:
    (folder / "same.txt").symlink_to("below/a.md")
    (folder / "up").symlink_to(".")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "broken.txt").symlink_to("missing.txt")
    found = files_in(folder)
    assert names(found.files, folder) == ["b.txt", "below/a.md", "same.txt"]
    assert names(found.left_out, folder) == ["loop.txt"]


def test_a_link_that_the_user_names_is_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "named").symlink_to("sent")
    (tmp_path / "link.txt").symlink_to("secret.txt")
    assert len(files_in(tmp_path / "named").files) == 2
    assert files_in(tmp_path / "link.txt").files == [tmp_path / "link.txt"]


def test_a_folder_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no text file"):
        files_in(tmp_path)


def test_the_folder_that_a_browser_saves_beside_a_page_is_skipped(tmp_path: Path) -> None:
    for name in ("page.html", "page_files/frame.html", "other_files/a.html", "page_files/b/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<p>一</p>")
    assert names(files_in(tmp_path).files, tmp_path) == ["other_files/a.html", "page.html"]


@pytest.mark.parametrize("named", ["", "**", "*", "**/*.txt"])
def test_a_search_is_stopped_wherever_it_is(named: str, folder: Path) -> None:
    (folder / "page_files").mkdir()
    (folder / "page.html").write_text("页")
    (folder / ".trash").mkdir()
    checks = 0

    def count(stop_at: int) -> None:
        nonlocal checks
        checks += 1
        if checks == stop_at:
            raise Stopped

    find_inputs([str(folder / named)], bounds=Bounds(lambda: count(0)))
    number, checks = checks, 0
    assert number > 1
    for stop_at in range(1, number + 1):
        checks = 0
        with pytest.raises(Stopped):
            find_inputs([str(folder / named)], bounds=Bounds(partial(count, stop_at)))
        assert checks == stop_at


@pytest.mark.parametrize("named", ["", "**", "*"])
def test_a_search_finds_no_more_files_than_it_may(named: str, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("字")
    found = find_inputs([str(tmp_path / named)], bounds=Bounds(most=3))
    assert (len(found.files), found.has_more) == (3, True)
    found = find_inputs(found.arguments, bounds=Bounds(most=4))
    assert (len(found.files), found.has_more) == (4, False)
