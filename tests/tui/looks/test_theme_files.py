"""The user's own themes: what a file can have, and what is said of a file that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from store.library import Library
from tests.tui.reader import reader, seen
from tui.looks.colours import MIN_CONTRAST, contrast
from tui.looks.theme_files import no_such_theme, read_themes, theme_folder

TEA = 'background = "#1b1a17"\nforeground = "#e0d8c3"\nprimary = "#8fb573"\n'


def test_three_colours_are_a_theme_and_the_others_are_derived(tmp_path: Path) -> None:
    (tmp_path / "tea.toml").write_text(TEA)
    (tmp_path / "milk.toml").write_text('name = "au-lait"\ndark = false\nrow = "#102030"\n' + TEA)
    (tmp_path / "notes.txt").write_text("not a theme")
    milk, tea = read_themes(tmp_path).themes
    assert (tea.name, tea.dark, tea.primary) == ("tea", True, "#8FB573")
    assert (milk.name, milk.dark, milk.variables["block-cursor-background"]) == ("au-lait", False, "#102030")
    row, text = (tea.variables[f"block-cursor-{part}"] for part in ("background", "foreground"))
    assert contrast(Color.parse(row), Color.parse(text)) >= MIN_CONTRAST


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (TEA + "accent = 3", 'line 4: accent must be a colour such as "#1a2b3c", not 3.'),
        (TEA + 'panel = "red"', "line 4: panel must be a colour such as \"#1a2b3c\", not 'red'."),
        ('dark = "yes"\n' + TEA, "line 1: dark must be true or false, not 'yes'."),
        (TEA + 'acent = "#112233"', "line 4: a theme has no 'acent': it can have name, dark, background,"),
        ('primary = "#8fb573"', 'background is missing: add a line such as background = "#1a2b3c".'),
        (TEA + "accent =", "line 4: this is not TOML: Invalid value. Correct the line."),
        (TEA + "accent = " + "[" * 3000, "line 4: this is not TOML: Brackets are nested too deeply. Correct"),
        ('name = "pizhu-ink"\n' + TEA, "line 1: there is a theme 'pizhu-ink' already: use another name."),
        ("name = 5\n" + TEA, "line 1: name must be letters, digits, - and _ in quotes, not 5."),
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_theme_is_one_sentence_with_file_line_and_what_is_allowed(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "bad.toml").write_text(text)
    (tmp_path / "good.toml").write_text(TEA)
    found = read_themes(tmp_path, ["pizhu-ink"])
    [problem] = found.problems
    assert problem.startswith(str(tmp_path / "bad.toml"))
    assert sentence in problem
    assert [theme.name for theme in found.themes] == ["good"]


def test_a_file_that_is_not_text_or_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    assert read_themes(tmp_path).problems == (f"{tmp_path / 'bad.toml'}: it is not UTF-8: save it as UTF-8.",)
    assert read_themes(tmp_path / "none") == ((), ())
    [problem] = read_themes(tmp_path / "bad.toml").problems
    assert "cannot be read" in problem


def test_the_nearest_theme_is_suggested_and_all_are_listed() -> None:
    known = ["pizhu-ink", "pizhu-paper", "nord"]
    assert no_such_theme("papper", known) == (
        "There is no theme 'papper'; did you mean 'pizhu-paper'? There are nord, pizhu-ink, pizhu-paper."
    )
    assert no_such_theme("zzz", known).endswith("'zzz'. Set one of nord, pizhu-ink, pizhu-paper.")


@pytest.mark.long
async def test_the_reader_opens_with_a_theme_of_the_user_and_without_a_wrong_one(library: Library) -> None:
    theme_folder().mkdir(parents=True)
    (theme_folder() / "tea.toml").write_text(TEA)
    (theme_folder() / "bad.toml").write_text("background = 3")
    app = reader(library, theme="tea")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        assert app.theme == "tea"
        await seen(pilot, "bad.toml")
    app = reader(library, theme="tee")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        assert app.theme == "pizhu-ink"
        await seen(pilot, "'tea'?")
