"""A killed process loses no change that it acknowledged. The benchmark kills more processes."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from bench.kills import kill_once
from tests.lengths import by_length


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.longer
@pytest.mark.parametrize("seed", range(by_length(short=4, long=60)))
def test_a_killed_process_loses_no_acknowledged_change(tmp_path: Path, seed: int) -> None:
    after = kill_once("pizhu", tmp_path / "library", random.Random(seed))
    assert after.acknowledged > 0
    assert (after.lost, after.unreadable) == (0, False)
