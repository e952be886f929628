"""The settings file: what is wrong in it is reported, and a change keeps its comments."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from store.errors import PizhuError
from store.language import Language, current_language
from tests.paths import ROOT
from tui.cli.manual import pages, with_part
from tui.config import Config
from tui.settings.language import choose_language
from tui.settings.options import options, schema
from tui.settings.reading import parse_settings, read_settings
from tui.settings.writing import write_setting

FILE = Path("config.toml")


@cache
def manual_pages() -> dict[str, str]:
    return pages(ROOT / "docs")


@pytest.mark.long
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("indent = 1\nmeasure = 500", "line 2: measure must be a whole number from 10 to 120, not 500."),
        ("measure = '30'", 'line 1: measure must be a whole number from 10 to 120, not "30".'),
        ("backups = -1", "line 1: backups must be a whole number, 0 or more, not -1."),
        ('ambiguous = "no"', 'ambiguous must be one of "ask", "narrow", "wide", not "no".'),
        ('line_breaking = "x"', 'line_breaking must be one of "basic", "gb", "strict", not "x".'),
        ("pinyin = 1", "line 1: pinyin must be true or false, not 1."),
        ("\nthme = 'x'", "line 2: there is no setting 'thme'; did you mean 'theme'?"),
        ("measure = 30\nmeasure = 31", "line 2: measure is set a second time; remove one of the two."),
        ("indent = 1\nmeasure = ", "line 2: this is not TOML: Invalid value. Correct the line."),
        ("indent = 1\nmeasure = " + "[" * 3000, "line 2: this is not TOML: Brackets are nested too deeply."),
        ("indent = 1\nmeasure = " + "[" * 99 + "]" * 99, "line 2: this is not TOML: Brackets are nested"),
        ("indent = 1\nkeys" + ".a" * 3000 + " = 1", "line 2: this is not TOML: Brackets are nested"),
        ("[keys]\nundo = 3", "keys must be a table of keys"),
    ],
)
def test_what_cannot_be_used_is_reported_with_its_line_and_has_its_default(text: str, sentence: str) -> None:
    settings = parse_settings(text, FILE)
    assert len(settings.problems) == 1
    assert sentence in settings.problems[0]
    assert settings.config.measure == Config().measure


def test_the_other_settings_of_a_file_with_a_wrong_one_are_used() -> None:
    assert parse_settings("measure = 1\nindent = 4", FILE).config == Config(indent=4)


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff")
    assert "it is not UTF-8" in read_settings(tmp_path / "config.toml").problems[0]
    assert "cannot be read" in read_settings(tmp_path).problems[0]


def test_names_of_keys_may_be_written_without_quotes() -> None:
    settings = parse_settings('[keys]\narticles.down = "n"\nundo = ["u", "f8"]', FILE)
    assert settings.config.keys == {"articles.down": "n", "undo": ["u", "f8"]}
    assert settings.lines["keys.articles.down"] == 2


def test_a_change_keeps_comments_and_order(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    write_setting(file, "measure", 30)
    file.write_text(f"# mine\n{file.read_text()}theme = 'x'  # dark\n")
    write_setting(file, "measure", 36)
    write_setting(file, "keys.articles.down", "n")
    assert file.read_text().startswith("# mine\nmeasure = 36\ntheme = 'x'  # dark\n")
    assert read_settings(file).config == Config(measure=36, theme="x", keys={"articles.down": "n"})


@pytest.mark.parametrize(
    "text",
    [
        '[keys.articles]\ndown = "n"\n',
        '[keys.articles]\nup = "n"\n',
        '[keys]\narticles.down = "n"\n',
        'keys.articles.down = "n"\n',
        'keys = {articles = {down = "n"}}\n',
        '[keys]\n"articles.down" = "n"\n[keys.articles]\ndown = "o"\n',
        '[keys.articles]\ndown = "n"\n[other]\n[keys.tags]\ndown = "n"\n',
    ],
)
def test_a_key_is_set_in_any_form_that_its_table_has(tmp_path: Path, text: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    write_setting(file, "keys.articles.down", "m")
    assert read_settings(file).config.keys["articles.down"] == "m"
    assert 'down = "n"' not in file.read_text().partition("[other]")[0]


def test_a_file_of_notepad_is_read_and_keeps_its_line_endings_and_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbfmeasure = 30\r\nlanguage = 'zh-Hans'\r\n")
    write_setting(file, "measure", 36)
    write_setting(file, "keys.articles.down", "n")
    assert read_settings(file).config.measure == 36
    assert not read_settings(file).problems
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfmeasure = 36\r\nlanguage = 'zh-Hans'\r\n")
    assert written.count(b"\n") == written.count(b"\r\n") > 2
    choose_language({}, file)
    assert current_language() is Language.SIMPLIFIED


def test_a_file_that_is_not_toml_is_not_changed(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("measure = \n")
    with pytest.raises(PizhuError, match="line 1: this is not TOML"):
        write_setting(file, "measure", 36)
    assert file.read_text() == "measure = \n"


def test_a_file_with_many_nested_brackets_is_not_changed(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("language = " + "[" * 3000)
    with pytest.raises(PizhuError, match="line 1: this is not TOML"):
        write_setting(file, "measure", 36)
    choose_language({}, file)
    assert current_language() is Language.ENGLISH


def test_every_setting_is_explained_and_in_the_schema() -> None:
    assert all(option.explanation for option in options().values())
    assert set(schema()["properties"]) == set(options())


@pytest.mark.parametrize("folder", ["", "zh/"])
@pytest.mark.parametrize("name", ["commands.md", "keys.md", "settings.md"])
def test_the_manual_is_current(folder: str, name: str) -> None:
    path = ROOT / "docs" / folder / name
    assert path.read_text("utf-8") == manual_pages()[f"{folder}{name}"], "run `make readme`"


def test_the_language_is_as_before_when_the_manual_is_made() -> None:
    manual_pages()
    assert current_language() is Language.ENGLISH


def test_a_page_without_marks_is_an_error() -> None:
    with pytest.raises(ValueError, match="lacks the marks"):
        with_part("# Pizhu\n", "settings", str)
