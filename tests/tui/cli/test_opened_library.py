"""Which library the commands open, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library, open_library
from tests.tui.cli.conftest import Pizhu
from tui.cli import run
from tui.cli.output.printing import MAX_LINE, warn


@pytest.mark.long
def test_library_option_precedes_the_environment_and_the_default(
    tmp_path: Path, letter: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["import", str(letter)])
    monkeypatch.setenv("PIZHU_LIBRARY", str(tmp_path / "environment"))
    run(["import", str(letter)])
    run(["--library", str(tmp_path / "named"), "import", str(letter)])
    found = {}
    for path in tmp_path.rglob("library.json"):
        with open_library(path.parent) as library:
            found[path.parent.name] = library.articles.count()
    assert found == {"library": 1, "environment": 1, "named": 1}


def test_commands_do_not_add_the_starter_articles(pizhu: Pizhu, library: Library) -> None:
    assert pizhu("list") == (0, [], "")


@pytest.mark.parametrize(
    "arguments",
    [
        *(["list"], ["search", "水"], ["tags"], ["notes"], ["export", "json", "-o", "out.json"], ["check"]),
        *(["undo"], ["note", "3f9c", "注"], ["tags", "rename", "甲", "乙"], ["words", "remove", "甲"]),
        *(["backup", "b.zip"], ["pack", "p.pizhu"], ["team"], ["rights"], ["attributes"]),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("is_on_server", [False, True])
def test_a_named_library_that_does_not_exist_is_told_and_not_created(  # noqa: PLR0917 - pytest passes them by name
    arguments: list[str],
    is_on_server: bool,
    root: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    place = request.getfixturevalue("postgres_address") if is_on_server else str(root)
    for _again in range(2):  # nor is it there after the first time
        assert run([*arguments, "--library", place]) == 1
        errors = capsys.readouterr().err
        where = "in the schema “测试" if is_on_server else f"at {root}"
        assert errors.startswith(f"pizhu: There is no library {where}")
        assert "`pizhu import`" in errors
        assert errors.count("\n") == 1
    assert not root.exists()


def test_other_libraries_of_the_database_are_named(
    postgres_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["team", "add", "林夏", "--library", postgres_address]) == 0
    other = f"{postgres_address.partition('&schema=')[0]}&schema=neu"
    assert run(["list", "--library", other]) == 1
    errors = capsys.readouterr().err
    assert "no library in the schema “neu” of the database “postgres”, but in" in errors
    assert "测试" in errors


@pytest.mark.parametrize("arguments", [["list"], ["search", "水"], ["tags"], ["undo"]])
def test_the_default_library_is_as_an_empty_one_until_something_is_written(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 0
    assert capsys.readouterr().err == ""


def test_a_preview_of_an_import_needs_no_library(root: Path, letter: Path) -> None:
    assert run(["import", str(letter), "--dry-run", "--library", str(root)]) == 0
    assert not root.exists()


def test_invalid_settings_are_reported_and_stop_no_command(
    home: Path, library: Library, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home / "config" / "pizhu"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("measure = 4\n")
    assert run(["list", "--library", str(root)]) == 0
    error = capsys.readouterr().err
    assert "line 1: measure must be a whole number from 10 to 120" in error
    assert "Mend it with `pizhu config edit`." in error


@pytest.mark.parametrize("address", ["mysql://lin:geheim@host/corpus", "https://example.org/library"])
@pytest.mark.parametrize("by_environment", [False, True])
def test_an_address_is_no_library_and_is_not_shown(
    address: str,
    by_environment: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    if by_environment:
        monkeypatch.setenv("PIZHU_LIBRARY", address)
    options = [] if by_environment else ["--library", address]
    assert run([*options, "list"]) == 2
    scheme = address.partition(":")[0]
    error = capsys.readouterr().err
    assert f"not at {scheme}://…" in error
    assert "geheim" not in error
    assert not (tmp_path / f"{scheme}:").exists()


@pytest.mark.parametrize("by_environment", [False, True])
def test_an_address_with_a_password_is_refused_and_not_shown(
    by_environment: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "postgresql://lin:geheim@host/corpus"
    if by_environment:
        monkeypatch.setenv("PIZHU_LIBRARY", address)
    options = [] if by_environment else ["--library", address]
    assert run([*options, "list"]) == 2
    error = capsys.readouterr().err
    assert "must have no password" in error
    assert "geheim" not in error


@pytest.mark.long
def test_a_library_on_a_server_is_used_by_its_address(
    postgres_address: str, letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", postgres_address, "import", str(letter)]) == 0
    assert run(["--library", postgres_address, "list"]) == 0
    assert run([f"--library={postgres_address}", "check"]) == 0
    assert "1 article checked: no problems found." in capsys.readouterr().out


def test_a_folder_whose_name_looks_like_an_address_is_a_library(
    tmp_path: Path, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ftp:" / "texts").mkdir(parents=True)
    assert run(["--library", "ftp:/texts", "import", str(letter)]) == 0
    assert (tmp_path / "ftp:" / "texts" / "library.json").exists()


@pytest.mark.parametrize(
    "address",
    [
        *(" postgresql://u:secret@127.0.0.1:1/x", "'postgresql://u:secret@127.0.0.1:1/x'"),
        *("postgresql//u:secret@h/x", "postgresql:u:secret@h/x", "Postgres:/u:secret@h/x"),
        *("postgresql:///x?PASSWORD=secret", "mysql://u:secret@h/x"),
    ],
)
def test_a_mistyped_address_makes_no_folder_and_shows_no_password(
    address: str,
    letter: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for command in (["import", str(letter)], ["list"]):
        assert run([*command, "--library", address]) == 2
        assert "secret" not in "".join(capsys.readouterr())
    assert not list(here.iterdir())


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_the_password_of_an_address_that_is_imported_is_not_shown(
    options: list[str], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for address in ("http://bob:se@cret@127.0.0.1:1/a.html", "pg://bob:secret@h/x"):
        assert run(["import", address, "--library", str(root), *options]) == 1
        shown = "".join(capsys.readouterr())
        assert "bob" in shown
        assert "cret" not in shown


def test_a_password_is_not_shown_where_a_long_message_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    words = f"{'x' * (MAX_LINE - 20)} http://bob:secret{'7' * 40}@h/a"
    warn(words)
    assert "secret" not in capsys.readouterr().err
