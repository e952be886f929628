"""The command `rights`, and what a coder's commands print on a server that enforces rights."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.library import Library
from tests.store.storage.postgres.rights.teams import ServerTeam, server_team
from tui.cli import run

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def team(postgres_socket: Path, tmp_path: Path) -> Iterator[ServerTeam]:
    """A library with a team on a server."""
    with server_team(postgres_socket, tmp_path / "clients") as made:
        yield made


@pytest.fixture
def command(team: ServerTeam, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command as a login; returns its exit code, what it prints, and its errors."""

    def command(login: str, *arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([*arguments, "--library", team.address(login)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


@pytest.mark.long
def test_the_owner_lets_members_in_and_shuts_them_out(team: ServerTeam, command: Run) -> None:
    login = team.login("另一台")
    code, printed, _errors = command(team.owner, "rights", "allow", "林夏", "--login", login, "--json")
    assert code == 0
    assert json.loads(printed) == {"member": "林夏", "login": login, "role": "coder"}
    assert f"林夏 (coder), as the login {login}" in command(team.owner, "rights")[1]
    assert command(team.owner, "rights", "revoke", "林夏")[0] == 0
    assert "林夏" not in command(team.owner, "rights")[1]
    assert command(team.owner, "rights", "revoke", "林夏")[0] == 2


@pytest.mark.long
def test_statements_are_printed_one_a_line_and_nothing_is_changed(team: ServerTeam, command: Run) -> None:
    login = team.login("另一台")
    code, printed, _errors = command(team.owner, "rights", "allow", "林夏", "--login", login, "--print-sql")
    lines = printed.splitlines()
    assert code == 0
    assert (lines[0], lines[-1]) == ("BEGIN;", "COMMIT;")
    assert all(line.endswith(";") for line in lines)
    assert login not in command(team.owner, "rights")[1]


@pytest.mark.long
def test_a_coder_marks_and_what_they_may_not_do_is_one_sentence(
    team: ServerTeam, command: Run, tmp_path: Path
) -> None:
    coder, article = f"林夏 {team.mark}", team.articles[0]
    assert command(coder, "annotate", article, "--quote", "月台", "--note", "甲")[0] == 0
    assert "甲" in command(coder, "show", article)[1]
    code, printed, errors = command(coder, "star", article)
    assert (code, printed) == (1, "")
    assert errors.count("\n") == 1
    assert errors.startswith("pizhu: Your role in the team does not allow this")
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(f"第{number}篇\n\n别的正文{number}。\n", "utf-8")
    code, printed, errors = command(coder, "import", str(tmp_path))
    assert code == 1
    assert errors.count("\n") == 1  # the same of every file
    assert "2 × Your role in the team does not allow this)" in printed
    code, _printed, errors = command(team.login("路人"), "list")
    assert code == 1
    assert errors.count("\n") == 1


def test_a_library_in_a_folder_has_no_rights(
    library: Library, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rights", "--library", str(root)]) == 2
    assert "is in a folder" in capsys.readouterr().err


@pytest.mark.long
def test_a_blind_coder_is_told_what_a_copy_has_not(
    team: ServerTeam, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with team.reader("陈一") as other:
        other.annotations.annotate_quote(team.articles[0], "月台", note="陈一的")
    coder, manager = (team.address(f"{name} {team.mark}") for name in ("林夏", "周"))
    for number, copy in enumerate(("pull", "migrate")):
        capsys.readouterr()
        assert run([copy, coder, str(tmp_path / f"coder {number}")]) == 0
        assert "Blind: what others have marked in 2 articles" in capsys.readouterr().err
        assert run([copy, manager, str(tmp_path / f"manager {number}")]) == 0
        assert "Blind" not in capsys.readouterr().err
    assert run(["pull", coder, str(tmp_path / "coder 0"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["blind"] == 2
