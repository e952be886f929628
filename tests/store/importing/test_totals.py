"""The total of an import counts every file, row and part once."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.errors import reason_in
from store.importing.batch import ImportedFile, RejectedFile
from store.importing.totals import MOST_REASONS, OTHER_REASONS, Totals, refusal_reason
from store.library.ingest import Outcome
from store.model.bundle import Merged


def imported(
    outcome: Outcome, refused: tuple[tuple[str, int], ...] = (), skipped: tuple[tuple[str, int], ...] = ()
) -> ImportedFile:
    return ImportedFile(
        path=Path("a.zip"), article="0" * 16, title="题", outcome=outcome, encoding="", lost=0, moved=0,
        refused=refused, skipped=skipped,
    )  # fmt: skip


def test_rows_and_parts_of_archives_are_counted() -> None:
    totals = Totals()
    totals.add(imported(Outcome.ADDED, (("no text", 3),), ((".jpg", 2),)))
    totals.add(imported(Outcome.UNCHANGED, (("no text", 1),)))
    assert totals.sentence() == (
        "1 added, 1 unchanged (from 1 file); 4 rows or parts of files refused (4 × no text); skipped 2 .jpg"
    )
    assert totals.failed == 4


def test_placeholders_are_no_articles() -> None:
    totals = Totals()
    totals.merge(Merged(articles_added=3, placeholders=2, annotations_added=5))
    assert totals.sentence() == "1 file merged (1 article, 5 annotations, 2 placeholders)"
    totals.merge(Merged())
    assert (totals.fields()["merged"], totals.fields()["merged_articles"]) == (2, 1)


def test_what_changed_nothing_cannot_be_undone() -> None:
    totals = Totals()
    totals.merge(Merged(annotations_known=3))
    totals.add(imported(Outcome.UNCHANGED))
    assert not totals.changed
    undoable = Totals()
    undoable.merge(Merged(annotations_known=3, is_step=True))
    assert undoable.changed
    updated = Totals()
    updated.add(imported(Outcome.UPDATED))
    assert updated.changed


def test_nothing_at_all_is_told() -> None:
    assert Totals().sentence() == "0 added"
    assert not Totals().changed


def test_the_rarest_reasons_are_counted_together() -> None:
    totals = Totals()
    for number in range(MOST_REASONS + 5):
        totals.add(RejectedFile(Path("x"), f"x: reason {number}; do something."))
    totals.add(RejectedFile(Path("x"), "x: reason 12; do something."))
    assert totals.failed == MOST_REASONS + 6
    assert totals.sentence().startswith(f"0 added; {MOST_REASONS + 6} refused (2 × reason 12, 1 × reason 0, ")
    assert totals.sentence().endswith(f"5 × {OTHER_REASONS})")


def test_files_and_their_rows_are_counted_apart() -> None:
    totals = Totals()
    totals.add(imported(Outcome.ADDED, (("no text", 1),)))
    totals.refuse(RejectedFile(Path("x"), "x: it is empty; choose another one."))
    assert totals.sentence().endswith(
        "1 refused (1 × it is empty); 1 row or part of files refused (1 × no text)"
    )


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (Path("-"), "standard input"),
        ("https://a.cn/b?c=1", "https://a.cn/b"),
        ("http://a.cn/", "https://b.cn:8080/c"),
        (Path("https:/x"), "https:/x"),
    ],
)
def test_a_reason_is_without_any_other_name_of_the_place(place: Path | str, name: str) -> None:
    where = RejectedFile(Path(place), f"{name}: the file is empty; choose one with text in it.")
    if isinstance(place, str):
        where = replace(where, address=place)
    assert refusal_reason(where) == "the file is empty"


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("a: b.txt: it is empty; choose another one.", "it is empty"),
        ("it needs a password (RC4).", "it needs a password"),
        ("a: b.txt：文件只有空白，请选择有文字的文件。", "文件只有空白"),
        ("a: b.txt：此 PDF 有密码：请另存为无密码的文件再导入。", "此 PDF 有密码"),
        ("a: b.txt：文件已损坏（没有结尾）；请重新保存。", "文件已损坏"),
    ],
)
def test_a_reason_is_without_the_name_and_the_remedy(message: str, reason: str) -> None:
    assert reason_in(message, "a: b.txt") == reason


LONG_ADDRESS = "postgresql://lin@db.example.org:5432/letters?sslmode=verify-full&schema=%E8%AF%AD%E6%96%99"


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (
            "The server of postgresql://db.cn:5432/a cannot be reached (refused): start it.",
            "The server of postgresql://db.cn:5432/a cannot be reached",
        ),
        (f"The server of {LONG_ADDRESS} is read-only.", f"The server of {LONG_ADDRESS} is read-only"),
        ("无法连接 postgresql://db.cn/a：请检查主机。", "无法连接 postgresql://db.cn/a"),
        (
            "The role has no right to do this in postgresql:///a?host=/tmp (denied): ask.",
            "The role has no right to do this in postgresql:///a?host=/tmp",
        ),
        (r"C:\文库 (新)\a.json is full: free some room.", r"C:\文库 (新)\a.json is full"),
        (r"无法写入 D:\文库\a.json：磁盘已满。", r"无法写入 D:\文库\a.json"),
    ],
)
def test_a_reason_has_the_whole_of_an_address_or_a_path(message: str, reason: str) -> None:
    assert reason_in(message) == reason
