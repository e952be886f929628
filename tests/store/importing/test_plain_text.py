"""Text files are read as articles, or rejected with a message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.errors import BadInput
from store.importing.limits import MAX_FILE_BYTES
from store.importing.plain_text import read_text
from store.importing.reading import read_file
from tests.lengths import by_length

PIECE = (
    "豆腐坊通了公路\n——青石镇产业小记\n本报记者 周 涛   2024-03-05\n\n"
    "清晨六点，青石镇的豆腐坊已经冒起了热气，老板娘掀开木盖，把第一板豆腐端到门口。\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16-le"])
def test_the_draft_has_the_article_s_metadata(encoding: str) -> None:
    draft, told = read_text(PIECE.encode(encoding), "a.txt")
    assert told == encoding
    assert draft.title == "豆腐坊通了公路"
    assert draft.subtitle == "——青石镇产业小记"
    assert draft.authors == ("周涛",)
    assert draft.date == "2024-03-05"
    assert draft.language == "zh-Hans"


def test_the_blocks_cover_the_text_except_newlines() -> None:
    draft, _ = read_text(PIECE.encode(), "a.txt")
    assert "\n".join(draft.text[block.start : block.end] for block in draft.blocks) == draft.text


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("这个镇子还没有书店。", "zh-Hans"),
        ("這個鎮子還沒有書店。", "zh-Hant"),
        ("人山人海", "zh"),
        ("The shop is on the corner of the street.", "en"),
    ],
)
def test_the_language_is_detected_by_script(words: str, language: str) -> None:
    assert read_text(words.encode(), "a.txt")[0].language == language


def test_white_space_is_rejected() -> None:
    with pytest.raises(BadInput, match=r"^a\.txt: the file contains only white space; .*\.$"):
        read_text(" \n　\u2028\r\n".encode(), "a.txt")


@pytest.mark.parametrize("name", ["a.txt", "a.text", "a.md", "a", "A.TXT", "a.anything"])
def test_a_file_with_any_suffix_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(PIECE, encoding="utf-8")
    (piece,) = read_file(path)
    draft = piece.article.draft
    assert piece.encoding == "utf-8"
    assert draft.title == "豆腐坊通了公路"
    assert draft.origin == str(path)


def test_the_origin_of_a_relative_path_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(PIECE, encoding="utf-8")
    assert read_file(Path("a.txt"))[0].article.draft.origin == str(tmp_path / "a.txt")


def test_a_missing_file_is_rejected_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        read_file(tmp_path / "nothing.txt")
    assert str(refusal.value) == f"{tmp_path / 'nothing.txt'}: there is no such file; check the path."


def test_a_folder_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"this is a folder; "):
        read_file(tmp_path)


def test_a_path_below_a_file_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PIECE, encoding="utf-8")
    with pytest.raises(BadInput, match=r"b\.txt: it cannot be read \(.+\); check the path\.$"):
        read_file(tmp_path / "a.txt" / "b.txt")


def test_a_file_without_permission_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    (tmp_path / "a.txt").write_text(PIECE, encoding="utf-8")
    monkeypatch.setattr(os, "open", refuse)  # root may read any file, so the mode alone would prove nothing
    with pytest.raises(BadInput, match=r"a\.txt: you have no permission to read it; "):
        read_file(tmp_path / "a.txt")


def test_an_invalid_path_is_rejected() -> None:
    with pytest.raises(BadInput, match=r"cannot be read"):
        read_file(Path("a\x00b.txt"))


def test_a_file_that_is_too_large_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(BadInput, match=r"big\.txt: it is larger than 48 MiB"):
        read_file(path)


REPEATED = [
    "水\n",
    "本报记者 张 三\n",
    "水",
    "“\n",
    "——\n",
    "# a\n",
    "a\n",
    "图①：水。\n",
    "\u200b\n",
    "一、水从哪里来？\n",
    " ",
    "（",
]


@pytest.mark.long
@pytest.mark.parametrize("line", by_length(short=REPEATED[:3], long=REPEATED))
def test_highly_repetitive_files_are_read_completely(line: str) -> None:
    data = ("井" + line * (1_000_000 // len(line.encode()))).encode()
    draft, _ = read_text(data, "a.txt")
    assert "".join(draft.text.split()) == "".join(data.decode().split())
    assert len(draft.blocks) == len(draft.text.split("\n"))
