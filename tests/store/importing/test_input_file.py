"""The door through which files from outside are opened: regular files of bounded size alone."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from store.errors import BadInput
from store.importing.input_file import open_input, read_input
from store.importing.reading import read_file
from store.importing.registry import read_bundle


def test_a_regular_file_and_a_link_to_one_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "link.txt").symlink_to("a.txt")
    assert read_input(tmp_path / "a.txt") == read_input(tmp_path / "link.txt") == b"words"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    "suffix", [".txt", ".json", ".jsonl", ".jsonld", ".pizhu", ".qdpx", ".qde", ".qdc", ".db"]
)
def test_pipes_sockets_devices_and_folders_are_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    names = ("pipe", "s", "device", "folder")
    pipe, socket_path, device, folder = (Path(f"{name}{suffix}") for name in names)
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(socket_path))
        for path in (pipe, socket_path, device, folder, tmp_path / f"missing{suffix}"):
            with pytest.raises(
                BadInput, match=f"{path.name}: (this is (not a regular file|a folder)|there is no)"
            ):
                read_file(path) if suffix == ".txt" else read_bundle(path)


def test_a_file_that_would_make_the_reader_wait_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ``/proc/kmsg``, which looks like a regular file."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    (tmp_path / "kmsg").write_bytes(b"x")
    regular = (tmp_path / "kmsg").stat()
    monkeypatch.setattr(os, "open", lambda *_: reading)
    monkeypatch.setattr(os, "fstat", lambda _: regular)
    with pytest.raises(BadInput, match="not a regular file"):
        read_input(tmp_path / "kmsg")
    os.close(writing)


def test_a_file_larger_than_the_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate((3 << 20) + 1)
    with open_input(path) as file:
        assert file.read(1) == b"\0"
    with pytest.raises(BadInput, match=r"large: it is larger than 3 MiB, too large for a test\."):
        open_input(path, 3 << 20, "too large for a test")


def test_a_link_that_leads_nowhere_is_told_apart_from_a_wrong_path(tmp_path: Path) -> None:
    (tmp_path / "信.txt").symlink_to(tmp_path / "没有.txt")
    with pytest.raises(BadInput, match="this link leads to a file that is not there"):
        open_input(tmp_path / "信.txt")
