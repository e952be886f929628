"""Nothing that a terminal would obey reaches it from names, texts and messages."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.language import Lazy
from store.library import Library
from tests.tui.cli.conftest import Pizhu
from tui.cli import run
from tui.cli.output.printing import MAX_DETAILS, Problems
from tui.cli.output.visible import visible, visible_json

SLY = "甲\x1b]0;owned\x07乙\x1b[2J\x9b31m\u202e丙\u2066\x7f\u200f丁"
"""A name with an escape sequence, C1 controls and directional controls."""

HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
STYLES = re.compile("\x1b\\[[0-9;]*m")
"""The sequences with which Rich colours its own output."""


@given(st.text())
def test_text_becomes_harmless_and_keeps_its_length(text: str) -> None:
    shown = visible(text)
    assert not HARMFUL.search(shown)
    assert "\n" not in shown
    assert shown.isprintable() or all(ord(char) > 0x7F for char in shown if not char.isprintable())
    assert visible(text, keep="\n").count("\n") == text.count("\n")
    assert not HARMFUL.search(visible(text, keep="\n"))
    if not re.search("[\ud800-\udfff]", text):
        assert len(shown) == len(text)


@given(st.text())
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    ordinary = "".join(char for char in text if char.isalnum() or char in " ，。“”…")
    assert visible(ordinary) == ordinary


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_json_for_a_terminal_has_the_same_values(text: str) -> None:
    import json

    import msgspec

    line = visible_json(msgspec.json.encode({"a": text}).decode())
    assert json.loads(line) == {"a": text}
    assert not HARMFUL.search(line)


@pytest.fixture
def sly(pizhu: Pizhu, tmp_path: Path) -> str:
    """The ID of an article of which everything that may have such characters has them."""
    path = tmp_path / f"{SLY.replace('/', '')}.txt"
    path.write_text(f"标题{SLY}\n\n林 夏 2021-05-06\n\n正文里也有{SLY}控制符，花开花落。\n", "utf-8")
    article = str(pizhu("import", str(path))[1][0]["id"])
    pizhu("annotate", article, "--quote", "花开花落", "--note", f"注{SLY}")
    pizhu("note", article, f"记{SLY}")
    return article


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "list --json",
        "show ID",
        "show ID --json",
        "search 控制符",
        "search 控制符 --json",
        "notes",
        "tags",
        "tags show SLY",
        "history",
        "suggest ID",
        "export markdown",
        "export html --json",
        "export org",
        "export jsonl",
        "export SLY",
        "export markdown --template SLY",
        "import SLY",
        "import SLY.qdpx SLY.json",
        "import FOLDER",
        "annotate ID --quote SLY --tag SLY",
        "annotate ID --quote 花 --tag SLY",
        "tag ID SLY",
        "untag ID SLY",
        "show SLY",
        "block ID SLY title",
        "words import SLY",
        "words join SLY",
        "tags import SLY.csv",
        "list SLY:",
        "SLY",
        "--SLY",
        "list --library SLY/x",
        "restore SLY SLY",
        "backup SLY",
        "check",
        "undo",
    ],
)
def test_no_command_prints_what_a_terminal_would_obey(  # noqa: PLR0917 - pytest passes them by name
    sly: str,
    command: str,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / f"folder{SLY}"
    folder.mkdir()
    (folder / f"empty{SLY}.txt").write_text("")
    (folder / f"link{SLY}.txt").symlink_to("/etc/passwd")
    words = {"ID": sly, "FOLDER": str(folder)}
    arguments = [words.get(word, word).replace("SLY", SLY) for word in command.split()]
    if "--library" not in arguments:
        arguments += ["--library", str(root)]
    for is_terminal in (False, True):
        capsys.readouterr()
        if is_terminal:
            monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        try:
            run(arguments)
        except SystemExit as exited:
            assert exited.code in {0, 2}  # noqa: PT017 - argparse ends the program
        printed = capsys.readouterr()
        assert not HARMFUL.search(printed.err), command
        assert "Traceback" not in printed.err
        if is_terminal:
            assert not HARMFUL.search(STYLES.sub("", printed.out)), command


def test_ten_problems_are_printed_and_the_others_counted(capsys: pytest.CaptureFixture[str]) -> None:
    problems = Problems(Lazy("and {number:,} more things."))
    problems.report_all([f"Nr. {number}." for number in range(MAX_DETAILS)])
    problems.summarise()
    assert len(capsys.readouterr().err.splitlines()) == MAX_DETAILS
    problems.report_all(["x"], count=1234)
    problems.report("y" * 10_000)
    problems.summarise()
    assert capsys.readouterr().err == "pizhu: and 1,235 more things.\n"


def test_a_line_for_each_of_many_problems_of_a_file_is_not_printed(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"type": "library", "pizhu": 1}\n' + '{"type": "artic\n' * 5000)
    assert run(["import", str(path), "--library", str(root)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == MAX_DETAILS + 1
    assert lines[-1] == "pizhu: and 4,990 more problems; --json lists all of them."


@pytest.mark.parametrize("empty", ["", " ", "\t"])
@pytest.mark.parametrize(
    "command",
    [
        ["import"], ["import", "a.txt"], ["export", "markdown", "-o"], ["export", "markdown", "--template"],
        ["backup"], ["restore"], ["restore", "a.zip"], ["read"], ["list", "--library"], ["words", "import"],
        ["tags", "import"], ["tags", "export"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_an_empty_path_is_refused(  # noqa: PLR0917 - pytest passes them by name
    command: list[str],
    empty: str,
    library: Library,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("春天\n\n正文。\n", "utf-8")
    with_library = [] if "--library" in command else ["--library", str(root)]
    try:
        code = run([*with_library, *command, empty])
    except SystemExit as exited:
        code = int(exited.code or 0)
    assert code == 2
    assert "n empty path names no file or folder" in capsys.readouterr().err
