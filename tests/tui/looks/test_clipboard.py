"""The clipboard, and terminals that draw ambiguous characters two cells wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.driver import Driver

from store.model.article import Article
from tests.conftest import draft
from tui.looks.ambiguous_width import rewrite_for_wide, with_wide_support
from tui.looks.clipboard import citation, desktop_command
from tui.typesetting import cells, displayed
from tui.typesetting.glyphs import SECOND_CELL, with_second_cells


def wide_cells(text: str) -> int:
    """Return the width in a terminal that draws ambiguous characters two cells wide."""
    return sum(cells(character, ambiguous=2) for character in text)


def test_an_ambiguous_character_without_a_second_cell_is_replaced() -> None:
    assert rewrite_for_wide("╭─“字”…╮") == '+-"字".+'
    assert rewrite_for_wide(f"“{SECOND_CELL}字”{SECOND_CELL}") == "“字”"
    assert rewrite_for_wide("\x1b[1;2H字a。") == "\x1b[1;2H字a。"


@given(st.text("字a“”‘’—…·╭─▌。ωЖ①", max_size=20))
def test_a_wide_terminal_draws_rows_of_the_intended_width(text: str) -> None:
    assert wide_cells(rewrite_for_wide(text)) == cell_len(text)
    spaced = "".join(with_second_cells(displayed(text)))
    assert wide_cells(rewrite_for_wide(spaced)) == cells(text, ambiguous=2) == cell_len(spaced)


def test_the_driver_rewrites_output_only_if_the_terminal_is_wide() -> None:
    written: list[str] = []

    class Fake(Driver):
        def write(self, data: str) -> None:
            written.append(data)

        def start_application_mode(self) -> None: ...

        def disable_input(self) -> None: ...

        def stop_application_mode(self) -> None: ...

    driver = with_wide_support(Fake).__new__(with_wide_support(Fake))
    driver.write("“")
    driver.is_wide = True  # type: ignore[attr-defined]
    driver.write("“")
    assert written == ["“", '"']


def test_a_citation_contains_only_known_fields() -> None:
    full = Article(
        text="字",
        blocks=(),
        title="山里的邮路",
        authors=("林夏", "周屿"),
        source="乡报",
        date="2021-05-06",
        url="https://example.org/a",
        id="0" * 16,
        added="",
        digest="",
    )
    assert (
        citation(full, "字") == "“字”\n—— 林夏、周屿：《山里的邮路》，乡报，2021-05-06，https://example.org/a"
    )
    bare = Article(text="字", blocks=(), title=draft().title, id="0" * 16, added="", digest="")
    assert citation(bare, "字") == "“字”\n—— 《春天的小站》"


@pytest.mark.parametrize(
    ("environment", "there", "command"),
    [
        ({"WAYLAND_DISPLAY": "w"}, "wl-copy", ["wl-copy"]),
        ({"DISPLAY": ":0"}, "xsel", ["xsel", "--clipboard", "--input"]),
        ({"DISPLAY": ":0"}, "", None),
        ({}, "xclip", None),
        ({"WSL_DISTRO_NAME": "x"}, "clip.exe", ["clip.exe"]),
    ],
)
def test_the_clipboard_command_matches_the_desktop(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], there: str, command: list[str] | None
) -> None:
    monkeypatch.setattr("tui.looks.clipboard.shutil.which", lambda name: name if name == there else None)
    assert desktop_command(environment, "linux") == command


def test_the_clipboard_command_on_macos_is_pbcopy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.looks.clipboard.shutil.which", lambda name: name)
    assert desktop_command({}, "darwin") == ["pbcopy"]
