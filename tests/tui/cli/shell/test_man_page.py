"""The man page."""

from __future__ import annotations

from pathlib import Path

from tui.cli.registry import all_commands
from tui.cli.shell.man_page import man_page

SHIPPED = Path(__file__).parents[4] / "docs" / "pizhu.1"


def test_the_shipped_man_page_is_current() -> None:
    assert SHIPPED.read_text("utf-8") == man_page(), "make readme writes it"


def test_it_has_every_command_and_every_way_to_call_it() -> None:
    page = man_page()
    for command in all_commands():
        assert f".SS {command.name.replace('-', chr(92) + '-')}\n" in page
    assert page.count(r"\fBpizhu\fR ") == sum(len(command.usages) for command in all_commands())


def test_no_line_of_text_is_a_request_of_troff() -> None:
    requests = {".TH", ".SH", ".SS", ".TP", ".B"}
    assert {line.split()[0] for line in man_page().splitlines() if line.startswith((".", "'"))} <= requests
