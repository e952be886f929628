"""Only regular files of bounded size are opened: nothing waits for a pipe or reads a device without end."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from store.storage.regular_file import open_regular, read_regular

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no special files")


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


SPECIAL: dict[str, Callable[[Path], None]] = {
    "a named pipe": make_pipe,
    "a socket": make_socket,
    "a folder": Path.mkdir,
    "a device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("kind", SPECIAL)
def test_what_is_not_a_regular_file_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    path = Path("file")
    SPECIAL[kind](path)
    for function in (open_regular, read_regular):
        with pytest.raises(OSError, match=f"it is {kind}, not a file"):
            function(path)


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"text")
    (tmp_path / "link").symlink_to("file")
    assert read_regular(tmp_path / "link") == b"text"


@pytest.mark.parametrize(
    ("size", "is_read"), [(0, True), (99, True), (100, True), (101, False), (5000, False)]
)
def test_a_file_is_read_up_to_the_largest_size(tmp_path: Path, size: int, is_read: bool) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * size)
    if is_read:
        assert read_regular(path, largest=100) == b"x" * size
    else:
        with pytest.raises(OSError, match="larger than"):
            read_regular(path, largest=100)


@pytest.mark.skipif(not Path("/proc/self/maps").is_file(), reason="needs /proc")
def test_a_file_of_unknown_size_is_read_whole(tmp_path: Path) -> None:
    assert Path("/proc/self/maps").stat().st_size == 0
    assert b"\n" in read_regular(Path("/proc/self/maps"))
    with pytest.raises(OSError, match="larger than"):
        read_regular(Path("/proc/self/maps"), largest=10)
