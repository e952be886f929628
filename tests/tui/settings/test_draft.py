"""Settings that are being changed: limits, defaults, where values come from, and what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import Config
from tui.settings.draft import SettingsDraft, in_words
from tui.settings.options import options
from tui.settings.reading import parse_settings

FILE = Path("config.toml")


def draft_of(text: str = "", config: Config | None = None) -> SettingsDraft:
    """Return a draft for a file with this text and the values in use, by default those of the file."""
    file = parse_settings(text, FILE)
    return SettingsDraft(config or file.config, file)


@pytest.mark.parametrize("name", options())
def test_every_setting_can_be_shown_typed_back_and_reset(name: str) -> None:
    draft, option = draft_of(), options()[name]
    assert in_words(option, draft.value(name))
    if not option.is_table:
        draft.set(
            name, option.typed(str(option.default).lower() if option.is_switch else _typed(option.default))
        )
    draft.reset(name)
    assert draft.is_default(name)
    assert not draft.to_write()


def _typed(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def test_every_setting_has_a_group_that_is_not_interrupted() -> None:
    groups = [option.group for option in options().values()]
    assert all(groups)
    assert groups == sorted(groups, key=groups.index)


def test_steps_toggle_cycle_and_end_at_the_limits() -> None:
    draft = draft_of("measure = 120\nindent = 0")
    for name, step in (("measure", 1), ("indent", -1), ("pinyin", 1), ("line_breaking", 1)):
        assert draft.step(name, step)
    assert (draft.value("measure"), draft.value("indent")) == (120, 0)
    assert (draft.value("pinyin"), draft.value("line_breaking")) == (True, "basic")
    assert not draft.step("creator", 1)
    draft.offer({"theme": ("a", "b")})
    assert draft.step("theme", 1)
    assert draft.value("theme") == "a"


def test_only_what_was_changed_is_written_and_a_default_in_place_of_a_wrong_value() -> None:
    draft = draft_of("indent = 1\nmeasure = 500", Config(indent=1, pinyin=True))
    draft.set("hidden_panes", ["tags"])
    draft.step("indent", 1)
    draft.step("indent", -1)
    draft.reset("measure")
    assert draft.to_write() == {"measure": 40, "hidden_panes": ["tags"]}
    assert draft.looks_to_write() == {"measure": 40, "pinyin": True, "hidden_panes": ["tags"]}


def test_a_setting_says_where_its_value_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of("indent = 1\nmeasure = 500\nruler = true", Config(indent=1, focus=True))
    draft.step("justified", 1)
    draft.options["sort"] = draft.options["sort"]._replace(environment="PIZHU_SORT")
    assert draft.source("sort") == "This is the default."
    monkeypatch.setenv("PIZHU_SORT", "title")
    assert draft.source("sort") == "The environment variable PIZHU_SORT decides, while it is set."
    assert draft.source("indent") == "Set in line 1 of the file."
    assert "line 2: measure must be" in draft.source("measure")
    assert draft.source("ruler") == "In use now; line 3 has true."
    assert draft.source("focus") == "In use now; it is not in the file."
    assert draft.source("justified") == "Changed here and not saved yet."


def test_what_takes_effect_at_the_start_is_as_the_file_has_it() -> None:
    draft = draft_of("backups = 3", Config(backups=10))
    assert draft.value("backups") == 3
    assert not draft.differs_from_file("backups")


def test_a_file_that_was_edited_meanwhile_changes_all_but_what_was_changed_here() -> None:
    draft = draft_of("indent = 1\nmeasure = 30")
    draft.set("measure", 31)
    draft.read_again(parse_settings("indent = 3\nmeasure = 29", FILE))
    assert (draft.value("indent"), draft.value("measure"), draft.start.indent) == (3, 31, 3)
    assert draft.to_write() == {"measure": 31}


def test_a_mistake_in_a_file_that_was_edited_meanwhile_changes_nothing() -> None:
    draft = draft_of("indent = 1\nmeasure = 30", Config(indent=1, measure=30, pinyin=True))
    start = draft.config
    for text in ("indent = 3\nmeasure =", "indent = 1\nmeasure = 500"):
        draft.read_again(parse_settings(text, FILE))
        assert draft.config == draft.start == start
        assert draft.file.problems
    draft.read_again(parse_settings("indent = 1\nmeasure = 40", FILE))
    assert draft.config == draft.start == Config(indent=1, measure=40, pinyin=True)
