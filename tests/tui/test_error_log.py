"""Unexpected errors are told in a sentence, and their tracebacks are kept in a file of bounded size."""

from __future__ import annotations

import pytest

from tui import error_log
from tui.cli import run
from tui.cli.commands import articles
from tui.cli.exit_codes import SOME_FAILED


def test_an_unexpected_error_of_a_command_is_a_sentence_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("a bug")

    monkeypatch.setattr(articles, "opened_library", fail)
    assert run(["list"]) == SOME_FAILED
    shown = capsys.readouterr().err
    assert shown.startswith("pizhu: An unexpected error (RecursionError) ended pizhu")
    assert str(error_log.error_log()) in shown
    assert shown.count("\n") == 1
    assert "in fail" in error_log.error_log().read_text("utf-8")


def test_an_error_of_a_file_is_not_told_as_one_of_the_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "library.json")

    monkeypatch.setattr(articles, "opened_library", fail)
    assert run(["list"]) == SOME_FAILED
    assert "output" not in capsys.readouterr().err


def test_the_file_of_errors_keeps_the_newest_and_stays_small() -> None:
    for number in range(50):
        error_log.log_error(ValueError(f"number {number} " + "x" * 10_000))
    written = error_log.error_log().read_bytes()
    assert len(written) == error_log.MAX_SIZE
    assert b"number 49 " in written
    assert b"number 0 " not in written


def test_a_folder_that_cannot_be_written_is_no_second_error(monkeypatch: pytest.MonkeyPatch) -> None:
    error_log.error_log().parent.parent.mkdir(parents=True, exist_ok=True)
    error_log.error_log().parent.write_text("a file")
    assert error_log.log_error(ValueError("a bug")) is None
    assert "PIZHU_DEBUG=1" in error_log.sentence_about(ValueError("a bug"))


def test_the_traceback_is_shown_to_who_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(error_log.DEBUG, "1")
    error_log.log_error(ValueError("a bug"))
    assert "ValueError: a bug" in capfd.readouterr().err
