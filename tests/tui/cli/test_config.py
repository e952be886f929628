"""`pizhu config`: lists and keys are written, what changes nothing is refused, permissions stay."""

from __future__ import annotations

import pytest

from tests.tui.cli.conftest import Pizhu
from tui.user_folders import config_file


def test_a_list_and_keys_are_written_and_the_file_keeps_its_permissions(pizhu: Pizhu) -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text("# mine\n", "utf-8")
    config_file().chmod(0o640)
    assert pizhu("config", "set", "hidden_panes", "tags", "notes")[0] == 0
    assert pizhu("config", "set", "keys.undo", "f8")[0] == 0
    assert config_file().read_text("utf-8") == (
        '# mine\nhidden_panes = ["tags", "notes"]\n\n[keys]\nundo = "f8"\n'
    )
    assert config_file().stat().st_mode & 0o777 == 0o640
    assert pizhu("config", "get", "hidden_panes")[1] == [{"name": "hidden_panes", "value": ["tags", "notes"]}]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("keys.und", "f8"), "There is no action 'und'; did you mean 'undo'?"),
        (("keys.undo", "1x"), "There is no key '1x'"),
        (("hidden_panes", "tags", "x"), 'hidden_panes must be a list of "articles"'),
        (("columns", "地区", "体裁", "首刊"), "columns must be a list of at most 2 names"),
        (("measure", "true"), 'from 10 to 120, not "true".'),
        (("mesure", "30"), "did you mean 'measure'?"),
    ],
)
def test_what_changes_nothing_is_refused_in_a_sentence(
    pizhu: Pizhu, arguments: tuple[str, ...], sentence: str
) -> None:
    code, _, error = pizhu("config", "set", *arguments)
    assert code != 0
    assert sentence in error
    assert not config_file().exists()


def written(text: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text, "utf-8")


@pytest.mark.parametrize("broken", ['language = "en_US"\nmeasure = 36\n', "this is not TOML\n"])
def test_commands_go_on_with_what_can_be_used_and_warn_once(pizhu: Pizhu, article: str, broken: str) -> None:
    written(broken)
    for command in (
        ("list",),
        ("show", article),
        ("check", "--repair"),
        ("config", "list"),
        ("config", "path"),
    ):
        code, printed, error = pizhu(*command)
        assert code == 0
        assert printed or command[0] == "check"
        assert command == ("config", "path") or error.count("`pizhu config edit`") == 1
        assert error.count("line 1") <= 1


def test_a_setting_is_mended_in_a_file_with_another_wrong_line_but_not_in_what_is_not_toml(
    pizhu: Pizhu,
) -> None:
    written('language = "en_US"\n')
    assert pizhu("config", "set", "language", "en")[0] == 0
    assert pizhu("config", "list")[2] == ""
    written("this is not TOML\n")
    code, _, error = pizhu("config", "set", "measure", "30")
    assert code == 1
    assert "line 1: this is not TOML" in error
    assert "Mend it with `pizhu config edit`" in error


def test_a_theme_is_one_of_textual_or_ours_or_the_users(pizhu: Pizhu) -> None:
    code, _, error = pizhu("config", "set", "theme", "paperr")
    assert code != 0
    assert "did you mean 'pizhu-paper'?" in error
    for known in ("pizhu-ink", "nord"):
        assert pizhu("config", "set", "theme", known)[0] == 0
    folder = config_file().parent / "themes"
    folder.mkdir()
    colours = 'background = "#000000"\nforeground = "#ffffff"\nprimary = "#88ccff"\n'
    (folder / "mine.toml").write_text(colours, "utf-8")
    assert pizhu("config", "set", "theme", "mine")[0] == 0
