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
