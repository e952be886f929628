"""ZIP archives become the articles of their files."""

# ruff: noqa: E501 - markup of documents

from __future__ import annotations

import io
from zipfile import ZipFile, ZipInfo

import pytest

from store.errors import BadInput
from store.formats.documents import package
from tests.store.formats.documents import docx_of_piece, lines, packed, piece, pieces


class GbkInfo(ZipInfo):
    """An entry whose name is written in GBK, without the flag for UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile calls it
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def test_names_in_gbk_are_decoded() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(GbkInfo("剪报/春天的小站.txt"), "油菜花开了。")
    assert piece(out.getvalue(), "a.zip").key == "剪报/春天的小站.txt"


def test_a_name_never_leads_out_and_hidden_files_are_left_out() -> None:
    data = packed(
        {
            "../../a.txt": "甲。", "/b.txt": "乙。", "c\\d.txt": "丙。", ".h/x.txt": "x", "__MACOSX/a.txt": "x", "图.jpg": "x",
        }
    )  # fmt: skip
    found = pieces(data, "a.zip")
    assert [(each.key, lines(each)) for each in found] == [
        ("a.txt", ["甲。"]),
        ("b.txt", ["乙。"]),
        ("c/d.txt", ["丙。"]),
    ]
    assert found[0].remarks == ("1 .jpg file in the archive left out",)


def test_an_archive_in_an_archive_is_read_and_one_in_that_is_told() -> None:
    deepest = packed({"a.txt": "深。"})
    data = packed(
        {"inner.zip": packed({"b.txt": "里。", "deep.zip": deepest}), "c.docx": docx_of_piece()},
        stored=["c.docx"],
    )
    found = pieces(data, "a.zip")
    assert [each.key for each in found] == ["inner.zip#b.txt", "c.docx"]
    assert "too deep" in found[0].remarks[-1]


def test_a_file_that_cannot_be_read_is_told_and_stops_no_other() -> None:
    found = pieces(packed({"a.docx": b"PK\x03\x04 broken", "b.txt": "乙。"}), "a.zip")
    assert [each.key for each in found] == ["b.txt"]
    assert found[0].remarks[0].startswith("not imported: a.zip/a.docx: it is damaged")


def test_an_archive_without_articles_is_refused_with_what_it_has() -> None:
    with pytest.raises(BadInput, match=r"it has 2 \.jpg"):
        pieces(packed({"a.jpg": "x", "b.jpg": "y"}), "a.zip")


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PIECE_BYTES", 2 << 20)
    with pytest.raises(BadInput, match="unpacks to 3 MiB"):
        pieces(packed({"a.txt": bytes(3 << 20)}), "a.zip")


def test_an_archive_with_a_password_is_refused() -> None:
    data = bytearray(packed({"a.txt": "甲。"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BadInput, match="password"):
        pieces(bytes(data), "a.zip")
