"""What leaves the program by other ways than its screen: the clipboard, and terminals with wide habits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.driver import Driver

from store.model.article import Article
from tests.conftest import draft
from tui.looks.ambiguous_width import aware_of_wide, for_wide
from tui.looks.clipboard import cited, desktop_command
from tui.typesetting import cells, displayed
from tui.typesetting.glyphs import SECOND_CELL, with_second_cells


def wide_cells(text: str) -> int:
    """Cells as a terminal draws them that takes two for each ambiguous character."""
    return sum(cells(character, ambiguous=2) for character in text)


def test_what_is_drawn_with_one_cell_is_replaced_and_what_has_two_is_drawn_itself() -> None:
    assert for_wide("╭─“字”…╮") == '+-"字".+'
    assert for_wide(f"“{SECOND_CELL}字”{SECOND_CELL}") == "“字”"
    assert for_wide("\x1b[1;2H字a。") == "\x1b[1;2H字a。"


@given(st.text("字a“”‘’—…·╭─▌。ωЖ①", max_size=20))
def test_in_a_wide_terminal_every_row_is_as_long_as_it_was_meant(text: str) -> None:
    assert wide_cells(for_wide(text)) == cell_len(text)
    spaced = "".join(with_second_cells(displayed(text)))
    assert wide_cells(for_wide(spaced)) == cells(text, ambiguous=2) == cell_len(spaced)


def test_the_driver_writes_as_it_is_told() -> None:
    written: list[str] = []

    class Fake(Driver):
        def write(self, data: str) -> None:
            written.append(data)

        def start_application_mode(self) -> None: ...

        def disable_input(self) -> None: ...

        def stop_application_mode(self) -> None: ...

    driver = aware_of_wide(Fake).__new__(aware_of_wide(Fake))
    driver.write("“")
    driver.is_wide = True  # type: ignore[attr-defined]
    driver.write("“")
    assert written == ["“", '"']


def test_a_citation_names_what_is_known_and_nothing_else() -> None:
    made = Article(
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
    assert cited(made, "字") == "“字”\n—— 林夏、周屿：《山里的邮路》，乡报，2021-05-06，https://example.org/a"
    bare = Article(text="字", blocks=(), title=draft().title, id="0" * 16, added="", digest="")
    assert cited(bare, "字") == "“字”\n—— 《春天的小站》"


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
def test_the_desktops_own_tool_is_used_where_there_is_a_desktop(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], there: str, command: list[str] | None
) -> None:
    monkeypatch.setattr("tui.looks.clipboard.shutil.which", lambda name: name if name == there else None)
    assert desktop_command(environment, "linux") == command


def test_on_a_mac_it_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.looks.clipboard.shutil.which", lambda name: name)
    assert desktop_command({}, "darwin") == ["pbcopy"]
