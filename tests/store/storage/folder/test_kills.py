"""A killed process loses no change that it acknowledged. The benchmark kills more processes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench.kills import kill_once
from store.library import open_library
from tests.lengths import by_length
from tests.store.storage.folder.killed_writer import state_of, states_after


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.longer
@pytest.mark.parametrize("seed", range(by_length(short=2, long=40)))
def test_a_killed_process_loses_no_acknowledged_change(tmp_path: Path, seed: int) -> None:
    after = kill_once("pizhu", tmp_path / "library", random.Random(seed))
    assert after.acknowledged > 0
    assert (after.lost, after.unreadable) == (0, False)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.longer
@pytest.mark.parametrize("seed", range(by_length(short=1, long=40)))
def test_undo_after_a_kill_undoes_the_last_change_that_took_effect(tmp_path: Path, seed: int) -> None:
    """Changes of several files are there completely or not at all, and undo agrees with that."""
    chance = random.Random(seed)
    command = [sys.executable, "-m", "tests.store.storage.folder.killed_writer", str(tmp_path / "library")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline() for _ in range(chance.randint(1, 12))]
        for _ in range(chance.randint(0, 400_000)):
            pass  # so that the kill comes somewhere in the next change
        writer.send_signal(signal.SIGKILL)
        acknowledged += [line for line in writer.stdout.readlines() if line.endswith("\n")]
    possible = [states_after(len(acknowledged)), states_after(len(acknowledged) + 1)]
    with open_library(tmp_path / "library") as library:
        present = state_of(library)
        done, next_done = (state for state, _ in possible)
        if len(acknowledged) % 4 == 1 and present not in (done, next_done):  # part of a step of many changes
            assert all(present[title] in (done[title], next_done[title]) for title in done)
            library.undo()
            assert state_of(library) == done
        else:
            assert present in (done, next_done)
            library.undo()
            assert (present, state_of(library)) in possible
        library.redo()
        assert state_of(library) == present
