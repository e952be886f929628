"""What `:set` understands."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from store.errors import UsageError
from tui.command_line.commands import shown_value
from tui.command_line.settings import SETTINGS, Asked, Setting, parse_setting
from tui.config import Config
from tui.panes.reading.aids import Aids

VALUES: dict[str, Any] = {name: getattr(Config(), name) for name in SETTINGS}
THEMES = ["pizhu-ink", "pizhu-paper"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("measure 36", Setting("measure", 36)),
        ("measure=36", Setting("measure", 36)),
        ("measure = 36", Setting("measure", 36)),
        ("pinyin", Setting("pinyin", True)),
        ("nopinyin", Setting("pinyin", False)),
        ("pinyin!", Setting("pinyin", True)),
        ("pinyin=off", Setting("pinyin", False)),
        ("line_breaking gb", Setting("line_breaking", "gb")),
        ("hidden_panes tags,notes", Setting("hidden_panes", ["tags", "notes"])),
        ("theme pizhu-paper", Setting("theme", "pizhu-paper")),
        ("measure?", Asked("measure")),
        ("measure", Asked("measure")),
    ],
)
def test_a_setting_is_understood_in_the_forms_of_vim(typed: str, expected: object) -> None:
    assert parse_setting(typed, VALUES, THEMES) == expected


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("measure 5", "from 10 to 120"),
        ("measure wide", "from 10 to 120"),
        ("indent ３", "from 0 to 8"),
        ("pinyin maybe", "true or false"),
        ("nomeasure", "is not on or off"),
        ("measure!", "is not on or off"),
        ("mesure 36", "did you mean measure"),
        ("zzz", "There is no setting zzz"),
        ("theme mud", "pizhu-paper"),
        ("backups 3", "takes effect when the reader starts"),
    ],
)
def test_a_wrong_setting_is_explained_in_a_sentence(typed: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_setting(typed, VALUES, THEMES)


def test_the_settings_of_the_aids_are_those_of_the_class() -> None:
    aids = Aids.of(Config())
    assert Aids.of(msgspec.convert(aids.settings, Config)) == aids


def test_a_list_is_shown_as_its_names() -> None:
    assert shown_value(("tags", "notes")) == "tags, notes"
    assert shown_value(()) == "none"
