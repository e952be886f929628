"""The table of `pizhu list`: aligned by cells, with as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest

from store.model.article import Status
from store.model.listing.rows import Row
from tui.cli.output.views.article_table import print_article_table
from tui.typesetting.glyphs import cells


def rows() -> list[Row]:
    return [
        _row("a", "渡口的最后一个船工和他的船", ("周小满",), ("河",)),
        _row("b", "short"),
        _row("c", "坏\x1b[31m字\u202e", ("甲\x07",), ("标\u2066",)),
    ]


def _row(letter: str, title: str, authors: tuple[str, ...] = (), tags: tuple[str, ...] = ()) -> Row:
    return Row(
        id=letter * 16,
        title=title,
        kicker="",
        subtitle="",
        column="",
        authors=authors,
        date="2024-01-01",
        source="",
        chars=1234,
        tags=tags,
        annotations=2,
        status=Status.UNREAD,
        added="2024-01-01T00:00:00Z",
        starred=False,
    )


def printed(
    capsys: pytest.CaptureFixture[str],
    chosen: Mapping[str, Callable[[Row], str]] = MappingProxyType({}),
) -> list[str]:
    print_article_table(rows(), lambda article: article[:6], chosen)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 160])
def test_each_line_fits_and_columns_begin_at_the_same_cell(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIZHU_COLUMNS", str(width))
    lines = printed(capsys)
    assert len(lines) == 4
    assert all(cells(line) <= max(width, 26) for line in lines)
    starts = {cells(line[: line.index("unread")]) for line in lines[1:] if "unread" in line}
    assert len(starts) <= 1
    assert not any(character in "".join(lines) for character in "\x1b\x07\u202e\u2066")


def test_all_columns_are_there_where_there_is_room(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIZHU_COLUMNS", "120")
    header, first, *_ = printed(capsys)
    assert header.split() == ["ID", "Title", "Authors", "Date", "Chars", "Notes", "Tags", "Status"]
    assert first.split() == [
        *("aaaaaa", "渡口的最后一个船工和他的船", "周小满", "2024-01-01", "1,234", "2", "河", "unread")
    ]


@pytest.mark.parametrize(
    ("width", "heads"),
    [
        ("120", ["ID", "Title", "Authors", "Date", "地区", "Chars", "Notes", "Tags", "Status"]),
        ("40", ["ID", "Title", "地区"]),
    ],
)
def test_chosen_columns_stay_where_there_is_little_room(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str, heads: list[str]
) -> None:
    monkeypatch.setenv("PIZHU_COLUMNS", width)
    header, first, *_ = printed(capsys, {"地区": lambda row: row.id[:1] + "东\x07地区"})
    assert header.split() == heads
    assert "a东" in first
    assert "\x07" not in first
