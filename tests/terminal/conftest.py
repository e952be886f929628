"""What tests of the real command share: it loads a small dictionary, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.small_jieba import make_small_jieba


@pytest.fixture(scope="session")
def small_jieba(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small jieba."""
    return make_small_jieba(tmp_path_factory.mktemp("small"))


@pytest.fixture(autouse=True)
def _with_a_small_jieba(
    small_jieba: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if request.node.get_closest_marker("whole_dictionary") is None:
        monkeypatch.setenv("PYTHONPATH", str(small_jieba))
