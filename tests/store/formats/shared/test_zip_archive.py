"""Archives from outside: counted before their list is read, and never unpacked beyond a limit."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from store.errors import BadInput
from store.formats.shared import zip_archive
from store.formats.shared.zip_archive import ARCHIVE_ERRORS, open_archive, read_entry


def archive(entries: int, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as written:
        for number in range(entries):
            written.writestr(f"articles/{number}", bytes(5000))
        written.comment = comment
    return out.getvalue()


@pytest.mark.parametrize("comment", [b"", b"PK\x05\x06" * 10, b"x" * 60_000])
def test_an_archive_is_opened_and_its_file_closed(tmp_path: Path, comment: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive(3, comment if b"PK" not in comment else b""))
    with open_archive(path) as opened:
        assert len(opened.namelist()) == 3
    path.unlink()


def test_too_many_entries_are_refused_before_the_list_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_archive, "MAX_ENTRIES", 20)
    path = tmp_path / "a.zip"
    path.write_bytes(archive(21))
    with pytest.raises(BadInput, match=r"a\.zip has more than 20 files in it"):
        open_archive(path)


def test_a_false_number_of_entries_does_not_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_archive, "MAX_ENTRIES", 20)
    path = tmp_path / "a.zip"
    data = bytearray(archive(100))
    struct.pack_into("<2H", data, len(data) - 14, 1, 1)
    path.write_bytes(data)
    with pytest.raises(BadInput, match="more than 20 files"):
        open_archive(path)


def test_what_is_unpacked_is_limited_whatever_size_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = archive(1)
    path.write_bytes(data)
    with open_archive(path) as opened, pytest.raises(BadInput, match="larger than 0 MiB"):
        read_entry(opened, opened.infolist()[0], 4999)
    place = data.index(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into("<L", changed, place + 24, 10)
    path.write_bytes(changed)
    with open_archive(path) as opened:
        try:
            assert len(read_entry(opened, opened.infolist()[0], 100)) <= 100
        except (BadInput, *ARCHIVE_ERRORS):
            pass
