"""A running `pizhu serve`, and a browser."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.browser.chromium import Chromium, find_chromium


class Served:
    """A running `pizhu serve`."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-P", "-m", "tui", "serve", "--port", "0", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        self.address = found[0]

    def readers(self) -> list[int]:
        """The processes of the readers."""
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in folder.read_text("utf-8").split()]

    def interrupt(self) -> int:
        """Press ctrl+c, as it arrives at the server alone, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture
def serve(root: Path) -> Iterator[Callable[..., Served]]:
    """Starts `pizhu serve` with arguments."""
    running: list[Served] = []

    def start(*arguments: str) -> Served:
        running.append(Served("--library", str(root), *arguments))
        return running[-1]

    yield start
    for served in running:
        if served.process.poll() is None:
            served.interrupt()
        if served.process.stdout:
            served.process.stdout.close()


@pytest_asyncio.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Chromium]:
    """A browser."""
    path = find_chromium()
    if path is None:
        pytest.skip("Chromium is not on this machine: install Debian's package chromium.")
    async with Chromium(path, tmp_path / "profile") as running:
        yield running
